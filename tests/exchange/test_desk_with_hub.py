"""The desk of a terminal that joined: results that come back, and what did not take effect."""

from __future__ import annotations

from typing import Any

import pytest

from data.errors import Refusal
from data.exchange.refusals import HubUnreachable
from data.rules.words import Role
from data.store import journal, leases, outbox
from window_app import demonstration
from window_app.desk_views import Done, Reminder
from window_app.services import (
    access,
    deciding,
    hub_acts,
    late_concluding,
    queueing,
    reviewing,
)
from window_app.services.desk.desk import Desk, Person
from window_app.services.hub_acts import Settling
from window_app.views import Submitted

CLERK, REVIEWER, HEAD = "窗口员", "承办人", "首席代表"
NUMBER = "441803199001011155"


@pytest.fixture
def world(small_world: Any) -> Any:
    return small_world()


@pytest.fixture
def issuer() -> Person:
    return Person(access.new_account("出件员", [Role.ISSUER]))


def decided(world: Any, number: str, *, is_granted: bool) -> None:
    """By the department, which reviews, decides and registers the result."""
    market = world.offices.get("market") or world.terminal("market")
    reviewer, head = world.who(REVIEWER), world.who(HEAD)

    def claim(who: Any) -> None:
        given = queueing.claim(market, world.hub("market"), who, number=number, count=1)
        assert not isinstance(given, Refusal)

    claim(reviewer)
    assert not isinstance(reviewing.pass_step(market, number, reviewer), Refusal)
    claim(head)
    if is_granted:
        answer = deciding.approve(market, number, head)
        values = {"registered_name": "清新区示例小店", "licence_date": "2026-11-23"}
    else:
        answer = deciding.refuse(market, number, head, reasons=["网址已经注销"])
        values = {}
    assert not isinstance(answer, Refusal)
    assert not isinstance(deciding.register(market, number, reviewer, values), Refusal)


@pytest.mark.parametrize("is_granted", [True, False], ids=["granted", "refused"])
def test_a_departments_result_is_handed_out_at_either_window(
    world: Any, issuer: Person, is_granted: bool
) -> None:
    world.terminal("window")
    second = Desk(world.terminal("second"))
    [case] = world.receive("window")
    world.sync("window")
    decided(world, case.number, is_granted=is_granted)
    assert second.exchanges.now()
    [waiting] = [one for one in second.home(issuer).reminders if one.word == "待领取"]
    assert (waiting.count, waiting.opens) == (1, "hand_out")
    assert [line.number for line in second.issuing.ready().cases] == [case.number]
    page = second.case_page(case.number)
    assert not isinstance(page, Refusal)
    assert page.act == "hand_out"
    assert "hand_out" in {act.id for act in second.acts.offered(case.number, issuer)}
    given = second.issuing.open(case.number, issuer)
    assert not isinstance(given, Refusal), given
    given.set("id_number", NUMBER)
    done = second.issuing.hand_out(given, issuer)
    assert isinstance(done, Done), done
    assert [name for name, *_ in done.papers] == ["送达回证"]
    second.exchanges.now()
    world.sync("window")
    assert world.case("window", case.number).status == "delivered"


def test_a_result_that_the_other_window_is_handing_out_is_not_given_twice(
    world: Any, issuer: Person
) -> None:
    world.terminal("window")
    second = Desk(world.terminal("second"))
    [case] = world.receive("window")
    world.sync("window")
    decided(world, case.number, is_granted=True)
    second.exchanges.now()
    taken = queueing.claim(
        world.offices["window"], world.hub("window"), issuer.account, number=case.number, count=1
    )
    assert not isinstance(taken, Refusal)
    given = second.issuing.open(case.number, issuer)
    assert not isinstance(given, Refusal)
    given.set("id_number", NUMBER)
    answer = second.issuing.hand_out(given, issuer)
    assert isinstance(answer, Refusal)
    assert world.case("hub", case.number).status == "ready"


def test_without_the_hub_an_unclaimed_result_is_not_handed_out(world: Any, issuer: Person) -> None:
    world.terminal("window")
    second = Desk(world.terminal("second"))
    [case] = world.receive("window")
    world.sync("window")
    decided(world, case.number, is_granted=True)
    second.exchanges.now()
    with second._office.store.write() as unit:
        leases.drop(unit, world.case("second", case.number).case_id)
    (world.folder / "hub").rename(world.folder / "away")
    given = second.issuing.open(case.number, issuer)
    assert not isinstance(given, Refusal)
    given.set("id_number", NUMBER)
    with pytest.raises(HubUnreachable, match="这里没有中心"):
        second.issuing.hand_out(given, issuer)
    assert world.case("second", case.number).status == "ready"


def test_what_is_sent_and_not_answered_is_not_there_yet(world: Any) -> None:
    desk = Desk(world.terminal("window"))
    [case] = world.receive("window")
    with desk._office.store.write() as unit:
        events = journal.events_of(unit, world.case("window", case.number).case_id)
        outbox.mark_sending(unit, [event.id for event in events])
    page = desk.exchanges.page()
    [row] = [row for row in page.rows if row.number == case.number]
    assert (row.state, row.waiting) == ("传送中", len(events))
    assert page.unsent == desk.connection.state().unsent
    assert desk.connection.state().sending == len(events)
    assert "时间" not in {fact.label for fact in page.facts}
    desk.exchanges.now()
    [row] = [row for row in desk.exchanges.page().rows if row.number == case.number]
    assert (row.state, row.waiting) == ("已达", 0)


def test_a_lone_desk_says_so_and_sends_nothing(world: Any) -> None:
    desk = Desk(world.terminal("window", joins=False))
    [case] = world.receive("window")
    page = desk.exchanges.page()
    assert page.is_lone
    assert "没有加入中心" in page.facts[0].words
    assert page.rows == ()
    answer = desk.exchanges.now()
    assert isinstance(answer, Refusal)
    assert answer.code == "not_joined"
    shown = desk.case_page(case.number)
    assert not isinstance(shown, Refusal)
    assert shown.sending is not None
    assert shown.sending.word == "单机"


def reminder(desk: Desk, who: Person) -> Reminder | None:
    found = [one for one in desk.home(who).reminders if one.word == "未生效"]
    return found[0] if found else None


def concluded(world: Any, number: str, who: Any) -> None:
    office = world.offices["window"]
    form = demonstration.intake()
    answer = late_concluding.conclude(office, number, form, who, world.folder)
    assert isinstance(answer, Submitted), answer


def test_what_did_not_take_effect_is_done_anew_its_paper_voided_and_then_settled(
    world: Any,
) -> None:
    desk, clerk = Desk(world.terminal("window")), Person(world.who(CLERK))
    [case] = world.receive("window", conclude=False, materials=demonstration.intake().materials[:2])
    world.sync("window")
    admin = access.new_account("管理员", [Role.ADMINISTRATOR])
    access.add_staff(desk._office, "新来的", "for-tests", roles=[Role.CLERK], by=admin)
    concluded(world, case.number, access.new_account("新来的", [Role.CLERK]))
    assert reminder(desk, clerk) is None
    desk.exchanges.now()

    told = reminder(desk, clerk)
    assert told is not None
    assert (told.count, told.tone, told.opens) == (1, "bad", "cases")
    [line] = desk.wanted("未生效").cases
    assert line.number == case.number
    assert "“受理”没有生效：中心没有账号“新来的”" in line.next
    first = desk.exchanges.page().rows[0]
    assert (first.number, first.state) == (case.number, "未生效")
    assert "受理通知书" in first.todo and "请收回" in first.todo
    page = desk.case_page(case.number)
    assert not isinstance(page, Refusal)
    assert (page.status, page.next, page.act) == ("received", first.said, "conclude")
    assert page.sending is not None
    assert (page.sending.word, page.sending.todo) == ("未生效", first.todo)
    assert [one.note for one in page.timeline if one.family == "fault"] == [
        "未生效：中心没有账号“新来的”。"
    ]

    act = desk.acts.act(case.number, "void_paper", clerk)
    assert act is not None
    label = next(one for one in act.fields[0].choices if one.startswith("受理通知书"))
    values = {"document": label, "why": "没有生效", "anew": "只作废"}
    assert isinstance(desk.acts.do(case.number, "void_paper", values, clerk), Done)
    assert "请收回" not in desk.exchanges.page().rows[0].todo
    concluded(world, case.number, clerk.account)
    desk.exchanges.now()
    assert world.case("hub", case.number).status == "accepted"
    assert reminder(desk, clerk) is not None

    hub, boss = world.at_hub(), access.new_account("监督员", [Role.SUPERVISOR])
    settled = hub_acts.resolve(hub, case.number, boss, Settling("redone", "重新受理了"))
    assert not isinstance(settled, Refusal)
    desk.exchanges.now()
    assert reminder(desk, clerk) is None
    assert desk.connection.state().set_aside == 0
    page = desk.case_page(case.number)
    assert not isinstance(page, Refusal)
    assert page.sending is not None
    assert (page.sending.word, page.sending.todo) == ("已达", "")
