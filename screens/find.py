"""Finding cases: by number, its tail, a name or an identity number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from textual.timer import Timer
from textual.widget import Widget

from screens import keys
from screens.case_list import ListsCases
from screens.case_rows import COLUMNS
from screens.widgets.panel import PanelHead
from screens.widgets.search_box import SearchBox
from screens.widgets.table import ListTable
from window_app.desk_views import CaseLine

PLACEHOLDER = "办件编号或者尾号、姓名、单位名称、证件号"
HOW = "编号 1123-03-00127、尾号、姓名、证件号都认"
PAUSE_SECONDS = 0.15  # after the last key, so that a scan asks once


class FindScreen(ListsCases):
    """A box over the list of cases found."""

    AUTO_FOCUS = "FindScreen Field"
    NO_CASE = "先找到一件办件，再按 F8 补打它的文书。"
    KEYS = (
        "help",
        "choose",
        "open",
        keys.use("print", "补打"),
        "box",
        "lock",
        "back",
    )

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._begun = text
        self._found_for = ""
        self._pause: Timer | None = None

    @property
    def place(self) -> tuple[str, str]:
        return "查件", "查件"

    def content(self) -> Iterable[Widget]:
        yield SearchBox(PLACEHOLDER)
        yield PanelHead("办件", HOW)
        yield ListTable(COLUMNS, id="cases")

    @property
    def box(self) -> SearchBox:
        return self.query_one(SearchBox)

    @property
    def led(self) -> ListTable:
        return self.table

    def on_mount(self) -> None:
        self.say_next("打几个字或者扫码就查；证件号要打前几位或者全部。")
        if self._begun:
            self.box.field.value = self._begun
            self.box.field.cursor_position = len(self._begun)

    def on_search_box_changed(self, event: SearchBox.Changed) -> None:
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE_SECONDS, partial(self.find, event.text.strip()))

    def find(self, text: str) -> None:
        """Look for what is typed so far."""
        office = self.office
        self.ask(lambda: office.find(text), partial(self.show_found, text), group="find")

    def show_found(self, text: str, found: Sequence[CaseLine]) -> None:
        self._found_for = text
        self.show_cases(found)
        head = f"办件 {len(found)} 件" if text else "办件"
        self.query_one(PanelHead).say(head, HOW)
        if not found:
            self.say_next(f"没有找到“{text}”的办件。" if text else "打几个字或者扫码就查。")

    def on_search_box_sent(self, event: SearchBox.Sent) -> None:
        if event.text and event.text == self._found_for:
            self.table.action_select_cursor()
            return
        text, office = event.text, self.office

        def show(found: Sequence[CaseLine]) -> None:
            self.show_found(text, found)
            if len(found) == 1:
                self.open_case(found[0].number)

        self.ask(lambda: office.find(text), show, group="find")

    def action_back(self) -> None:
        """Esc empties the box first, then goes back."""
        if self.box.text:
            self.box.clear()
        else:
            super().action_back()
