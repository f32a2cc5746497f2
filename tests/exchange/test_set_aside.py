"""What does not fit is set aside with a reason, told on the terminal it came from, and minded."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from data.clock import to_text
from data.exchange.lines import line_of
from data.exchange.shapes import Batch, Claim
from data.rules.case import Status
from data.rules.event import Kind
from data.store import cases, feeds, journal, leases, outbox, signing, verdicts
from data.store.journal import Entry

MARKET = "department:market"
STEP = {"step": "材料审查", "opinion": "齐全"}


@pytest.fixture
def case(world) -> Any:
    """A case that both of the department's terminals have."""
    world.terminal("window")
    [found] = world.receive("window")
    world.sync("window")
    for name in ("market", "market2"):
        world.terminal(name)
        world.sync(name)
    return world.case("hub", found.number)


def write(world, name: str, number: str, body: dict[str, object], *, actor="承办人", kind=None):
    """An event that this terminal should not have written."""
    office = world.offices[name]
    kind = kind or Kind.STEP_PASSED
    with office.store.write() as unit:
        case = cases.by_number(unit, number)
        entry = Entry(
            kind,
            {**body, "terminal": office.terminal.label},
            actor,
            to_text(office.now()),
            case.case_id,
        )
        return journal.append(unit, office.signer, entry, case).event


def claim(world, name: str, number: str) -> int:
    [fact] = world.hub(name).claim(Claim(address=MARKET, person="承办人", number=number))
    with world.offices[name].store.write() as unit:
        leases.keep(unit, leases.Lease(**fact.model_dump()))
    return fact.fence


def codes(world, name: str) -> list[str]:
    """Why what this terminal wrote was set aside, as it was told."""
    store = world.offices[name].store
    with store.read() as unit:
        found = [verdicts.find(unit, event_id) for event_id in journal.set_aside(unit)]
    return sorted(word.code for word in found if word)


def all_clean(world) -> bool:
    return all(world.is_clean(where) for where in ("hub", *world.offices))


def test_whoever_has_not_claimed_is_set_aside_and_sees_it(world, case) -> None:
    event = write(world, "market", case.number, STEP)
    found = world.sync("market")
    assert [(one.case, one.kind) for one in found.set_aside] == [(case.number, "step_passed")]
    assert "没有领取" in found.set_aside[0].why
    with world.offices["market"].store.read() as unit:
        assert journal.sync_state(unit, case.case_id) == "set_aside"
        assert journal.set_aside(unit)[event.id] == found.set_aside[0].why
    assert codes(world, "market") == ["not_claimed"]
    assert world.case("market", case.number) == world.case("hub", case.number) == case
    assert world.sync("market").set_aside == ()
    assert all_clean(world)


def test_an_old_fence_is_set_aside_and_the_later_claim_stands(world, case) -> None:
    first = claim(world, "market", case.number)
    world.clock.moment += timedelta(minutes=20)
    second = claim(world, "market2", case.number)
    assert second > first
    write(world, "market", case.number, {**STEP, "fence": first})
    write(world, "market2", case.number, {**STEP, "fence": second})
    assert world.sync("market").set_aside != ()
    assert world.sync("market2").set_aside == ()
    assert codes(world, "market") == ["fence_old"]
    assert world.sync("market").pulled == 1
    for where in ("market", "market2"):
        assert world.case(where, case.number) == world.case("hub", case.number)
    assert world.case("market", case.number).status is Status.REVIEWING
    assert all_clean(world)


def test_the_later_of_two_on_one_head_goes_with_all_that_rests_on_it(world, case) -> None:
    """The fence of a lease that ran out counts as long as nobody has claimed since."""
    fence = claim(world, "market", case.number)
    world.clock.moment += timedelta(minutes=20)
    write(world, "market", case.number, {**STEP, "fence": fence})
    assert world.sync("market").set_aside == ()
    write(world, "market2", case.number, {**STEP, "fence": fence})
    write(
        world,
        "market2",
        case.number,
        {
            "why": "检验",
            "name": "检验",
            "since": "2026-11-23",
            "stops_clock": True,
            "day": "2026-11-23",
        },
        kind=Kind.SUSPENDED,
    )
    told = world.sync("market2").set_aside
    assert [one.kind for one in told] == ["step_passed", "suspended"]
    assert codes(world, "market2") == ["head_moved", "rests_on_set_aside"]
    assert world.case("market2", case.number) == world.case("hub", case.number)
    assert all_clean(world)


@pytest.mark.parametrize(
    ("actor", "code"),
    [("窗口员", "role_may_not"), ("卫健承办", "other_department"), ("没有的人", "actor_unknown")],
)
def test_whoever_may_not_is_set_aside(world, case, actor: str, code: str) -> None:
    fence = claim(world, "market", case.number)
    write(world, "market", case.number, {**STEP, "fence": fence}, actor=actor)
    assert len(world.sync("market").set_aside) == 1
    assert codes(world, "market") == [code]
    assert all_clean(world)


def test_another_terminal_than_the_one_that_holds_is_set_aside(world, case) -> None:
    world.terminal("second")
    [held] = world.receive("window", conclude=False)
    world.sync("window")
    world.sync("second")
    body = {"why": "撤回", "day": "2026-11-23"}
    write(world, "second", held.number, body, actor="窗口员", kind=Kind.WITHDRAWN)
    assert len(world.sync("second").set_aside) == 1
    assert codes(world, "second") == ["not_holder"]
    assert world.case("second", held.number).status is Status.RECEIVED
    assert all_clean(world)


def test_a_body_that_does_not_apply_is_set_aside_not_stumbled_over(world, case) -> None:
    """A terminal with a defect signs what no rule made."""
    fence = claim(world, "market", case.number)
    office, hub = world.offices["market"], world.hub("market")
    event = write(world, "market", case.number, {**STEP, "fence": fence})
    with office.store.read() as unit:
        lines = outbox.next_lines(unit, office.signer.feed, after=0, most=200)
    *before, (last, _body) = lines
    assert last.id == event.id
    hub.push(batch_of(before, after=0))
    bad, body = resigned(office, last, {"terminal": "0002-01", "fence": fence})
    [word] = hub.push(batch_of([(bad, body)], after=len(before))).verdicts
    assert (word.outcome, word.code) == ("set_aside", "body_wrong")
    fact = replace(bad, id=journal.new_id(), number=bad.number + 1, kind="person_flagged")
    flag, body = resigned(office, replace(fact, case_id=None, base=None), {"owner": 7}, bad.link)
    [word] = hub.push(batch_of([(flag, body)], after=bad.number)).verdicts
    assert (word.outcome, word.code) == ("set_aside", "body_wrong")
    assert world.is_clean("hub")


def batch_of(lines: Any, *, after: int) -> Batch:
    found = tuple(line_of(event, body) for event, body in lines)
    return Batch(feed=found[0].feed, after=after, lines=found)


def resigned(office, event, body: dict[str, object], previous: str | None = None) -> Any:
    """The event with another body, hashed and signed as its terminal would."""
    if previous is None:
        with office.store.read() as unit:
            [previous] = feeds.links(
                unit, event.feed, after=event.number - 2, upto=event.number - 1
            ).values()
    text = signing.canonical(body)
    event = replace(event, body_hash=signing.digest(text))
    event = replace(event, hash=signing.event_hash(event))
    link = signing.link(event.feed, event.number, previous, event.hash)
    return replace(event, link=link, signature=office.signer.sign(link)), text.decode()
