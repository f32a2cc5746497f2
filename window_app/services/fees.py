"""Fees: assessed by the published list, told by a 缴款通知书, paid at the cashier's.

Windows and departments take no money (XKF 58, 59); only the cashier writes that it was paid.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import partial

from data.errors import InputError, Refusal
from data.rules.case import Case
from data.rules.checklist import fee_amount, fee_words
from data.rules.event import Kind
from data.rules.item import Fee, Item
from data.store.engine import Unit
from data.store.staff import Account
from printing.payments import Charge
from window_app.services import acting, later_notices
from window_app.services.acting import Act
from window_app.services.fee_standing import fee_of, plain
from window_app.services.office import Office
from window_app.services.supplementing import checklist_of
from window_app.views import CaseView

LONGEST_RECEIPT = 60


def assess(office: Office, number: str, who: Account) -> CaseView | Refusal:
    """Work the fees out by the list of the case and its situation, and print the 缴款通知书."""

    def make(unit: Unit, case: Case) -> Act | Refusal:
        catalogue = office.list_of(unit, case)
        item = catalogue.item(case.item)
        assert item is not None
        charges = _assessed(case) or _charges(case, item, catalogue.region)
        if isinstance(charges, Refusal):
            return charges
        total = sum((one.amount for one in charges), Decimal(0))
        body: dict[str, object] = {
            "day": office.today().isoformat(),
            "charges": [_frozen(one) for one in charges],
            "total": plain(total),
        }
        return Act(body, ((later_notices.PAYMENT, partial(later_notices.payment, charges)),))

    return acting.do(office, number, Kind.FEE_ASSESSED, who, make)


def pay(
    office: Office, number: str, who: Account, *, amount: str, receipt: str
) -> CaseView | Refusal:
    """The cashier took what was assessed; `receipt` is the number of the 财政票据."""
    paid = _yuan(amount)
    named = receipt.strip()
    if not named or len(named) > LONGEST_RECEIPT:
        raise InputError(
            "receipt_wrong", f"请写明票据号码，最多 {LONGEST_RECEIPT} 个字。", field="--receipt"
        )

    def make(unit: Unit, case: Case) -> Act | Refusal:
        refusal = _pay_refusal(case, paid)
        day = office.today().isoformat()
        return refusal or Act({"amount": plain(paid), "receipt": named, "day": day})

    return acting.do(office, number, Kind.FEE_PAID, who, make)


def _assessed(case: Case) -> Refusal | None:
    """Why nothing is assessed now, before the list is asked."""
    if not case.ever_accepted:
        return Refusal(
            "fee_before_acceptance", "这件还没有受理，不能核定费用。", hint="受理以后再核定。"
        )
    if case.fee is None or case.is_paper_void(case.fee.paper):
        return None
    return Refusal(
        "fee_assessed_already",
        f"费用已经核定：{case.fee.total}元，缴款通知书 {case.fee.paper}。",
        hint="核定错了的，先作废这份缴款通知书，再重新核定。",
    )


def _charges(case: Case, item: Item, region: str) -> tuple[Charge, ...] | Refusal:
    checklist = checklist_of(case, item, region)
    if checklist.provisional:
        return Refusal(
            "fee_situation_open", "这件的情形没有问完，按清单算不出费用。", hint="由部门核定。"
        )
    if not checklist.fees:
        rule = f"{case.item} 清单版本 {case.version}"
        return Refusal("no_fee", "按清单，这种情形不收费。", rule=rule)
    values = {name: value for name, value in case.fields.items() if isinstance(value, str)}
    charges: list[Charge] = []
    for fee in checklist.fees:
        amount = fee_amount(fee, values)
        if amount is None:
            open_names = [name for name in fee.quantity if not values.get(name)]
            labels = "、".join(_label(item, name) for name in open_names)
            return Refusal("fee_quantity_open", f"表单没有填“{labels}”，算不出“{fee.name}”。")
        charges.append(
            Charge(
                name=fee.name,
                standard=fee_words(fee),
                quantity=_quantity(fee, values),
                amount=amount,
                basis=fee.basis,
            )
        )
    return tuple(charges)


def _quantity(fee: Fee, values: dict[str, str]) -> str:
    return "×".join(values[name] for name in fee.quantity) or "1"


def _label(item: Item, name: str) -> str:
    return next((field.label for field in item.fields if field.id == name), name)


def _frozen(charge: Charge) -> dict[str, str]:
    return {
        "name": charge.name,
        "standard": charge.standard,
        "quantity": charge.quantity,
        "amount": plain(charge.amount),
        "basis": charge.basis,
    }


def _pay_refusal(case: Case, paid: Decimal) -> Refusal | None:
    fee = fee_of(case)
    if fee is None or case.is_paper_void(fee.paper):
        return Refusal("fee_not_assessed", "这件还没有核定费用。", hint="由窗口先出缴款通知书。")
    if Decimal(fee.open) == 0:
        return Refusal("fee_paid_already", f"费用已经缴清：{fee.total}元。")
    if paid != Decimal(fee.open):
        return Refusal(
            "fee_amount_differs",
            f"应缴 {fee.open}元，不是 {plain(paid)}元。",
            hint="请按缴款通知书收取。",
            field="--amount",
        )
    return None


def _yuan(text: str) -> Decimal:
    """Yuan with at most two decimals."""
    if not re.fullmatch(r"\d{1,12}(\.\d{1,2})?", text.strip(), re.ASCII):
        raise InputError(
            "amount_wrong", f"金额写得不对：{text}", hint="如 20.00。", field="--amount"
        )
    return Decimal(text.strip())
