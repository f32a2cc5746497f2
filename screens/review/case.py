"""A task on its own page: materials beside the list's criteria, the form, what happened so far.

`b` turns the materials into what the case is sent back for: listed points alone, all at one time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from rich.text import Text
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget

from data.errors import Refusal
from screens import keys
from screens.case_parts import moments_of
from screens.keys import Key
from screens.review.acts import TASK_KEYS, ActsOnTasks
from screens.review.materials import TaskMaterials, criteria_lines, named, point_lines
from screens.review.sending_back import Points, card_of
from screens.review.tasks import next_of
from screens.review.title import TaskTitle
from screens.widgets.foot_line import FootLine
from screens.widgets.line import Facts, Prose
from screens.widgets.panel import Panel, PanelHead
from screens.widgets.timeline import Timeline
from screens.widgets.told import Told
from window_app.desk_views import LeaseWords, MaterialLine, ReviewDone, TaskPage

SEND = keys.use("conclude", "退回", help="按勾好的各点退回补正：先看卡片，再按一次才退回")
PICK = replace(keys.key("pick"), label="勾选", help="按清单里各点前的数字或字母勾选")
PICKING = ("choose", PICK, SEND, keys.use("back", "不退了"))
HOW_TO_PICK = "上下选材料，按数字勾清单里的各点；勾好按 F12，一次告知。"


class TaskScreen(ActsOnTasks):
    """One case of the department. `numbers` are those that next and previous go through."""

    CSS_PATH = "review.tcss"
    AUTO_FOCUS = "TaskMaterials"
    KEYS = (
        *TASK_KEYS,
        "see_scans",
        "next_case",
        "previous_case",
        SEND,
        "next_pane",
        "sync",
        replace(keys.key("choose"), on_foot=False),
        replace(keys.key("lock"), on_foot=False),
        replace(keys.key("help"), on_foot=False),
        "back",
    )

    def __init__(
        self, number: str, numbers: Sequence[str] = (), *, sends_back: bool = False
    ) -> None:
        super().__init__()
        self._number = number
        self._trip = tuple(numbers)
        self._sends_back = sends_back
        self._points = Points()

    @property
    def place(self) -> tuple[str, str]:
        return "审核", "审核"

    @property
    def who(self) -> tuple[str, str]:
        line = self._page.line if self._page else None
        return (f"{line.item}  {line.applicant}", line.item) if line else ("", "")

    def content(self) -> Iterable[Widget]:
        self._title = TaskTitle()
        yield self._title
        self.materials = TaskMaterials()
        self._left = Panel("材料", self.materials, id="materials")
        self._about, self._told = PanelHead(), Told(classes="inset")
        right = Panel("", VerticalScroll(self._told, can_focus=False), id="criteria")
        right.head = self._about
        self._form = Facts(classes="inset")
        self._past = Timeline()
        yield VerticalScroll(
            Horizontal(self._left, Prose(classes="gap"), right, id="upper"),
            Horizontal(
                Panel("表单", VerticalScroll(self._form), id="filled"),
                Prose(classes="gap"),
                Panel("经过", self._past, id="past"),
                id="lower",
            ),
            id="pages",
            can_focus=False,
        )

    # Showing.

    def on_screen_resume(self) -> None:
        self.take_over()

    def take_over(self) -> None:
        """Show the case as it stands now."""
        office, person, number = self.office, self.person, self._number
        asks = self.ask if self._page is not None else self.ask_first
        asks(lambda: office.page(number, person), self._loaded, group="page")

    def _loaded(self, answer: TaskPage | Refusal) -> None:
        if isinstance(answer, Refusal):
            self.refuse(answer)
            return
        self._page = answer
        self.show_page(answer)
        if self._sends_back:
            self._sends_back = False
            self._pick()

    def show_page(self, page: TaskPage) -> None:
        self._title.page, self._title.lease = page, page.lease
        self.materials.show(page.materials, self._points.by_material)
        self._left.head.say(f"材料 {len(page.materials)} 项", self._remark())
        self._form.say([*page.form, *page.result] or [("表单", "这个事项没有要填的")])
        moments = moments_of(page.timeline)
        self.query_one("#past", Panel).head.say("经过", f"{len(moments)} 条，最新在上")
        self._past.show_moments(moments)
        self._show_material()
        self.refresh_head()
        self.query_one(FootLine).show_keys(self.foot_keys())
        self._say()

    def _remark(self) -> str:
        return f"退回 {len(self._points.all)} 处" if self._points.is_picking else ""

    def _say(self) -> None:
        page = self._page
        if page is None:
            return
        if self._points.is_picking:
            self.say_next(HOW_TO_PICK, "F12 退回")
        else:
            self.say_next(page.waiting or page.line.next)

    def show_lease(self, lease: LeaseWords) -> None:
        if self._page is not None:
            self._page = replace(self._page, lease=lease)
        self._title.lease = lease

    def _show_material(self) -> None:
        line = self.materials.here
        self._about.say(named(line) if line else "")
        self._told.say(partial(self._lines_of, line))

    def _lines_of(self, line: MaterialLine | None, width: int) -> Iterable[Text]:
        if line is None:
            return ()
        if self._points.is_picking:
            picked = self._points.by_material.get(line.key, ())
            return point_lines(self.office.points(line), picked, width)
        return criteria_lines(line, width)

    def on_task_materials_moved(self, event: TaskMaterials.Moved) -> None:
        self._show_material()

    @property
    def material(self) -> MaterialLine | None:
        return self.materials.here

    # Keys.

    def used_keys(self) -> tuple[Key, ...]:
        if self._points.is_picking:
            return keys.resolve((*PICKING, "help", "lock"))
        mine = {key.id: key for key in self.task_keys()}
        hidden = {"conclude"} | ({"next_case", "previous_case"} if not self._trip else set())
        if not any(line.scans for line in (self._page.materials if self._page else ())):
            hidden.add("see_scans")
        hidden |= {name for name in TASK_KEYS if name not in mine}
        found = (mine.get(key.id, key) for key in super().used_keys())
        return tuple(key for key in found if key.id not in hidden)

    def action_next_case(self) -> None:
        self._go(1)

    def action_previous_case(self) -> None:
        self._go(-1)

    def _go(self, step: int) -> None:
        number = next_of(self._trip, self._number, step)
        if self._points.is_picking:
            self.tell("还在勾退回的各点；先按 F12 退回，或者按 Esc 不退。", "warn", word="退回")
        elif number is None:
            self.tell("这一列表里没有了。" if step > 0 else "这是这一列表里的第一件。")
        else:
            self._show_other(number)

    def _show_other(self, number: str) -> None:
        self._number, self._page, self._points = number, None, Points()
        self.materials.move(0)
        self.materials.focus()
        self.take_over()

    def after_act(self, done: ReviewDone) -> None:
        """On to the next case; at the end this one stays, as it is now."""
        self._points = Points()
        self.materials.is_picking = False
        number = next_of(self._trip, self._number, 1)
        if number is None:
            self.take_over()
        else:
            self._show_other(number)

    # Sending back.

    def action_send_back(self) -> None:
        number, office, person = self._number, self.office, self.person

        def ready(answer: Refusal | None) -> None:
            if answer is not None:
                self.refuse(answer)
            else:
                self._sends_back = True
            self.take_over()

        self.ask_first(lambda: office.may_send_back(number, person), ready, group="act")

    def _pick(self) -> None:
        self._points.is_picking = self.materials.is_picking = True
        self.materials.focus()
        if self._page is not None:
            self.show_page(self._page)

    def on_task_materials_picked(self, event: TaskMaterials.Picked) -> None:
        line = self.materials.here
        points = self.office.points(line) if line else ()
        if line is not None and event.place < len(points):
            self._points.toggle(line.key, points[event.place])
            if self._page is not None:
                self.show_page(self._page)

    def on_task_materials_ended(self) -> None:
        self.action_back()

    def action_conclude(self) -> None:
        """F12: the card with every point."""
        if not self._points.is_picking or self._page is None:
            return
        points, number, office = self._points.all, self._number, self.office
        if not points:
            self.tell("还没有勾退回的各点。", "warn", word="退回")
            return
        self.ask_first(
            lambda: office.asks_reason(number, points), self._send_back_card, group="act"
        )

    def _send_back_card(self, asks_reason: bool) -> None:
        page, points, office, person = self._page, self._points.all, self.office, self.person
        if page is None:
            return
        number = page.line.number
        self.push_act(
            card_of(page, points, asks_reason=asks_reason),
            lambda values: office.send_back(number, points, values.get("why", ""), person),
        )

    def action_back(self) -> None:
        """Esc ends the picking first; what was picked stays till the page is left."""
        if self._points.is_picking:
            self._points.is_picking = self.materials.is_picking = False
            if self._page is not None:
                self.show_page(self._page)
        else:
            super().action_back()
