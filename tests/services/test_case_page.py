"""The page of a case: its way, what need not come, its papers and what the spool says of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from data.rules.listing import Catalogue
from data.store.staff import Account
from window_app.desk_views import CasePage, PaperLine
from window_app.services import deciding, handing
from window_app.services.desk import home, pages
from window_app.services.desk.paper_tray import PaperTray
from window_app.services.forms import IntakeForm
from window_app.services.office import Office

# A shop in rented rooms: one proof of the place out of several.
SHOP = {
    "activity": ["business"],
    "form": ["personal"],
    "place": ["shop"],
    "dwelling": ["business"],
    "prior": ["none"],
}


def page_of(office: Office, number: str) -> CasePage:
    page = pages.case_page(office, number, None)
    assert isinstance(page, CasePage)
    return page


def way(page: CasePage) -> list[tuple[str, str]]:
    return [(step.name, step.state) for step in page.steps]


def line_of(office: Office, number: str, name: str) -> PaperLine:
    return next(one for one in PaperTray(office).of_case(number) if one.name == name)


def test_a_case_of_the_department_goes_its_steps(
    catering: Any, submit: Any, office: Office, shipped: Catalogue
) -> None:
    page = page_of(office, submit(catering).case.number)
    item = shipped.item("L-MARKET-006")
    assert item is not None
    own = [step.name for step in item.steps if step.role != "approve"]
    assert way(page) == [
        ("收件", "done"),
        ("受理", "done"),
        (own[0], "current"),
        *((name, "ahead") for name in own[1:]),
        ("决定", "ahead"),
        ("出件", "ahead"),
    ]
    assert (page.department, page.steps[0].about) == ("清新区市场监督管理局", "11-23")
    assert page.act is None
    assert page.sending is not None and page.sending.word == "单机"


def test_what_waits_before_acceptance_says_till_when(
    catering: Any, submit: Any, office: Office
) -> None:
    page = page_of(office, submit(catering.mark("layout", "missing")).case.number)
    acceptance = page.steps[1]
    assert (acceptance.name, acceptance.state) == ("受理", "current")
    assert acceptance.about.endswith("前补正")
    unconcluded = page_of(office, submit(catering.set(conclude=False)).case.number)
    assert unconcluded.steps[1].about == "11-30 前告知"


def test_the_windows_own_decision_has_no_review(
    shop: IntakeForm, submit: Any, office: Office, staff: Mapping[str, Account]
) -> None:
    decider = staff["授权窗口员"]
    number = submit(shop, decider).case.number
    states = ["收件", "受理", "决定", "出件"]
    assert way(page_of(office, number)) == list(
        zip(states, ("done", "done", "current", "ahead"), strict=True)
    )
    deciding.approve(office, number, decider)
    assert way(page_of(office, number))[2:] == [("准予", "done"), ("出件", "current")]


def test_what_is_over_says_how(catering: Any, submit: Any, office: Office, clerk: Account) -> None:
    number = submit(catering.mark("layout", "missing")).case.number
    handing.withdraw(office, number, clerk, why="不办了")
    assert way(page_of(office, number)) == [("收件", "done"), ("已撤回", "done")]


def test_members_that_are_not_needed_are_not_open(
    filled: Any, submit: Any, office: Office, shipped: Catalogue
) -> None:
    """One proof out of several: the others were not looked at, and need not come."""
    intake = filled("L-MARKET-001", SHOP)
    item = shipped.item("L-MARKET-001")
    assert item is not None
    lease = item.material("lease")
    assert lease is not None and lease.group is not None
    need = next(group.need for group in item.groups if group.id == lease.group)
    members = {material.id for material in item.materials if material.group == lease.group}
    asked = [row for row in intake.document["materials"] if row["id"] in members]
    assert len(asked) > need
    spare = asked[need:]
    kept = [row for row in intake.document["materials"] if row not in spare]
    # Asked for because of who applies.
    intake.document["materials"] = [*kept, {"id": "operator_id", "mark": "ok"}]
    page = page_of(office, submit(intake).case.number)
    lines = {line.key[0]: line for line in page.materials}
    for row in spare:
        line = lines[row["id"]]
        assert (line.mark, line.mark_word, line.settled_by_group) == (None, "不用交", True)


@pytest.mark.parametrize(
    ("state", "said", "tone", "choices"),
    [
        ("done", "已存成文件", "ok", ()),
        ("waiting", "等待打印", "info", ()),
        ("sending", "正在打印", "info", ()),
        ("failed", "没有打印：没有纸", "bad", ("retry", "set_aside")),
        ("unconfirmed", "未确认：没有纸", "warn", ("confirm", "retry")),
        ("set_aside", "搁下了，没有打印", "idle", ()),
    ],
)
def test_what_the_spool_says_in_words(
    catering: Any, submit: Any, office: Office, state: str, said: str, tone: str, choices: Any
) -> None:
    number = submit(catering).case.number
    reason = "没有纸" if choices else None
    with office.store.write() as unit:
        unit.connection.exec_driver_sql(
            "update print_job set state = ?, reason = ?", (state, reason)
        )
    line = line_of(office, number, "受理通知书")
    assert (line.said, line.tone, line.choices) == (said, tone, choices)
    assert (line.job is not None, bool(line.todo)) == (bool(choices), bool(choices))


def test_a_paper_is_called_by_its_ground(exiting: Any, submit: Any, office: Office) -> None:
    number = submit(exiting("L-MARKET-001", "not_needed")).case.number
    assert [one.name for one in PaperTray(office).of_case(number)] == ["不受理通知书"]


def test_the_home_says_by_when_the_next_conclusion_is_due(
    catering: Any, submit: Any, office: Office, clerk: Account
) -> None:
    submit(catering.set(conclude=False))
    with office.store.read() as unit:
        view = home.home_view(unit, office, clerk)
    (reminder,) = view.reminders
    assert (reminder.word, reminder.count, reminder.by) == ("收下待核", 1, "11-30")
