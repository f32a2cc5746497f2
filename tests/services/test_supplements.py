"""Supplements: brought, weighed again by the same list, round by round."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from data.clock import FixedClock
from data.errors import InputError, Refusal
from data.rules.event import Kind
from data.store.staff import Account
from window_app.services import cases, keeping, supplementing
from window_app.services.forms import SupplementForm
from window_app.services.office import Office
from window_app.views import Submitted

WEDNESDAY = datetime(2026, 11, 25, 1, 30, tzinfo=UTC)
Bring = Callable[..., Any]


@pytest.fixture
def lacking(catering: Any, submit: Any) -> str:
    """A case that lacks its floor plan and has faulty rules."""
    catering.mark("layout", "missing").mark("rules", "defective", "未盖章")
    number: str = submit(catering).case.number
    return number


@pytest.fixture
def bring(office: Office, clerk: Account, tmp_path: Path) -> Bring:
    def hand_in(number: str, marks: dict[str, Any], who: Account = clerk) -> Any:
        rows = [
            {"id": name, "mark": mark}
            if isinstance(mark, str)
            else {"id": name, "mark": "defective", "faults": list(mark)}
            for name, mark in marks.items()
        ]
        form = SupplementForm.model_validate({"materials": rows})
        return supplementing.bring(office, number, form, who, tmp_path)

    return hand_in


def test_with_every_point_answered_the_case_is_accepted_that_day(
    lacking: str, bring: Bring, clock: FixedClock
) -> None:
    clock.moment = WEDNESDAY
    answer = bring(lacking, {"layout": "ok", "rules": "fixed"})
    assert isinstance(answer, Submitted)
    assert answer.conclusion is not None
    assert answer.conclusion.kind == "accept"
    case = answer.case
    assert (case.status, case.accepted) == ("accepted", "2026-11-25")
    # 11-26 is day 1: seven working days end on 12-04, ten on 12-09.
    assert case.due is not None
    assert (case.due.promised, case.due.statutory) == ("2026-12-04", "2026-12-09")
    assert [d.kind for d in case.documents].count("acceptance") == 1


def test_a_second_round_tells_only_what_is_still_open(
    lacking: str,
    bring: Bring,
    clock: FixedClock,
    office: Office,
    pdf_text: Callable[[str], str],
) -> None:
    clock.moment = WEDNESDAY
    answer = bring(lacking, {"layout": "ok", "rules": ["制度不全"]})
    assert answer.conclusion.kind == "supplement"
    assert [f.material for f in answer.conclusion.findings] == ["rules"]
    assert answer.case.status == "supplementing"
    with office.store.read() as unit:
        first, second = cases.find(unit, lacking).supplements
    assert (first.round, first.told_on, first.deadline) == (1, "2026-11-23", "2026-12-21")
    # 11-26 is day 1; twenty working days end on 12-23.
    assert (second.round, second.told_on, second.deadline) == (2, "2026-11-25", "2026-12-23")
    earlier, later = [d for d in answer.case.documents if d.kind == "supplement"]
    text = pdf_text(later.path)
    assert "制度不全" in text
    assert earlier.number in text
    final = bring(lacking, {"rules": "ok"})
    assert (final.case.status, final.case.accepted) == ("accepted", "2026-11-25")
    assert keeping.verify(office, replay=True).problems == ()


def test_what_is_not_brought_stays_open(lacking: str, bring: Bring) -> None:
    answer = bring(lacking, {"layout": "ok"})
    assert [f.material for f in answer.conclusion.findings] == ["rules"]
    marks = {m.id: m.mark for m in answer.case.materials}
    assert (marks["layout"], marks["rules"]) == ("ok", "defective")


def test_a_new_point_is_refused_by_law(
    lacking: str, bring: Bring, stored: Callable[[], dict[str, int]]
) -> None:
    before = stored()
    refusal = bring(lacking, {"layout": "ok", "form": ["未签名或盖章"]})
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.field) == ("new_point_needs_reason", "materials[1].id")
    assert refusal.rule is not None
    assert "第三十二条" in refusal.rule
    assert stored() == before


def with_reason(
    office: Office, number: str, who: Account, folder: Path, reason: str | None = "核对时遗漏"
) -> Any:
    """The told points in order, and one that was not told."""
    rows = [
        {"id": "layout", "mark": "ok"},
        {"id": "rules", "mark": "ok"},
        {"id": "form", "mark": "defective", "faults": ["未签名或盖章"], "new_reason": reason},
    ]
    form = SupplementForm.model_validate({"materials": rows})
    return supplementing.bring(office, number, form, who, folder)


def test_a_new_point_with_its_reason_is_a_red_entry(
    lacking: str,
    office: Office,
    clerk: Account,
    clock: FixedClock,
    pdf_text: Callable[[str], str],
    tmp_path: Path,
) -> None:
    clock.moment = WEDNESDAY
    answer = with_reason(office, lacking, clerk, tmp_path)
    assert (answer.case.status, answer.conclusion.kind) == ("supplementing", "supplement")
    with office.store.read() as unit:
        first, second = cases.find(unit, lacking).supplements
    assert first.new_points == ()
    (point,) = second.new_points
    assert (point["material"], point["new_reason"]) == ("form", "核对时遗漏")
    assert second.points == second.new_points
    notice = [d for d in answer.case.documents if d.kind == "supplement"][-1]
    assert "新增原因：核对时遗漏" in pdf_text(notice.path)
    told = [line.note for line in cases.history(office, lacking)]
    assert any("【新增】" in note and "核对时遗漏" in note for note in told)
    assert "第2次新增：核对时遗漏。" in cases.told(office, lacking)
    assert keeping.verify(office, replay=True).problems == ()


def test_in_the_third_round_what_the_second_told_is_not_new(
    lacking: str, bring: Bring, office: Office, clerk: Account, tmp_path: Path
) -> None:
    with_reason(office, lacking, clerk, tmp_path)
    third = bring(lacking, {"form": ["主体业态错误"]})
    assert third.case.status == "supplementing"
    with office.store.read() as unit:
        rounds = cases.find(unit, lacking).supplements
    assert [(one.round, len(one.new_points)) for one in rounds] == [(1, 0), (2, 1), (3, 0)]
    refusal = bring(lacking, {"form": "ok", "licence_copy": "missing"})
    assert refusal.code == "new_point_needs_reason"
    assert bring(lacking, {"form": "ok"}).case.status == "accepted"


@pytest.mark.parametrize("mark", ["ok", "fixed"])
def test_a_reason_belongs_to_a_new_point(
    lacking: str, office: Office, clerk: Account, tmp_path: Path, mark: str
) -> None:
    rows = [{"id": "layout", "mark": mark, "new_reason": "核对时遗漏"}]
    form = SupplementForm.model_validate({"materials": rows})
    with pytest.raises(InputError) as refused:
        supplementing.bring(office, lacking, form, clerk, tmp_path)
    assert (refused.value.code, refused.value.field) == (
        "new_reason_not_asked",
        "materials[0].new_reason",
    )


def test_after_acceptance_the_window_adds_no_point_whatever_the_reason(
    catering: Any,
    submit: Any,
    write: Callable[..., Any],
    office: Office,
    clerk: Account,
    tmp_path: Path,
) -> None:
    number = submit(catering).case.number
    point = {"material": "rules", "person": None, "mark": "defective", "choice": "", "say": "补。"}
    body = {"told_on": "2026-11-24", "deadline": "2026-12-22", "points": [point]}
    write(number, Kind.SENT_BACK, {**body, "offer_to": "station:0001"})
    rows = [{"id": "form", "mark": "defective", "faults": ["未签名"], "new_reason": "遗漏"}]
    form = SupplementForm.model_validate({"materials": rows})
    refusal = supplementing.bring(office, number, form, clerk, tmp_path)
    assert refusal.code == "new_point_after_acceptance"


def test_what_is_less_than_every_point_gets_a_receipt_that_changes_no_day(
    catering: Any,
    submit: Any,
    write: Callable[..., Any],
    bring: Bring,
    pdf_text: Callable[[str], str],
) -> None:
    number = submit(catering).case.number
    points = [
        {"material": name, "person": None, "mark": "missing", "choice": "", "say": f"补{name}。"}
        for name in ("rules", "layout")
    ]
    body = {"told_on": "2026-11-24", "deadline": "2026-12-22", "points": points}
    write(number, Kind.SENT_BACK, {**body, "offer_to": "station:0001"})
    some = bring(number, {"rules": "ok", "layout": "missing"})
    assert some.case.status == "supplementing"
    (receipt,) = [d for d in some.case.documents if d.kind == "receipt"]
    text = pdf_text(receipt.path)
    assert "已于2026年11月23日受理" in text and "受理日期不变" in text
    assert "5个工作日" not in text
    received, still = text.split("还没有办齐的")
    assert "规章制度" in received and "平面图" not in received and "平面图" in still
    rest = bring(number, {"rules": "ok", "layout": "ok"})
    assert (rest.case.status, rest.case.accepted) == ("reviewing", "2026-11-23")


def test_a_better_mark_on_what_was_in_order_is_no_new_point(lacking: str, bring: Bring) -> None:
    answer = bring(lacking, {"form": "fixed", "layout": "ok", "rules": "ok"})
    assert answer.case.status == "accepted"


def test_a_material_that_is_not_in_the_case(lacking: str, bring: Bring) -> None:
    with pytest.raises(InputError) as refused:
        bring(lacking, {"vending": "ok"})
    assert (refused.value.code, refused.value.field) == ("not_in_case", "materials[0].id")


def test_a_mark_that_the_list_does_not_allow(lacking: str, bring: Bring) -> None:
    refusal = bring(lacking, {"layout": "deferred", "rules": "ok"})
    assert isinstance(refusal, Refusal)


def test_only_a_case_that_waits_takes_supplements(
    catering: Any, submit: Any, bring: Bring, staff: Any
) -> None:
    number = submit(catering).case.number
    refusal = bring(number, {"layout": "ok"})
    assert refusal.code == "not_in_this_state"


@pytest.mark.parametrize("name", ["代办员", "承办人", "首席代表", "出件员", "监督员", "管理员"])
def test_only_a_clerk_takes_supplements(
    lacking: str, bring: Bring, staff: dict[str, Account], name: str
) -> None:
    refusal = bring(lacking, {"layout": "ok"}, staff[name])
    assert refusal.code == "role_may_not"


def test_another_terminals_case_is_not_touched(
    lacking: str, bring: Bring, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office.signer, "feed", "f" * 64)
    refusal = bring(lacking, {"layout": "ok"})
    assert refusal.code == "not_holder"
    assert "0001-03" in refusal.hint
