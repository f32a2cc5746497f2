"""A list of cases under a box: what is typed or scanned narrows it, Enter opens a row."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual.timer import Timer
from textual.widget import Widget

from screens import keys
from screens.case_list import ListsCases
from screens.case_rows import COLUMNS
from screens.widgets.panel import PanelHead
from screens.widgets.search_box import SearchBox
from screens.widgets.table import Column, ListTable
from window_app.desk_views import FoundCases

PLACEHOLDER = "办件编号或者尾号、姓名、单位名称、证件号"
# For lists whose Enter begins an act: the page itself is a key away.
CASE_PAGE = replace(
    keys.use("find", "看办件", help="打开光标所在这一件的办件页"), door=False, action="case_page"
)
PAUSE_SECONDS = 0.15  # after the last key, so that a scan asks once


class NarrowedCases(ListsCases):
    """The box keeps the focus; the arrow keys move the list.

    `HEAD` names the list, `HOW` says beside it what can be typed.
    """

    AUTO_FOCUS = "NarrowedCases Field"
    COLUMNS: ClassVar[tuple[Column, ...]] = COLUMNS
    HEAD: ClassVar[str] = "办件"
    HOW: ClassVar[str] = ""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._begun = text
        self._found_for = ""
        self._pause: Timer | None = None

    @abstractmethod
    def look_up(self, text: str) -> FoundCases:
        """The cases for what is typed; called in a thread."""

    def open_row(self, number: str) -> None:
        """A row is opened."""
        self.open_case(number)

    def content(self) -> Iterable[Widget]:
        yield SearchBox(PLACEHOLDER)
        yield PanelHead(self.head, self.HOW)
        yield ListTable(self.COLUMNS, id="cases")

    @property
    def head(self) -> str:
        """What the list is called."""
        return self.HEAD

    @property
    def box(self) -> SearchBox:
        return self.query_one(SearchBox)

    @property
    def led(self) -> ListTable:
        return self.table

    def on_mount(self) -> None:
        if self._begun:
            self.box.field.value = self._begun
            self.box.field.cursor_position = len(self._begun)

    def on_screen_resume(self) -> None:
        """A case of the list may have gone on meanwhile."""
        self.find(self.box.text.strip())

    def line_moved(self) -> None:
        """A case may have come that belongs here."""
        self.find(self.box.text.strip())

    def on_search_box_changed(self, event: SearchBox.Changed) -> None:
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE_SECONDS, partial(self.find, event.text.strip()))

    def find(self, text: str) -> None:
        """Look for what is typed so far."""
        self.ask(lambda: self.look_up(text), partial(self.show_found, text), group="find")

    def show_found(self, text: str, found: FoundCases) -> None:
        self._found_for = text
        self.show_cases(found.cases)
        head = f"{self.head} {len(found.cases)} 件" if found.cases or text else self.head
        self.query_one(PanelHead).say(head, self.HOW)
        if not found.cases:
            self.say_next(found.why)

    def on_search_box_sent(self, event: SearchBox.Sent) -> None:
        text = event.text
        if text == self._found_for and (text or self._case_lines):
            self.table.action_select_cursor()
            return

        if self._pause is not None:
            self._pause.stop()  # else its answer would come instead of this one

        def show(found: FoundCases) -> None:
            self.show_found(text, found)
            if len(found.cases) == 1:
                self.open_row(found.cases[0].number)

        self.ask_first(lambda: self.look_up(text), show, group="find")

    def on_list_table_opened(self, event: ListTable.Opened) -> None:
        event.prevent_default()  # else the case's page would open too
        if self.line_of(event.key) is not None:
            self.open_row(event.key)

    def action_case_page(self) -> None:
        """The page of the case under the cursor."""
        line = self.line_of(self.table.current)
        if line is None:
            self.tell("先把光标放到一件办件上。", "warn", word="看办件")
        else:
            self.open_case(line.number)

    def action_back(self) -> None:
        """Esc empties the box first, then goes back."""
        if self.box.text:
            self.box.clear()
        else:
            super().action_back()
