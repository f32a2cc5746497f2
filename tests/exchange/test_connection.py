"""The line of a terminal on screen: what it says of itself, the hub gone and back, its end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from data.errors import Refusal
from data.exchange.refusals import HubUnreachable
from data.exchange.shapes import Claim
from data.rules.event import Kind
from data.store import journal, leases, members
from data.store.journal import Entry
from window_app import hub_bootstrap
from window_app.hub.exchange_paths import Waiting
from window_app.logs import Anonymous
from window_app.services import watching
from window_app.services.connection import Connection
from window_app.services.office import Office
from window_app.views import ConnectionView, SyncView

PATIENCE = 20.0  # seconds after which a test gives up


@dataclass
class Line:
    """A terminal's connection, and a way to wait for what it says."""

    connection: Connection
    seen: list[ConnectionView] = field(default_factory=list)
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def __post_init__(self) -> None:
        self.connection.told(self._note)

    def _note(self) -> None:
        with self._changed:
            self.seen.append(self.connection.state())
            self._changed.notify_all()

    def until(self, holds: Callable[[ConnectionView], bool]) -> ConnectionView:
        with self._changed:
            assert self._changed.wait_for(lambda: holds(self.connection.state()), PATIENCE), (
                self.connection.state()
            )
            return self.connection.state()


@pytest.fixture
def world(small_world):
    return small_world()


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The waits of minutes are fractions of a second."""
    monkeypatch.setattr(watching, "LONGEST_WAIT", 0.2)
    monkeypatch.setattr(watching, "LOOK", 0.05)
    monkeypatch.setattr("window_app.services.connection.LONE_LOOK", 0.05)


@pytest.fixture
def line_of() -> Iterator[Callable[[Office], Line]]:
    made: list[Line] = []

    def make(office: Office) -> Line:
        office.reach = partial(hub_bootstrap.reach, office)
        made.append(Line(Connection(office)))
        return made[-1]

    yield make
    for one in made:
        one.connection.close()


def test_everything_goes_both_ways_at_once_and_is_said(world, line_of) -> None:
    line = line_of(world.terminal("window"))
    [case] = world.receive("window")
    before = line.connection.look()
    assert (before.online, before.hub_name, before.last_contact) == (False, "示例中心", None)
    assert before.unsent > 0
    line.connection.start()
    now = line.until(lambda view: view.online and not view.unsent and not view.is_exchanging)
    assert (now.refused, now.problem, now.set_aside) == (None, None, 0)
    assert now.last_contact is not None
    assert world.case("hub", case.number).case_id == world.case("window", case.number).case_id
    [late] = world.receive("window")
    line.connection.look()
    line.until(lambda view: not view.unsent and view.online)
    assert world.case("hub", late.number).status == "accepted"


def test_what_another_writes_comes_without_being_asked_for(world, line_of) -> None:
    line = line_of(world.terminal("window"))
    [case] = world.receive("window")
    line.connection.start()
    line.until(lambda view: view.online and not view.unsent)
    reviewed(world, case.number)
    came = threading.Event()
    line.connection.told(
        lambda: came.set() if world.case("window", case.number).steps_passed else None
    )
    assert came.wait(PATIENCE)


def reviewed(world, number: str) -> None:
    """The department takes the case and passes its first step, at its own terminal."""
    office = world.terminal("market")
    world.sync("market")
    [fact] = world.hub("market").claim(
        Claim(address="department:market", person="承办人", number=number)
    )
    with office.store.write() as unit:
        case = world.case("market", number)
        leases.keep(unit, leases.Lease(**fact.model_dump()))
        body = {
            "step": case.next_step,
            "opinion": "",
            "fence": fact.fence,
            "terminal": office.terminal.label,
        }
        entry = Entry(Kind.STEP_PASSED, body, "承办人", "2026-11-23T01:30:00.000Z", case.case_id)
        journal.append(unit, office.signer, entry, case)
    assert world.sync("market").set_aside == ()


def test_a_hub_that_is_gone_is_said_and_nothing_counts_as_sent(world, line_of) -> None:
    line = line_of(world.terminal("window"))
    line.connection.start()
    line.until(lambda view: view.online and not view.unsent)
    away = Path(world.folder / "hub").rename(world.folder / "away")
    gone = line.until(lambda view: not view.online)
    assert gone.problem is not None and "这里没有中心" in gone.problem
    [case] = world.receive("window")
    waiting = line.until(lambda view: view.unsent > 0)
    with pytest.raises(HubUnreachable):
        line.connection.exchange_now()
    assert line.connection.state().unsent == waiting.unsent
    assert line.connection.state().last_contact == gone.last_contact
    away.rename(world.folder / "hub")
    back = line.until(lambda view: view.online and not view.unsent)
    assert back.problem is None
    assert world.case("hub", case.number).status == "accepted"
    assert all(view.unsent or view.online for view in line.seen if view.problem and view.unsent)


def test_a_terminal_that_joins_while_it_runs_has_its_line_then(world, line_of) -> None:
    line = line_of(world.terminal("window", joins=False))
    [case] = world.receive("window")
    line.connection.start()
    alone = line.connection.look()
    assert (alone.hub_name, alone.online) == (None, False)
    refused = line.connection.exchange_now()
    assert isinstance(refused, Refusal)
    assert refused.code == "not_joined"
    world.join("window")
    line.until(lambda view: view.online and not view.unsent)
    assert world.case("hub", case.number).status == "accepted"


def test_what_the_hub_refuses_is_said_with_what_to_do(world, line_of) -> None:
    line = line_of(world.terminal("window"))
    with world.counter.store.write() as unit:
        members.revoke(unit, world.offices["window"].signer.feed, at="2026-11-23T01:30:00.000Z")
    line.connection.start()
    now = line.until(lambda view: view.refused is not None and not view.is_exchanging)
    assert "停用" in (now.refused or "")
    assert now.online
    assert now.unsent > 0


def test_now_is_one_exchange_in_the_callers_thread(world, line_of) -> None:
    line = line_of(world.terminal("window"))
    world.receive("window")
    found = line.connection.exchange_now()
    assert isinstance(found, SyncView)
    assert (found.queued, found.pushed > 0) == (0, True)
    assert [view.is_exchanging for view in line.seen] == [True, False]
    assert line.connection.state().online


def test_what_nobody_expected_ends_no_line_and_names_nobody(
    world, line_of, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("window_app.services.connection.LONGEST_WAIT", 0.05)
    office = world.terminal("window")
    line = line_of(office)
    works = office.reach

    def breaks() -> None:
        raise ValueError("张三 441803199001011155")

    office.reach = breaks
    line.connection.start()
    odd = line.until(lambda view: view.problem is not None and not view.is_exchanging)
    assert "意外" in (odd.problem or "") and "张三" not in (odd.problem or "")
    [record, *_] = [one for one in caplog.records if one.name == "window"]
    record.exc_text = None  # as pytest has set it
    written = Anonymous("%(message)s").format(record)
    assert "ValueError" in written and "张三" not in written
    office.reach = works
    line.until(lambda view: view.online and view.problem is None and not view.unsent)


def test_an_idle_terminal_asks_at_most_once_a_minute() -> None:
    assert watching.POLL >= 60
    assert Waiting(seconds=watching.POLL).seconds == watching.POLL


def test_it_ends_while_a_poll_waits(world, line_of) -> None:
    line = line_of(world.terminal("window"))
    line.connection.start()
    line.until(lambda view: view.online and not view.unsent)
    line.connection.close()
    named = {thread.name for thread in threading.enumerate() if thread.is_alive()}
    assert "line" not in named
