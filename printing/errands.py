"""代办受理单 and 授权委托书: a village agent carries an application to the window in power.

Taking an errand is no acceptance: the days of the law begin at the window in power.
"""

from __future__ import annotations

from dataclasses import dataclass

from printing import parts
from printing.document import Block, Document, Line, Paragraph, Table
from printing.particulars import Applicant, CasePaper, Item, MaterialRow, Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrandData(CasePaper):
    """代办受理单. The office is the village's, the clerk its agent.

    received: when the agent took the materials, to the minute
    authority: what the agent may do, e.g. 代为提交申请材料
    carried_to: the station with the window in power; carried_by: the last day (two working days)
    """

    received: str
    authority: tuple[str, ...]
    carried_to: str
    carried_by: str
    materials: tuple[MaterialRow, ...]
    carried_by_estimated: bool = False


@dataclass(frozen=True, slots=True)
class Attorney:
    """Who acts for the principal; `place` e.g. the village station or an address."""

    name: str
    id_label: str
    id_number: str
    phone: str
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyData:
    """授权委托书. term: e.g. 自2026年11月23日起至2027年2月22日止"""

    item: Item
    principal: Applicant
    attorney: Attorney
    authority: tuple[str, ...]
    term: str
    number: str | None = None
    case_number: str = ""
    query_code: str = ""
    reprint: int = 0


def errand(data: ErrandData) -> Document:
    """代办受理单: what the agent took and by when it is carried up."""
    guess = parts.ESTIMATED if data.carried_by_estimated else ""
    by = f"{data.carried_by}{guess}"
    blocks: list[Block] = [
        _errand_fields(data, by),
        Table("代收材料清单", parts.RECEIVED_COLUMNS, parts.received_rows(data.materials)),
        Paragraph(f"代办员在{by}以前（含当日）将上列材料送到{data.carried_to}。"),
        Paragraph(
            "本单只证明代办员接受委托、收到上列材料，不表示申请已经受理。"
            "办理时限自有权受理的窗口受理之日起计算；"
            "告知补正的期限自该窗口收到申请材料之日起计算。"
        ),
        Paragraph("代办不收费。代办员应当保管好材料，不得用于委托事项以外的用途。"),
        *([Paragraph(parts.ESTIMATE)] if guess else []),
    ]
    return parts.composed(
        data,
        blocks,
        kind="errand",
        title="代办受理单",
        seal=parts.sealed(data),
        signatures=("代办员签字", "委托人签字"),
        copies="本单一式两份，一份交委托人，一份随材料移送。",
    )


def proxy(data: ProxyData) -> Document:
    """授权委托书: matter, authority and term in writing, signed by both."""
    me = "本人" if data.principal.kind is Subject.NATURAL else "本单位"
    blocks: list[Block] = [
        (
            Line("委托事项", f"{data.item.name}（{data.item.code}）", wide=True),
            *parts.applicant_fields(data.principal, "委托人"),
        ),
        _attorney_fields(data.attorney),
        Paragraph(f"{me}委托{data.attorney.name}办理上列事项，授权范围如下："),
        *(Paragraph(f"{at}．{text}。") for at, text in enumerate(data.authority, 1)),
        Paragraph(f"委托期限：{data.term}。"),
        Paragraph(
            f"受托人在授权范围和委托期限内的行为，{me}予以承认，并承担相应的法律责任。"
            "受托人不得转委托。"
        ),
    ]
    return Document(
        kind="proxy",
        title="授权委托书",
        number=data.number,
        addressee=None,
        blocks=tuple(blocks),
        codes=parts.codes(data.case_number, data.query_code),
        seal=None,
        signatures=parts.to_sign(_signers(data.principal)),
        foot=(
            "本委托书涂改无效。受托人办理时应当出示本人有效身份证件。",
            parts.list_version(data.item),
        ),
        watermark=parts.watermark(data.item),
        reprint=data.reprint,
    )


def _errand_fields(data: ErrandData, by: str) -> tuple[Line, ...]:
    return (
        *parts.parties(data),
        Line("代办员", data.clerk.name),
        Line("代办站点", data.clerk.window),
        Line("收到材料时间", data.received, wide=not data.office.phone),
        *([Line("站点电话", data.office.phone)] if data.office.phone else []),
        Line("授权范围", parts.joined(data.authority), wide=True),
        Line("送达窗口", data.carried_to, wide=True),
        Line("最迟送达日期", by, wide=True),
    )


def _attorney_fields(attorney: Attorney) -> tuple[Line, ...]:
    place = [Line("受托人地址", attorney.place, wide=True)] if attorney.place else []
    return (
        Line("受托人", attorney.name),
        Line("受托人电话", attorney.phone),
        Line(attorney.id_label, attorney.id_number, wide=True),
        *place,
    )


def _signers(principal: Applicant) -> tuple[str, ...]:
    if principal.kind is Subject.NATURAL:
        return ("委托人签字", "受托人签字", "签字日期")
    return ("委托单位盖章", "法定代表人签字", "受托人签字", "签字日期")
