"""The act at the end of an intake: asked once on a card, done once, told with its papers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol, cast

from data.errors import Refusal
from screens.intake.conclusion import ConclusionCard, LackingCard
from screens.intake.saving import Saver
from screens.work import Failure
from window_app.desk_views import Done, Lacking

if TYPE_CHECKING:
    from screens.intake.stage import Stage
    from window_app.services.desk.desk import Person
    from window_app.services.desk.session import IntakeSession

UNDER_WAY = "正在编号、存档、打印，请稍等。"
# Where a refused input is put right, by the beginning of its field's name.
STEPS_OF_FIELDS = {
    "applicant": "applicant",
    "agent": "applicant",
    "household": "applicant",
    "materials": "materials",
    "scans": "materials",
    "fields": "form",
    "delivery": "form",
}


class Concludes(Protocol):
    """Who does the act."""

    def conclude(
        self, session: IntakeSession, who: Person, *, conclude_it: bool
    ) -> Done | Refusal: ...


class Concluding:
    """One draft's act. While it is asked or done, no key asks again."""

    def __init__(
        self,
        screen: Stage,
        desk: Concludes,
        session: IntakeSession,
        saver: Saver,
        finished: Callable[[Done], None],
    ) -> None:
        self._screen, self._desk, self._session, self._saver = screen, desk, session, saver
        self._finished = finished
        self.is_busy = False
        self.is_under_way = False

    def ask(self, *, conclude_it: bool) -> None:
        """Show the card, or everything that hinders it."""
        if self.is_busy:
            return
        points = self._session.lacking(conclude_it=conclude_it)
        self.is_busy = True
        if points:
            self.show_points(points)
            return
        view = self._session.view()
        card = ConclusionCard(
            self._session.card(conclude_it=conclude_it),
            aside=view.item_name or "",
            by="  ".join(filter(None, (*self._screen.desk.who_words[:1], self._window))),
        )
        self._screen.app.push_screen(card, lambda sure: self._answered(sure, conclude_it))

    @property
    def _window(self) -> str:
        station = self._screen.desk.station
        return station.window if station is not None else ""

    def show_points(self, points: Sequence[Lacking]) -> None:
        """List every point; then to the first one's step."""

        def closed(_: bool | None) -> None:
            self.is_busy = False
            self._screen.to_point(points[0])

        self._screen.app.push_screen(LackingCard(points), closed)

    def _answered(self, sure: bool | None, conclude_it: bool) -> None:
        if not sure:
            self.is_busy = False
            return
        self.is_under_way = True
        self._screen.tell(UNDER_WAY)
        self._screen.hold(still=True)
        snapshot, saver, desk = self._session.snapshot(), self._saver, self._desk
        who = cast("Person", self._screen.desk.person)

        def work() -> Done | Refusal:
            saver.stop()
            return desk.conclude(snapshot, who, conclude_it=conclude_it)

        self._screen.ask(work, self._done, group="conclude", failed=self._failed)

    def _over(self) -> None:
        self.is_under_way = False
        self._screen.hold(still=False)

    def _done(self, answer: Done | Refusal) -> None:
        self._over()
        if isinstance(answer, Refusal):
            self._refused(answer)
        else:
            self._finished(answer)

    def _refused(self, refusal: Refusal) -> None:
        self.is_busy = False
        self._saver.go_on()
        points = self._session.lacking()
        if refusal.code == "incomplete" and points:
            self.show_points(points)
            return
        step = STEPS_OF_FIELDS.get((refusal.field or "").partition(".")[0])
        if step is not None:
            self._screen.go(step)
        self._screen.refuse(refusal)

    def _failed(self, failure: Failure) -> None:
        self._over()
        self.is_busy = False
        self._saver.go_on()
        self._screen.show_failure(failure)
