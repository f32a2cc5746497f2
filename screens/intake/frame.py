"""What an intake looks like around its panes: head, rail, lines and keys. Does nothing itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from screens import keys
from screens.intake.conclusion import ConclusionPane
from screens.intake.done import DonePane
from screens.intake.item import ItemPane
from screens.intake.lines import IntakeConclusion, IntakeRail, WhoLine
from screens.intake.material_list import MARK_KEYS
from screens.intake.pane import STEPS, Pane
from screens.intake.stage import Stage
from screens.keys import Key
from screens.widgets.foot_line import KeyLine
from screens.widgets.ground import Box
from screens.widgets.line import WIDE
from screens.widgets.search_box import SearchBox
from screens.widgets.table import ListTable
from window_app.desk_views import Outlook

if TYPE_CHECKING:
    from window_app.services.desk.session import IntakeSession

NEXT = replace(keys.use("new_intake", "下一位"), door=False, action="next_applicant")
SEE = keys.use("print", "看文书", help="看要打印哪些文书；也能打印一次性告知书")
STEP_KEYS = ("conclude", "park", keys.use("back", "上一步"), "help", "take_in")


class IntakeFrame(Stage):
    """Shows the pane of the step, or, after the act, what was done."""

    CSS_PATH = "intake.tcss"
    KEYS: ClassVar[tuple[keys.Used, ...]] = (
        *STEP_KEYS,
        *("step_on", "step_back", "lock", "next_pane", SEE),
        NEXT,
    )

    def __init__(self, session: IntakeSession) -> None:
        super().__init__(session)
        self._here: str = self._view.step

    def panes_made(self) -> Iterable[Pane]:
        """The panes of the six steps, and the one that stands after the act."""
        raise NotImplementedError

    def content(self) -> Iterable[Widget]:
        self.panes: dict[str, Pane] = {pane.STEP: pane for pane in self.panes_made()}
        self._rail, self._whose = IntakeRail(self.go), WhoLine()
        yield self._rail
        yield self._whose
        # The others follow the first frame.
        yield Box(self.panes[self._here], id="steps")
        self._marks = KeyLine(keys.resolve(MARK_KEYS), id="marks")
        yield self._marks

    def last_line(self) -> Iterable[Widget]:
        self._comes_to = IntakeConclusion()
        yield self._comes_to

    @property
    def place(self) -> tuple[str, str]:
        return "收件", "收件"

    @property
    def who(self) -> tuple[str, str]:
        chosen = [
            choice.name
            for question in self._view.questions
            for choice in question.choices
            if choice.is_chosen and not question.many
        ]
        name = self._view.item_name or "新的申请"
        return f"{name}  {' / '.join(chosen[:3])}", name

    @property
    def box(self) -> SearchBox | None:
        return self.pane.box if isinstance(self.pane, ItemPane) else None

    @property
    def led(self) -> ListTable | None:
        return self.pane.table if isinstance(self.pane, ItemPane) else None

    @property
    def pane(self) -> Pane:
        return self.panes["done" if self._done else self._here]

    # Showing.

    def show_now(self) -> None:
        """The view, on everything in sight."""
        self._view = view = self.session.view()
        self.pane.show(view)
        if isinstance(self.pane, ConclusionPane):
            self.pane.show_points(self.session.lacking())
        self._rail.current = len(STEPS) if self._done else STEPS.index(self._here)
        self._rail.done = frozenset(STEPS if self._done else view.done)
        self._whose.show(view, self.session.draft.version or "")
        self._comes_to.outlook = self._outlook
        self.refresh_head()

    @property
    def _outlook(self) -> Outlook:
        if self._done is None:
            return self._view.outlook
        known = f"{self._done.title}，编号 {self._done.grouped}。"
        return Outlook("办好", "ok", known, "F2 下一位，Esc 回首页。", (), False)

    def _show_pane(self) -> None:
        for pane in self.panes.values():
            pane.display = pane is self.pane
        self._marks.display = self.pane.STEP == "materials"
        self.show_now()
        self._show_foot()

    def on_resize(self) -> None:
        self._show_foot()
        if self.is_mounted:
            self.call_after_refresh(self.show_now)

    # Keys.

    @property
    def takes_keys(self) -> bool:
        """The step in sight must stand, too."""
        return super().takes_keys and self.pane.takes_keys

    def used_keys(self) -> tuple[Key, ...]:
        if self._done is not None:
            after = self.panes["done"]
            mine = after.foot() if isinstance(after, DonePane) else ()
            return keys.resolve((NEXT, *mine, keys.use("back", "回首页"), "help", "lock"))
        marks = MARK_KEYS if self.pane.STEP == "materials" else ()
        here = (*self.pane.FOOT, *STEP_KEYS, SEE, *marks, "step_on", "step_back", "lock")
        return tuple(dict.fromkeys(keys.resolve(here)))

    def foot_keys(self) -> tuple[Key, ...]:
        hidden = {*MARK_KEYS, "step_back"}
        if not self.is_wide and self._done is None:
            hidden |= {"take_in", "print"}
        return tuple(key for key in super().foot_keys() if key.id not in hidden)

    @property
    def is_wide(self) -> bool:
        return self.app.size.width >= WIDE
