"""The scans of a case laid out as files for the system's reading programs; it is written down."""

from __future__ import annotations

from pathlib import Path

from data.errors import Refusal
from data.rules.case import Case
from data.store.staff import Account
from window_app.desk_views.words import RowKey
from window_app.services import scans_out
from window_app.services.cases import find
from window_app.services.office import Office


class Scans:
    """Laid out once a case, as long as the terminal is open."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._known: dict[str, list[Path]] = {}

    def of(self, number: str, material: RowKey, who: Account) -> tuple[Path, ...] | Refusal:
        """The files of one material, in the order they were added."""
        with self._office.store.read() as unit:
            case = find(unit, number)
        places = _places(case, material)
        if not places:
            return ()
        if number not in self._known:
            written = scans_out.write_out(self._office, number, self._folder(number), who)
            if isinstance(written, Refusal):
                return written
            self._known[number] = written
        return tuple(self._known[number][place] for place in places)

    def _folder(self, number: str) -> Path:
        """A folder of its own among the papers of this home."""
        moment = self._office.now().strftime("%H%M%S%f")
        return self._office.home.papers / f"scans-{number}-{moment}"


def _places(case: Case, material: RowKey) -> list[int]:
    """Where a material's scans stand among all scans of its case."""
    owners = [row.key for row in case.materials_now for _ in row.scans]
    return [place for place, key in enumerate(owners) if key == material]
