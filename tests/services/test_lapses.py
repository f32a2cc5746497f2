"""Ending what nobody answered, and opening it again: by a person, never by the clock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from data.errors import InputError, Refusal
from data.rules.event import Kind
from data.store.staff import Account
from window_app.services import cases, keeping, lapsing, supplementing
from window_app.services.forms import SupplementForm
from window_app.services.office import Office

# Told on Monday 2026-11-23, twenty working days: 12-21 is the last.
LAST_DAY, DAY_AFTER = "2026-12-21", "2026-12-22"


@pytest.fixture
def lacking(catering: Any, submit: Any) -> str:
    number: str = submit(catering.mark("layout", "missing")).case.number
    return number


@pytest.fixture
def lapsed(lacking: str, office: Office, clerk: Account, on: Callable[[str], None]) -> str:
    on(DAY_AFTER)
    assert getattr(lapsing.lapse(office, lacking, clerk), "status", None) == "lapsed"
    return lacking


def code(answer: object) -> str:
    assert isinstance(answer, Refusal), answer
    return answer.code


def test_the_clock_ends_nothing_by_itself(
    lacking: str, reopen: Callable[[], Office], on: Callable[[str], None]
) -> None:
    on(DAY_AFTER)
    case = cases.show(reopen(), lacking)
    assert case.status == "supplementing"


def test_on_the_last_day_the_applicant_may_still_come(
    lacking: str, office: Office, clerk: Account, on: Callable[[str], None]
) -> None:
    on(LAST_DAY)
    assert code(lapsing.lapse(office, lacking, clerk)) == "supplement_in_time"


def test_after_it_the_holder_confirms(lapsed: str, office: Office) -> None:
    case = cases.show(office, lapsed)
    assert (case.status, case.holder.kind) == ("lapsed", "none")
    assert "补正期限 2026-12-21 已过，申请人没有补正。" in cases.told(office, lapsed)
    assert keeping.verify(office, replay=True).problems == ()


def test_a_reason_of_ones_own_is_kept(
    lacking: str, office: Office, clerk: Account, on: Callable[[str], None]
) -> None:
    on(DAY_AFTER)
    lapsing.lapse(office, lacking, clerk, why="电话联系三次无果")
    (line,) = [n for n in cases.history(office, lacking) if n.kind == "lapsed"]
    assert line.note == "电话联系三次无果"


def test_late_supplements_are_taken_until_somebody_ended_it(
    lacking: str, office: Office, clerk: Account, on: Callable[[str], None], tmp_path: Any
) -> None:
    on(DAY_AFTER)
    form = SupplementForm.model_validate({"materials": [{"id": "layout", "mark": "ok"}]})
    answer = supplementing.bring(office, lacking, form, clerk, tmp_path)
    assert not isinstance(answer, Refusal)
    assert (answer.case.status, answer.case.accepted) == ("accepted", "2026-12-22")


def test_others_end_nothing(
    lacking: str, office: Office, staff: dict[str, Account], on: Callable[[str], None]
) -> None:
    on(DAY_AFTER)
    for name in ("代办员", "首席代表", "出件员", "监督员", "管理员"):
        assert code(lapsing.lapse(office, lacking, staff[name])) == "role_may_not"


def test_where_nothing_is_late_nothing_ends(
    catering: Any,
    submit: Any,
    office: Office,
    staff: dict[str, Account],
    write: Callable[..., Any],
) -> None:
    number = submit(catering).case.number
    assert code(lapsing.lapse(office, number, staff["首席代表"])) == "not_holder"
    write(number, Kind.OFFERED, {"offer_to": "station:0001", "why": "试"}, "窗口员")
    assert code(lapsing.lapse(office, number, staff["窗口员"])) == "nothing_overdue"


def test_a_supervisor_opens_it_as_it_was(
    lapsed: str, office: Office, clerk: Account, staff: dict[str, Account], tmp_path: Any
) -> None:
    again = lapsing.reopen(office, lapsed, staff["监督员"], why="申请人住院，有证明")
    assert not isinstance(again, Refusal)
    assert (again.status, again.holder.kind) == ("supplementing", "task")
    assert again.holder.address == "station:0001"
    form = SupplementForm.model_validate({"materials": [{"id": "layout", "mark": "ok"}]})
    answer = supplementing.bring(office, lapsed, form, clerk, tmp_path)
    assert not isinstance(answer, Refusal)
    assert answer.case.status == "accepted"
    assert keeping.verify(office, replay=True).problems == ()


def test_nobody_else_opens_it_and_not_without_a_reason(
    lapsed: str, office: Office, staff: dict[str, Account]
) -> None:
    for name in ("窗口员", "首席代表", "管理员"):
        assert code(lapsing.reopen(office, lapsed, staff[name], why="试")) == "role_may_not"
    for why in ("", "  "):
        with pytest.raises(InputError) as refused:
            lapsing.reopen(office, lapsed, staff["监督员"], why=why)
        assert (refused.value.code, refused.value.field) == ("why_missing", "--why")


def test_only_what_lapsed_is_opened(
    lacking: str, office: Office, staff: dict[str, Account]
) -> None:
    answer = lapsing.reopen(office, lacking, staff["监督员"], why="试")
    assert code(answer) == "not_in_this_state"
