"""The intake: six steps on a rail, what it comes to always in sight, every key at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.containers import Container
from textual.widget import Widget

from data.errors import Refusal
from screens import keys
from screens.base import DeskScreen
from screens.intake.applicant import ApplicantPane
from screens.intake.arrivals import Arrivals
from screens.intake.conclude import Concluding
from screens.intake.conclusion import ConclusionPane
from screens.intake.done import DonePane
from screens.intake.finding import Finding
from screens.intake.form import FormPane
from screens.intake.item import ItemPane
from screens.intake.lines import IntakeConclusion, IntakeRail, WhoLine
from screens.intake.material_list import MARK_KEYS
from screens.intake.materials import MaterialsPane
from screens.intake.pane import STEPS, Pane
from screens.intake.saving import Saver
from screens.intake.situation import SituationPane
from screens.keys import Key
from screens.widgets.fields import Field
from screens.widgets.foot_line import FootLine, KeyLine
from screens.widgets.next_line import NoticeLine
from screens.widgets.search_box import SearchBox
from screens.widgets.table import ListTable
from window_app.desk_views import Done, IntakeView, Lacking, Outlook

if TYPE_CHECKING:
    from window_app.services.desk.desk import Desk, Person
    from window_app.services.desk.draft import Step
    from window_app.services.desk.session import IntakeSession

T = TypeVar("T")
NEXT = replace(keys.use("new_intake", "下一位"), door=False, action="next_applicant")
STEP_KEYS = ("conclude", "park", keys.use("back", "上一步"), "help", "take_in")


class IntakeScreen(DeskScreen):
    """One intake, from the first number typed to the papers."""

    CSS_PATH = "intake.tcss"
    KEYS: ClassVar[tuple[keys.Used, ...]] = (
        *STEP_KEYS,
        *("step_on", "step_back", "lock", "next_pane"),
        NEXT,
    )

    def __init__(self, session: IntakeSession) -> None:
        super().__init__()
        self.session = session
        self._view = session.view()
        self._done: Done | None = None
        self._here: str = self._view.step
        self._is_ready = False

    # What is on the screen.

    def content(self) -> Iterable[Widget]:
        finding = Finding(self)
        self._item = ItemPane(self, wanted=finding.find, looked=finding.look, chosen=finding.choose)
        self._materials = MaterialsPane(self, pages=lambda path: self._arrivals.count_pages(path))
        self._conclusion = ConclusionPane(self, to=self.to_point)
        self._finished = DonePane(self)
        self.panes: dict[str, Pane] = {
            pane.STEP: pane
            for pane in (
                ApplicantPane(self),
                self._item,
                SituationPane(self),
                self._materials,
                FormPane(self),
                self._conclusion,
                self._finished,
            )
        }
        self._rail, self._whose = IntakeRail(self.go), WhoLine()
        yield self._rail
        yield self._whose
        # The others follow the first frame.
        yield Container(self.panes[self._here], id="steps")
        self._marks = KeyLine(keys.resolve(MARK_KEYS), id="marks")
        yield self._marks

    def last_line(self) -> Iterable[Widget]:
        self._comes_to = IntakeConclusion()
        yield self._comes_to

    def on_mount(self) -> None:
        self._saver = Saver(self, self.office, self.session, self.show_failure)
        self._arrivals = Arrivals(self)
        self._concluding = Concluding(self, self.office, self.session, self._saver, self._show_done)
        if self.desk.card_folder is not None:
            self._arrivals.watch_cards(self.desk.card_folder)
        self.go(self._here)
        self.call_after_refresh(self._mount_rest)

    async def _mount_rest(self) -> None:
        """The panes not in sight yet; from then on every key is answered."""
        rest = [pane for step, pane in self.panes.items() if step != self._here]
        await self.query_one("#steps").mount_all(rest)
        self._is_ready = True
        self._arrivals.follow()
        if self._view.list_changed:
            self.tell(self._view.list_changed, "warn", word="清单已改")

    def on_unmount(self) -> None:
        self._saver.save_now()

    @property
    def office(self) -> Desk:
        """The desk's services."""
        return cast("Desk", self.services)

    @property
    def person_here(self) -> Person:
        return cast("Person", self.desk.person)

    @property
    def view(self) -> IntakeView:
        """The intake as it stands."""
        return self._view

    @property
    def takes_cards(self) -> bool:
        """Whether a card laid on the reader now is meant for this intake."""
        return self._done is None and self.is_current and not self._concluding.is_busy

    @property
    def pane(self) -> Pane:
        return self.panes["done" if self._done else self._here]

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
        return self._item.box if self.pane is self._item else None

    @property
    def led(self) -> ListTable | None:
        return self._item.table if self.pane is self._item else None

    # The hands of the panes.

    def act(self, do: Callable[[IntakeSession], T]) -> T:
        result = do(self.session)
        self._view = self.session.view()
        self._clear_notice()
        self._saver.touch()
        self._arrivals.follow()
        self.show_now()
        return result

    def onward(self) -> None:
        """To the next step that is not done."""
        later = STEPS[STEPS.index(self._here) + 1 :]
        self.go(next((step for step in later if step not in self._view.done), STEPS[-1]))

    def backward(self) -> None:
        self.go(STEPS[max(0, STEPS.index(self._here) - 1)])

    def say_no(self, sentence: str) -> None:
        self.tell(sentence, "warn", word="不能办")

    # Showing.

    def show_now(self) -> None:
        """The view, on everything in sight."""
        self._view = view = self.session.view()
        self.pane.show(view)
        if self.pane is self._conclusion:
            self._conclusion.show_points(self.session.lacking())
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

    def go(self, step: str, key: str = "") -> None:
        """Show a step, at a row or field where one is named."""
        if self._done is not None:
            return
        if self._lacks_household(step):
            step, key = "applicant", "household"
            self.tell("本事项按人收材料，请先列出家庭成员。", "warn", word="先填")
        self._here = step
        self.session.go(cast("Step", step))
        self._saver.touch()
        self._show_pane()
        self.pane.enter(key)

    def _lacks_household(self, step: str) -> bool:
        """Whether the rows of the list wait for the household."""
        view = self.session.view()
        return step == "materials" and view.needs_household and not view.household

    def _clear_notice(self) -> None:
        for notice in self.query(NoticeLine):
            notice.clear()

    def _show_foot(self) -> None:
        for foot in self.query(FootLine):
            foot.show_keys(self.foot_keys())

    def _show_pane(self) -> None:
        for pane in self.panes.values():
            pane.display = pane is self.pane
        self._marks.display = self.pane is self._materials
        self.show_now()
        self._show_foot()

    def to_point(self, point: Lacking) -> None:
        """To where a point is put right."""
        self.go(point.step, point.key)

    def on_field_too_long(self, event: Field.TooLong) -> None:
        self.say_no(f"这一栏最多 {event.limit} 个字，多出来的没有要。")

    def on_resize(self) -> None:
        self._show_foot()
        if self.is_mounted:
            self.call_after_refresh(self.show_now)

    # Keys.

    def used_keys(self) -> tuple[Key, ...]:
        if self._done is not None:
            return keys.resolve((NEXT, keys.use("back", "回首页"), "help", "lock"))
        marks = MARK_KEYS if self.pane is self._materials else ()
        here = (*self.pane.FOOT, *STEP_KEYS, *marks, "step_on", "step_back", "lock")
        return tuple(dict.fromkeys(keys.resolve(here)))

    def foot_keys(self) -> tuple[Key, ...]:
        hidden = {*MARK_KEYS, "step_back", *(() if self.is_wide else ("take_in",))}
        return tuple(key for key in super().foot_keys() if key.id not in hidden)

    @property
    def is_wide(self) -> bool:
        return self.app.size.width >= 120

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No key of ours before everything stands, nor while the act is done."""
        free = self._is_ready and not self._concluding.is_under_way
        return free and super().check_action(action, parameters)

    def action_back(self) -> None:
        if self._done is not None:
            self.app.pop_screen()
        elif self._here == STEPS[0]:
            self.action_park()
        else:
            self.backward()

    def action_step_on(self) -> None:
        self.go(STEPS[min(len(STEPS) - 1, STEPS.index(self._here) + 1)])

    def action_step_back(self) -> None:
        self.backward()

    def action_park(self) -> None:
        """Put the intake down; it waits on the home screen."""
        if self._done is None and not self._concluding.is_busy:
            self._saver.park(self._leave)

    def _leave(self) -> None:
        self.app.pop_screen()

    def action_conclude(self) -> None:
        if self._done is None:
            self._concluding.ask(conclude_it=True)

    def action_take_in(self) -> None:
        if self._done is None:
            self._concluding.ask(conclude_it=False)

    def action_next_applicant(self) -> None:
        """The next intake, once this one is done."""
        if self._done is not None:
            desk, who = self.office, self.person_here
            self.ask(lambda: desk.begin(who), self._begun, group="begin")

    def _begun(self, session: IntakeSession | Refusal) -> None:
        if isinstance(session, Refusal):
            self.refuse(session)
        else:
            self.app.switch_screen(IntakeScreen(session))

    def hold(self, *, still: bool) -> None:
        """Nothing can be changed while the act is done with what stands."""
        self.query_one("#steps").disabled = still
        if not still:
            self.pane.enter()

    def _show_done(self, done: Done) -> None:
        self._done = done
        self._clear_notice()
        name = self._view.applicant.values.get("name", "")
        self._finished.show_done(done, name, self._view.item_name or "")
        self._show_pane()
        self._finished.enter()
