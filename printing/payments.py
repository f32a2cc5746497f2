"""缴款通知书: what is to be paid, where and by when. Windows write it; they take no money."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from printing import parts
from printing.capitals import in_capitals, in_figures
from printing.document import Block, Column, Document, Line, Paragraph, Table
from printing.particulars import CasePaper, Limit

CHARGED_BY_LAW = f"{parts.XKF}第五十九条"

CHARGE_COLUMNS = (
    parts.NUMBER,
    Column("收费项目", 0.22, centred=False),
    Column("收费标准", 0.21),
    Column("数量", 0.14),
    Column("金额（元）", 0.14),
    Column("收费依据", 0.22, centred=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """One fee item: standard × quantity = amount, worked out by the caller.

    standard, quantity: as they print, e.g. 0.30元/平方米·日 and 20平方米×3日; amount: yuan
    code: of the fee item; basis: law or approved document the fee rests on
    """

    name: str
    standard: str
    quantity: str
    amount: Decimal
    basis: str
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentData(CasePaper):
    """缴款通知书. The office is the 执收单位; office_code: its code in the 非税 system

    due: by when; pay_at: the ways to pay, e.g. 清新区政务服务中心一楼收费窗口
    payer: who pays, where it is not the applicant
    """

    number: str
    charges: tuple[Charge, ...]
    due: Limit
    pay_at: tuple[str, ...]
    office_code: str = ""
    payer: str = ""


def payment(data: PaymentData) -> Document:
    """缴款通知书: the total in figures and capitals is the sum of the charges."""
    total = sum((one.amount for one in data.charges), Decimal(0))
    blocks: list[Block] = [
        Paragraph(f"{_whose(data)}，依法应当缴纳下列费用。请按照本通知书缴款。"),
        _payment_fields(data, total),
        Table("缴款明细", CHARGE_COLUMNS, (*_rows(data.charges), _total_row(total))),
        *map(Paragraph, _told(data)),
    ]
    return parts.composed(
        data,
        blocks,
        kind="payment",
        title="缴款通知书",
        addressee=f"{_payer(data)}：",
        seal=parts.sealed(data),
        signatures=("缴款人签收", "签收时间"),
        copies="本文书一式两份，一份送达缴款人，一份存档。",
    )


def _payer(data: PaymentData) -> str:
    return data.payer or data.applicant.name


def _is_payer(data: PaymentData) -> bool:
    return _payer(data) == data.applicant.name


def _whose(data: PaymentData) -> str:
    """Who pays for another is not called the applicant."""
    if _is_payer(data):
        return parts.application(data)
    return f"{data.applicant.name}提出的“{data.item.name}”申请"


def _payment_fields(data: PaymentData, total: Decimal) -> tuple[Line, ...]:
    code = f"（单位编码{data.office_code}）" if data.office_code else ""
    return (
        parts.item_field(data.item),
        *_payer_fields(data),
        Line("执收单位", f"{data.office.name}{code}", wide=True),
        Line("应缴金额", f"￥{in_figures(total)}（人民币{in_capitals(total)}）", wide=True),
        Line("缴款期限", parts.limit_text(data.due)),
        Line("咨询电话", data.office.phone),
        Line("缴款方式", parts.listed(data.pay_at), wide=True),
    )


def _payer_fields(data: PaymentData) -> tuple[Line, ...]:
    if _is_payer(data):
        return parts.applicant_fields(data.applicant, "缴款人")
    return (Line("缴款人", _payer(data), wide=True), *parts.applicant_fields(data.applicant))


def _rows(charges: tuple[Charge, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            str(at),
            f"{one.name}\n（{one.code}）" if one.code else one.name,
            one.standard,
            one.quantity,
            in_figures(one.amount),
            one.basis,
        )
        for at, one in enumerate(charges, 1)
    )


def _total_row(total: Decimal) -> tuple[str, ...]:
    return ("", "合计", "", "", in_figures(total), "")


def _told(data: PaymentData) -> list[str]:
    law = f"根据{CHARGED_BY_LAW}的规定，" if data.item.permit else ""
    told = [
        f"{law}费用按照公布的法定项目和标准收取，全部上缴国库。",
        "业务窗口不开具缴款书，不收取任何款项。请只用上列方式缴款，并索取财政票据。",
    ]
    return [*told, parts.ESTIMATE] if data.due.estimated else told
