"""Two printers of one window, an office printer and a roll, both at hand and both obedient."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import virtual_ipp
import virtual_roll
from virtual_ipp import VirtualIpp
from virtual_roll import VirtualRoll

from data.errors import Refusal
from data.store import papers
from data.store.papers import Job
from data.store.staff import Account
from window_app.desk_views.prints import WaitingPrint
from window_app.services import printers, spooling
from window_app.services.office import Office


@pytest.fixture
def ipp() -> Iterator[VirtualIpp]:
    with virtual_ipp.running(VirtualIpp()) as device:
        yield device


@pytest.fixture
def roll() -> Iterator[VirtualRoll]:
    with virtual_roll.running(VirtualRoll()) as device:
        yield device


@pytest.fixture
def hall(office: Office, staff: dict[str, Account], ipp: VirtualIpp) -> VirtualIpp:
    """The office printer, which prints every kind."""
    added = printers.add(office, "hall", address=ipp.address, paper="a4", by=staff["管理员"])
    assert not isinstance(added, Refusal)
    printers.use(office, "default", "hall", by=staff["管理员"])
    return ipp


@pytest.fixture
def slips(office: Office, staff: dict[str, Account], roll: VirtualRoll) -> VirtualRoll:
    """The roll printer, which prints slips."""
    added = printers.add(office, "roll", address=roll.address, paper="58", by=staff["管理员"])
    assert not isinstance(added, Refusal)
    printers.use(office, "slip", "roll", by=staff["管理员"])
    return roll


@pytest.fixture
def all_jobs(office: Office) -> Callable[[], list[Job]]:
    """Every print there is, oldest first."""

    def read() -> list[Job]:
        with office.store.read() as unit:
            rows = unit.connection.exec_driver_sql("select id from print_job order by id")
            found = [papers.find_job(unit, row.id) for row in rows]
        return [job for job in found if job is not None]

    return read


@pytest.fixture
def settle() -> Callable[[Office], None]:
    """Wait until every printer of an office has had its turn."""

    def wait(office: Office) -> None:
        for thread in office.lanes.at_work:
            thread.join()

    return wait


@pytest.fixture
def only(office: Office) -> Callable[[], WaitingPrint]:
    """The one print that is not through."""

    def look() -> WaitingPrint:
        (found,) = spooling.waiting_list(office)
        return found

    return look
