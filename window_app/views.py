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
    """A paper; `path` where it was printed to a file, `problem` why it was not printed."""

    kind: str
    number: str
    path: str | None
    problem: str | None = None


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
    """One event of a case."""

    kind: str
    main_line: bool
    at: str
    actor: str
    feed: str
    number: int
    hash: str


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
