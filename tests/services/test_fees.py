"""Fees by the published list: the window writes the notice, the cashier takes the money."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from data.errors import InputError, Refusal
from data.rules.reach import every_situation
from data.store.staff import Account
from window_app.services import cases, fees, keeping, voiding
from window_app.services.fee_standing import fee_of
from window_app.services.office import Office

ROAD = "L-HOUSING-007"


@pytest.fixture
def occupied(filled: Callable[..., Any], submit: Any, shipped: Any) -> str:
    """An accepted application to occupy 20 square metres of road for 3 days."""
    intake = _occupying(filled, shipped)
    intake.document["fields"].update(area="20", days="3")
    number: str = submit(intake).case.number
    return number


@pytest.fixture
def cashier(staff: dict[str, Account]) -> Account:
    return staff["收费员"]


def code(answer: object) -> str:
    assert isinstance(answer, Refusal), answer
    return answer.code


def pay(office: Office, number: str, who: Account, amount: str = "18.00") -> Any:
    return fees.pay(office, number, who, amount=amount, receipt="粤财0042")


def test_assessed_by_the_list_and_paid(
    occupied: str,
    office: Office,
    clerk: Account,
    cashier: Account,
    pdf_text: Callable[[str], str],
) -> None:
    case = fees.assess(office, occupied, clerk)
    assert not isinstance(case, Refusal)
    notice = case.documents[-1]
    assert notice.kind == "payment"
    # 0.30 yuan a square metre and day, 20 square metres, 3 days: 18.00 yuan.
    text = pdf_text(str(notice.path))
    for expected in ("0.30元/平方米·日", "20×3", "￥18.00", "壹拾捌元整", "收费窗口", "条例"):
        assert expected in text, expected
    assert "应缴 18.00元，已缴 0.00元。" in cases.told(office, occupied)
    assert not isinstance(pay(office, occupied, cashier), Refusal)
    with office.store.read() as unit:
        fee = fee_of(cases.find(unit, occupied))
    assert fee is not None
    assert (fee.total, fee.paid, fee.open) == ("18.00", "18.00", "0.00")
    assert (fee.paper, fee.receipts) == (notice.number, ("粤财0042",))
    assert code(pay(office, occupied, cashier)) == "fee_paid_already"
    assert keeping.verify(office, replay=True).problems == ()


def test_once_assessed_it_is_assessed_again_only_when_the_notice_is_void(
    occupied: str, office: Office, clerk: Account, cashier: Account
) -> None:
    fees.assess(office, occupied, clerk)
    assert code(fees.assess(office, occupied, clerk)) == "fee_assessed_already"
    voiding.void_paper(office, occupied, "payment", clerk, why="天数写错")
    assert code(pay(office, occupied, cashier)) == "fee_not_assessed"
    case = fees.assess(office, occupied, clerk)
    assert not isinstance(case, Refusal)
    assert [d.voided for d in case.documents if d.kind == "payment"] == [True, False]
    assert not isinstance(pay(office, occupied, cashier), Refusal)


def test_the_cashier_takes_what_was_assessed(
    occupied: str, office: Office, clerk: Account, cashier: Account
) -> None:
    assert code(pay(office, occupied, cashier)) == "fee_not_assessed"
    fees.assess(office, occupied, clerk)
    for amount in ("17.99", "18.01", "36.00"):
        assert code(pay(office, occupied, cashier, amount)) == "fee_amount_differs"
    for amount in ("", "-1", "1.234", "十八", "1e3"):
        with pytest.raises(InputError) as refused:
            pay(office, occupied, cashier, amount)
        assert (refused.value.code, refused.value.field) == ("amount_wrong", "--amount")
    with pytest.raises(InputError) as refused:
        fees.pay(office, occupied, cashier, amount="18.00", receipt=" ")
    assert (refused.value.code, refused.value.field) == ("receipt_wrong", "--receipt")


def test_windows_and_departments_take_no_money(
    occupied: str, office: Office, clerk: Account, staff: dict[str, Account]
) -> None:
    for name in ("收费员", "首席代表", "出件员", "监督员"):
        assert code(fees.assess(office, occupied, staff[name])) == "role_may_not"
    fees.assess(office, occupied, clerk)
    for name in ("窗口员", "承办人", "首席代表", "管理员"):
        assert code(pay(office, occupied, staff[name])) == "role_may_not"


def test_what_the_list_does_not_charge_costs_nothing(
    catering: Any, submit: Any, office: Office, clerk: Account
) -> None:
    refusal = fees.assess(office, submit(catering).case.number, clerk)
    assert code(refusal) == "no_fee"


def test_before_acceptance_nothing_is_charged(
    catering: Any, submit: Any, office: Office, clerk: Account
) -> None:
    number = submit(catering.mark("layout", "missing")).case.number
    assert code(fees.assess(office, number, clerk)) == "fee_before_acceptance"


def test_a_deemed_case_whose_situation_is_open_is_not_charged(
    filled: Callable[..., Any],
    submit: Any,
    shipped: Any,
    clerk: Account,
    reopen: Callable[[], Office],
    on: Callable[[str], None],
) -> None:
    intake = _occupying(filled, shipped).set(conclude=False, answers={}, materials=[])
    number = submit(intake.set(fields={})).case.number
    on("2026-12-01")
    assert code(fees.assess(reopen(), number, clerk)) == "fee_situation_open"


def _occupying(filled: Callable[..., Any], shipped: Any) -> Any:
    item = shipped.item(ROAD)
    found = next(
        (subject, answers)
        for subject, answers in every_situation(item)
        if "occupy" in answers.get("work", ())
    )
    return filled(ROAD, found[1], found[0])
