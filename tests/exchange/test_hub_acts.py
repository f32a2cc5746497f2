"""What a supervisor does at the hub: set-aside events are seen and settled, cases taken over."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from data.clock import to_text
from data.errors import InputError, Refusal
from data.exchange import enrolling
from data.exchange.local_hub import LocalHub
from data.exchange.refusals import HubUnreachable
from data.rules.case import Status
from data.rules.event import Kind
from data.rules.words import Role
from data.store import cases, journal, staff
from data.store.journal import Entry
from window_app.services import (
    access,
    acting,
    handing,
    hub_acts,
    hub_terminals,
    lapsing,
    voiding,
)
from window_app.services.acting import Act
from window_app.services.hub_acts import Settling
from window_app.views import CaseView

SUPERVISOR = access.new_account("监督员", [Role.SUPERVISOR])
STEP: dict[str, object] = {"step": "材料审查", "opinion": "齐全"}


def write(world: Any, name: str, number: str, kind: Kind, **body: object) -> str:
    """An event that this terminal should not have written."""
    office = world.offices[name]
    with office.store.write() as unit:
        case = cases.by_number(unit, number)
        entry = Entry(
            kind,
            {**body, "terminal": office.terminal.label},
            "承办人",
            to_text(office.now()),
            case.case_id,
        )
        return str(journal.append(unit, office.signer, entry, case).event.id)


@pytest.fixture
def aside(world) -> Any:
    """A case of the window's, and the id of an event of the department's that was set aside."""
    world.terminal("window")
    world.terminal("market")
    [case] = world.receive("window")
    world.sync("window")
    world.sync("market")
    event = write(world, "market", case.number, Kind.STEP_PASSED, **STEP)
    write(world, "market", case.number, Kind.STEP_PASSED, **STEP)
    world.sync("market")
    return case, event


class Unclosed(LocalHub):
    """The hub of the test, which others use after this."""

    def close(self) -> None:
        self._closed.set()


def same_everywhere(world, number: str) -> bool:
    at_hub = world.case("hub", number)
    names = [name for name in world.offices if name != "at hub"]
    return all(world.case(name, number) == at_hub for name in names)


def test_what_was_set_aside_is_seen_and_settled_with_all_that_rests_on_it(world, aside) -> None:
    case, event = aside
    office = world.at_hub()
    first, second = hub_acts.set_aside(office, settled=False)
    assert (first.event, first.number, first.kind) == (event, case.number, "step_passed")
    assert (first.terminal, first.who, first.code) == ("0002-01", "承办人", "not_claimed")
    assert (second.code, second.settled) == ("rests_on_set_aside", None)
    with world.offices["market"].store.read() as unit:
        assert journal.sync_state(unit, first.case_id) == "set_aside"

    clerk = access.new_account("窗口员", [Role.CLERK])
    refused = hub_acts.resolve(office, event, clerk, Settling("dropped", "重复"))
    assert isinstance(refused, Refusal) and refused.code == "role_may_not"
    settled = hub_acts.resolve(office, case.number, SUPERVISOR, Settling("dropped", "重复操作"))
    assert not isinstance(settled, Refusal)
    assert [one.settled.how for one in settled if one.settled] == ["dropped", "dropped"]
    assert hub_acts.set_aside(office, settled=False) == ()
    assert hub_acts.shown(office, event) == settled[:1]
    again = hub_acts.resolve(office, event, SUPERVISOR, Settling("dropped", "重复操作"))
    assert isinstance(again, Refusal) and again.code == "aside_settled"
    with pytest.raises(InputError) as caught:
        hub_acts.shown(office, "没有的")
    assert caught.value.code == "aside_unknown"

    for name in ("market", "window"):
        assert world.sync(name).pulled == 2
    with world.offices["market"].store.read() as unit:
        assert journal.sync_state(unit, first.case_id) == "received"
    assert same_everywhere(world, case.number)
    assert all(world.is_clean(where) for where in ("hub", "window", "market"))


def test_a_case_is_voided_while_settling(world, aside) -> None:
    case, _event = aside
    done = hub_acts.resolve(
        world.at_hub(), case.number, SUPERVISOR, Settling("voided", "两边重复收件")
    )
    assert not isinstance(done, Refusal)
    for name in ("market", "window"):
        world.sync(name)
        assert world.case(name, case.number).status is Status.VOIDED
    assert same_everywhere(world, case.number)
    assert world.hub("market").tasks("department:market") == ()
    assert all(world.is_clean(where) for where in ("hub", "window", "market"))


def test_a_beginning_that_was_set_aside_is_settled_and_told_to_its_terminal(world) -> None:
    """The hub has no such case; its terminal hears of the settling all the same."""
    office = world.terminal("window")
    with world.counter.store.write() as unit:
        account, password_hash = staff.find(unit, "窗口员")
        staff.put(unit, replace(account, roles=frozenset({Role.CASHIER})), password_hash)
    [case] = world.receive("window", conclude=False)
    world.sync("window")
    [found] = hub_acts.set_aside(world.at_hub(), settled=False)
    assert (found.number, found.kind, found.code) == (case.number, "received", "role_may_not")
    refused = hub_acts.resolve(
        world.at_hub(), found.event, SUPERVISOR, Settling("voided", "没有权限")
    )
    assert isinstance(refused, Refusal) and refused.code == "case_not_at_hub"
    hub_acts.resolve(world.at_hub(), found.event, SUPERVISOR, Settling("redone", "已经重收"))
    assert world.sync("window").pulled == 1
    with office.store.read() as unit:
        assert journal.sync_state(unit, found.case_id) == "received"
    assert world.is_clean("hub") and world.is_clean("window")


def test_what_a_revoked_terminal_held_is_taken_over(world) -> None:
    world.terminal("window")
    world.terminal("second")
    [case] = world.receive("window", conclude=False)
    world.sync("window")
    office = world.at_hub()

    def take(to: str = "station:0001") -> Any:
        return hub_acts.take_over(office, case.number, SUPERVISOR, to=to, why="终端坏了")

    assert take().code == "terminal_works"
    enrolling.revoke(world.counter, "0001-01")
    assert take("station:0099").code == "address_unstaffed"
    taken = take()
    assert isinstance(taken, CaseView) and taken.holder.address == "station:0001"
    assert take().code == "nobody_holds"
    world.sync("second")  # the only terminal left there: its lease comes unasked
    act = Act({"why": "申请人撤回", "day": "2026-11-23"})
    who = world.who("窗口员")
    second = world.offices["second"]
    done = acting.do(second, case.number, Kind.WITHDRAWN, who, lambda unit, found: act)
    assert isinstance(done, CaseView) and done.status == "withdrawn"
    assert world.sync("second").set_aside == ()
    assert world.case("hub", case.number) == world.case("second", case.number)
    assert world.is_clean("hub") and world.is_clean("second")


def test_a_supervisor_voids_and_reopens_at_the_hub(world) -> None:
    """The same services as at a terminal: in the hub's home they write in the hub's order."""
    world.terminal("window")
    lapsed, wrong = world.receive("window", 2)
    world.sync("window")
    done = voiding.void_case(world.at_hub(), wrong.number, SUPERVISOR, why="收错了")
    assert isinstance(done, CaseView) and done.status == "voided", done
    world.sync("window")
    assert world.case("window", wrong.number).status is Status.VOIDED
    refused = lapsing.reopen(world.at_hub(), lapsed.number, SUPERVISOR, why="没有终止")
    assert isinstance(refused, Refusal) and refused.code == "not_in_this_state"
    assert same_everywhere(world, wrong.number)
    assert world.is_clean("hub") and world.is_clean("window")


def test_a_supervisor_at_a_terminal_acts_through_the_hub(world) -> None:
    """Over the head of the terminal that holds the case; done once the hub has taken it."""
    for name in ("window", "second"):
        world.terminal(name)
    with world.counter.store.write() as unit:
        staff.add(unit, SUPERVISOR, "x")
    [case] = world.receive("window", conclude=False)
    world.sync("window")
    world.sync("second")
    who, office = world.who("窗口员"), world.offices["second"]
    handing.offer(world.offices["window"], case.number, "station:0002", who, why="归县里")
    world.sync("window")  # the other terminal has not heard of this yet

    def away() -> Any:
        raise HubUnreachable("hub_unreachable", "连不上中心")

    office.reach = away
    with pytest.raises(HubUnreachable):
        voiding.void_case(office, case.number, SUPERVISOR, why="收错了")
    assert world.case("second", case.number).status is Status.RECEIVED
    office.reach = lambda: Unclosed(world.hub("second").counter, world.hub("second").member)
    done = voiding.void_case(office, case.number, SUPERVISOR, why="收错了")
    assert isinstance(done, CaseView) and (done.status, done.sync) == ("voided", "received"), done
    world.sync("window")
    assert world.case("hub", case.number).status is Status.VOIDED
    assert same_everywhere(world, case.number)
    assert all(world.is_clean(where) for where in ("hub", "window", "second"))


def test_the_hub_lists_its_terminals(world) -> None:
    world.terminal("window")
    world.terminal("market")
    world.sync("window")
    enrolling.revoke(world.counter, "0002-01")
    window, market = hub_terminals.everybody(world.at_hub())
    assert (window.terminal, window.department, window.revoked) == ("0001-01", None, None)
    assert window.last_number > 0 and window.seen == to_text(world.clock.now())
    assert (market.terminal, market.department, market.seen) == ("0002-01", "market", None)
    assert market.revoked is not None
    assert "停用" in hub_terminals.line(market)
