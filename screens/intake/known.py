"""Who the applicant is, as this home knows them: looked up when a valid number stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from window_app.desk_views import IntakeView, KnownPerson

if TYPE_CHECKING:
    from screens.work import Asks
    from window_app.services.desk.desk import Desk
    from window_app.services.desk.session import IntakeSession
    from window_app.services.desk.standing import Surroundings

FILLED = ("name", "phone", "address", "legal_representative")
Show = Callable[[KnownPerson | None, dict[str, str]], None]


class Acquaintance:
    """Follows the number. What another number's records filled in goes when the number does."""

    def __init__(self, node: Asks, desk: Desk, session: IntakeSession, show: Show) -> None:
        """`show` is told what is known and which values were filled in or taken out again."""
        self._node, self._desk, self._session, self._show = node, desk, session, show
        self._number: tuple[str, str] | None = None
        self._filled: dict[str, str] = {}
        self.known: KnownPerson | None = None

    def follow(self, view: IntakeView) -> None:
        """The intake as it stands; a new number is looked up, a number gone is forgotten."""
        number = _whole_number(view)
        if number == self._number:
            return
        self._number = number
        self._forget()
        if number is not None:
            self._look_up(number)

    def open_for(self, item_name: str | None) -> str | None:
        """The short number of a case of the same person and item that is open."""
        cases = self.known.open_cases if self.known else ()
        return next((case.short for case in cases if case.item == item_name), None)

    def _look_up(self, number: tuple[str, str]) -> None:
        snapshot = self._session.snapshot()

        def look() -> tuple[KnownPerson, Surroundings]:
            return self._desk.known(snapshot), snapshot.around

        self._node.ask(look, lambda found: self._found(number, *found), group="known")

    def _found(self, number: tuple[str, str], known: KnownPerson, around: Surroundings) -> None:
        if number != self._number:
            return
        before = dict(self._session.draft.applicant)
        self._session.know(dict(around.records), around.certificates)
        now = self._session.draft.applicant
        self._filled = {
            name: now[name] for name in FILLED if now.get(name) and not before.get(name)
        }
        self.known = known
        self._show(known, self._filled)

    def _forget(self) -> None:
        given = self._session.draft.applicant
        gone = [name for name, value in self._filled.items() if given.get(name) == value]
        for name in gone:
            given.pop(name, None)
        self._session.know({}, ())
        self._filled, self.known = {}, None
        self._show(None, dict.fromkeys(gone, ""))


def _whole_number(view: IntakeView) -> tuple[str, str] | None:
    party = view.applicant
    number = party.values.get("id_number", "").strip()
    if not number or party.problem:
        return None
    return party.values.get("id_type", ""), number
