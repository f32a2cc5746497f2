"""A screen on which one draft is worked on: kept as it is typed, ended by an act asked once.

The intake is one; what an applicant brings back is another.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.widget import Widget

from screens.base import DeskScreen
from screens.intake.conclude import Concludes, Concluding
from screens.intake.saving import Saver
from screens.widgets.fields import Field
from screens.widgets.foot_line import FootLine
from window_app.desk_views import Done, IntakeView, Lacking

if TYPE_CHECKING:
    from window_app.services.desk.desk import Desk, Person
    from window_app.services.desk.session import IntakeSession

T = TypeVar("T")


class Stage(DeskScreen):
    """Subclasses show the draft (`show_now`), go to its points, and stand still while it is done.

    What stands inside `#steps` cannot be changed while the act is under way.
    """

    WORK: ClassVar[str] = "#steps"

    def __init__(self, session: IntakeSession) -> None:
        super().__init__()
        self.session = session
        self._view = session.view()
        self._done: Done | None = None
        self._is_ready = False

    def start(self, concludes: Concludes) -> None:
        """Keep the draft from now on; `concludes` does the act."""
        self._saver = Saver(self, self.office, self.session, self.show_failure)
        self._concluding = Concluding(self, concludes, self.session, self._saver, self.show_done)

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
        """The draft as it stands."""
        return self._view

    # For subclasses.

    def show_now(self) -> None:
        """The draft as it stands, on everything in sight."""
        raise NotImplementedError

    def focus_work(self) -> None:
        """Put the focus where the work is."""
        raise NotImplementedError

    def go(self, step: str, key: str = "") -> None:
        """Show where a point is put right."""
        raise NotImplementedError

    def show_done(self, done: Done) -> None:
        """The act is done."""
        raise NotImplementedError

    def changed(self) -> None:
        """The draft was changed."""

    # The hands of the panes.

    def act(self, do: Callable[[IntakeSession], T]) -> T:
        result = do(self.session)
        self._view = self.session.view()
        self._clear_notice()
        self._saver.touch()
        self.changed()
        self.show_now()
        return result

    def say_no(self, sentence: str) -> None:
        self.tell(sentence, "warn", word="不能办")

    def to_point(self, point: Lacking) -> None:
        """To where a point is put right."""
        self.go(point.step, point.key)

    def on_field_too_long(self, event: Field.TooLong) -> None:
        self.say_no(f"这一栏最多 {event.limit} 个字，多出来的没有要。")

    def _clear_notice(self) -> None:
        if self._notice_line is not None:
            self._notice_line.clear()

    def _show_foot(self) -> None:
        for foot in self.query(FootLine):
            foot.show_keys(self.foot_keys())

    # Keys.

    @property
    def takes_keys(self) -> bool:
        return super().takes_keys and self._is_ready

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No key of ours before everything stands, nor while the act is done."""
        free = self._is_ready and not self._concluding.is_under_way
        return free and super().check_action(action, parameters)

    def action_park(self) -> None:
        """Put the work down; it waits on the home screen."""
        if self._done is None and not self._concluding.is_busy:
            self._saver.park(self.leave)

    def leave(self) -> None:
        """Back to the screen below."""
        if self.is_current:
            self.app.pop_screen()

    def action_conclude(self) -> None:
        if self._done is None:
            self._concluding.ask(conclude_it=True)

    def hold(self, *, still: bool) -> None:
        """Nothing can be changed while the act is done with what stands."""
        self.query_one(self.WORK, Widget).disabled = still
        if not still:
            self.focus_work()
