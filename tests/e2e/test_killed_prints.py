"""A process killed while a paper is on its way to a device: the next one prints it not twice."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import virtual_ipp
import virtual_roll
from virtual_ipp import BUSY, COMPLETED, PROCESSING, Moment, VirtualIpp
from virtual_roll import VirtualRoll

from data.errors import Refusal
from data.rules.words import Role
from data.store import papers
from window_app import bootstrap, demonstration
from window_app.services import access, printers, spooling
from window_app.services.office import Office
from window_app.settings import Settings

SUBMITS = Path(__file__).with_name("submits.py")
ADMIN = access.new_account(demonstration.ADMIN, [Role.ADMINISTRATOR])
WAIT = 30.0


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    demonstration.create(folder).store.close()
    return folder


@contextmanager
def opened(home: Path) -> Iterator[Office]:
    office = bootstrap.open_office(Settings(home=home))
    try:
        yield office
    finally:
        office.store.close()


def choose(home: Path, kind: str, address: str, paper: str) -> None:
    with opened(home) as office:
        added = printers.add(office, "device", address=address, paper=paper, by=ADMIN)
        assert not isinstance(added, Refusal)
        printers.use(office, kind, "device", by=ADMIN)


def taken_in(home: Path) -> subprocess.Popen[str]:
    """A process that takes one case in and prints its papers."""
    return subprocess.Popen(
        [sys.executable, str(SUBMITS), str(home), "1"], stdout=subprocess.PIPE, encoding="utf-8"
    )


def after_a_start(home: Path) -> list[tuple[str, str]]:
    """(kind, state) of every print once the next process has done what it can."""
    with opened(home) as office:
        spooling.resume(office)
        for thread in office.lanes.at_work:
            thread.join()
        with office.store.read() as unit:
            rows = unit.connection.exec_driver_sql(
                "select kind, state from print_job join document on number = document"
            )
            found = sorted((row.kind, row.state) for row in rows)
            assert papers.busy_printers(unit) == []
    return found


def test_a_slip_cut_off_in_the_printer_is_not_printed_again(home: Path) -> None:
    with virtual_roll.running(VirtualRoll(stops_reading_after=5_000)) as device:
        choose(home, "slip", device.address, "58")
        child = taken_in(home)
        assert device.stopped_reading.wait(WAIT)
        child.kill()
        child.communicate()
        device.stops_reading_after = None
        device.released.set()
        assert after_a_start(home) == [("acceptance", "done"), ("slip", "unconfirmed")]
        assert device.pictures == []


def test_a_paper_the_printer_has_is_asked_after(home: Path) -> None:
    with virtual_ipp.running(VirtualIpp(script=[Moment(PROCESSING, BUSY)])) as device:
        choose(home, "default", device.address, "a4")
        child = taken_in(home)
        assert device.asked.wait(WAIT)
        child.kill()
        child.communicate()
        device.script = [Moment(COMPLETED)]
        assert after_a_start(home) == [("acceptance", "done")]
        assert len(device.jobs) == 1
