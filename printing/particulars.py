"""The facts a notice is made of: plain texts, dates already written out, numbers as they print.

Identity numbers stand as given: the caller masks them. Nothing here is looked up or worked out.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Subject(Enum):
    NATURAL = "natural"
    LEGAL = "legal"


class Acceptance(Enum):
    """How the case came to be accepted (XKF 32)."""

    COMPLETE = "complete"
    TOLERANT = "tolerant"
    DEEMED = "deemed"


@dataclass(frozen=True, slots=True)
class Applicant:
    """id_label: e.g. 居民身份证号 or 统一社会信用代码; id_number: as it shall print."""

    kind: Subject
    name: str
    id_label: str
    id_number: str
    address: str = ""
    legal_representative: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Who brings the papers: 联系人, or 代理人 where `agent`."""

    name: str
    phone: str
    agent: bool = False


@dataclass(frozen=True, slots=True)
class Office:
    """The body in whose name the paper goes out; an empty `seal` puts no seal."""

    name: str
    seal: str
    phone: str
    address: str


@dataclass(frozen=True, slots=True)
class Clerk:
    """Who sat at the window; `window` e.g. 综合窗口03号."""

    name: str
    window: str


@dataclass(frozen=True, slots=True)
class Item:
    """list_name and list_version: the published list the case follows.

    permit: an administrative permit, to which the 行政许可法 (XKF) applies
    basis: what the item rests on, named where it is no permit
    sample: from a sample list: the paper is marked 示例
    """

    name: str
    code: str
    list_name: str
    list_version: str
    permit: bool = True
    basis: str = ""
    sample: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit as words (10个工作日, 当场办结) and its last day, e.g. 2026年12月18日."""

    text: str
    due: str | None = None
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class SpecialProcedure:
    """A procedure whose time does not count (XKF 45): 现场核查, 5个工作日, its basis."""

    name: str
    days: str
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Fee:
    """amount: with its unit, e.g. 每证10元."""

    name: str
    amount: str


@dataclass(frozen=True, slots=True)
class MaterialRow:
    """One material taken in.

    originals, copies, pages: how many (pages None: not counted)
    check_original: the original was seen and handed back
    surrender: an old certificate handed in for good
    mark: 齐全, 容缺 ...; note: e.g. 须于2026年12月4日前补交
    """

    name: str
    originals: int = 0
    copies: int = 0
    pages: int | None = None
    check_original: bool = False
    surrender: bool = False
    mark: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How to ask for progress, always with number and query code."""

    phone: str
    place: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """way: e.g. 窗口领取; place: where to fetch it; address: where it is posted to."""

    way: str
    place: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePaper:
    """What every paper of a case begins with. `number` is the document's.

    case_number: the case's 24 digits; empty where there is no case yet: the paper has no codes
    clerk: who sits at the window; for an errand the village agent
    date: the date under the seal
    replaces: number of the voided paper whose place this one takes
    """

    number: str | None
    case_number: str
    query_code: str
    item: Item
    applicant: Applicant
    office: Office
    clerk: Clerk
    date: str
    contact: Contact | None = None
    reprint: int = 0
    replaces: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptanceData(CasePaper):
    """受理通知书.

    received: when the (last) materials came, to the minute; accepted: the day of acceptance
    late: what follows when a deferred material is late, a whole sentence
    """

    number: str
    received: str
    accepted: str
    kind: Acceptance
    promised: Limit
    statutory: Limit
    materials: tuple[MaterialRow, ...]
    progress: Progress
    delivery: Delivery
    special: tuple[SpecialProcedure, ...] = ()
    fees: tuple[Fee, ...] = ()
    late: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptData(CasePaper):
    """接收凭证: what was taken in without acceptance, or came after it.

    received: to the minute
    accepted: the day of acceptance, where the materials came after it; no days to tell run then
    tell_days: working days in which defects must be told; tell_by: their last day; None where the
    days begin only when a window in power receives the materials (an errand)
    lacking: what is known to be missing still, told for information
    """

    received: str
    materials: tuple[MaterialRow, ...]
    progress: Progress
    tell_days: int = 5
    tell_by: str | None = None
    tell_by_estimated: bool = False
    lacking: tuple[str, ...] = ()
    accepted: str = ""
