"""补正告知书 and 退回清单: all that lacks, told once (XKF 32(1)(4)).

The same list of points stands on both; what becomes of the materials differs: they stay, or go
back to the applicant, whose next submission is a new application (市场主体登记管理条例 19).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from printing import parts
from printing.document import Block, Column, Document, Line, Paragraph, Table
from printing.particulars import CasePaper, Item, Limit, MaterialRow

TOLD_BY_LAW = f"{parts.XKF}第三十二条第一款第（四）项"
EXAMINED_BY_LAW = f"{parts.XKF}第三十四条第一款"

POINT_COLUMNS = (
    parts.NUMBER,
    Column("方式", 0.08),
    Column("材料名称", 0.25, centred=False),
    Column("存在的问题", 0.26, centred=False),
    Column("受理标准和补交要求", 0.34, centred=False),
)
NEW = "新增"


class Ask(Enum):
    """补齐 answers what is missing, 补正 what is defective."""

    COMPLETE = "complete"
    CORRECT = "correct"


ASK_WORDS = {Ask.COMPLETE: "补齐", Ask.CORRECT: "补正"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One point to be put in order.

    whose: the person, where the material is asked per person
    choice: how far others may stand in, e.g. “居住证明”中任交1项即可
    faults: what is wrong; none where it was not handed in
    form: in what form it is asked, where it was not handed in, e.g. 原件1份
    criterion: what makes it acceptable; todo: what to do
    new_reason: why this was not told before; empty: it was, or nothing was
    """

    ask: Ask
    material: str
    whose: str = ""
    choice: str = ""
    faults: tuple[str, ...] = ()
    form: str = ""
    criterion: str = ""
    todo: str = ""
    new_reason: str = ""


@dataclass(frozen=True, slots=True)
class HandIn:
    """Where to bring what lacks; others: further ways, e.g. 邮寄至…"""

    place: str
    phone: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementData(CasePaper):
    """补正告知书.

    received: when the materials came, to the minute
    deadline: None where the list sets no days
    accepted: the day of acceptance, where the department sends an accepted case back
    stopped_by: the basis on which the clock of an accepted case stops meanwhile; empty: it runs on
    earlier: numbers of the notices that went before
    """

    number: str
    received: str
    points: tuple[Point, ...]
    deadline: Limit | None
    hand_in: HandIn
    accepted: str = ""
    stopped_by: str = ""
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnData(CasePaper):
    """退回清单. materials: all that is handed back; received: to the minute."""

    number: str
    received: str
    materials: tuple[MaterialRow, ...]
    points: tuple[Point, ...]
    hand_in: HandIn


def supplement(data: SupplementData) -> Document:
    """补正告知书: every point at one time, with its deadline and what follows when late."""
    blocks: list[Block] = [Paragraph(_opening(data)), *map(Paragraph, _earlier(data))]
    blocks += [_supplement_fields(data), _points("需要补齐、补正的内容", data.points)]
    blocks += map(Paragraph, _afterwards(data))
    return parts.composed(
        data,
        blocks,
        kind="supplement",
        title="申请材料补正告知书",
        addressee=parts.to_applicant(data),
        seal=parts.sealed(data),
        signatures=parts.SERVED,
    )


def return_list(data: ReturnData) -> Document:
    """退回清单: the materials go back with all points; submitting again is a new application."""
    blocks: list[Block] = [
        Paragraph(_returned(data)),
        (
            *parts.parties(data),
            *_hand_in("重新提交", data),
        ),
        Table("退回材料清单", parts.RECEIVED_COLUMNS, parts.received_rows(data.materials)),
        _points("需要补齐、补正的内容", data.points),
        Paragraph("补齐、补正后重新提交的，作为新的申请办理，办理时限重新计算。"),
    ]
    return parts.composed(
        data,
        blocks,
        kind="return",
        title="申请材料退回清单",
        addressee=parts.to_applicant(data),
        seal=parts.sealed(data),
        signatures=parts.SERVED,
    )


def _opening(data: SupplementData) -> str:
    if data.accepted:
        law = _grounds(data.item, EXAMINED_BY_LAW)
        return (
            f"{parts.application(data)}，本机关已于{data.accepted}受理。{law}经审查，"
            "下列申请材料不齐全或者不符合要求，现将需要补齐、补正的全部内容一次告知如下。"
        )
    return (
        f"{parts.application(data)}，申请材料于{data.received}收到。{_defective(data)}"
        "现将需要补齐、补正的全部内容一次告知如下。"
    )


def _returned(data: ReturnData) -> str:
    return (
        f"{parts.application(data)}，申请材料于{data.received}收到。{_defective(data)}"
        "现将全部申请材料退回，并将需要补齐、补正的全部内容一次告知如下。"
    )


def _defective(data: CasePaper) -> str:
    law = _grounds(data.item, TOLD_BY_LAW)
    return f"经审查，申请材料不齐全或者不符合法定形式。{law}"


def _grounds(item: Item, law: str) -> str:
    """The law on permits, and with it the law that asks for this one's materials."""
    return parts.grounds(item, f"{law}和{item.basis}" if item.permit and item.basis else law)


def _earlier(data: SupplementData) -> list[str]:
    if not data.earlier:
        return []
    told = f"本机关此前已经作出{'、'.join(data.earlier)}补正告知书。"
    if any(point.new_reason for point in data.points):
        told += f"标明“{NEW}”的内容此前没有告知，原因写在该项内。"
    return [told]


def _supplement_fields(data: SupplementData) -> tuple[Line, ...]:
    deadline = [Line("补正期限", _deadline(data.deadline), wide=True)] if data.deadline else []
    return (
        *parts.parties(data),
        *deadline,
        *_hand_in("补交方式", data),
    )


def _deadline(limit: Limit) -> str:
    return f"{limit.text}，{parts.told_by(limit)}" if limit.due else limit.text


def _hand_in(label: str, data: SupplementData | ReturnData) -> tuple[Line, ...]:
    ways = parts.joined((f"送到{data.hand_in.place}", *data.hand_in.others))
    return (
        Line(label, ways, wide=True),
        Line("告知窗口", data.clerk.window),
        Line("咨询电话", data.hand_in.phone),
    )


def _points(title: str, points: tuple[Point, ...]) -> Table:
    return Table(title, POINT_COLUMNS, tuple(_row(at, one) for at, one in enumerate(points, 1)))


def _row(number: int, point: Point) -> tuple[str, ...]:
    mark = f"\n{NEW}" if point.new_reason else ""
    whose = f"（{point.whose}）" if point.whose else ""
    return (
        f"{number}{mark}",
        ASK_WORDS[point.ask],
        _lines(f"{point.material}{whose}", point.choice),
        _lines(
            parts.joined(point.faults) or _not_there(point.form),
            f"{NEW}原因：{point.new_reason}" if point.new_reason else "",
        ),
        _lines(
            f"标准：{point.criterion}" if point.criterion else "",
            f"要求：{point.todo}" if point.todo else "",
        ),
    )


def _not_there(form: str) -> str:
    return f"未提交（{form}）" if form else "未提交"


def _lines(*texts: str) -> str:
    return "\n".join(filter(None, texts))


def _afterwards(data: SupplementData) -> list[str]:
    sentences = [_then(data)]
    if data.deadline and data.deadline.due:
        due = f"{data.deadline.due}{parts.ESTIMATED if data.deadline.estimated else ''}"
        sentences.append(
            f"请在{due}以前（含当日）补齐、补正。逾期不补正的，本机关可以终止办理；"
            "终止后可以在材料齐全时重新申请。"
        )
        if data.deadline.estimated:
            sentences.append(parts.ESTIMATE)
    return sentences


def _then(data: SupplementData) -> str:
    """Acceptance happens once; its day never changes."""
    if not data.accepted:
        return "按照以上要求提交全部补正材料的，本机关予以受理。"
    if data.stopped_by:
        return f"受理日期不变。根据{data.stopped_by}，补正所需时间不计算在办理时限内。"
    return "受理日期不变，补正期间办理时限继续计算。"
