"""What was decided: 准予 and 不予行政许可决定书 (XKF 38), and the same for items of other kinds.

A licence rests on the 行政许可法 and on its own law; other items rest on their own law alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from printing import parts
from printing.document import Block, Column, Document, Line, Paragraph, Table
from printing.particulars import CasePaper, Delivery, Limit

GRANTED_BY_LAW = f"{parts.XKF}第三十八条第一款"
AT_ONCE_BY_LAW = f"{parts.XKF}第三十四条第二款、第三十八条第一款"
REFUSED_BY_LAW = f"{parts.XKF}第三十八条第二款"
HANDED_OVER_BY_LAW = f"{parts.XKF}第四十四条"

ANY_REVIEW_BODY = "有管辖权的行政复议机关"
ANY_COURT = "有管辖权的人民法院"
"""The right to both must be told even where the bodies are not named (XKF 38)."""

RESULT_COLUMNS = (
    parts.NUMBER,
    Column("名称", 0.31, centred=False),
    Column("编号", 0.31),
    Column("有效期", 0.22),
    Column("份数", 0.09),
)


class Matter(Enum):
    """The kinds of items; LICENCE exactly where `item.permit`."""

    LICENCE = "licence"
    REGISTRATION = "registration"
    FILING = "filing"
    CONFIRMATION = "confirmation"
    BENEFIT = "benefit"
    PUBLIC_SERVICE = "public_service"
    OTHER = "other"


class Decider(Enum):
    """The department examined and decided, or the window did at once in its name."""

    DEPARTMENT = "department"
    WINDOW = "window"


APPROVAL_TITLES = {
    Matter.LICENCE: "准予行政许可决定书",
    Matter.REGISTRATION: "准予登记通知书",
    Matter.FILING: "备案结果通知书",
}
RESULT_TITLE = "办理结果告知书"
"""Of an item that is granted nothing by name."""
APPROVED = {
    Matter.LICENCE: "决定准予行政许可",
    Matter.REGISTRATION: "决定准予登记",
    Matter.FILING: "予以备案",
    Matter.CONFIRMATION: "决定予以确认",
    Matter.BENEFIT: "决定准予给付",
    Matter.PUBLIC_SERVICE: "予以办理",
    Matter.OTHER: "予以办理",
}


@dataclass(frozen=True, slots=True)
class Result:
    """What is granted: a licence, a record, a sum. valid: in words, e.g. 至2031年11月22日"""

    name: str
    number: str = ""
    valid: str = ""
    pieces: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionData(CasePaper):
    """What both decisions begin with. `date` is the day of the decision.

    received, accepted: days; acceptance_number: of the 受理通知书, empty where there is none
    basis: the laws it rests on; none: the item's own
    """

    number: str
    matter: Matter
    received: str
    accepted: str
    acceptance_number: str = ""
    basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalData(DecisionData):
    """准予行政许可决定书 and its like.

    findings: what else was found, clauses such as 现场核查符合要求
    hand_over: where the results are not made yet: how many days that takes and the last one
    waits_for: deferred materials still open: no result is handed out before them
    """

    decider: Decider
    results: tuple[Result, ...]
    findings: tuple[str, ...] = ()
    hand_over: Limit | None = None
    waits_for: tuple[str, ...] = ()
    delivery: Delivery | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalData(DecisionData):
    """不予行政许可决定书 and its like. reasons: whole sentences, at least one

    review_body, court: where the applicant can turn to
    """

    reasons: tuple[str, ...]
    review_body: str = ""
    court: str = ""


def approval(data: ApprovalData) -> Document:
    """准予行政许可决定书, 准予登记通知书, 备案结果通知书 or 办理结果告知书."""
    blocks: list[Block] = [Paragraph(_granted(data)), _approval_fields(data)]
    if data.results:
        is_licence = data.matter is Matter.LICENCE
        title = "准予颁发的行政许可证件" if is_licence else "办理结果"
        blocks.append(Table(title, RESULT_COLUMNS, _result_rows(data.results)))
    blocks += map(Paragraph, _afterwards(data))
    return parts.composed(
        data,
        blocks,
        kind="approval",
        title=APPROVAL_TITLES.get(data.matter, RESULT_TITLE),
        addressee=parts.to_applicant(data),
        seal=parts.sealed(data),
        signatures=parts.SERVED,
    )


def refusal(data: RefusalData) -> Document:
    """不予行政许可决定书 or 不予办理决定书: never without reasons and remedies."""
    remedies = parts.remedies(
        "本决定书", review_body=data.review_body or ANY_REVIEW_BODY, court=data.court or ANY_COURT
    )
    return parts.composed(
        data,
        [Paragraph(_refused(data)), _refusal_fields(data), *map(Paragraph, remedies)],
        kind="refusal",
        title=refusal_title(data.matter),
        addressee=parts.to_applicant(data),
        seal=parts.sealed(data),
        signatures=parts.SERVED,
    )


def refusal_title(matter: Matter) -> str:
    """As it stands on the refusal, and on the 送达回证 that serves it."""
    return "不予行政许可决定书" if matter is Matter.LICENCE else "不予办理决定书"


def _granted(data: ApprovalData) -> str:
    complete = "主要申请材料" if data.waits_for else "申请材料"
    meets = "申请符合法定条件、标准" if data.matter is Matter.LICENCE else "申请符合办理条件"
    found = "，".join((f"{complete}齐全、符合法定形式", *data.findings, meets))
    law = AT_ONCE_BY_LAW if data.decider is Decider.WINDOW else GRANTED_BY_LAW
    return f"{_taken_in(data)}经审查，{found}。{_grounds(data, law)}{APPROVED[data.matter]}。"


def _refused(data: RefusalData) -> str:
    is_licence = data.matter is Matter.LICENCE
    lacks = "不符合法定条件、标准" if is_licence else "不符合办理条件"
    decided = "不予行政许可" if is_licence else "不予办理"
    law = _grounds(data, REFUSED_BY_LAW)
    return f"{_taken_in(data)}经审查，申请{lacks}。{law}决定{decided}。理由列明如下。"


def _taken_in(data: DecisionData) -> str:
    number = f"（{data.acceptance_number}）" if data.acceptance_number else ""
    return (
        f"{parts.application(data)}，本机关于{data.received}收到，于{data.accepted}受理{number}。"
    )


def _grounds(data: DecisionData, law: str) -> str:
    """根据…的规定，with the comma; empty where an item that is no licence names no law."""
    laws = [*_own_laws(data), *([law] if data.matter is Matter.LICENCE else [])]
    return f"根据{'、'.join(laws)}的规定，" if laws else ""


def _own_laws(data: DecisionData) -> tuple[str, ...]:
    return data.basis or tuple(filter(None, (data.item.basis,)))


def _approval_fields(data: ApprovalData) -> tuple[Line, ...]:
    how = "经审查决定"
    if data.decider is Decider.WINDOW:
        how = f"由决定机关授权{data.clerk.window}当场决定（经办人：{data.clerk.name}）"
    fetched = parts.delivery_text(data.delivery, "本文书") if data.delivery else ""
    return (
        *parts.parties(data),
        *_body_fields(data),
        Line("决定方式", how, wide=True),
        *([Line("结果送达", fetched, wide=True)] if fetched else []),
    )


def _refusal_fields(data: RefusalData) -> tuple[Line, ...]:
    laws = parts.listed(_own_laws(data))
    return (
        *parts.parties(data),
        Line("理由", parts.listed(data.reasons), wide=True),
        *([Line("依据", laws, wide=True)] if laws else []),
        *_body_fields(data),
    )


def _body_fields(data: DecisionData) -> tuple[Line, ...]:
    return (Line("决定机关", data.office.name), Line("咨询电话", data.office.phone))


def _result_rows(results: tuple[Result, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (str(at), one.name, one.number or "－", one.valid or "－", parts.count(one.pieces))
        for at, one in enumerate(results, 1)
    )


def _afterwards(data: ApprovalData) -> list[str]:
    told = []
    if data.waits_for:
        told.append(
            f"下列容缺材料尚未补交：{parts.joined(data.waits_for)}。"
            "容缺材料全部补交以前，办理结果不予发放。"
        )
    if data.hand_over:
        told.append(_hand_over(data.hand_over, data.matter))
        told += [parts.ESTIMATE] if data.hand_over.estimated else []
    return told


def _hand_over(limit: Limit, matter: Matter) -> str:
    guess = "，预计" if limit.estimated else ""
    by = f"（至{limit.due}止{guess}）" if limit.due else ""
    when = f"自作出决定之日起{limit.text}内{by}"
    if matter is Matter.LICENCE:
        return f"根据{HANDED_OVER_BY_LAW}的规定，本机关{when}颁发、送达行政许可证件。"
    return f"本机关{when}发放、送达办理结果。"
