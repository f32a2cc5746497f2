"""The intake: six steps on a rail, what it comes to always in sight, every key at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar, cast

from data.errors import Refusal
from screens.intake.applicant import ApplicantPane
from screens.intake.arrivals import Arrivals
from screens.intake.conclusion import ConclusionPane
from screens.intake.done import DonePane
from screens.intake.finding import Finding
from screens.intake.form import FormPane
from screens.intake.frame import IntakeFrame
from screens.intake.item import ItemPane
from screens.intake.materials import MaterialsPane
from screens.intake.pane import STEPS, Pane
from screens.intake.preview import preview_of
from screens.intake.situation import SituationPane
from window_app.desk_views import Done

if TYPE_CHECKING:
    from window_app.services.desk.draft import Step
    from window_app.services.desk.session import IntakeSession
    from window_app.views import DocumentView

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
        yield DonePane()

    def on_mount(self) -> None:
        self.start(self.office)
        self._arrivals = Arrivals(self)
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

    @property
    def takes_cards(self) -> bool:
        """Whether a card laid on the reader now is meant for this intake."""
        return self._done is None and self.is_current and not self._concluding.is_busy

    # The hands of the panes.

    def changed(self) -> None:
        if self._is_ready:
            self._arrivals.follow()

    def onward(self) -> None:
        """To the next step that is not done."""
        later = STEPS[STEPS.index(self._here) + 1 :]
        self.go(next((step for step in later if step not in self._view.done), STEPS[-1]))

    def backward(self) -> None:
        self.go(STEPS[max(0, STEPS.index(self._here) - 1)])

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

    # Keys.

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

    def action_take_in(self) -> None:
        if self._done is None:
            self._concluding.ask(conclude_it=False)

    def action_print(self) -> None:
        """What would be printed now; the list of the situation may be printed at once."""
        if self._done is None:
            self.app.push_screen(preview_of(self.session, self._view), self._print_guide)

    def _print_guide(self, wanted: bool | None) -> None:
        if not wanted:
            return
        office, session = self.office, self.session.snapshot()
        self.tell("正在打印一次性告知书", word="打印")
        self.ask(lambda: office.print_guide(session), self._guide_printed, group="print")

    def _guide_printed(self, answer: DocumentView | Refusal) -> None:
        if isinstance(answer, Refusal):
            self.refuse(answer)
        else:
            self.tell(f"已打印：{answer.path or answer.number}", "ok", word="打印")

    def action_next_applicant(self) -> None:
        """The next intake, once this one is done."""
        if self._done is not None:
            desk, who = self.office, self.person_here
            self.ask_first(lambda: desk.begin(who), self._begun, group="begin")

    def _begun(self, session: IntakeSession | Refusal) -> None:
        if isinstance(session, Refusal):
            self.refuse(session)
        else:
            self.app.switch_screen(IntakeScreen(session))

    def focus_work(self) -> None:
        self.pane.enter()

    def show_done(self, done: Done) -> None:
        self._done = done
        self._clear_notice()
        name = self._view.applicant.values.get("name", "")
        pane = self.pane
        assert isinstance(pane, DonePane)
        pane.show_done(done, name, self._view.item_name or "")
        self._show_pane()
        pane.enter()
