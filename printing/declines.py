"""不受理通知书 and 不予受理通知书: the application is not taken, and why (XKF 32(1)(1), (2))."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from printing import parts
from printing.document import Block, Document, Line, Paragraph, Table
from printing.particulars import CasePaper, MaterialRow

NOT_NEEDED_BY_LAW = f"{parts.XKF}第三十二条第一款第（一）项"
NOT_OURS_BY_LAW = f"{parts.XKF}第三十二条第一款第（二）项"


class Ground(Enum):
    NOT_NEEDED = "not_needed"
    NOT_OURS = "not_ours"


TITLES = {Ground.NOT_NEEDED: "不受理通知书", Ground.NOT_OURS: "不予受理通知书"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineData(CasePaper):
    """received: the day or minute of the application; reason: a whole sentence

    competent: the body in power, where the matter is not ours; competent_contact: address, phone
    review_body, court: where the applicant can turn to; empty where none is known
    materials: what is handed back
    """

    number: str
    ground: Ground
    received: str
    reason: str
    competent: str = ""
    competent_contact: str = ""
    review_body: str = ""
    court: str = ""
    materials: tuple[MaterialRow, ...] = ()


def decline(data: DeclineData) -> Document:
    """Seal and date are part of it by law (XKF 32, last paragraph)."""
    blocks: list[Block] = [Paragraph(_decision(data)), _fields(data)]
    if data.materials:
        rows = parts.received_rows(data.materials)
        blocks.append(Table("退还材料清单", parts.RECEIVED_COLUMNS, rows))
    told = parts.remedies("本通知书", review_body=data.review_body, court=data.court)
    blocks += map(Paragraph, told)
    return parts.composed(
        data,
        blocks,
        kind="decline",
        title=TITLES[data.ground],
        addressee=parts.to_applicant(data),
        seal=parts.sealed(data),
        signatures=parts.SERVED,
    )


def _decision(data: DeclineData) -> str:
    subject = f"{parts.application(data)}，本机关于{data.received}收到。"
    if data.ground is Ground.NOT_NEEDED:
        what = "依法不需要取得行政许可" if data.item.permit else "依法不需要办理"
        law = parts.grounds(data.item, NOT_NEEDED_BY_LAW)
        return f"{subject}经审查，申请事项{what}。{law}现告知不受理。"
    law = parts.grounds(data.item, NOT_OURS_BY_LAW)
    where = f"请向{data.competent}申请。" if data.competent else ""
    return f"{subject}经审查，申请事项依法不属于本机关职权范围。{law}决定不予受理。{where}"


def _fields(data: DeclineData) -> tuple[Line, ...]:
    competent = parts.joined((data.competent, data.competent_contact))
    return (
        *parts.parties(data),
        Line("理由", data.reason, wide=True),
        *([Line("有权办理机关", competent, wide=True)] if competent else []),
        Line("办理窗口", data.clerk.window),
        Line("咨询电话", data.office.phone),
    )
