"""办件查询单: what the applicant takes along to ask how the case goes.

A convenience and no paper of law: it says so, and it names nobody in full, since slips are
dropped. The codes hold number and query code alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from printing import parts
from printing.document import Document, Line
from printing.particulars import Item, Limit


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipData:
    """hall, window: where the case was taken in; applicant: masked already

    received: to the minute; handed_in of wanted: materials that are here
    promised: the promised limit of an accepted case, else None, and `next` says what follows
    stands_for: the paper of law that this slip does not replace, e.g. 受理通知书
    """

    number: str
    case_number: str
    query_code: str
    item: Item
    hall: str
    window: str
    applicant: str
    received: str
    handed_in: int
    wanted: int
    promised: Limit | None
    stands_for: str
    next: str = ""
    phone: str = ""


def slip(data: SlipData) -> Document:
    """办件查询单."""
    return Document(
        kind="slip",
        title="办件查询单",
        number=data.number,
        addressee=None,
        blocks=(_fields(data),),
        codes=parts.codes(data.case_number, data.query_code),
        seal=None,
        foot=("凭此单查询办理进度、领取结果。", f"请妥善保管。此单不代替{data.stands_for}。"),
        watermark=parts.watermark(data.item),
    )


def _fields(data: SlipData) -> tuple[Line, ...]:
    lines = (
        Line("大厅", data.hall, wide=True),
        Line("窗口", data.window),
        Line("申请人", data.applicant),
        Line("事项", data.item.name, wide=True),
        Line("收件", data.received),
        Line("材料", f"已收{data.handed_in}项，共{data.wanted}项"),
        Line("承诺办结", parts.told_by(data.promised) if data.promised else ""),
        Line("下一步", data.next, wide=True),
        Line("查询电话", data.phone),
    )
    return tuple(line for line in lines if line.value)
