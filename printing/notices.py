"""受理通知书 and 接收凭证: plain values -> document. Wording after the public form texts.

XKF is the 行政许可法. What a field lacks leaves no empty line on the paper.
"""

from __future__ import annotations

from printing import parts
from printing.document import Block, Column, Document, Line, Paragraph, Table
from printing.particulars import Acceptance, AcceptanceData, MaterialRow, ReceiptData

ACCEPTED_BY_LAW = f"{parts.XKF}第三十二条第一款第（五）项"
DEEMED_BY_LAW = f"{parts.XKF}第三十二条第一款第（四）项"

ACCEPTANCE_COLUMNS = (
    parts.NUMBER,
    parts.NAME,
    Column("原件", 0.08),
    Column("复印件", 0.10),
    Column("情况", 0.10),
    Column("备注", 0.24, centred=False),
)


def acceptance(data: AcceptanceData) -> Document:
    """受理通知书 (XKF 32): seal and date are part of it by law."""
    blocks: list[Block] = [Paragraph(_decision(data)), _acceptance_fields(data)]
    blocks.append(Table("申请材料清单", ACCEPTANCE_COLUMNS, _accepted_rows(data.materials)))
    told = filter(None, (parts.not_counted(data.special, data.item), data.late))
    blocks += map(Paragraph, told)
    return parts.composed(
        data,
        blocks,
        kind="acceptance",
        title="受理通知书",
        addressee=parts.to_applicant(data),
        seal=parts.sealed(data),
        copies="本通知书一式两份，一份送达申请人，一份存档。",
    )


def receipt(data: ReceiptData) -> Document:
    """接收凭证: proof that materials stayed here; by itself it accepts nothing."""
    blocks: list[Block] = [
        _receipt_fields(data),
        Table("接收材料清单", parts.RECEIVED_COLUMNS, parts.received_rows(data.materials)),
        *map(Paragraph, _receipt_sentences(data)),
    ]
    return parts.composed(
        data,
        blocks,
        kind="receipt",
        title="申请材料接收凭证",
        seal=parts.sealed(data),
        signatures=("申请经办人签字", "收件人员签字"),
        copies="本凭证一式两份，一份交申请人，一份存档。",
    )


def _decision(data: AcceptanceData) -> str:
    subject = parts.application(data)
    if data.kind is Acceptance.DEEMED:
        return (
            f"{subject}，申请材料于{data.received}收到，本机关未在规定期限内告知需要补正的"
            f"内容。{_basis(data, DEEMED_BY_LAW)}自{data.accepted}起即为受理。"
        )
    how = "申请材料齐全、符合法定形式"
    if data.kind is Acceptance.TOLERANT:
        how = "主要申请材料齐全、符合法定形式，其余材料可以按照清单所列期限补交"
    return f"{subject}，{how}。{_basis(data, ACCEPTED_BY_LAW)}决定自{data.accepted}起予以受理。"


def _basis(data: AcceptanceData, law: str) -> str:
    return parts.grounds(data.item, law) or "经审查，"


def _acceptance_fields(data: AcceptanceData) -> tuple[Line, ...]:
    return (
        *parts.parties(data),
        Line("收到材料时间", data.received),
        Line("受理日期", data.accepted),
        Line("法定办结时限", parts.limit_text(data.statutory)),
        Line("承诺办结时限", parts.limit_text(data.promised)),
        Line("受理机构", data.office.name),
        Line("机构电话", data.office.phone),
        Line("受理人", data.clerk.name),
        Line("受理窗口", data.clerk.window),
        Line("收费", parts.fees_text(data.fees), wide=True),
        Line("进度查询", parts.progress_text(data.progress), wide=True),
        Line("结果送达", parts.delivery_text(data.delivery), wide=True),
    )


def _receipt_fields(data: ReceiptData) -> tuple[Line, ...]:
    return (
        *parts.parties(data),
        Line("收件时间", data.received),
        Line("收件窗口", data.clerk.window),
        Line("收件人员", data.clerk.name),
        Line("联系电话", data.office.phone),
        Line("进度查询", parts.progress_text(data.progress), wide=True),
    )


def _accepted_rows(materials: tuple[MaterialRow, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            str(at),
            one.name,
            parts.count(one.originals),
            parts.count(one.copies),
            one.mark,
            parts.note(one),
        )
        for at, one in enumerate(materials, 1)
    )


def _receipt_sentences(data: ReceiptData) -> list[str]:
    sentences = ["本凭证只证明收到上列申请材料，不表示申请已经受理。", _five_days(data)]
    if data.accepted:
        sentences = [f"本申请已于{data.accepted}受理，上列材料是受理以后补交的，受理日期不变。"]
    if data.lacking:
        sentences.append(f"还没有办齐的：{parts.joined(data.lacking)}。")
    return sentences


def _five_days(data: ReceiptData) -> str:
    """XKF 32(1)(4): defects untold in five working days: accepted from the day of receipt."""
    law = f"根据{DEEMED_BY_LAW}的规定，" if data.item.permit else ""
    if data.tell_by is None:
        return (
            f"{law}{data.tell_days}个工作日的告知期限，自有权受理的窗口收到申请材料之日起计算。"
            "逾期不告知需要补正的内容的，自该窗口收到申请材料之日起即为受理。"
        )
    guess = "，预计" if data.tell_by_estimated else ""
    return (
        f"{law}自收到申请材料之日起{data.tell_days}个工作日内（至{data.tell_by}止{guess}）"
        "未告知需要补正的内容的，自收到申请材料之日起即为受理。"
    )
