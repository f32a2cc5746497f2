"""What the desk's screens ask of papers: which there are, print one again, one that failed."""

from __future__ import annotations

from data.errors import Refusal
from window_app.desk_views import PaperLine, WaitingPrint
from window_app.services import reprinting, spooling
from window_app.services.cases import find
from window_app.services.desk.station import Person
from window_app.services.office import Office
from window_app.services.paper_lines import paper_lines
from window_app.services.turns import Printed
from window_app.views import DocumentView


class PaperTray:
    """The papers of the cases of one office."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def of_case(self, number: str) -> tuple[PaperLine, ...]:
        """The papers of a case, each with what the spool says of it."""
        with self._office.store.read() as unit:
            return paper_lines(unit, find(unit, number))

    def waiting(self) -> tuple[WaitingPrint, ...]:
        """Every print of this terminal that is not through, oldest first."""
        return spooling.waiting_list(self._office)

    def print_again(self, number: str, paper: str, who: Person) -> DocumentView | Refusal:
        """Print a case's paper again; it is written down. PaperError where it fails."""
        return reprinting.reprint(self._office, number, paper, who.account)

    def retry(self, job: int, who: Person) -> Printed | Refusal:
        """Try a print again that failed, or print again what nobody knows of."""
        return spooling.retry(self._office, job, who.account)

    def confirm(self, job: int, who: Person) -> Refusal | None:
        """已出纸: the paper of a print that nobody knew of is there."""
        return spooling.confirm(self._office, job, who.account)

    def set_aside(self, job: int, who: Person) -> Refusal | None:
        """This print is wanted no more; the paper is kept."""
        return spooling.set_aside(self._office, job, who.account)
