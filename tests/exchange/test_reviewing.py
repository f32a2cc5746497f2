"""A department's acts: under a lease, confirmed by the hub before they show, papers after that."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from data.errors import InputError, Refusal
from data.exchange.refusals import HubUnreachable
from data.rules.words import Role
from data.store import leases, papers, people
from window_app import hub_bootstrap
from window_app.services import (
    cases,
    deciding,
    queueing,
    reprinting,
    reviewing,
    supplementing,
)
from window_app.services.confirming import Unconfirmed
from window_app.services.forms import SupplementForm
from window_app.services.reviewing import SendBack
from window_app.views import CaseView

CLERK, REVIEWER, HEAD, ISSUER = "窗口员", "承办人", "首席代表", "出件员"
RECEIVER = {"to": "龚䶮㛃", "id_number": "441803199001011155", "how": "pickup"}


@pytest.fixture
def number(world: Any) -> str:
    """A case the market department is offered, claimed at its first terminal."""
    for name in ("window", "market", "market2"):
        world.terminal(name)
    [case] = world.receive("window")
    world.sync("window")
    claim(world, "market", case.number)
    number: str = case.number
    return number


def claim(world: Any, name: str, number: str, who: str = REVIEWER) -> None:
    given = queueing.claim(
        world.offices[name], world.hub(name), world.who(who), number=number, count=1
    )
    assert not isinstance(given, Refusal)


def code(answer: object) -> str:
    assert isinstance(answer, Refusal), answer
    return answer.code


def done(answer: CaseView | Refusal) -> CaseView:
    assert isinstance(answer, CaseView), answer
    return answer


def printed(world: Any, name: str, number: str, kind: str) -> str:
    """The text of a paper that came out at a terminal."""
    shown = cases.show(world.offices[name], number)
    path = next(one.path for one in shown.documents if one.kind == kind)
    assert path is not None, f"{kind} was not printed"
    return "".join(page.extract_text() for page in PdfReader(Path(path)).pages)


def passed(world: Any, number: str) -> CaseView:
    return done(reviewing.pass_step(world.offices["market"], number, world.who(REVIEWER)))


def test_from_the_window_to_the_department_and_back(world: Any, number: str) -> None:
    market, window = world.offices["market"], world.offices["window"]
    shown = done(reviewing.pass_step(market, number, world.who(REVIEWER), opinion="材料属实"))
    assert (shown.status, shown.sync) == ("reviewing", "received")
    claim(world, "market", number, HEAD)
    granted = done(deciding.approve(market, number, world.who(HEAD), opinion="同意"))
    assert (granted.status, granted.sync) == ("approved", "received")
    assert "准予登记" in printed(world, "market", number, "approval")
    values = {"registered_name": "清新区示例小店", "licence_date": "2026-11-23"}
    ready = done(deciding.register(market, number, world.who(REVIEWER), values, pieces=2))
    assert (ready.status, ready.holder.address) == ("ready", "station:0001")

    world.sync("window")
    assert cases.show(window, number).status == "ready"
    handed = done(deciding.hand_out(window, number, world.who(ISSUER), **RECEIVER))
    assert handed.status == "delivered"
    served = printed(world, "window", number, "delivery")
    assert "准予登记通知书" in served and "营业执照" in served
    for name in ("window", "market"):
        world.sync(name)
    assert {world.case(where, number).status for where in ("hub", "window", "market")} == {
        "delivered"
    }
    assert all(world.is_clean(where) for where in ("hub", "window", "market"))


def test_a_refusal_has_reasons_remedies_and_is_served(world: Any, number: str) -> None:
    market = world.offices["market"]
    passed(world, number)
    claim(world, "market", number, HEAD)
    with pytest.raises(InputError, match="理由"):
        deciding.refuse(market, number, world.who(HEAD), reasons=[" "])
    refused = done(
        deciding.refuse(
            market, number, world.who(HEAD), reasons=["网址已经注销"], false_materials=True
        )
    )
    assert refused.status == "refused"
    paper = printed(world, "market", number, "refusal")
    assert "网址已经注销" in paper and "行政复议" in paper and "行政诉讼" in paper
    with pytest.raises(InputError, match="没有栏目"):
        deciding.register(market, number, world.who(REVIEWER), {"registered_name": "示例"})
    done(deciding.register(market, number, world.who(REVIEWER), {}))
    world.sync("window")
    done(deciding.hand_out(world.offices["window"], number, world.who(ISSUER), **RECEIVER))
    served = printed(world, "window", number, "delivery")
    assert "不予办理决定书" in served and "营业执照" not in served
    for where in ("window", "market"):
        with world.offices[where].store.read() as unit:
            [flag] = people.all_flags(unit)
        assert (flag.kind, flag.source) == ("false_materials", number)


def test_the_steps_go_before_the_decision(world: Any, number: str) -> None:
    market = world.offices["market"]
    assert code(deciding.approve(market, number, world.who(HEAD))) == "steps_left"
    assert code(deciding.refuse(market, number, world.who(HEAD), reasons=["没有"])) == "steps_left"
    assert code(reviewing.pass_step(market, number, world.who(CLERK))) == "role_may_not"
    assert code(reviewing.pass_step(market, number, world.who(HEAD))) == "step_of_others"
    passed(world, number)
    assert code(reviewing.pass_step(market, number, world.who(REVIEWER))) == "not_claimed"
    claim(world, "market", number)
    assert code(reviewing.pass_step(market, number, world.who(REVIEWER))) == "decision_is_next"
    with pytest.raises(InputError, match="最多 500"):
        deciding.approve(market, number, world.who(HEAD), opinion="长" * 501)


def test_whoever_may_do_the_next_step_has_it_at_once(world: Any, number: str) -> None:
    market = world.offices["market"]
    both = replace(world.who(REVIEWER), roles=frozenset({Role.REVIEWER, Role.HEAD}))
    done(reviewing.pass_step(market, number, both))
    with market.store.read() as unit:
        lease = leases.find(unit, cases.find(unit, number).case_id)
    assert lease is not None and lease.fence > 1


def test_it_goes_back_only_for_what_is_listed(world: Any, number: str) -> None:
    market, head = world.offices["market"], world.who(HEAD)
    for point, wanted in (
        (SendBack("passport", "未签名"), "material_not_listed"),
        (SendBack("form", "字不好看"), "fault_not_listed"),
    ):
        refused = reviewing.send_back(market, number, head, [point])
        assert code(refused) == wanted
        assert isinstance(refused, Refusal) and "清单版本" in (refused.rule or "")
    refused = reviewing.send_back(market, number, world.who(REVIEWER), [SendBack("form", "未签名")])
    assert code(refused) == "role_may_not"
    assert world.case("market", number).status == "accepted"
    points = [SendBack("form", "未签名"), SendBack("form", "有涂改")]
    assert done(reviewing.send_back(market, number, head, points)).status == "supplementing"
    notice = printed(world, "market", number, "supplement")
    assert "未签名" in notice and "有涂改" in notice
    world.sync("window")
    back = world.case("window", number)
    assert back.holder.address == "station:0001" and back.accepted_day == "2026-11-23"
    [row] = [row for row in back.materials if row.id == "form"]
    assert (row.mark, row.faults) == ("defective", ("未签名", "有涂改"))
    assert world.is_clean("hub") and world.is_clean("market")


def test_brought_back_it_goes_on_and_a_new_point_needs_a_reason(world: Any, number: str) -> None:
    market, head = world.offices["market"], world.who(HEAD)
    done(reviewing.send_back(market, number, head, [SendBack("form", "未签名")]))
    world.sync("window")
    form = SupplementForm.model_validate({"materials": [{"id": "form", "mark": "ok"}]})
    window = world.offices["window"]
    brought = supplementing.bring(window, number, form, world.who(CLERK), world.folder)
    assert not isinstance(brought, Refusal) and brought.case.status == "reviewing"
    world.sync("window")
    claim(world, "market2", number, HEAD)
    market2 = world.offices["market2"]
    new = SendBack("platform_proof", listed_fault(world, number, "platform_proof"))
    assert code(reviewing.send_back(market2, number, head, [new])) == "new_point_needs_reason"
    told = SendBack(new.material, new.fault, new_reason="平台事后注销了网店")
    again = done(reviewing.send_back(market2, number, head, [told]))
    assert again.status == "supplementing"
    last = world.case("market2", number).supplements[-1]
    assert last.round == 2 and last.new_points[0]["new_reason"] == "平台事后注销了网店"
    assert world.case("hub", number).accepted_day == "2026-11-23"


def listed_fault(world: Any, number: str, material: str) -> str:
    office = world.offices["market2"]
    with office.store.read() as unit:
        case = cases.find(unit, number)
        found = office.list_of(unit, case).item(case.item).material(material)
    fault: str = (*found.faults, *found.criteria)[0]
    return fault


def test_without_a_line_nothing_is_written(world: Any, number: str) -> None:
    market = world.offices["market"]
    (world.folder / "hub").rename(world.folder / "away")
    with pytest.raises(HubUnreachable):
        reviewing.pass_step(market, number, world.who(REVIEWER))
    (world.folder / "away").rename(world.folder / "hub")
    assert cases.show(market, number).status == "accepted"
    assert passed(world, number).status == "reviewing"


def test_what_the_hub_did_not_answer_is_not_shown_as_done(world: Any, number: str) -> None:
    """The line breaks between writing and the answer: no paper comes before the hub's word."""
    market = world.offices["market"]
    passed(world, number)
    claim(world, "market", number, HEAD)
    calls = iter([True, False])

    def reach() -> Any:
        if next(calls, False):
            return hub_bootstrap.reach(market)
        raise HubUnreachable("hub_unreachable", "断线了")

    market.reach = reach
    with pytest.raises(Unconfirmed, match="还没有确认"):
        deciding.approve(market, number, world.who(HEAD))
    shown = cases.show(market, number)
    assert shown.sync == "queued"
    [paper] = [one for one in shown.documents if one.kind == "approval"]
    assert (paper.path, paper.problem) == (None, "等中心确认")
    asked = reprinting.reprint(market, number, "approval", world.who(HEAD))
    assert code(asked) == "paper_unconfirmed"

    market.reach = partial(hub_bootstrap.reach, market)
    world.sync("market")
    assert "准予登记" in printed(world, "market", number, "approval")
    assert world.case("hub", number).status == "approved"
    with market.store.read() as unit:
        assert papers.confirmed(unit) == []


def test_under_an_old_lease_it_is_refused_and_nothing_is_printed(world: Any, number: str) -> None:
    """The first terminal's lease ran out, the second claimed: one stands."""
    market, market2 = world.offices["market"], world.offices["market2"]
    world.clock.moment += timedelta(minutes=20)
    claim(world, "market2", number)
    done(reviewing.pass_step(market2, number, world.who(REVIEWER)))
    refused = reviewing.pass_step(market, number, world.who(REVIEWER))
    assert code(refused) in ("lease_lost", "lease_over")
    world.sync("market")
    assert world.case("market", number).head == world.case("hub", number).head
    assert world.is_clean("hub") and world.is_clean("market")


def test_an_office_that_met_no_hub_does_all_by_itself(small_world: Any) -> None:
    world = small_world()
    office = world.terminal("market", joins=False)
    [case] = world.receive("market")
    number = case.number
    done(reviewing.pass_step(office, number, world.who(REVIEWER)))
    done(deciding.approve(office, number, world.who(HEAD)))
    assert "准予登记" in printed(world, "market", number, "approval")
    done(deciding.register(office, number, world.who(REVIEWER), {}))
    done(deciding.hand_out(office, number, world.who(ISSUER), **RECEIVER))
    assert cases.show(office, number).status == "delivered"
    assert world.is_clean("market")
