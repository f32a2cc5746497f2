"""退回清单 of an application that was withdrawn: what stayed here goes back, against signature.

Of an application that comes back with points to mend, `supplements.py` has the list.
"""

from __future__ import annotations

from dataclasses import dataclass

from printing import parts
from printing.document import Block, Document, Line, Paragraph, Table
from printing.particulars import CasePaper, MaterialRow


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalData(CasePaper):
    """received: when the materials came, to the minute; withdrawn: the day; reason: in words

    materials: what is handed back; none where nothing stayed
    """

    number: str
    received: str
    withdrawn: str
    reason: str
    materials: tuple[MaterialRow, ...]


def withdrawal(data: WithdrawalData) -> Document:
    """申请材料退回清单（撤回申请）: signed by the applicant when the materials are taken."""
    blocks: list[Block] = [
        Paragraph(_opening(data)),
        (
            *parts.parties(data),
            Line("收到材料时间", data.received),
            Line("撤回日期", data.withdrawn),
            Line("撤回原因", data.reason, wide=True),
            Line("办理窗口", data.clerk.window),
            Line("咨询电话", data.office.phone),
        ),
    ]
    if data.materials:
        rows = parts.received_rows(data.materials)
        blocks.append(Table("退回材料清单", parts.RECEIVED_COLUMNS, rows))
    blocks += map(Paragraph, _told(data))
    return parts.composed(
        data,
        blocks,
        kind="return",
        title="申请材料退回清单（撤回申请）",
        addressee=parts.to_applicant(data),
        seal=parts.sealed(data),
        signatures=parts.SERVED,
    )


def _opening(data: WithdrawalData) -> str:
    how = "现将申请材料退回。" if data.materials else "申请材料没有留存，无需退回。"
    return f"{parts.application(data)}，已于{data.withdrawn}书面撤回，不再办理。{how}"


def _told(data: WithdrawalData) -> list[str]:
    again = "需要再次办理的，请重新提出申请，办理时限重新计算。"
    if not data.materials:
        return [again]
    return ["请当面清点上列材料，核对无误后签收。", again]
