"""Two terminals of a department at one queue: who holds what, and who is told no."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from data.errors import Refusal
from data.exchange.refusals import HubRefusal
from data.rules.event import Kind
from data.store import journal, leases
from window_app.services import queueing

CLERK, REVIEWER, STRANGER = "窗口员", "承办人", "卫健承办"


def claim(world: Any, name: str, number: str | None = None, *, who: str = REVIEWER) -> Any:
    return queueing.claim(
        world.offices[name], world.hub(name), world.who(who), number=number, count=9
    )


def tasks(world: Any, name: str) -> list[tuple[str, str, str | None]]:
    found = queueing.offered_to_us(world.offices[name], world.hub(name), department=None)
    return [(task.number, task.state, task.leased_to) for task in found]


@pytest.fixture
def offered(world: Any) -> list[str]:
    """Three accepted cases that wait for the market department."""
    for name in ("window", "market", "market2"):
        world.terminal(name)
    numbers = [case.number for case in world.receive("window", 3)]
    world.sync("window")
    return numbers


def test_a_department_sees_its_tasks_and_claims_them_all(world: Any, offered: list[str]) -> None:
    assert tasks(world, "market") == [(number, "waiting", None) for number in sorted(offered)]
    given = claim(world, "market")
    assert sorted(one.number for one in given) == sorted(offered)
    assert {one.fence for one in given} == {1}
    assert {state for _number, state, _who in tasks(world, "market2")} == {"leased"}
    assert {who for _number, _state, who in tasks(world, "market2")} == {REVIEWER}
    assert claim(world, "market2") == ()


def test_a_claim_is_in_the_cases_history_and_the_lease_at_the_terminal(
    world: Any, offered: list[str]
) -> None:
    [given] = claim(world, "market", offered[0])
    case = world.case("market", offered[0])
    with world.offices["market"].store.read() as unit:
        kept = leases.find(unit, case.case_id)
        kinds = [event.kind for event in journal.events_of(unit, case.case_id)]
    assert kept is not None and (kept.fence, kept.until) == (given.fence, given.until)
    assert kinds.count(Kind.CLAIMED) == 1
    claim(world, "market", offered[0])
    with world.offices["market"].store.read() as unit:
        again = [event.kind for event in journal.events_of(unit, case.case_id)]
    assert again == kinds
    world.sync("market")
    assert world.is_clean("market") and world.is_clean("hub")


def test_what_somebody_has_is_nobody_elses_until_it_is_given_back(
    world: Any, offered: list[str]
) -> None:
    number = offered[0]
    claim(world, "market", number)
    with pytest.raises(HubRefusal) as taken:
        claim(world, "market2", number)
    assert taken.value.code == "task_taken" and REVIEWER in taken.value.message
    market = world.offices["market"]
    given_back = queueing.release(market, world.hub("market"), world.who(REVIEWER), number)
    assert not isinstance(given_back, Refusal) and given_back.number == number
    [again] = claim(world, "market2", number)
    assert again.fence == given_back.fence + 1
    refused = queueing.release(market, world.hub("market"), world.who(REVIEWER), number)
    assert isinstance(refused, Refusal) and refused.code == "not_claimed_here"


def test_a_lease_that_ran_out_comes_back_to_the_queue(world: Any, offered: list[str]) -> None:
    claim(world, "market", offered[0])
    world.clock.moment += timedelta(hours=1)
    [again] = claim(world, "market2", offered[0])
    assert again.fence == 2


@pytest.mark.parametrize("who", [CLERK, STRANGER])
def test_only_the_departments_own_reviewers_claim(world: Any, offered: list[str], who: str) -> None:
    refused = claim(world, "market", who=who)
    assert isinstance(refused, Refusal) and refused.code == "may_not_claim"
    assert {state for _number, state, _who in tasks(world, "market")} == {"waiting"}


def test_a_terminal_that_joined_no_hub_lists_what_it_has_offered(world: Any) -> None:
    office = world.terminal("window", joins=False)
    [case] = world.receive("window")
    [task] = queueing.offered_here(office, department=None)
    assert (task.number, task.step, task.state) == (case.number, "handle", "waiting")
    assert task.due == case.due.promised and task.waits_for == ()
    assert queueing.offered_here(office, department="health") == ()
