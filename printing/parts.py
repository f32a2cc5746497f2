"""What the papers share: head, fields, material rows and turns of phrase, as plain text.

XKF is the 行政许可法. It is quoted for permits only; other items rest on their own basis.
"""

from __future__ import annotations

from collections.abc import Iterable

from printing.document import Block, Codes, Column, Document, Line, Paragraph, Seal, Signature
from printing.particulars import (
    Applicant,
    CasePaper,
    Contact,
    Delivery,
    Fee,
    Item,
    Limit,
    MaterialRow,
    Office,
    Progress,
    SpecialProcedure,
    Subject,
)

XKF = "《中华人民共和国行政许可法》"
NOT_COUNTED_BY_LAW = f"{XKF}第四十五条"
REVIEW_LAW = "《中华人民共和国行政复议法》第二十条"
LAWSUIT_LAW = "《中华人民共和国行政诉讼法》第四十六条"

CASE_GROUPS = (6, 6, 4, 2, 5, 1)
"""Region, date, station, terminal, serial, check digit."""

NUMBER = Column("序号", 0.07)
NAME = Column("材料名称", 0.41, centred=False)
RECEIVED_COLUMNS = (
    NUMBER,
    NAME,
    Column("页数", 0.08),
    Column("原件", 0.08),
    Column("复印件", 0.10),
    Column("备注", 0.26, centred=False),
)

TWO_COPIES = "本文书一式两份，一份送达申请人，一份存档。"
SERVED = ("申请人签收", "签收时间")
"""Signed when the paper is handed over."""
ESTIMATED = "（预计）"
ESTIMATE = "标明“预计”的日期，在国务院公布当年节假日安排后确定。"


def composed(
    data: CasePaper,
    blocks: Iterable[Block],
    *,
    kind: str,
    title: str,
    addressee: str | None = None,
    seal: Seal | None = None,
    signatures: Iterable[str] = (),
    copies: str = TWO_COPIES,
) -> Document:
    """The paper of a case: number and codes above, list version at the foot."""
    named = [Paragraph(f"原{data.replaces}文书作废，以本文书为准。")] if data.replaces else []
    return Document(
        kind=kind,
        title=title,
        number=data.number,
        addressee=addressee,
        blocks=(*named, *blocks),
        codes=codes(data.case_number, data.query_code),
        seal=seal,
        signatures=to_sign(signatures),
        foot=(copies, list_version(data.item)),
        watermark=watermark(data.item),
        reprint=data.reprint,
    )


def to_sign(labels: Iterable[str]) -> tuple[Signature, ...]:
    return tuple(map(Signature, labels))


def grouped(case_number: str) -> str:
    """The case number in its parts, for the eye; a number of another length stays whole."""
    if len(case_number) != sum(CASE_GROUPS):
        return case_number
    ends = [sum(CASE_GROUPS[: at + 1]) for at in range(len(CASE_GROUPS))]
    starts = [0, *ends[:-1]]
    return " ".join(case_number[a:b] for a, b in zip(starts, ends, strict=True))


def codes(case_number: str, query_code: str) -> Codes:
    """The QR carries number and code only: whoever finds the paper scans no name."""
    if not case_number:
        return Codes()
    return Codes(
        barcode=case_number,
        qr=f"{case_number} {query_code}",
        caption=f"办件编号：{grouped(case_number)}",
        note=f"查询码：{query_code}",
    )


def sealed(data: CasePaper) -> Seal:
    return Seal(data.office.name, data.office.seal, data.date)


def to_applicant(data: CasePaper) -> str:
    return f"{data.applicant.name}："


def to_office(office: Office) -> str:
    return f"{office.name}："


def watermark(item: Item) -> str | None:
    return "示例" if item.sample else None


def list_version(item: Item) -> str:
    return f"本文书依照《{item.list_name}》（{item.list_version}版）制作。"


def grounds(item: Item, law: str) -> str:
    """根据…，with the comma; empty where an item that is no permit names no basis."""
    if item.permit:
        return f"根据{law}的规定，"
    return f"根据{item.basis}，" if item.basis else ""


def you(applicant: Applicant) -> str:
    return "你" if applicant.kind is Subject.NATURAL else "你单位"


def application(data: CasePaper) -> str:
    """你提出的“…”申请"""
    return f"{you(data.applicant)}提出的“{data.item.name}”申请"


def joined(texts: Iterable[str]) -> str:
    """Clauses of one sentence: a full stop at the end of one gives way."""
    return "；".join(text.rstrip("。") for text in texts if text)


def listed(texts: tuple[str, ...]) -> str:
    """One a line, numbered where there are several."""
    if len(texts) < 2:
        return "".join(texts)
    return "\n".join(f"{at}．{text}" for at, text in enumerate(texts, 1))


def told_by(limit: Limit) -> str:
    """至…止, with 预计 where the calendar of that year is not published."""
    return f"至{limit.due}止{ESTIMATED if limit.estimated else ''}"


def item_field(item: Item) -> Line:
    return Line("申请事项", f"{item.name}（{item.code}）", wide=True)


def applicant_fields(applicant: Applicant, label: str = "申请人") -> tuple[Line, ...]:
    natural = applicant.kind is Subject.NATURAL
    lines = [Line(label, applicant.name, wide=not natural)]
    lines.append(Line(applicant.id_label, applicant.id_number))
    if applicant.legal_representative:
        lines.append(Line("法定代表人", applicant.legal_representative))
    if applicant.address:
        lines.append(Line("住址" if natural else "住所", applicant.address, wide=True))
    return tuple(lines)


def contact_fields(contact: Contact | None) -> tuple[Line, ...]:
    if contact is None:
        return ()
    who = "代理人" if contact.agent else "联系人"
    return (Line(who, contact.name), Line(f"{who}电话", contact.phone))


def parties(data: CasePaper) -> tuple[Line, ...]:
    """Matter, applicant and who brings the papers."""
    return (
        item_field(data.item),
        *applicant_fields(data.applicant),
        *contact_fields(data.contact),
    )


def limit_text(limit: Limit) -> str:
    return limit.text if limit.due is None else f"{limit.text}\n{told_by(limit)}"


def fees_text(fees: tuple[Fee, ...]) -> str:
    return joined(f"{fee.name}：{fee.amount}" for fee in fees) or "不收费"


def progress_text(progress: Progress) -> str:
    ways = [f"到{progress.place}"] if progress.place else []
    ways += [f"拨打{progress.phone}"] if progress.phone else []
    how = f"，{'或者'.join(ways)}查询" if ways else "查询"
    return f"凭上方办件编号和查询码{how}。"


def delivery_text(delivery: Delivery, paper: str = "本通知书") -> str:
    """How the result is had; paper: what to bring along."""
    parts = [delivery.way]
    if delivery.place:
        parts.append(f"领取地点：{delivery.place}。领取时请带{paper}和有效身份证件")
    if delivery.address:
        parts.append(f"寄送地址：{delivery.address}")
    return "。".join(parts) + "。"


def not_counted(special: tuple[SpecialProcedure, ...], item: Item) -> str:
    """XKF 45: time that does not count must be told in writing. Empty where there is none."""
    if not special:
        return ""
    law = f"根据{NOT_COUNTED_BY_LAW}的规定，" if item.permit else ""
    told = joined(_special(one) for one in special)
    return f"{law}下列程序所需时间不计算在办理时限内：{told}。"


def _special(procedure: SpecialProcedure) -> str:
    basis = f"（依据{procedure.basis}）" if procedure.basis else ""
    return f"{procedure.name}，所需时间{procedure.days}{basis}"


def remedies(paper: str, *, review_body: str, court: str) -> list[str]:
    """复议 in 60 days, lawsuit in 6 months; paper: 本通知书 or 本决定书; none where both lack."""
    review = f"60日内向{review_body}申请行政复议" if review_body else ""
    lawsuit = f"6个月内向{court}提起行政诉讼" if court else ""
    ways = [way for way in (review, lawsuit) if way]
    if not ways:
        return []
    since = f"自知道{paper}内容之日起"
    laws = [law for law, way in ((REVIEW_LAW, review), (LAWSUIT_LAW, lawsuit)) if way]
    can = f"，也可以{since}".join(ways)
    return [f"不服{paper}的，根据{'、'.join(laws)}的规定，可以{since}{can}。"]


def received_rows(materials: tuple[MaterialRow, ...]) -> tuple[tuple[str, ...], ...]:
    """Rows under RECEIVED_COLUMNS."""
    return tuple(
        (
            str(at),
            one.name,
            count(one.pages),
            count(one.originals),
            count(one.copies),
            joined((one.mark, note(one))),
        )
        for at, one in enumerate(materials, 1)
    )


def count(number: int | None) -> str:
    return str(number) if number else "－"


def note(material: MaterialRow) -> str:
    return joined(
        (
            "已核验原件" if material.check_original else "",
            "交回原证" if material.surrender else "",
            material.note,
        )
    )
