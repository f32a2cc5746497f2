"""The outbox as a state machine: terminals write and exchange, and anything dies between any steps.

What was ever sent may arrive again, or for the first time, in any order.
"""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from mortal import FINE, Fuse, HubDied, Line, Mortal, TerminalDied

from data.clock import FixedClock
from data.errors import Refusal
from data.exchange import shuttle
from data.exchange.refusals import HubRefusal, HubUnreachable
from data.exchange.shapes import Batch
from data.rules.case import Status
from data.rules.event import Kind
from data.rules.numbers import CaseNumber, build_case_number
from data.store import cases, journal
from data.store.engine import Unit
from window_app import bootstrap, hub_bootstrap
from window_app.services import queueing
from window_app.services.office import Office
from window_app.settings import Settings

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
CLERK = "窗口员"
TERMINALS = ("window", "market", "market2")
ALL = st.sampled_from(TERMINALS)
PICKS = st.sampled_from(range(30))
# At which step something dies; half of the time nothing does.
DEATHS = st.sampled_from((FINE,) * 22 + tuple(range(1, 23)))
ACTS = st.sampled_from(
    (
        *("work", "work", "accept", "receive", "push", "push", "push", "pull", "pull", "claim"),
        *("batches arrive again", "terminal restarts", "hub restarts", "leases run out"),
    )
)
ROUNDS = 6  # exchanges of all until nothing moves
OWN = """
SELECT event.number, event.id, event.link, outbox.state FROM event
JOIN outbox ON outbox.event_id = event.id WHERE event.feed = :feed ORDER BY event.number
"""
AT_HUB = """
SELECT event.number, event.id, event.link, verdict.outcome, taken.number FROM event
LEFT JOIN verdict ON verdict.event_id = event.id LEFT JOIN taken ON taken.event_id = event.id
WHERE event.feed = :feed ORDER BY event.number
"""


class Outbox(RuleBasedStateMachine):
    """A window and two terminals of a department, and their hub. `template`: all of it, joined."""

    template: Any
    bodies: tuple[dict[str, Any], dict[str, Any]]
    folders: Iterator[Path]

    @initialize()
    def begin(self) -> None:
        self.fuse = Fuse()
        self.sent: list[tuple[str, Batch]] = []
        made = self.template
        folder = shutil.copytree(made.folder, next(self.folders))
        self.world = replace(made, folder=folder, clock=FixedClock(NOW), offices={})
        for name in TERMINALS:
            self.open_terminal(name)
        self.open_hub()
        self.cases_come(2, concludes=True)

    # One rule: Hypothesis leaves out whole rules in many a run, and few runs are affordable.
    @rule(act=ACTS, name=ALL, dies=DEATHS, picks=st.lists(PICKS, min_size=1, max_size=3))
    def happens(self, act: str, name: str, dies: int, picks: list[int]) -> None:
        match act:
            case "work":
                self.works(name, picks[0])
            case "accept" | "receive":
                self.cases_come(len(picks), concludes=act == "accept")
            case "push" | "pull" | "claim":
                self.talks(act, name, dies)
            case "batches arrive again":
                self.batches_arrive_again(picks)
            case "terminal restarts":
                self.open_terminal(name)
            case "hub restarts":
                self.open_hub()
            case "leases run out":
                self.world.clock.moment += timedelta(minutes=20)

    def works(self, name: str, pick: int) -> None:
        """The window withdraws what it holds. The department passes a step: with a lease that
        lives, with one that ran out, or with none, and then it is set aside."""
        if name == "window":
            body = {"why": "撤回", "day": "2026-11-23"}
            self.write(name, Kind.WITHDRAWN, body, pick, {Status.RECEIVED})
        else:
            body = {"step": "材料审查", "opinion": "齐全"}
            self.write(name, Kind.STEP_PASSED, body, pick, {Status.ACCEPTED, Status.REVIEWING})

    def talks(self, act: str, name: str, dies: int) -> None:
        """Over the line, until the step at which something dies."""
        office = self.world.offices[name]
        line = Line(lambda: self.world.hub(name), self.fuse, self.open_hub, self.sent, name)
        self.fuse.left = dies
        try:
            if act == "push":
                shuttle.push_all(office.store, office.signer.feed, line, shuttle.Tally())
            elif act == "pull" or name == "window":
                shuttle.pull_all(office.store, line, shuttle.Tally())
            else:  # with a whole exchange in it
                who = self.world.who("承办人")
                found = queueing.claim(office, line, who, number=None, count=1)
                assert not isinstance(found, Refusal), found
        except HubUnreachable:
            pass
        except TerminalDied:
            self.open_terminal(name)
        finally:
            self.fuse.left = FINE

    def cases_come(self, count: int, *, concludes: bool) -> None:
        """As an intake writes them: received and, where it was concluded, accepted."""
        office = self.world.offices["window"]
        received, accepted = self.bodies
        with office.store.write() as unit:
            for _ in range(count):
                body = {**received, "number": next_number(unit, office)}
                _event, case = office.open_case(unit, journal.new_id(), body, CLERK)
                if concludes:
                    office.append(unit, Kind.ACCEPTED, accepted, CLERK, case)

    def batches_arrive_again(self, picks: list[int]) -> None:
        """Whole, out of order, however late; the answers reach nobody."""
        for pick in picks if self.sent else ():
            name, batch = self.sent[pick % len(self.sent)]
            with suppress(HubRefusal):
                self.world.hub(name).push(batch)

    @invariant()
    def nothing_is_shown_as_received_that_the_hub_has_not(self) -> None:
        for name in TERMINALS:
            own, at_hub = self.lines(name)
            assert [row[0] for row in own] == list(range(1, len(own) + 1))
            # The hub has the feed's beginning, every line of it once, and judged each.
            assert [row[:3] for row in at_hub] == [row[:3] for row in own[: len(at_hub)]]
            for mine, theirs in zip(own, at_hub, strict=False):
                aside = theirs[3] == "set_aside"
                assert not (aside and theirs[4])
                assert mine[3] in {"queued", "sending", "set_aside" if aside else "received"}
            assert {row[3] for row in own[len(at_hub) :]} <= {"queued", "sending"}

    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.all_is_equal_after_quiet()
            for office in self.world.offices.values():
                office.store.close()
            self.world.counter.store.close()
            shutil.rmtree(self.world.folder)

    def all_is_equal_after_quiet(self) -> None:
        self.fuse.left = FINE
        for _round in range(ROUNDS):
            found = [self.world.sync(name) for name in TERMINALS]
            if not any(one.pushed or one.pulled for one in found):
                break
        else:
            raise AssertionError("it never comes to rest")
        for name in TERMINALS:
            own, at_hub = self.lines(name)
            aside = [row[1] for row in at_hub if row[3] == "set_aside"]
            assert [row[1] for row in own] == [row[1] for row in at_hub]
            assert [row[1] for row in own if row[3] == "set_aside"] == aside
            assert {row[3] for row in own} <= {"received", "set_aside"}
            assert self.world.is_clean(name)
        assert self.world.is_clean("hub")
        self.cases_are_equal()

    def cases_are_equal(self) -> None:
        """What the hub applied, each terminal whose business it is has, and nothing else."""
        with self.world.counter.store.read() as unit:
            stored = {case.number: case for case in every_case(unit)}
        assert stored
        for name in TERMINALS:
            with self.world.offices[name].store.read() as unit:
                mine = {case.number: case for case in every_case(unit)}
            # What was accepted was offered to the department.
            seen = [case for case in stored.values() if name == "window" or case.ever_accepted]
            assert mine == {case.number: case for case in seen}

    def open_terminal(self, name: str) -> None:
        """Again from what is on its disk."""
        if name in self.world.offices:
            self.world.offices[name].store.close()
        home = Settings(home=self.world.folder / name)
        office = bootstrap.open_office(home, clock=self.world.clock)
        office.store = Mortal(office.store, self.fuse, TerminalDied)
        self.world.offices[name] = office

    def open_hub(self) -> None:
        self.world.counter.store.close()
        home = Settings(home=self.world.folder / "hub")
        counter = hub_bootstrap.open_hub(home, clock=self.world.clock)
        self.world.counter = replace(counter, store=Mortal(counter.store, self.fuse, HubDied))

    def write(self, name: str, kind: Kind, body: Any, pick: int, states: set[Status]) -> None:
        """An event under the lease this terminal has, if any, on one of the cases it has."""
        office = self.world.offices[name]
        with office.store.write() as unit:
            found = [case for case in cases.not_final(unit) if case.status in states]
            if found:
                who = CLERK if name == "window" else "承办人"
                body = {**body, "terminal": office.terminal.label}
                office.append(unit, kind, body, who, found[pick % len(found)])

    def lines(self, name: str) -> tuple[list[Any], list[Any]]:
        """The feed as this terminal has it, and as the hub has it."""
        office = self.world.offices[name]
        feed = {"feed": office.signer.feed}
        with office.store.read() as unit:
            own = [tuple(row) for row in unit.run(OWN, feed)]
        with self.world.counter.store.read() as unit:
            return own, [tuple(row) for row in unit.run(AT_HUB, feed)]


def every_case(unit: Unit) -> list[Any]:
    found = [cases.by_id(unit, row[0]) for row in unit.run('SELECT case_id FROM "case"', {})]
    return [case for case in found if case is not None]


def next_number(unit: Unit, office: Office) -> str:
    place = {"station": office.terminal.station, "terminal": office.terminal.terminal}
    serial = len(journal.case_ids(unit)) + 1
    number = build_case_number(office.terminal.region, NOW.date(), serial=serial, **place)
    assert isinstance(number, CaseNumber)
    return str(number)


@pytest.fixture
def template(small_world: Callable[[], Any]) -> Any:
    """Terminals that joined and met their hub once; closed."""
    world = small_world()
    for name in TERMINALS:
        world.terminal(name)
    for name in TERMINALS:
        world.sync(name)
        world.offices[name].store.close()
    world.counter.store.close()
    return world


@pytest.fixture
def bodies(small_world: Callable[[], Any]) -> tuple[dict[str, Any], ...]:
    """What an intake writes, without its papers."""
    world = small_world()
    office = world.terminal("window", joins=False)
    world.receive("window")
    with office.store.read() as unit:
        [case_id] = journal.case_ids(unit)
        events = [event for event in journal.events_of(unit, case_id) if event.is_main_line]
    return tuple({**(event.body or {}), "papers": []} for event in events)


def test_whatever_dies_nothing_is_lost_doubled_or_told_too_soon(
    template: Any,
    bodies: tuple[dict[str, Any], ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folders = (tmp_path / f"run-{number}" for number in itertools.count())
    for name, value in (("template", template), ("bodies", bodies), ("folders", folders)):
        monkeypatch.setattr(Outbox, name, value, raising=False)
    run_state_machine_as_test(
        Outbox,
        settings=settings(
            max_examples=15,
            stateful_step_count=50,
            phases=(Phase.generate, Phase.shrink),
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
