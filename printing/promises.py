"""容缺受理通知书, 容缺受理承诺书 and 告知承诺书.

容缺: the material still comes, by a day. 告知承诺: it never comes; the promise takes its place and
is checked afterwards. The promises are the applicant's papers, signed by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from printing import parts
from printing.document import Block, Column, Document, Line, Paragraph, Table
from printing.particulars import CasePaper, Subject

COMMITMENT_RULE = (
    "《国务院办公厅关于全面推行证明事项和涉企经营许可事项告知承诺制的指导意见》"
    "（国办发〔2020〕42号）"
)

DEFERRED_COLUMNS = (
    parts.NUMBER,
    Column("材料名称", 0.35, centred=False),
    Column("形式和份数", 0.18),
    Column("补交期限", 0.22),
    Column("备注", 0.18, centred=False),
)
COMMITTED_COLUMNS = (
    parts.NUMBER,
    Column("承诺代替的材料", 0.31, centred=False),
    Column("承诺符合的要求", 0.38, centred=False),
    Column("要求的依据", 0.24, centred=False),
)


class Late(Enum):
    """What follows when a deferred material is late: the case may end, or it is only a mark."""

    END = "end"
    WARN = "warn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deferred:
    """A material that may follow. by: its last day; form: e.g. 原件1份"""

    material: str
    by: str
    estimated: bool = False
    form: str = ""
    whose: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Committed:
    """A material that a promise takes the place of. demands: what is promised to hold"""

    material: str
    demands: tuple[str, ...]
    basis: str = ""
    whose: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToleranceData(CasePaper):
    """容缺受理通知书. accepted: the day of acceptance; place: where to bring what follows"""

    number: str
    accepted: str
    deferred: tuple[Deferred, ...]
    late: Late
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TolerancePromiseData(CasePaper):
    """容缺受理承诺书, to be signed by the applicant."""

    deferred: tuple[Deferred, ...]
    late: Late


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentData(CasePaper):
    """告知承诺书. check_days: working days after the decision in which the promise is checked"""

    committed: tuple[Committed, ...]
    check_days: int | None = None


def tolerance(data: ToleranceData) -> Document:
    """容缺受理通知书: accepted now, each deferred material by its day."""
    blocks: list[Block] = [
        Paragraph(
            f"{parts.application(data)}，主要申请材料齐全、符合法定形式，下列材料可以容缺后补。"
            f"经{parts.you(data.applicant)}同意并书面承诺，本机关自{data.accepted}起予以受理。"
        ),
        (
            *parts.parties(data),
            Line("受理日期", data.accepted),
            Line("受理窗口", data.clerk.window),
            Line("补交地点", data.place, wide=True),
            Line("咨询电话", data.office.phone, wide=True),
        ),
        _deferred_table(data.deferred),
        *_estimate(data.deferred),
        *map(Paragraph, _consequences(data.late)),
    ]
    return parts.composed(
        data,
        blocks,
        kind="tolerance",
        title="容缺受理通知书",
        addressee=parts.to_applicant(data),
        seal=parts.sealed(data),
        signatures=("申请人签字", "签收时间"),
    )


def tolerance_promise(data: TolerancePromiseData) -> Document:
    """容缺受理承诺书: the applicant's five promises."""
    me = _me(data)
    promises = (
        f"本次申请是{me}的真实意思表示。",
        f"{me}已经知晓受理机关告知的受理条件、容缺材料、补交期限和逾期后果。",
        f"{me}已经提交的申请材料全部真实、合法、有效。",
        f"{me}保证在上列期限以前，补交符合受理标准的容缺材料。",
        f"违反承诺的，{me}愿意承担由此产生的法律责任和损失。",
    )
    blocks: list[Block] = [
        Paragraph(f"{me}申请办理“{data.item.name}”，申请容缺受理，承诺如下。"),
        parts.parties(data),
        _deferred_table(data.deferred),
        *_estimate(data.deferred),
        *_numbered(promises),
        Paragraph("违反承诺的后果：", indent=False),
        *map(Paragraph, _consequences(data.late)),
        Paragraph("有未履行的承诺的，在履行以前不再适用容缺受理和告知承诺。"),
    ]
    return parts.composed(
        data,
        blocks,
        kind="commitment",
        title="容缺受理承诺书",
        addressee=parts.to_office(data.office),
        signatures=_signers(data),
        copies="本承诺书一式两份，一份由承诺人保存，一份存档。",
    )


def commitment(data: CommitmentData) -> Document:
    """告知承诺书: what the body tells, then what the applicant promises."""
    blocks: list[Block] = [
        parts.parties(data),
        Paragraph("一、行政机关告知", indent=False),
        Paragraph(
            f"根据{COMMITMENT_RULE}，{parts.you(data.applicant)}可以用书面承诺代替下列材料。"
            "不愿意承诺的，应当提交材料，不影响申请。"
        ),
        Table("", COMMITTED_COLUMNS, _committed_rows(data.committed)),
        *_numbered(_told(data)),
        Paragraph("二、申请人承诺", indent=False),
        *_numbered(_committing(_me(data))),
    ]
    return parts.composed(
        data,
        blocks,
        kind="commitment",
        title="告知承诺书",
        seal=parts.sealed(data),
        signatures=_signers(data),
        copies="本承诺书一式两份，一份由承诺人保存，一份存档。",
    )


def _deferred_table(deferred: tuple[Deferred, ...]) -> Table:
    rows = tuple(
        (str(at), _named(one), one.form or "－", _by(one), one.note)
        for at, one in enumerate(deferred, 1)
    )
    return Table("容缺材料清单", DEFERRED_COLUMNS, rows)


def _named(one: Deferred | Committed) -> str:
    return f"{one.material}（{one.whose}）" if one.whose else one.material


def _by(one: Deferred) -> str:
    return f"{one.by}\n{parts.ESTIMATED}" if one.estimated else one.by


def _estimate(deferred: tuple[Deferred, ...]) -> list[Block]:
    return [Paragraph(parts.ESTIMATE)] if any(one.estimated for one in deferred) else []


def _consequences(late: Late) -> tuple[str, str]:
    waits = "容缺材料全部补交以前，办理结果不予发放。"
    if late is Late.END:
        return waits, "逾期没有补交的，受理机关可以终止办理，由此产生的损失由申请人承担。"
    return waits, "逾期没有补交的，受理机关予以催告和记录。"


def _committed_rows(committed: tuple[Committed, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (str(at), _named(one), parts.joined(one.demands), one.basis or "－")
        for at, one in enumerate(committed, 1)
    )


def _told(data: CommitmentData) -> tuple[str, ...]:
    """When the promise is checked, and what follows when it is false."""
    when = f"作出决定之日起{data.check_days}个工作日内" if data.check_days else "作出决定以后"
    told = (
        "承诺的效力：符合要求并作出承诺的，不再要求提交上列材料。",
        f"核查：本机关在{when}核查承诺是否属实。",
        "不实承诺的后果：本机关依法终止办理、责令限期整改、撤销行政决定或者给予行政处罚，"
        "并记入信用记录；此后不再适用告知承诺和容缺受理。",
    )
    if not data.item.permit:
        return told
    fraud = (
        f"以欺骗手段取得行政许可的，根据{parts.XKF}第六十九条、第七十九条的规定，撤销行政许可，"
        "给予行政处罚；属于直接关系公共安全、人身健康、生命财产安全事项的，三年内不得再次申请"
        "该行政许可；构成犯罪的，依法追究刑事责任。"
    )
    return (*told, fraud)


def _committing(me: str) -> tuple[str, ...]:
    return (
        f"以上告知的内容，{me}已经全部知晓和理解。",
        f"{me}符合上列要求，所填写的信息和提交的材料真实、准确、完整。",
        f"{me}愿意接受和配合受理机关的核查。",
        f"违反承诺的，{me}愿意承担不实承诺的法律责任和由此产生的损失。",
        f"以上承诺是{me}的真实意思表示。",
    )


def _numbered(sentences: tuple[str, ...]) -> list[Block]:
    return [Paragraph(f"{at}．{text}") for at, text in enumerate(sentences, 1)]


def _me(data: CasePaper) -> str:
    return "本人" if data.applicant.kind is Subject.NATURAL else "本单位"


def _signers(data: CasePaper) -> tuple[str, ...]:
    if data.applicant.kind is Subject.NATURAL:
        signers = ["承诺人签字"]
    else:
        signers = ["承诺单位盖章", "法定代表人签字"]
    if data.contact and data.contact.agent:
        signers.append("代理人签字")
    return (*signers, "签字日期")
