"""What the review terminal's screens are given: who may sit there, cards, points, scans."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from data.errors import InputError, Refusal
from data.rules.case import Status
from data.store import journal
from screens.review.cards import ScansCard
from window_app import bootstrap, demonstration, demonstration_loop, hub_bootstrap
from window_app.services import cases, intake, supplementing, syncing
from window_app.services.forms import SupplementForm
from window_app.services.review import desk as reviewing
from window_app.services.review.desk import ReviewDesk
from window_app.settings import Settings

CLERK, REVIEWER, HEAD = "窗口员", "承办人", "首席代表"
FAULT = "未签名或盖章"


def code(answer: object) -> str:
    assert isinstance(answer, Refusal), answer
    return answer.code


def test_only_the_departments_reviewers_and_heads_sit_here(loop: Any, password: str) -> None:
    desk = loop.desk()
    assert code(desk.sign_in(CLERK, password)) == "may_not_review"
    assert code(desk.sign_in("监督员", password)) == "may_not_review"
    assert code(desk.sign_in(REVIEWER, "wrong")) == "wrong_password"
    for name in (REVIEWER, HEAD):
        assert desk.sign_in(name, password).name == name
    station = desk.station()
    assert (station.place, station.window) == ("清新区市场监督管理局", "后台审核")
    assert [fact.badge for fact in station.facts] == ["中心"]


def test_a_window_or_a_lone_terminal_is_no_review_terminal(loop: Any, reopen: Any) -> None:
    with pytest.raises(InputError) as window:
        reviewing.check(loop.office("window"))
    assert window.value.code == "no_department"
    office = reopen()
    office.terminal = office.terminal.model_copy(update={"department": "market"})
    with pytest.raises(InputError) as lone:
        reviewing.check(office)
    assert lone.value.code == "review_not_joined"
    reviewing.check(loop.office("review"))


def test_each_act_has_a_card_or_a_reason_why_not(loop: Any, person: Any) -> None:
    desk, number = loop.desk(), loop.numbers()[0]
    step = desk.begin(number, "pass_step", person(REVIEWER))
    assert (step.name, step.confirm) == ("通过：材料审查", "通过")
    assert ("确认", "中心收到以后才算办成") in step.effects
    for act, wanted in (
        ("approve", "steps_left"),
        ("refuse_case", "steps_left"),
        ("register", "not_in_this_state"),
    ):
        assert code(desk.begin(number, act, person(REVIEWER))) == wanted
    assert code(desk.begin(number, "pass_step", person(HEAD))) == "step_of_others"
    assert code(desk.may_send_back(number, person(REVIEWER))) == "step_of_others"
    assert desk.begin(number, "give_back", person(HEAD)).confirm == "放回"


def test_a_point_of_a_second_round_needs_its_reason(loop: Any, person: Any) -> None:
    desk, number, head = loop.desk(), loop.numbers()[0], person(HEAD)
    points = [(("form", None), FAULT)]
    assert desk.may_send_back(number, head) is None
    assert desk.asks_reason(number, points) is False
    assert desk.send_back(number, points, "", head).is_confirmed
    loop.sync("window")
    brought = SupplementForm.model_validate({"materials": [{"id": "form", "mark": "ok"}]})
    clerk = person(CLERK).account
    answer = supplementing.bring(loop.office("window"), number, brought, clerk, loop.folder)
    assert not isinstance(answer, Refusal), answer
    loop.sync("window")
    loop.sync("review")
    assert loop.case("review", number).status is Status.REVIEWING
    fresh = [(("rules", None), "未盖章")]
    assert desk.may_send_back(number, head) is None
    assert desk.asks_reason(number, points) is False and desk.asks_reason(number, fresh) is True
    assert code(desk.send_back(number, fresh, "", head)) == "new_point_needs_reason"
    assert desk.send_back(number, fresh, "核查时才发现", head).is_confirmed
    told = loop.at_hub(number).supplements[-1].points
    assert [point["new_reason"] for point in told] == ["核查时才发现"]


def test_points_are_those_of_the_list(loop: Any, person: Any) -> None:
    desk, number = loop.desk(), loop.numbers()[0]
    page = desk.page(number, person(HEAD))
    form = next(line for line in page.materials if line.key == ("form", None))
    assert desk.points(form)[:2] == (FAULT, "经营项目勾选错误")
    assert set(form.criteria) <= set(desk.points(form))
    assert code(desk.send_back(number, [(("form", None), "看着不顺眼")], "", person(HEAD)))


def test_what_the_other_terminal_took_is_its_own(loop: Any, person: Any) -> None:
    number = loop.numbers()[0]
    assert loop.desk().claim(number, person(REVIEWER)) is None
    other = loop.desk("second")
    assert code(other.claim(number, person(HEAD))) == "task_taken"
    lines = {line.number: line for line in other.tasks(person(HEAD)).lines}
    assert (lines[number].hand, lines[number].by) == ("taken", REVIEWER)
    assert lines[number].acts == () and REVIEWER in lines[number].next
    assert other.lease(number, person(HEAD)).is_lost


async def test_scans_are_laid_out_and_it_is_written_down(
    open_review: Any,
    sit_down: Any,
    press: Any,
    lines: Any,
    loop: Any,
    person: Any,
    tmp_path: Path,
) -> None:
    scan = tmp_path / "平面图.pdf"
    scan.write_bytes(b"%PDF-1.7 layout")
    form = next(demonstration_loop.reviewed_intakes())
    form = form.model_copy(update={"scans": {"layout": (str(scan),)}})
    clerk = person(CLERK).account
    received = intake.submit(loop.office("window"), form, clerk, tmp_path)
    number = received.case.number
    loop.sync("window")
    loop.sync("review")
    app = open_review()
    async with app.run_test(size=(120, 36)) as pilot:
        home = await sit_down(pilot)
        home.table.move_cursor(row=home.round_trip().index(number))
        await press(pilot, "enter", "v")
        assert "这份材料没有扫描件" in "\n".join(lines(app))
        await press(pilot, "down", "down", "v")
        card = app.screen
        assert isinstance(card, ScansCard), "\n".join(lines(app))
        assert card._files[0].read_bytes() == b"%PDF-1.7 layout"
        await press(pilot, "enter")
        assert "平面图.pdf" in "\n".join(lines(app))
        await press(pilot, "escape", "v", "escape")
    with loop.office("review").store.read() as unit:
        case_id = loop.case("review", number).case_id
        seen = [one for one in journal.events_of(unit, case_id) if one.kind == "unmasked"]
    assert len(seen) == 1, "laid out once as long as the terminal is open"


def test_the_demo_closes_the_loop_on_one_machine(tmp_path: Path, shipped: Any) -> None:
    home = tmp_path / "demo"
    office = demonstration_loop.complete(demonstration.create(home, catalogue=shipped), shipped)
    review = bootstrap.open_office(Settings(home=home / demonstration_loop.REVIEW))
    review.reach = partial(hub_bootstrap.reach, review)
    desk = ReviewDesk(review, facts=demonstration.facts(review))
    assert [fact.badge for fact in desk.station().facts] == ["中心", "演示", "账号"]
    who = desk.sign_in(demonstration.HEAD, demonstration.PASSWORD)
    tasks = desk.tasks(who)
    assert tasks.away == "" and len(tasks.lines) == 2
    number = tasks.lines[0].number
    for act in ("pass_step", "pass_step", "approve", "register"):
        card = desk.begin(number, act, who)
        assert not isinstance(card, Refusal), card
        values = {line.key: "JY1" for line in card.fields if line.required}
        done = desk.do(number, act, {"opinion": "", **values}, who)
        assert getattr(done, "is_confirmed", False), done
    assert office.reach is not None
    line = office.reach()
    syncing.exchange(office, line)
    line.close()
    shown = cases.show(office, number)
    assert (shown.status, shown.holder.address) == ("ready", "station:0001")
    again = demonstration_loop.complete(bootstrap.open_office(Settings(home=home)))
    assert again.reach is not None
    for one in (office, review, again):
        one.store.close()
