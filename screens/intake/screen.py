"""The intake: six steps on a rail, what it comes to always in sight, every key at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeVar, cast

from data.errors import Refusal
from screens.intake.applicant import ApplicantPane
from screens.intake.arrivals import Arrivals
from screens.intake.conclude import Concluding
from screens.intake.conclusion import ConclusionPane
from screens.intake.done import DonePane
from screens.intake.finding import Finding
from screens.intake.form import FormPane
from screens.intake.frame import IntakeFrame
from screens.intake.item import ItemPane
from screens.intake.materials import MaterialsPane
from screens.intake.pane import STEPS, Pane
from screens.intake.saving import Saver
from screens.intake.situation import SituationPane
from screens.widgets.fields import Field
from window_app.desk_views import Done, Lacking

if TYPE_CHECKING:
    from window_app.services.desk.desk import Desk, Person
    from window_app.services.desk.draft import Step
    from window_app.services.desk.session import IntakeSession

T = TypeVar("T")


class IntakeScreen(IntakeFrame):
    """One intake, from the first number typed to the papers."""

    def panes_made(self) -> Iterable[Pane]:
        finding = Finding(self)
        yield ApplicantPane(self)
        yield ItemPane(self, wanted=finding.find, looked=finding.look, chosen=finding.choose)
        yield SituationPane(self)
        yield MaterialsPane(self, pages=lambda path: self._arrivals.count_pages(path))
        yield FormPane(self)
        yield ConclusionPane(self, to=self.to_point)
        yield DonePane(self)

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
    def takes_cards(self) -> bool:
        """Whether a card laid on the reader now is meant for this intake."""
        return self._done is None and self.is_current and not self._concluding.is_busy

    # The hands of the panes.

    def act(self, do: Callable[[IntakeSession], T]) -> T:
        result = do(self.session)
        self._view = self.session.view()
        self._clear_notice()
        self._saver.touch()
        if self._is_ready:
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

    def go(self, step: str, key: str = "") -> None:
        """Show a step, at a row or field where one is named."""
        if self._done is not None or not (self._is_ready or step == self._here):
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

    def to_point(self, point: Lacking) -> None:
        """To where a point is put right."""
        self.go(point.step, point.key)

    def on_field_too_long(self, event: Field.TooLong) -> None:
        self.say_no(f"这一栏最多 {event.limit} 个字，多出来的没有要。")

    # Keys.

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
        if self.is_current:
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
        pane = self.pane
        assert isinstance(pane, DonePane)
        pane.show_done(done, name, self._view.item_name or "")
        self._show_pane()
        pane.enter()
