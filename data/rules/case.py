"""A case as its events tell it. `projection.py` applies them; this is the value they give.

Everything needed later is frozen in here when it happens (limits, steps, names, printed due
dates), so that no catalogue is read when a journal is replayed.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from data.rules.conclusion import Mark
from data.rules.item import Limits, Need, Special, Step
from data.rules.noted import Contact, FeeNotice, HandedIn, Payment


class Status(StrEnum):
    """Where a case stands; the last six are final."""

    DRAFT = "draft"
    RECEIVED = "received"
    SUPPLEMENTING = "supplementing"
    ACCEPTED = "accepted"
    REVIEWING = "reviewing"
    SUSPENDED = "suspended"
    APPROVED = "approved"
    REFUSED = "refused"
    READY = "ready"
    DELIVERED = "delivered"
    DECLINED = "declined"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    VOIDED = "voided"


FINAL = frozenset(
    {
        Status.DELIVERED,
        Status.DECLINED,
        Status.RETURNED,
        Status.WITHDRAWN,
        Status.LAPSED,
        Status.VOIDED,
    }
)
OPEN = frozenset(Status) - FINAL - {Status.DRAFT}
CLOCK_RUNS = frozenset({Status.ACCEPTED, Status.REVIEWING})


class Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Holder(Value):
    """Who may write the main line: a terminal, whoever leases the task, or nobody.

    address: `department:<id>` or `station:<number>` while offered, or the holder's own station
    terminal: `<station>-<terminal>`, e.g. 0001-03, where one holds
    feed: the fingerprint of that terminal's key
    side: whether a window or a department holds or is offered the case
    """

    kind: Literal["terminal", "task", "none"]
    address: str | None = None
    terminal: str | None = None
    feed: str | None = None
    side: Literal["window", "department"] = "window"


class Applicant(Value):
    name: str
    id_type: str
    id_number: str
    phone: str | None = None
    address: str | None = None
    legal_representative: str | None = None
    birth: str | None = None
    sex: str | None = None


class Member(Value):
    """A member of the household; `birth` is an ISO date."""

    id: str
    name: str
    id_type: str | None = None
    id_number: str | None = None
    birth: str | None = None
    relation: str | None = None
    is_adult: bool = False


class MaterialRow(Value):
    """One line of the list as it was frozen, with its mark; later_by is the promised day."""

    id: str
    name: str
    person: str | None = None
    person_name: str | None = None
    mark: Mark | None = None
    faults: tuple[str, ...] = ()
    source: str | None = None
    need: Need = Need.REQUIRED
    group: str | None = None
    originals: int = 0
    copies: int = 0
    check_original: bool = False
    surrender: bool = False
    certificate: str | None = None
    later_days: int | None = None
    later_by: str | None = None
    owner: str | None = None
    valid_until: str | None = None
    scans: tuple[dict[str, Any], ...] = ()

    @property
    def key(self) -> tuple[str, str | None]:
        return self.id, self.person


class Due(Value):
    """Due dates as printed (ISO days); estimated where they reach an unpublished year."""

    promised: str
    statutory: str
    estimated: bool = False


class FeeLine(Value):
    """A fee of the situation; `amount` with its unit, as it prints."""

    name: str
    amount: str


class Supplement(Value):
    """One round of a supplement: what was told, and by when.

    A point that could have been told in an earlier round carries its `new_reason` (XKF 32, 72).
    """

    round: int
    told_on: str
    deadline: str
    points: tuple[dict[str, Any], ...]

    @property
    def new_points(self) -> tuple[dict[str, Any], ...]:
        """What supervision sees as a red entry: points that no earlier round told."""
        return tuple(point for point in self.points if point.get("new_reason"))


class Stop(Value):
    """A special procedure; it stops the clock from `since` until `until` where it says so."""

    name: str
    since: str
    until: str | None = None
    stops_clock: bool = False


class Paper(Value):
    """A document that was issued for the case."""

    kind: str
    number: str
    event: str
    is_voided: bool = False


class Case(Value):
    """A case; times are UTC text, days are ISO text in Asia/Shanghai."""

    case_id: str
    number: str
    head: str
    matter: str | None = None
    status: Status
    holder: Holder
    query_code: str
    item: str
    item_name: str
    item_kind: str
    version: str
    catalogue_digest: str
    is_sample: bool
    department: str
    station: str
    subject: Literal["natural", "legal"]
    applicant: Applicant
    agent: Applicant | None = None
    household: tuple[Member, ...] = ()
    answers: dict[str, tuple[str, ...]] = {}
    fields: dict[str, Any] = {}
    delivery: str | None = None
    materials: tuple[MaterialRow, ...] = ()
    limits: Limits
    accept_days: int
    supplement_way: Literal["keep", "return"]
    supplement_days: int | None = None
    deferred_late: Literal["end", "warn"] = "warn"
    steps: tuple[Step, ...] = ()
    special: tuple[Special, ...] = ()
    instant_at_window: bool = False
    fees: tuple[FeeLine, ...] = ()
    is_errand: bool = False
    carries_to: str | None = None
    received_at: str
    received_by: str
    materials_day: str
    notice_deadline: str
    accepted_day: str | None = None
    accepted_how: Literal["complete", "tolerant", "deemed"] | None = None
    due: Due | None = None
    steps_passed: tuple[str, ...] = ()
    supplements: tuple[Supplement, ...] = ()
    stops: tuple[Stop, ...] = ()
    extended_days: int = 0
    before_lapse: Status | None = None
    before_holder: Holder | None = None
    decision: Literal["approved", "refused"] | None = None
    decided_day: str | None = None
    refused_for: tuple[str, ...] = ()
    result: dict[str, Any] | None = None
    handed_out: dict[str, str] | None = None
    ended_why: str | None = None
    replaced_by: str | None = None
    decline_ground: Literal["not_needed", "not_ours"] | None = None
    competent: str | None = None
    papers: tuple[Paper, ...] = ()
    # Below: what side notes tell. They commute, so main-line events never touch it.
    handed_in: tuple[HandedIn, ...] = ()
    voided_papers: tuple[str, ...] = ()
    contact: dict[str, Contact] = {}
    is_withdrawal_asked: bool = False
    brought_in: tuple[str, ...] = ()
    fee: FeeNotice | None = None
    payments: tuple[Payment, ...] = ()

    @property
    def ever_accepted(self) -> bool:
        return self.accepted_day is not None

    @property
    def next_step(self) -> str | None:
        """The role of the department's next step: handle, check or approve; None without one."""
        if not self.ever_accepted or self.decision is not None:
            return None
        left = self.steps[len(self.steps_passed) :]
        return left[0].role if left else None

    @property
    def deferred_open(self) -> tuple[MaterialRow, ...]:
        """容缺 materials that were promised by a day and have not followed yet."""
        came = {one.key for one in self.handed_in}
        return tuple(
            row
            for row in self.materials
            if row.mark is Mark.DEFERRED and row.later_by and row.key not in came
        )

    @property
    def materials_now(self) -> tuple[MaterialRow, ...]:
        """The rows with those that followed later as they were found when they came."""
        came = {one.key: one for one in self.handed_in}
        return tuple(
            row.model_copy(update={"mark": one.mark, "source": one.source, "scans": one.scans})
            if row.mark is Mark.DEFERRED and (one := came.get(row.key)) is not None
            else row
            for row in self.materials
        )

    def is_paper_void(self, number: str) -> bool:
        """Whether a paper counts no longer: voided by itself, or with its case."""
        return self.status is Status.VOIDED or number in self.voided_papers
