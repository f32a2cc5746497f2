"""The department's tasks, and below the list the one under the cursor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from textual.widget import Widget

from data.clock import legal_day
from data.errors import Refusal
from screens import keys
from screens.keys import Key
from screens.review.acts import TASK_KEYS, ActsOnTasks
from screens.review.figures import TaskFigures
from screens.review.materials import TaskMaterials
from screens.review.panel import Peek, TaskPanel
from screens.review.rows import COLUMNS, FILTERS, ORDERS, chosen, task_row
from screens.widgets.foot_line import FootLine
from screens.widgets.line import WIDE, Words
from screens.widgets.table import ListTable
from window_app.desk_views import (
    LeaseWords,
    MaterialLine,
    ReviewDone,
    TaskLine,
    TaskList,
    TaskPage,
)
from window_app.views import Trouble

REFRESH_SECONDS = 20.0
NOT_NARROW = ("history", "find")
NOTHING = "没有等着办的件；窗口受理了、传到中心就到这里。"
NOTHING_CHOSEN = "“{}”的件一件也没有；按 f 换一种筛选。"


class TasksScreen(ActsOnTasks):
    """The home of the review terminal."""

    CSS_PATH = "review.tcss"
    AUTO_FOCUS = "#tasks"
    KEYS = (
        keys.key("claim"),
        keys.key("open"),
        *(key for key in TASK_KEYS if key != "claim"),
        keys.use("see_scans", "扫描件"),
        "find",
        "sync",
        replace(keys.key("next_pane"), on_foot=False),
        "filter",
        "order",
        replace(keys.key("next_case"), on_foot=False),
        replace(keys.key("previous_case"), on_foot=False),
        replace(keys.key("choose"), on_foot=False),
        replace(keys.key("lock"), on_foot=False),
        replace(keys.key("help"), on_foot=False),
        keys.use("back", "返回", help="回到列表的第一件"),
    )

    def __init__(self) -> None:
        super().__init__()
        self._list: TaskList | None = None
        self._lines: dict[str, TaskLine] = {}
        self._shown = self._order = 0
        self._day: date | None = None
        self._wanted: str | None = None

    def content(self) -> Iterable[Widget]:
        yield TaskFigures()
        yield Words(id="away")
        yield ListTable(COLUMNS, id="tasks")
        self._panel, self._peek = TaskPanel(), Peek()
        yield self._panel
        yield self._peek

    @property
    def table(self) -> ListTable:
        return self.query_one("#tasks", ListTable)

    @property
    def line(self) -> TaskLine | None:
        """The row under the cursor, though its page may still be on the way."""
        return self._lines.get(self.table.current or "") if self._lines else None

    # What is shown.

    def on_mount(self) -> None:
        self.query_one("#away").display = False
        self._show_nothing()
        self.set_interval(REFRESH_SECONDS, self._tick)
        self._wake()

    def on_screen_resume(self) -> None:
        self.take_over()

    def _tick(self) -> None:
        if legal_day(self.desk.clock.now()) != self._day:
            self._wake()
        self.take_over()

    def _wake(self) -> None:
        """What must come before any act of a day; nothing waits for it."""
        self._day = legal_day(self.desk.clock.now())
        self.ask_long(lambda _: self.office.wake(), self._woken, group="wake")

    def _woken(self, troubles: Sequence[Trouble]) -> None:
        for trouble in troubles[:1]:
            self.tell(trouble.sentence, trouble.tone, word=trouble.word)

    def take_over(self) -> None:
        """Show the tasks as they are now."""
        office, person = self.office, self.person
        if self.is_current:
            asks = self.ask if self._list is not None else self.ask_first
            asks(lambda: office.tasks(person), self.show_tasks, group="tasks")

    def show_tasks(self, view: TaskList) -> None:
        self._list = view
        self._lines = {line.number: line for line in view.lines}
        figures = self.query_one(TaskFigures)
        figures.counts = view.counts
        figures.shown, figures.order = FILTERS[self._shown][0], ORDERS[self._order][0]
        away = self.query_one("#away", Words)
        away.display = bool(view.away)
        away.say(f"  {view.away}")
        lines = chosen(view.lines, self._shown, self._order)
        self.table.show_rows([*map(task_row, lines)], total=len(lines))
        if self._wanted is not None:
            self._to(self._wanted)
        if not lines:
            self._show_nothing()
            word = FILTERS[self._shown][0]
            self.say_next(NOTHING_CHOSEN.format(word) if view.lines else NOTHING)
        elif self.table.current is not None:
            self._look_at(self.table.current)

    def round_trip(self) -> tuple[str, ...]:
        lines = self._list.lines if self._list else ()
        return tuple(line.number for line in chosen(lines, self._shown, self._order))

    def _show_nothing(self) -> None:
        self._page = None
        self._show_task(is_there=False)
        self.query_one(FootLine).show_keys(self.foot_keys())

    def _show_task(self, *, is_there: bool) -> None:
        for part in (self._panel, self._peek):
            part.set_class(is_there, "-there")

    def on_list_table_moved(self, event: ListTable.Moved) -> None:
        line = self._lines.get(event.key or "")
        if line is not None:
            self._say(line)
            self._look_at(line.number)

    def _say(self, line: TaskLine) -> None:
        self.say_next(f"{line.applicant} {line.item}：{line.next}", "回车 打开", short=line.next)

    def _look_at(self, number: str) -> None:
        office, person = self.office, self.person
        self.ask(lambda: office.page(number, person), self._looked, group="page")

    def _looked(self, answer: TaskPage | Refusal) -> None:
        if isinstance(answer, Refusal):
            self.refuse(answer)
            return
        line = self._lines.get(answer.line.number)
        if line is None or line.number != self.table.current:
            return
        # The hub's word on whose it is counts over what this home knows.
        is_same = line.hand == answer.line.hand
        self._page = answer if is_same else replace(answer, line=line, lease=_lease(line))
        self._show_task(is_there=True)
        self._panel.show(self._page, self.task_keys())
        self._peek.page, self._peek.lease = self._page, self._page.lease
        self.query_one(FootLine).show_keys(self.foot_keys())
        if answer.waiting:
            self.say_next(answer.waiting)

    def show_lease(self, lease: LeaseWords) -> None:
        if self._page is not None:
            self._page = replace(self._page, lease=lease)
        self._panel.head.lease = self._peek.lease = lease

    def on_task_materials_moved(self, event: TaskMaterials.Moved) -> None:
        self._panel.moved(event.line)

    def on_task_materials_opened(self) -> None:
        self._open()

    @property
    def material(self) -> MaterialLine | None:
        return self._panel.materials.here

    # Keys.

    def used_keys(self) -> tuple[Key, ...]:
        """Only what does something with the row under the cursor."""
        mine = {key.id: key for key in self.task_keys()}
        found = []
        for key in super().used_keys():
            if key.id not in TASK_KEYS:
                found.append(key)
            elif key.id in mine:
                found.append(mine[key.id])
        if self.material is None or not self.material.scans:
            found = [key for key in found if key.id != "see_scans"]
        return tuple(found)

    def foot_keys(self) -> tuple[Key, ...]:
        """Below 120 columns those that act; the help has them all."""
        hidden = () if self.app.size.width >= WIDE else NOT_NARROW
        return tuple(key for key in super().foot_keys() if key.id not in hidden)

    def on_resize(self) -> None:
        self.query_one(FootLine).show_keys(self.foot_keys())

    def on_list_table_opened(self, event: ListTable.Opened) -> None:
        self._open()

    def on_list_table_more_wanted(self) -> None:
        self.desk.action_open_door("find")

    def _open(self) -> None:
        if self.table.current in self._lines:
            self.open_task(str(self.table.current))

    def action_send_back(self) -> None:
        """Points are picked on the case's own page."""
        number, office, person = self.number, self.office, self.person
        if number is None:
            return

        def ready(answer: Refusal | None) -> None:
            if answer is not None:
                self.refuse(answer)
                self.take_over()
            elif self.is_current:
                self.open_task(number, sends_back=True)

        self.ask_first(lambda: office.may_send_back(number, person), ready, group="act")

    def after_act(self, done: ReviewDone) -> None:
        """On to the row below the one that is done."""
        self._wanted = next_of(self.round_trip(), done.number, 1)
        self.take_over()

    def action_filter(self) -> None:
        self._shown = (self._shown + 1) % len(FILTERS)
        self._show_again()

    def action_order(self) -> None:
        self._order = (self._order + 1) % len(ORDERS)
        self._show_again()

    def _show_again(self) -> None:
        if self._list is not None:
            self.show_tasks(self._list)

    def action_next_case(self) -> None:
        self.table.action_cursor_down()

    def action_previous_case(self) -> None:
        self.table.action_cursor_up()

    def _to(self, number: str) -> None:
        self._wanted = None
        place = next((n for n, one in enumerate(self.round_trip()) if one == number), None)
        if place is not None:
            self.table.move_cursor(row=place, animate=False)

    def action_back(self) -> None:
        """Esc goes back to the first row; it never leaves the terminal."""
        self.table.focus()
        self.table.move_cursor(row=0, animate=False)
        self.tell("已经在待办列表。离开座位按 F10 锁屏，下班按 Ctrl+Q 退出。")


def next_of(numbers: Sequence[str], here: str, step: int) -> str | None:
    """The case before or behind another one; None at the end."""
    place = numbers.index(here) + step if here in numbers else -1
    return numbers[place] if 0 <= place < len(numbers) else None


def _lease(line: TaskLine) -> LeaseWords:
    until = f"，到 {line.until}" if line.until else ""
    if line.hand == "taken":
        return LeaseWords(f"{line.by} 正在办{until}", "idle")
    if line.hand == "mine":
        return LeaseWords(f"由我领取{until}", "ok", is_mine=True)
    return LeaseWords("还没有人领取", "info")
