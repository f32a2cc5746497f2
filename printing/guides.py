"""一次性告知书: the list for a situation, told before anything is handed in (XKF 30).

No case, no seal: it is the published list, cut to what holds for this person.
"""

from __future__ import annotations

from dataclasses import dataclass

from printing import parts
from printing.document import Block, Codes, Column, Document, Line, Paragraph, Table
from printing.particulars import Fee, Item, Limit, SpecialProcedure

EXPLAINED_BY_LAW = f"{parts.XKF}第三十条第二款"

MATERIAL_COLUMNS = (
    parts.NUMBER,
    Column("材料名称", 0.26, centred=False),
    Column("要求", 0.17),
    Column("原件", 0.08),
    Column("复印件", 0.10),
    Column("受理标准和说明", 0.32, centred=False),
)
ANSWER_COLUMNS = (
    parts.NUMBER,
    Column("问题", 0.45, centred=False),
    Column("情况", 0.48, centred=False),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """One question of the situation in words: 申请类型, 新办"""

    question: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideMaterial:
    """One material of the list.

    need: in words, e.g. 必交, 可以后补（5个工作日内）, “居住证明”任选1项, 每名成年家庭成员1份
    blank: where the blank form is had; note: what else to mind
    """

    name: str
    need: str
    originals: int = 0
    copies: int = 0
    check_original: bool = False
    surrender: bool = False
    criteria: tuple[str, ...] = ()
    blank: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideData:
    """一次性告知书. department: who decides; basis: laws the item rests on; date: of printing

    steps: what is done with an application, in order
    open_questions: what is not answered yet; while any is, the list is provisional
    say: what a person in this situation is told beside the list, whole sentences
    """

    item: Item
    department: str
    date: str
    materials: tuple[GuideMaterial, ...]
    statutory: Limit
    promised: Limit
    basis: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()
    open_questions: tuple[str, ...] = ()
    say: tuple[str, ...] = ()
    fees: tuple[Fee, ...] = ()
    special: tuple[SpecialProcedure, ...] = ()
    place: str = ""
    hours: str = ""
    phone: str = ""
    delivery: tuple[str, ...] = ()
    number: str | None = None
    reprint: int = 0


def guide(data: GuideData) -> Document:
    """一次性告知书: everything the list asks of this person, and when, where, for how much."""
    blocks: list[Block] = [_about(data)]
    if data.answers:
        blocks.append(Table("办理情形", ANSWER_COLUMNS, _answers(data.answers)))
    blocks.append(Table("申请材料清单", MATERIAL_COLUMNS, _rows(data.materials)))
    blocks += map(Paragraph, _told(data))
    return Document(
        kind="guide",
        title="一次性告知书",
        number=data.number,
        addressee=None,
        blocks=tuple(blocks),
        codes=Codes(),
        seal=None,
        foot=(
            f"打印日期：{data.date}。清单调整的，以收件当日执行的版本为准。",
            parts.list_version(data.item),
        ),
        watermark=parts.watermark(data.item),
        reprint=data.reprint,
    )


def _about(data: GuideData) -> tuple[Line, ...]:
    """Label and value of what is known; the two limits stand side by side."""
    wide = (
        ("设定依据", "\n".join(data.basis)),
        ("受理条件", parts.listed(data.conditions)),
        ("办理流程", " → ".join(data.steps)),
        ("收费", parts.fees_text(data.fees)),
        ("办理地点", data.place),
        ("办理时间", data.hours),
        ("咨询电话", data.phone),
        ("结果领取", "、".join(data.delivery)),
    )
    return (
        Line("事项名称", f"{data.item.name}（{data.item.code}）", wide=True),
        Line("决定机关", data.department, wide=True),
        Line("法定办结时限", parts.limit_text(data.statutory)),
        Line("承诺办结时限", parts.limit_text(data.promised)),
        *(Line(label, value, wide=True) for label, value in wide if value),
    )


def _answers(answers: tuple[Answer, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple((str(at), one.question, one.answer) for at, one in enumerate(answers, 1))


def _rows(materials: tuple[GuideMaterial, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            str(at),
            one.name,
            one.need,
            parts.count(one.originals),
            parts.count(one.copies),
            _demands(one),
        )
        for at, one in enumerate(materials, 1)
    )


def _demands(material: GuideMaterial) -> str:
    return parts.joined(
        (
            "核验原件，当场退还" if material.check_original else "",
            "交回原证" if material.surrender else "",
            *material.criteria,
            f"空白表格：{material.blank}" if material.blank else "",
            material.note,
        )
    )


def _told(data: GuideData) -> list[str]:
    told = [parts.not_counted(data.special, data.item), *data.say]
    if data.open_questions:
        asked = parts.joined(data.open_questions)
        told.append(f"下列问题还没有确定，清单可能随之变化：{asked}。")
    law = f"根据{EXPLAINED_BY_LAW}的规定，" if data.item.permit else ""
    told.append(f"{law}对上列内容有疑问的，可以要求窗口说明、解释。")
    told.append("除上列材料外，窗口不要求提供其他材料。本告知书不是受理凭证。")
    return [text for text in told if text]
