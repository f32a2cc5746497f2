"""The material list of a case that comes back: what was told is looked at again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from screens.form_card import ReasonCard
from screens.intake.material_list import MaterialList
from screens.intake.materials import MARKS, SEEN, WIDE_ENOUGH, MaterialsPane
from screens.intake.pane import Hands
from screens.intake.rows import Block
from screens.widgets.ink import plain
from window_app.desk_views import IntakeView

if TYPE_CHECKING:
    from window_app.services.desk.returned import ReturnSession

REST = "上次已经核对"
MARK_FIRST = "这份上次已经合格；重新交来的，先标合格或者改好，再加扫描件。"
NEW_POINT = (
    "“{}”上次没有告知。补正内容应当一次告知（行政许可法第三十二条），"
    "现在新提出要写明原因，会印在告知书上，也会记入监督。"
)


class ReturnedList(MaterialList):
    """What was asked for stands above what was in order already."""

    def __init__(self, pane: MaterialsPane, asked: int) -> None:
        super().__init__(pane)
        self._asked = asked

    def blocks(self, width: int) -> Iterable[Block]:
        place = 0
        for block in super().blocks(width):
            if block.is_row and place == self._asked:
                yield Block([plain(REST, "muted")], is_row=False)
            yield block
            place += block.is_row


class ReturnedPane(MaterialsPane):
    """The same keys as at the intake; a point that was not told before asks for its reason."""

    def __init__(
        self, hands: Hands, session: ReturnSession, *, pages: Callable[[Path], None]
    ) -> None:
        self._session = session
        super().__init__(hands, pages=pages)

    def made_list(self) -> MaterialList:
        return ReturnedList(self, len(self._session.asked))

    def show(self, view: IntakeView) -> None:
        super().show(view)
        asked = len(self._session.asked)
        rest = len(view.materials) - asked
        remark = f"其余 {rest} 项上次核对过" if rest else ""
        self._left.head.say(
            f"要补的 {asked} 项",
            remark if self.app.size.width >= WIDE_ENOUGH else "",
            SEEN.format(self._session.seen, asked),
        )

    def mark(self, key_id: str) -> None:
        self._with_reason(MARKS[key_id], lambda: super(ReturnedPane, self).mark(key_id))

    def own_words(self) -> None:
        self._with_reason("defective", super().own_words)

    def attach(self) -> None:
        here = self.list.here
        if here is not None and not here.told:
            self.hands.say_no(MARK_FIRST)
        else:
            super().attach()

    def _with_reason(self, mark: str | None, do: Callable[[], None]) -> None:
        """Do it; a new point only once its reason is written."""
        here, session = self.list.here, self._session
        if here is None or not session.asks_reason(here.key, mark):
            do()
            return

        def answered(why: str | None) -> None:
            self.list.focus()
            if why:
                self.hands.act(lambda _: session.give_reason(here.key, why))
                do()

        self.app.push_screen(
            ReasonCard("新提出一处问题", NEW_POINT.format(here.name), act="写好了，接着标"),
            answered,
        )
