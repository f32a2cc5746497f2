"""Finds items for the intake: asked in threads, the newest question's answer counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from screens.modals import Confirm
from screens.work import Failure
from window_app.desk_views import ItemLine, ItemPreview

if TYPE_CHECKING:
    from screens.intake.item import ItemPane
    from screens.intake.screen import IntakeScreen


class Finding:
    """What the item pane asks for."""

    def __init__(self, screen: IntakeScreen) -> None:
        self._screen = screen
        self._previews: dict[str, ItemPreview | None] = {}

    @property
    def _pane(self) -> ItemPane:
        return self._screen.panes["item"]  # type: ignore[return-value]

    def find(self, text: str) -> None:
        """The items of what is typed; for nothing, the one chosen and the most used."""
        desk, chosen = self._screen.office, self._screen.view.item_code

        def find() -> Sequence[ItemLine]:
            found = list(desk.items(text))
            if text or chosen is None:
                return found
            mine = [line for line in desk.items(chosen) if line.code == chosen]
            return [*mine, *(line for line in found if line.code != chosen)]

        def show(found: Sequence[ItemLine]) -> None:
            self._pane.show_items(text, found)

        self._screen.ask(find, show, group="items", failed=self._not_found)

    def _not_found(self, failure: Failure) -> None:
        self._pane.wait_no_more()
        self._screen.show_failure(failure)

    def look(self, code: str) -> None:
        """The item under the cursor in short."""
        if code in self._previews:
            self._pane.show_preview(self._previews[code])
            return
        desk = self._screen.office
        self._screen.ask(
            lambda: desk.preview(code), lambda seen: self._seen(code, seen), group="preview"
        )

    def _seen(self, code: str, preview: ItemPreview | None) -> None:
        self._previews[code] = preview
        if self._pane.table.current == code:
            self._pane.show_preview(preview)

    def choose(self, line: ItemLine) -> None:
        """Take an item; another one instead of one worked on is asked about first."""
        screen, draft = self._screen, self._screen.session.draft
        if line.code == draft.item or not (draft.answers or draft.marks or draft.fields):
            self.take(line.code)
            return
        card = Confirm(
            "换一个事项",
            f"换成“{line.name}”，已经答的情形、看过的材料、填的表单都不再要；申请人留着。",
            act="换成这个事项",
        )
        screen.app.push_screen(card, lambda sure: self.take(line.code) if sure else None)

    def take(self, code: str) -> None:
        """The item is chosen: to its questions, or to its list where it asks none."""
        view = self._screen.act(lambda session: session.choose_item(code))
        self._screen.go("situation" if view.questions else "materials")
