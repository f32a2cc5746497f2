"""Frozen values that services give and screens and commands show. No behaviour, no law."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from data.rules.conclusion import Finding
from data.rules.item import Exit

SyncState = Literal["queued", "sending", "received", "set_aside"]


@dataclass(frozen=True, slots=True)
class HolderView:
    kind: Literal["terminal", "task", "none"]
    address: str | None
    terminal: str | None


@dataclass(frozen=True, slots=True)
class DueView:
    """ISO days; estimated where a date reaches an unpublished year."""

    promised: str
    statutory: str
    estimated: bool


@dataclass(frozen=True, slots=True)
class MaterialView:
    id: str
    name: str
    person: str | None
    mark: str | None
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A paper; `path` where it was printed to a file, `problem` why it was not printed.

    `voided`: it counts no longer.
    """

    kind: str
    number: str
    path: str | None
    problem: str | None = None
    voided: bool = False


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as a person may see it: names and numbers masked."""

    number: str
    matter: str | None
    query_code: str | None
    item: str
    item_name: str
    version: str
    status: str
    holder: HolderView
    applicant: dict[str, Any]
    received: str
    accepted: str | None
    notice_deadline: str | None
    due: DueView | None
    days_left: int | None
    light: str
    materials: tuple[MaterialView, ...]
    documents: tuple[DocumentView, ...]
    sync: SyncState


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One event of a case; `note` is what it says beside its kind, in words."""

    kind: str
    main_line: bool
    at: str
    actor: str
    feed: str
    number: int
    hash: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ConclusionView:
    """What an intake came to, with every point."""

    kind: str
    findings: tuple[Finding, ...]
    exit: Exit | None = None


@dataclass(frozen=True, slots=True)
class Submitted:
    """A stored intake: the case as it stands, what it came to, what the clerk should know."""

    case: CaseView
    conclusion: ConclusionView | None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FlagView:
    """A flag on a person or body, the number masked; days are ISO text.

    word: the kind in Chinese; until: None stands until it is lifted; stands: it bars today
    """

    id_type: str
    id_number: str
    kind: str
    word: str
    source: str
    since: str
    until: str | None
    lifted: bool
    stands: bool


@dataclass(frozen=True, slots=True)
class FeeView:
    """What was assessed and paid, in yuan with two decimals; `paper` is the 缴款通知书."""

    total: str
    paid: str
    open: str
    assessed_on: str
    paper: str
    receipts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AsideView:
    """A step that the hub set aside: the case's number, the event's kind, and why."""

    case: str
    kind: str
    why: str


@dataclass(frozen=True, slots=True)
class SyncView:
    """What one exchange did; `queued` own events still to be sent.

    set_aside: what this exchange was told of
    hub_time: UTC text
    clock_difference: the hub's clock less ours, in seconds
    """

    pushed: int
    pulled: int
    queued: int
    set_aside: tuple[AsideView, ...]
    hub_time: str
    clock_difference: float


@dataclass(frozen=True, slots=True)
class PackedView:
    """A courier file that was written; `lost` scans are damaged here and were left out."""

    file: str
    lines: int
    scans: int
    bytes: int
    reader: str
    lost: int


@dataclass(frozen=True, slots=True)
class CarriedView:
    """What a courier file brought.

    pushed: own events that the writer now is known to have; pulled: events that came with it
    queued: own events still without an answer
    set_aside: what is newly known not to count
    hub_time, clock_difference: as in SyncView; the difference is what the last line told
    writer: the terminal's number, or the hub's name
    scans, lists, calendars: how many came that were not here
    left_out: events that were not taken, as their terminal was revoked before
    """

    pushed: int
    pulled: int
    queued: int
    set_aside: tuple[AsideView, ...]
    hub_time: str
    clock_difference: float
    writer: str
    scans: int
    lists: int = 0
    calendars: int = 0
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class ConnectionView:
    """The line of a terminal to its hub.

    hub_name: None where it joined none and works alone
    online: the hub answered when it was asked last
    queued, sending: own events still to be sent, and those sent that it has not answered
    set_aside: cases in which an own event did not take effect and nobody has settled that
    last_contact: UTC text; clock_difference: the hub's clock less ours, in seconds
    refused: why the hub takes nothing of this terminal, and what to do
    problem: why the last exchange did not come about, and what to do
    exchanges: how many came about since the program began
    """

    hub_name: str | None = None
    online: bool = False
    queued: int = 0
    sending: int = 0
    set_aside: int = 0
    last_contact: str | None = None
    clock_difference: float = 0.0
    refused: str | None = None
    problem: str | None = None
    is_exchanging: bool = False
    exchanges: int = 0

    @property
    def unsent(self) -> int:
        """What is not safely at the hub."""
        return self.queued + self.sending


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with the home itself: a word for the home page, and what to do about it."""

    word: str
    sentence: str
    tone: Literal["bad", "warn"]


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task in the queue: `state` waiting or leased, `due` an ISO day, `leased_to` a person.

    `waits_for` are the items of the same matter that must be decided first.
    """

    number: str
    matter: str | None
    item: str
    step: str | None
    state: str
    due: str | None
    light: str
    waits_for: tuple[str, ...]
    leased_to: str | None


@dataclass(frozen=True, slots=True)
class LeaseView:
    """A task that was claimed: under which fence, and until when (UTC text; None: no end)."""

    number: str
    fence: int
    until: str | None
