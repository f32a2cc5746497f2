"""Finding a case of the department, whatever state it is in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from textual.timer import Timer
from textual.widget import Widget

from screens.find import NOTHING_TYPED
from screens.narrowing import PAUSE_SECONDS, PLACEHOLDER
from screens.review.base import Reviewing
from screens.review.rows import COLUMNS, task_row
from screens.widgets.panel import PanelHead
from screens.widgets.search_box import SearchBox
from screens.widgets.table import ListTable
from window_app.desk_views import TaskLine


class FindTaskScreen(Reviewing):
    """A box over the cases found; Enter opens one."""

    AUTO_FOCUS = "FindTaskScreen Field"
    KEYS = ("help", "choose", "open", "box", "lock", "back")
    HOW = "编号 1123-0001-03-00127、尾号、姓名、证件号都认"

    def __init__(self) -> None:
        super().__init__()
        self._lines: dict[str, TaskLine] = {}
        self._pause: Timer | None = None
        self._found_for = ""

    @property
    def place(self) -> tuple[str, str]:
        return "查件", "查件"

    def content(self) -> Iterable[Widget]:
        yield SearchBox(PLACEHOLDER)
        yield PanelHead("办件", self.HOW)
        yield ListTable(COLUMNS, id="tasks")

    @property
    def box(self) -> SearchBox:
        return self.query_one(SearchBox)

    @property
    def led(self) -> ListTable:
        return self.query_one(ListTable)

    def on_screen_resume(self) -> None:
        self.look_for(self.box.text.strip())

    def round_trip(self) -> tuple[str, ...]:
        return tuple(self._lines)

    def on_search_box_changed(self, event: SearchBox.Changed) -> None:
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE_SECONDS, partial(self.look_for, event.text.strip()))

    def look_for(self, text: str) -> None:
        """Look for what is typed so far."""
        office, person = self.office, self.person
        self.ask(lambda: office.find(text, person), partial(self.show_found, text), group="find")

    def show_found(self, text: str, found: Sequence[TaskLine]) -> None:
        self._found_for = text
        self._lines = {line.number: line for line in found}
        self.led.show_rows([*map(task_row, found)], total=len(found))
        self.query_one(PanelHead).say(f"办件 {len(found)} 件" if text else "办件", self.HOW)
        if not found:
            self.say_next(f"没有找到“{text}”的办件。" if text else NOTHING_TYPED)

    def on_search_box_sent(self, event: SearchBox.Sent) -> None:
        text = event.text
        if self._pause is not None:
            self._pause.stop()  # else its answer would come instead of this one
        if text == self._found_for and self._lines:
            self.led.action_select_cursor()
            return
        office, person = self.office, self.person

        def show(found: Sequence[TaskLine]) -> None:
            self.show_found(text, found)
            if len(found) == 1:
                self.open_task(found[0].number)

        self.ask_first(lambda: office.find(text, person), show, group="find")

    def on_list_table_moved(self, event: ListTable.Moved) -> None:
        line = self._lines.get(event.key or "")
        if line is not None:
            words = f"现在是{line.step}" + (f"，{line.due} 前办结" if line.due else "")
            self.say_next(
                f"{line.applicant} {line.item}：{words}。", "回车 打开", short=f"{words}。"
            )

    def on_list_table_opened(self, event: ListTable.Opened) -> None:
        if event.key in self._lines:
            self.open_task(event.key)

    def action_back(self) -> None:
        """Esc empties the box first, then goes back."""
        if self.box.text:
            self.box.clear()
        else:
            super().action_back()
