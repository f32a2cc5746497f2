"""Parked intakes: gone on with, taken over from somebody else, or thrown away."""

from __future__ import annotations

from screens.counter import Counter
from screens.modals import Confirm
from window_app.desk_views import ParkedDraft


class TakesDrafts(Counter):
    """A screen whose list holds drafts, too."""

    def __init__(self) -> None:
        super().__init__()
        self._drafts: dict[str, ParkedDraft] = {}

    def draft_here(self) -> ParkedDraft | None:
        """The draft under the cursor."""
        raise NotImplementedError

    def draft_dropped(self) -> None:
        """A draft is no more."""
        raise NotImplementedError

    def take_draft(self, draft: ParkedDraft) -> None:
        """Go on with it; what somebody else parked is asked about first."""
        if draft.owner == self.person.staff:
            self.resume_intake(draft.id)
            return
        card = Confirm(
            "接过别人放下的收件",
            f"{draft.item}  {draft.applicant}，{draft.owner} {draft.saved_at} 放下，"
            f"停在{draft.step}这一步。接过来以后由您办完。",
            act="接过来办",
            aside=draft.owner,
        )
        self.app.push_screen(card, lambda agreed: self.resume_intake(draft.id) if agreed else None)

    def action_drop_draft(self) -> None:
        """Throw away what an applicant who left began; nothing of it was taken in."""
        draft = self.draft_here()
        if draft is None:
            self.tell("只有草稿能删；办件不能删。", "warn", word="删草稿")
        elif draft.owner != self.person.staff:
            self.tell(f"这是{draft.owner}放下的；接过来以后才能删。", "warn", word="删草稿")
        else:
            card = Confirm(
                "删掉草稿",
                f"{draft.item}  {draft.applicant}，{draft.saved_at} 放下，停在{draft.step}这一步。"
                "填过的都不再要，不能恢复。已经收下的办件不受影响。",
                act="删掉",
                family="bad",
            )
            self.app.push_screen(card, lambda sure: self._drop(draft.id) if sure else None)

    def _drop(self, draft: str) -> None:
        office = self.office

        def gone(_: None) -> None:
            self.tell("草稿删掉了。", "ok", word="删草稿")
            self.draft_dropped()

        self.ask(lambda: office.discard(draft), gone, group="drop")
