"""Two terminals of a department move one case: one act stands, the other is set aside, both see.

The first one's clock is behind, so that its lease lives by its own clock when it has run out by
the hub's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from data.clock import FixedClock
from data.errors import Refusal
from data.exchange.refusals import KEPT, HubUnreachable
from data.rules.event import Kind
from data.store import journal, verdicts
from window_app.services import cases, queueing, reviewing
from window_app.services.confirming import Unconfirmed
from window_app.views import CaseView

REVIEWER = "承办人"
BEHIND, LATER = timedelta(minutes=1), timedelta(minutes=20)


@dataclass
class NoPush:
    """A hub of which the line breaks as soon as something is sent."""

    hub: Any

    def __getattr__(self, name: str) -> Any:
        if name == "push":
            return self.push
        return getattr(self.hub, name)

    def push(self, *_given: Any) -> None:
        raise HubUnreachable("hub_unreachable", "断了", hint=KEPT)

    def close(self) -> None:
        pass


class Kept(NoPush):
    """A hub that stays open when a terminal has done with it."""

    def push(self, *given: Any) -> Any:
        return self.hub.push(*given)


@pytest.fixture
def number(world: Any) -> str:
    """A case that the first terminal has claimed; its clock is a little behind."""
    for name in ("window", "market", "market2"):
        office = world.terminal(name)
        office.reach = partial(lambda name: Kept(world.hub(name)), name)
    [case] = world.receive("window")
    world.sync("window")
    world.offices["market"].clock = FixedClock(world.clock.moment - BEHIND)
    claim(world, "market", case.number)
    return str(case.number)


def claim(world: Any, name: str, number: str) -> None:
    who = world.who(REVIEWER)
    [lease] = queueing.claim(world.offices[name], world.hub(name), who, number=number, count=1)
    assert lease.number == number


def step(world: Any, name: str, number: str, opinion: str) -> CaseView | Refusal:
    return reviewing.pass_step(world.offices[name], number, world.who(REVIEWER), opinion=opinion)


def steps_passed(world: Any, where: str, number: str) -> list[tuple[str, bool]]:
    """The opinions of all steps here, and whether each counts."""
    with world.offices[where].store.read() as unit:
        aside = journal.set_aside(unit)
        events = journal.events_of(unit, world.case(where, number).case_id)
        found = [event for event in events if event.kind == Kind.STEP_PASSED]
        return sorted((event.body["opinion"], event.id not in aside) for event in found)


def test_one_whose_line_broke_off_is_set_aside_for_the_one_that_claimed_after(
    world: Any, number: str
) -> None:
    market = world.offices["market"]
    line, market.reach = market.reach, lambda: NoPush(world.hub("market"))
    with pytest.raises(Unconfirmed):
        step(world, "market", number, "先写的")
    world.clock.moment += LATER
    claim(world, "market2", number)
    shown = step(world, "market2", number, "后领的")
    assert isinstance(shown, CaseView) and shown.sync == "received"

    market.reach = line
    told = world.sync("market")
    assert [(one.case, one.kind) for one in told.set_aside] == [(number, Kind.STEP_PASSED)]
    first, second = (cases.show(world.offices[name], number) for name in ("market", "market2"))
    assert (first.sync, second.sync) == ("set_aside", "received")
    assert (first.status, second.status) == ("reviewing", "reviewing")
    assert steps_passed(world, "market", number) == [("先写的", False), ("后领的", True)]
    assert steps_passed(world, "market2", number) == [("后领的", True)]
    with market.store.read() as unit:
        [event_id] = journal.set_aside(unit)
        word = verdicts.find(unit, event_id)
    assert word is not None and word.why == told.set_aside[0].why
    assert word.code in ("head_moved", "fence_old")
    for where in ("hub", "window", "market", "market2"):
        world.is_clean(where)
    assert world.case("market", number) == world.case("market2", number)
    assert world.case("hub", number) == world.case("market", number)


def test_one_with_a_line_is_told_before_it_writes(world: Any, number: str) -> None:
    """By its own clock the lease lives; the hub knows better."""
    world.clock.moment += LATER
    claim(world, "market2", number)
    assert isinstance(step(world, "market2", number, "后领的"), CaseView)
    refused = step(world, "market", number, "先写的")
    assert isinstance(refused, Refusal) and refused.code == "lease_lost"
    assert world.sync("market").set_aside == ()
    assert steps_passed(world, "market", number) == [("后领的", True)]
    assert world.case("market", number) == world.case("market2", number)
