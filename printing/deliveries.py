"""送达回证: proof that papers reached whom they are for. Signed by hand, never sealed."""

from __future__ import annotations

from dataclasses import dataclass

from printing import parts
from printing.document import Block, Column, Document, Line, Table
from printing.particulars import CasePaper

SERVED_COLUMNS = (
    parts.NUMBER,
    Column("文书名称", 0.38, centred=False),
    Column("文号", 0.46),
    Column("份数", 0.09),
)


ROOM_TO_WRITE = "\n"
"""The one field that is left empty: who serves it writes here who refused, and who saw it."""


@dataclass(frozen=True, slots=True)
class Served:
    """A paper or certificate that is handed over, with its own number."""

    name: str
    number: str = ""
    copies: int = 1


@dataclass(frozen=True, slots=True)
class Substitute:
    """代收人, and why the papers are taken in place of the applicant, e.g. 同住成年家属."""

    name: str
    id_label: str
    id_number: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryData(CasePaper):
    """送达回证. The applicant is who is to be served, the clerk who serves.

    way: e.g. 直接送达, 邮寄送达; place: where it happens
    served_on: the day; empty where only the receipt will show it (by post)
    remark: e.g. why it was not taken, and who saw it
    """

    number: str
    served: tuple[Served, ...]
    way: str
    place: str
    served_on: str = ""
    substitute: Substitute | None = None
    remark: str = ""


def delivery(data: DeliveryData) -> Document:
    """送达回证: who got which papers, how, where, when and from whom."""
    blocks: list[Block] = [
        (
            parts.item_field(data.item),
            *parts.applicant_fields(data.applicant, "受送达人"),
            Line("送达机关", data.office.name),
            Line("送达人", data.clerk.name),
        ),
        Table("送达文书", SERVED_COLUMNS, _rows(data.served)),
        _delivery_fields(data),
    ]
    receiver = "代收人" if data.substitute else "收件人"
    return parts.composed(
        data,
        blocks,
        kind="delivery",
        title="送达回证",
        signatures=("送达人签名", f"{receiver}签名或盖章", "签收日期"),
        copies="本回证由送达人收回存档。",
    )


def _rows(served: tuple[Served, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (str(at), one.name, one.number or "－", parts.count(one.copies))
        for at, one in enumerate(served, 1)
    )


def _delivery_fields(data: DeliveryData) -> tuple[Line, ...]:
    return (
        Line("送达方式", data.way),
        *([Line("送达日期", data.served_on)] if data.served_on else []),
        Line("送达地点", data.place, wide=True),
        *_substitute_fields(data.substitute),
        Line("备注", data.remark or ROOM_TO_WRITE, wide=True),
    )


def _substitute_fields(substitute: Substitute | None) -> tuple[Line, ...]:
    if substitute is None:
        return ()
    return (
        Line("代收人", substitute.name),
        Line(substitute.id_label, substitute.id_number),
        Line("代收理由", substitute.reason, wide=True),
    )
