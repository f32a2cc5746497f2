"""Two reviewers on one case is impossible: two homes, two processes at once, the hub between."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from data.clock import FixedClock, SystemClock
from data.errors import Refusal
from data.exchange import enrolling
from data.rules.words import Role
from data.store import replay
from data.store.catalogue_files import load_catalogue
from data.store.members import Place
from data.store.settings import Terminal
from window_app import bootstrap, demonstration_loop, hub_bootstrap
from window_app.services import access, cases, intake, joining, queueing, reviewing, syncing
from window_app.services.office import Office
from window_app.settings import Settings
from window_app.views import Submitted

COMMAND = [sys.executable, "-c", "from window_app.cli.main import run; run()"]
PASSWORD = "secret"
HOMES = {
    "window": Terminal(region="441803", station="0001", terminal="01"),
    "first": Terminal(region="441803", station="0002", terminal="01", department="market"),
    "second": Terminal(region="441803", station="0002", terminal="02", department="market"),
}


@dataclass
class Rooms:
    """The folder of all homes, and a case that waits for the department."""

    folder: Path
    number: str

    def begin(self, home: str, *words: str) -> subprocess.Popen[str]:
        """A command of its own process, under way."""
        before = ["--home", str(self.folder / home), "--as", home]
        return subprocess.Popen(
            [*COMMAND, *before, *words, "--json"],
            env={**os.environ, "WINDOW_PASSWORD": PASSWORD},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def run(self, home: str, *words: str) -> tuple[int, Any]:
        return ended(self.begin(home, *words))

    def office(self, home: str, clock: Any = None) -> Office:
        office = bootstrap.open_office(Settings(home=self.folder / home), clock=clock)
        office.reach = partial(hub_bootstrap.reach, office)
        return office


def ended(process: subprocess.Popen[str]) -> tuple[int, Any]:
    out, err = process.communicate(timeout=60)
    assert out, err
    return process.returncode, json.loads(out)


@pytest.fixture
def place(tmp_path: Path) -> Rooms:
    lists = Path(shutil.copytree(bootstrap.shipped_catalogue(), tmp_path / "lists"))
    head = (lists / "catalog.yaml").read_text("utf-8")
    head = head.replace("effective: 2026-11-01", "effective: 2000-01-01")
    (lists / "catalog.yaml").write_text(head, "utf-8")
    found = load_catalogue(lists)
    hub = hub_bootstrap.create_hub(Settings(home=tmp_path / "hub"), "中心", found)
    number = ""
    for name, where in HOMES.items():
        admin = access.new_account(f"{name}-admin", [Role.ADMINISTRATOR])
        office = bootstrap.create(Settings(home=tmp_path / name), where, found, admin, PASSWORD)
        role = Role.REVIEWER if where.department else Role.CLERK
        who = access.add_staff(
            office, name, PASSWORD, roles=[role], department=where.department, by=admin
        )
        assert not isinstance(who, Refusal)
        if role is Role.CLERK:
            form = next(iter(demonstration_loop.reviewed_intakes()))
            answer = intake.submit(office, form, who, tmp_path)
            assert isinstance(answer, Submitted)
            number = answer.case.number
        code = enrolling.invite(hub, Place(where.station, "county", where.department))
        joining.join(office, str(tmp_path / "hub"), code, partial(enrolling.enrol, hub))
        line = hub_bootstrap.reach(office)
        syncing.exchange(office, line)
        line.close()
        office.store.close()
    hub.store.close()
    return Rooms(tmp_path, number)


def test_one_of_two_claims_at_once_is_given(place: Rooms) -> None:
    under_way = {
        name: place.begin(name, "queue", "claim", place.number)
        for name in HOMES
        if name != "window"
    }
    found = {name: ended(process) for name, process in under_way.items()}
    assert sorted(code for code, _ in found.values()) == [0, 1]
    winner = next(name for name, (code, _) in found.items() if code == 0)
    loser = next(name for name in found if name != winner)
    assert found[winner][1][0]["fence"] == 1
    assert found[loser][1]["error"]["code"] == "task_taken"
    assert winner in found[loser][1]["error"]["message"]
    code, refused = place.run(loser, "queue", "step", place.number)
    assert code == 1, refused
    code, shown = place.run(winner, "queue", "step", place.number)
    assert (code, shown["status"]) == (0, "reviewing")
    _clean(place)


def test_under_an_old_fence_nothing_is_written(place: Rooms) -> None:
    assert place.run("first", "queue", "claim", place.number)[0] == 0
    # To the hub's clock the first one's lease has run out, to their own it has not.
    later = FixedClock(SystemClock().now() + timedelta(hours=1))
    second = place.office("second", later)
    with second.store.read() as unit:
        who = access.staff.find(unit, "second")
    assert who is not None and second.reach is not None
    line = second.reach()
    [lease] = _given(queueing.claim(second, line, who[0], number=place.number, count=1))
    line.close()
    assert lease.fence == 2
    code, refused = place.run("first", "queue", "step", place.number)
    assert (code, refused["error"]["code"]) == (1, "lease_lost")
    first = place.office("first")
    assert cases.show(first, place.number).status == "accepted"
    first.store.close()
    assert _given(reviewing.pass_step(second, place.number, who[0])).status == "reviewing"
    second.store.close()
    _clean(place)


def _given(answer: Any) -> Any:
    assert not isinstance(answer, Refusal), answer
    return answer


def _clean(place: Rooms) -> None:
    """Whoever lost has nothing on the case, and no journal has a fault."""
    hub = place.office("hub")
    with hub.store.read() as unit:
        assert replay.verify(unit, replay=True).problems == ()
        case = cases.find(unit, place.number)
    hub.store.close()
    assert case.steps_passed == ("材料审查",)
