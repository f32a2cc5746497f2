"""What every screen of the review terminal knows: its services, its place in the head line."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from screens.base import DeskScreen

if TYPE_CHECKING:
    from window_app.services.desk.station import Person
    from window_app.services.review.desk import ReviewDesk


class Reviewing(DeskScreen):
    """A screen of the review terminal."""

    @property
    def office(self) -> ReviewDesk:
        """The department's services. What touches the store is asked in a worker."""
        return cast("ReviewDesk", self.services)

    @property
    def person(self) -> Person:
        """Who is logged in."""
        return cast("Person", self.desk.person)

    @property
    def place(self) -> tuple[str, str]:
        station = self.desk.station
        name = station.place if station else ""
        window = station.window if station else ""
        return f"{window}  {name}", f"审核 {name}"

    def open_task(self, number: str, *, sends_back: bool = False) -> None:
        """Open a case; picking at once what it is sent back for."""
        from screens.review.case import TaskScreen

        self.app.push_screen(TaskScreen(number, self.round_trip(), sends_back=sends_back))

    def round_trip(self) -> tuple[str, ...]:
        """The cases that next and previous go through."""
        return ()

    def line_moved(self) -> None:
        """There was an exchange with the hub."""
        self.take_over()

    def take_over(self) -> None:
        """Show what stands now."""
