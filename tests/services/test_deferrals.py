"""容缺: what may follow later is handed in by its day, or late and red."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data.errors import InputError, Refusal
from data.store import people
from data.store.staff import Account
from window_app.services import cases, deciding, deferrals, keeping, lapsing
from window_app.services.forms import HandedInForm
from window_app.services.office import Office

CARD = "L-HR-007"
HandIn = Callable[..., Any]


@pytest.fixture
def deferred(catering: Any, submit: Any) -> str:
    """A case accepted on Monday 2026-11-23 in which two materials may follow in five days."""
    catering.mark("manager", "deferred").mark("health_certificates", "deferred")
    number: str = submit(catering).case.number
    return number


@pytest.fixture
def hand_in(office: Office, clerk: Account, tmp_path: Path) -> HandIn:
    def bring(number: str, marks: dict[str, str], who: Account = clerk, **more: Any) -> Any:
        rows = [{"id": name, "mark": mark} for name, mark in marks.items()]
        form = HandedInForm.model_validate({"materials": rows, **more})
        return deferrals.hand_in(office, number, form, who, tmp_path)

    return bring


def test_each_by_its_day_with_a_receipt(
    deferred: str,
    hand_in: HandIn,
    office: Office,
    on: Callable[[str], None],
    pdf_text: Callable[[str], str],
) -> None:
    # 11-24 is day 1, Monday 11-30 is day 5.
    with office.store.read() as unit:
        assert [row.later_by for row in cases.find(unit, deferred).deferred_open] == [
            "2026-11-30",
            "2026-11-30",
        ]
    on("2026-11-25")
    some = hand_in(deferred, {"manager": "ok"})
    assert (some.status, some.accepted) == ("accepted", "2026-11-23")
    assert {m.id: m.mark for m in some.materials}["manager"] == "ok"
    (receipt,) = [d for d in some.documents if d.kind == "receipt"]
    text = pdf_text(receipt.path)
    assert "食品安全员任命文件" in text and "受理日期不变" in text
    assert "从业人员健康证明，须于2026年11月30日前补交" in text
    rest = hand_in(deferred, {"health_certificates": "fixed"})
    assert [d.kind for d in rest.documents].count("receipt") == 2
    with office.store.read() as unit:
        case = cases.find(unit, deferred)
    assert case.deferred_open == ()
    assert [(one.id, one.mark, one.day) for one in case.handed_in] == [
        ("health_certificates", "fixed", "2026-11-25"),
        ("manager", "ok", "2026-11-25"),
    ]
    assert keeping.verify(office, replay=True).problems == ()


def test_a_late_one_is_red_and_is_taken_all_the_same(
    deferred: str, hand_in: HandIn, office: Office, on: Callable[[str], None]
) -> None:
    on("2026-11-30")  # its last day
    assert cases.show(office, deferred).light == "green"  # five of seven days used
    on("2026-12-01")
    assert cases.show(office, deferred).light == "red"
    told = cases.told(office, deferred)
    assert any("已逾期" in sentence and "2026-11-30" in sentence for sentence in told)
    answer = hand_in(deferred, {"manager": "ok", "health_certificates": "ok"})
    assert answer.light == "yellow"
    (line,) = [n for n in cases.history(office, deferred) if n.kind == "deferred_handed_in"]
    assert line.note.endswith("（逾期）")


def test_scans_are_kept_with_what_followed(
    deferred: str, hand_in: HandIn, office: Office, tmp_path: Path
) -> None:
    (tmp_path / "manager.pdf").write_bytes(b"%PDF-1.4 scan")
    hand_in(deferred, {"manager": "ok"}, scans={"manager": ["manager.pdf"]})
    with office.store.read() as unit:
        (row,) = [r for r in cases.find(unit, deferred).materials_now if r.id == "manager"]
    assert [scan["name"] for scan in row.scans] == ["manager.pdf"]


@pytest.mark.parametrize(
    ("marks", "code", "field"),
    [
        ({"manager": "defective"}, "deferred_not_in_order", "materials[0].mark"),
        ({"manager": "committed"}, "deferred_not_in_order", "materials[0].mark"),
        ({"manager": "reused"}, "mark_not_allowed", "materials[0].mark"),
        ({"manager": "ok", "form": "ok"}, "not_deferred", "materials[1].id"),
    ],
)
def test_only_what_waits_and_only_in_order(
    deferred: str,
    hand_in: HandIn,
    stored: Callable[[], dict[str, int]],
    marks: dict[str, str],
    code: str,
    field: str,
) -> None:
    before = stored()
    refusal = hand_in(deferred, marks)
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.field) == (code, field)
    assert stored() == before


def test_once_it_came_it_is_not_waited_for(deferred: str, hand_in: HandIn) -> None:
    hand_in(deferred, {"manager": "ok"})
    assert hand_in(deferred, {"manager": "ok"}).code == "not_deferred"


def test_a_material_is_written_once(deferred: str, hand_in: HandIn, office: Office) -> None:
    form = {"materials": [{"id": "manager", "mark": "ok"}] * 2}
    with pytest.raises(InputError) as refused:
        deferrals.hand_in(office, deferred, HandedInForm.model_validate(form), None, Path())  # type: ignore[arg-type]
    assert refused.value.code == "material_twice"


def test_any_window_takes_it_and_nobody_else(
    deferred: str, hand_in: HandIn, staff: dict[str, Account]
) -> None:
    for name in ("承办人", "首席代表", "收费员", "监督员", "管理员"):
        assert hand_in(deferred, {"manager": "ok"}, staff[name]).code == "role_may_not"
    assert hand_in(deferred, {"manager": "ok"}, staff["代办员"]).status == "accepted"
    rest = hand_in(deferred, {"health_certificates": "ok"}, staff["出件员"])
    assert rest.status == "accepted"


def test_the_result_waits_for_it(
    filled: Callable[..., Any],
    submit: Any,
    hand_in: HandIn,
    office: Office,
    authorised: Callable[[str], Account],
) -> None:
    who = authorised("hr")
    intake = filled(CARD)
    tolerable = _tolerable(office)
    number = submit(intake.mark(tolerable, "deferred"), who).case.number
    assert getattr(deciding.approve(office, number, who), "status", None) == "approved"
    values = {"card_no": "A12345678"}
    refusal = deciding.register(office, number, who, values)
    assert isinstance(refusal, Refusal) and refusal.code == "deferred_open"
    hand_in(number, {tolerable: "ok"})
    assert getattr(deciding.register(office, number, who, values), "status", None) == "ready"


def test_a_certificate_that_followed_is_kept_for_the_next_visit(
    catering: Any, submit: Any, hand_in: HandIn, office: Office, with_list: Any, shipped: Any
) -> None:
    item = shipped.item("L-MARKET-006")
    materials = tuple(
        m.model_copy(update={"certificate": True, "use": "health_card"})
        if m.id == "health_certificates"
        else m
        for m in item.materials
    )
    with_list("L-MARKET-006", materials=materials)
    number = submit(catering.mark("health_certificates", "deferred")).case.number
    hand_in(number, {"health_certificates": "ok"})
    with office.store.read() as unit:
        kept = people.certificates_of(unit, "credit_code:91441803MA59L01K99")
    assert "health_card" in {one.certificate for one in kept}


def test_where_the_list_ends_it_the_holder_may(
    filled: Callable[..., Any],
    submit: Any,
    office: Office,
    authorised: Callable[[str], Account],
    with_list: Any,
    on: Callable[[str], None],
) -> None:
    """The clerk decides this item at the window, so the window holds the case."""
    with_list(CARD, deferred_late="end")
    who, intake = authorised("hr"), filled(CARD)
    number = submit(intake.mark(_tolerable(office), "deferred"), who).case.number
    refusal = lapsing.lapse(office, number, who)
    assert isinstance(refusal, Refusal) and refusal.code == "nothing_overdue"
    on("2026-12-21")  # twenty working days later
    ended = lapsing.lapse(office, number, who)
    assert not isinstance(ended, Refusal)
    assert ended.status == "lapsed"
    assert any("逾期没有补交" in sentence for sentence in cases.told(office, number))


def test_where_it_only_warns_nobody_ends_it(
    filled: Callable[..., Any],
    submit: Any,
    office: Office,
    authorised: Callable[[str], Account],
    on: Callable[[str], None],
) -> None:
    who, intake = authorised("hr"), filled(CARD)
    number = submit(intake.mark(_tolerable(office), "deferred"), who).case.number
    on("2026-12-21")
    refusal = lapsing.lapse(office, number, who)
    assert isinstance(refusal, Refusal) and refusal.code == "late_only_warns"


def _tolerable(office: Office) -> str:
    """What of the card's list may follow later."""
    with office.store.read() as unit:
        listing = office.live_list(unit)
    assert not isinstance(listing, Refusal)
    item = listing.item(CARD)
    assert item is not None
    return next(m.id for m in item.materials if str(m.need) == "tolerable")
