"""What must come before the first act of a start and of a day."""

from __future__ import annotations

from datetime import datetime, time

from data.clock import SHANGHAI
from data.store.home import clear_papers, sweep
from window_app.services import daily_backup, deeming, numbers_given, spooling
from window_app.services.office import Office

HALF_WRITTEN = 3600.0  # seconds after which no living process still writes a file


def wake(office: Office) -> None:
    """What counts as accepted by now, papers that were left behind, the day's backup.

    What was found wrong stands in the office's `troubles` until it wakes again.
    """
    deeming.accept_overdue(office)
    if office.keys is not None:  # what lies open beside an encrypted store lies there for a day
        clear_papers(office.home, older_than=_midnight(office))
    spooling.resume(office)
    sweep(office.home, older_than=office.now().timestamp() - HALF_WRITTEN)
    office.troubles = (*numbers_given.lost(office), *daily_backup.back_up(office))


def _midnight(office: Office) -> float:
    """The beginning of the legal day, in seconds."""
    return datetime.combine(office.today(), time(), SHANGHAI).timestamp()
