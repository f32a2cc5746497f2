"""Cases travel: pushed once, pulled whole, decided elsewhere, and back."""

from __future__ import annotations

import pytest

from data.errors import Refusal
from data.exchange.refusals import HubRefusal, HubUnreachable
from data.exchange.shapes import Claim, Cursor
from data.rules.case import Status
from data.rules.event import Kind
from data.store import journal, leases
from window_app.services import acting, syncing
from window_app.services.acting import Act

MARKET = "department:market"


def claim(world, name: str, number: str):
    office = world.offices[name]
    [fact] = world.hub(name).claim(Claim(address=MARKET, person="承办人", number=number))
    with office.store.write() as unit:
        leases.keep(unit, leases.Lease(**fact.model_dump()))
    return fact


def step(world, name: str, number: str):
    """The department's first act on a case."""
    act = Act({"step": "材料审查", "opinion": "材料齐全"})
    who = world.who("承办人")
    office = world.offices[name]
    return acting.do(office, number, Kind.STEP_PASSED, who, lambda unit, case: act)


def test_a_case_is_pushed_once_however_often(world) -> None:
    world.terminal("window")
    [case] = world.receive("window")
    first = world.sync("window")
    assert first.pushed > 0 and (first.queued, first.set_aside) == (0, ())
    again = world.sync("window")
    assert (again.pushed, again.pulled, again.queued) == (0, 0, 0)
    assert world.case("hub", case.number) == world.case("window", case.number)
    with world.offices["window"].store.read() as unit:
        assert journal.sync_state(unit, world.case("window", case.number).case_id) == "received"
    assert world.is_clean("hub") and world.is_clean("window")


def test_what_was_done_alone_before_joining_counts_at_the_hub(world) -> None:
    world.terminal("window", joins=False)
    [case] = world.receive("window")
    world.join("window")
    assert world.sync("window").set_aside == ()
    assert world.case("hub", case.number) == world.case("window", case.number)


def test_a_department_that_comes_later_gets_all_whole_and_decides(world) -> None:
    world.terminal("window")
    received = world.receive("window", 3)
    world.sync("window")
    world.terminal("market")
    assert world.sync("market").pulled > 0
    for one in received:
        assert world.case("market", one.number) == world.case("hub", one.number)
    number = received[0].number

    refused = step(world, "market", number)
    assert isinstance(refused, Refusal) and refused.code == "not_claimed"
    waiting = world.hub("market").tasks(MARKET)
    assert {task.number for task in waiting} == {one.number for one in received}
    fact = claim(world, "market", number)
    assert fact.fence == 1
    assert "承办人" in {task.leased_to for task in world.hub("market").tasks(MARKET)}
    assert not isinstance(step(world, "market", number), Refusal)
    with world.offices["market"].store.read() as unit:
        last = journal.events_of(unit, fact.case_id)
        assert [e.body["fence"] for e in last if e.kind == Kind.STEP_PASSED] == [1]
    assert world.sync("market").set_aside == ()
    assert world.sync("window").pulled == 1
    assert world.case("window", number).status is Status.REVIEWING
    for where in ("hub", "window", "market"):
        assert world.case(where, number) == world.case("hub", number)
        assert world.is_clean(where)


def test_a_department_that_comes_after_a_hundred_gets_them_all(small_world) -> None:
    world = small_world()
    world.terminal("window")
    received = world.receive("window", 100)
    world.sync("window")
    world.terminal("market")
    world.sync("market")
    for one in received:
        assert world.case("market", one.number) == world.case("window", one.number)
        assert world.case("market", one.number) == world.case("hub", one.number)
    assert len(world.hub("market").tasks(MARKET)) == 100
    assert world.is_clean("market") and world.is_clean("hub")


def test_a_station_that_is_given_a_case_gets_all_that_came_before(world) -> None:
    world.terminal("window")
    [case] = world.receive("window", conclude=False)
    world.sync("window")
    world.terminal("market")  # the department's office is a station of its own
    assert world.sync("market").pulled == 0
    who, act = world.who("窗口员"), Act({"offer_to": "station:0002", "why": "转来办理"})
    acting.do(world.offices["window"], case.number, Kind.OFFERED, who, lambda unit, found: act)
    world.sync("window")
    assert world.sync("market").pulled == 2
    assert world.case("market", case.number) == world.case("hub", case.number)
    assert world.is_clean("market")


def test_pages_of_any_size_give_every_line(world) -> None:
    world.terminal("window")
    world.receive("window", 2)
    world.sync("window")
    world.terminal("market")
    hub = world.hub("market")
    whole = {line.id for line in hub.pull(Cursor(), 200).lines}
    found, cursor, more = [], Cursor(), True
    while more:
        page = hub.pull(cursor, 1)
        found += [line.id for line in page.lines]
        cursor, more = page.cursor, page.more
    assert set(found) == whole and len(found) == len(whole) > 2


def test_a_station_with_one_terminal_gets_its_leases_unasked(world) -> None:
    world.terminal("window")
    [case] = world.receive("window", conclude=False)
    who = world.who("窗口员")
    act = Act({"offer_to": "station:0001", "why": "换人办理"})
    office = world.offices["window"]
    acting.do(office, case.number, Kind.OFFERED, who, lambda unit, found: act)
    (world.folder / "hub").rename(world.folder / "away")
    with pytest.raises(HubUnreachable):
        acting.do(office, case.number, Kind.OFFERED, who, lambda unit, found: act)
    (world.folder / "away").rename(world.folder / "hub")
    world.sync("window")
    with office.store.read() as unit:
        lease = leases.find(unit, world.case("window", case.number).case_id)
    assert lease is not None and lease.until is None
    world.terminal("second")
    world.sync("window")
    with office.store.read() as unit:
        limited = leases.find(unit, world.case("window", case.number).case_id)
    assert limited is not None and limited.until is not None and limited.fence == lease.fence
    assert not isinstance(
        acting.do(office, case.number, Kind.OFFERED, who, lambda unit, found: act), Refusal
    )
    assert world.sync("window").set_aside == ()


def test_a_lease_that_ran_out_by_the_own_clock_is_refused(world) -> None:
    world.terminal("window")
    [case] = world.receive("window")
    world.sync("window")
    world.terminal("market")
    world.sync("market")
    claim(world, "market", case.number)
    world.clock.moment = world.clock.moment.replace(minute=59)
    refused = step(world, "market", case.number)
    assert isinstance(refused, Refusal) and refused.code == "lease_over"


def test_who_has_not_joined_is_told(small_world) -> None:
    world = small_world()
    office = world.terminal("window", joins=False)
    found = syncing.joined_to(office)
    assert isinstance(found, Refusal) and found.code == "not_joined"


def test_a_code_lets_one_terminal_in_once(world) -> None:
    from data.exchange import enrolling
    from data.store.members import Place
    from window_app.services import joining

    code = enrolling.invite(world.counter, Place("0001", "county"))
    world.terminal("window", joins=False)
    world.terminal("second", joins=False)
    world.terminal("market", joins=False)

    def join(name: str):
        return joining.join(
            world.offices[name],
            str(world.folder / "hub"),
            code,
            lambda wish: enrolling.enrol(world.counter, wish),
        )

    wrong = join("market")
    assert isinstance(wrong, Refusal) and wrong.code == "code_of_other_station"
    assert not isinstance(join("window"), Refusal)
    used = join("second")
    assert isinstance(used, Refusal) and used.code == "code_wrong"


def test_a_revoked_terminal_lets_go_and_one_that_replaces_it_comes_in(world) -> None:
    from data.exchange import enrolling
    from data.store import members, queue
    from data.store.members import Place
    from window_app.services import joining

    world.terminal("window")
    [case] = world.receive("window")
    world.sync("window")
    world.terminal("market")
    world.sync("market")
    claim(world, "market", case.number)
    enrolling.revoke(world.counter, "0002-01")
    with world.counter.store.read() as unit:
        assert queue.held_by(unit, world.offices["market"].signer.feed) == []
        revoked = members.by_label(unit, "0002", "01")
    assert revoked is not None and revoked.revoked_at is not None
    with pytest.raises(HubRefusal) as caught:
        enrolling.revoke(world.counter, "0002-01")
    assert caught.value.code == "terminal_revoked_before"
    code = enrolling.invite(world.counter, Place("0002", "county", "market"), replaces="0002-01")
    again = joining.join(
        world.offices["market"],
        str(world.folder / "hub"),
        code,
        lambda wish: enrolling.enrol(world.counter, wish),
    )
    assert not isinstance(again, Refusal)
    assert world.sync("market").set_aside == ()
