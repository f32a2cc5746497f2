"""Another window asks for a case: the terminal that holds it offers it, and the other claims."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from data.errors import Refusal
from data.exchange.refusals import HubRefusal
from data.exchange.shapes import Claim
from data.rules.event import Kind
from data.store import hub_settings
from window_app.services import acting, answering
from window_app.services.acting import Act
from window_app.services.desk.desk import Desk
from window_app.views import CaseView

WITHDRAWN = Act({"why": "申请人撤回", "day": "2026-11-23"})


@pytest.fixture
def case(world) -> Any:
    """A case that the window holds; another terminal of the hall, and an office elsewhere."""
    for name in ("window", "second", "market"):
        world.terminal(name)
    [found] = world.receive("window", conclude=False)
    for name in ("window", "second"):
        world.sync(name)
    return found


def test_it_is_offered_and_then_done_by_the_other(world, case) -> None:
    who = world.who("窗口员")
    assert answering.ask(world.hub("second"), case.number, who) is None
    order = world.counter.order()
    assert answering.ask(world.hub("second"), case.number, who) is None
    assert world.counter.order() == order  # asked once is enough
    world.clock.moment += timedelta(minutes=11)
    assert answering.ask(world.hub("second"), case.number, who) is None
    assert world.counter.order() == order + 1
    told = world.sync("window")
    assert (told.pulled, told.pushed) == (2, 1)
    assert world.case("hub", case.number).holder.address == "station:0001"
    second = world.offices["second"]
    [lease] = world.hub("second").claim(claim_of(case.number))
    assert lease.person == "窗口员"
    world.sync("second")
    done = acting.do(second, case.number, Kind.WITHDRAWN, who, lambda unit, found: WITHDRAWN)
    assert isinstance(done, CaseView) and done.status == "withdrawn", done
    assert world.sync("second").set_aside == ()
    world.sync("window")
    for name in ("window", "second"):
        assert world.case(name, case.number) == world.case("hub", case.number)
    assert all(world.is_clean(where) for where in ("hub", "window", "second"))


def test_not_while_it_is_open_on_the_screen(world, case) -> None:
    office = world.offices["window"]
    desk = Desk(office)
    desk.case_page(case.number)
    answering.ask(world.hub("second"), case.number, world.who("窗口员"))
    assert world.sync("window").pushed == 0
    with office.store.read() as unit:
        joined = hub_settings.read_joined(unit)
    assert joined is not None and len(joined.asked) == 1
    desk.left(case.number)
    assert world.sync("window").pushed == 1
    assert world.case("hub", case.number).holder.kind == "task"


def test_a_station_elsewhere_is_shown_the_case_once_it_is_offered(world, case) -> None:
    market = world.offices["market"]
    answering.ask(world.hub("market"), case.number, world.who("窗口员"))
    assert world.sync("market").pulled == 0
    world.sync("window")
    assert world.sync("market").pulled > 0
    assert world.case("market", case.number).holder.address == market.terminal.address


def test_there_must_be_a_window_to_ask(world, case) -> None:
    who = world.who("窗口员")
    [decided] = world.receive("window")
    world.sync("window")
    reviewer = answering.ask(world.hub("second"), case.number, world.who("承办人"))
    assert isinstance(reviewer, Refusal) and reviewer.code == "role_may_not"
    for name, number, code in (
        ("window", case.number, "held_here"),
        ("second", decided.number, "not_at_a_window"),
        ("second", "0" * 24, "case_unknown"),
    ):
        with pytest.raises(HubRefusal) as caught:
            answering.ask(world.hub(name), number, who)
        assert caught.value.code == code
    answering.ask(world.hub("second"), case.number, who)
    world.sync("window")
    with pytest.raises(HubRefusal) as caught:
        answering.ask(world.hub("second"), case.number, who)
    assert caught.value.code == "offered_here"


def claim_of(number: str) -> Claim:
    return Claim(address="station:0001", person="窗口员", number=number)
