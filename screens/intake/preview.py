"""Before the act: which papers will be printed, and in which words. Nothing is stored yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual.widget import Widget

from data.rules.numbers import COPIES
from screens import keys
from screens.intake.notice_words import NoticeWords
from screens.keys import Key
from screens.widgets.card import Card
from screens.widgets.line import Facts, Prose
from window_app.desk_views import IntakeView

if TYPE_CHECKING:
    from window_app.services.desk.session import IntakeSession

NUMBER = "〔保存后生成〕"
NO_ITEM = "还没有选定事项，没有文书可以看。"
ONLY_WORDS = "出具以后才有编号，才打印。"
GUIDE = keys.use(
    "print", "打印一次性告知书", help="把现在这种情形的材料清单打印给申请人，不用等出结论"
)


class PreviewCard(Card[bool]):
    """Answers True where the list is to be printed for the applicant to take home."""

    KEYS = (GUIDE, "back")

    def __init__(
        self,
        papers: Sequence[str],
        words: Sequence[str],
        *,
        aside: str = "",
        offers_guide: bool = False,
    ) -> None:
        """`words` are the notice's lines; `offers_guide` where its list can be printed now."""
        super().__init__("要出的文书", aside=aside)
        self._papers, self._words = tuple(papers), tuple(words)
        self._offers_guide = offers_guide

    def body(self) -> Iterable[Widget]:
        yield Facts([(paper, f"编号 {NUMBER}，{COPIES} 份") for paper in self._papers])
        if self._papers:
            yield Prose("")
        yield NoticeWords(self._words)

    def consequences(self) -> Iterable[Widget]:
        if self._papers:
            yield Prose(ONLY_WORDS, style="muted")

    def acts(self) -> tuple[Key, ...]:
        back = keys.use("back", "返回")
        return (GUIDE, back) if self._offers_guide else (back,)

    def action_print(self) -> None:
        if self._offers_guide:
            self.dismiss(True)


def preview_of(session: IntakeSession, view: IntakeView) -> PreviewCard:
    """What an intake comes to as it stands: the act's own words where it can be done."""
    if view.item_code is None:
        return PreviewCard((), (NO_ITEM,))
    outlook = view.outlook
    words: tuple[str, ...] = (outlook.known, outlook.follows)
    if outlook.can_conclude:
        words = session.card(conclude_it=True).lines
    return PreviewCard(outlook.papers, words, aside=view.item_name or "", offers_guide=True)
