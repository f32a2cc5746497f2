"""The tables of an exchange with a hub; they stand in every store: all are migrated alike."""

from __future__ import annotations

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from data.store.tables import Row


class MemberRow(Row, table=True):
    """A terminal that joined: its place, and the hash of its token. Revoked ones stay.

    replaces, takes_over: the feed it came in for, and whether that one's cases wait for it yet
    seen_at: when it pulled last; refused_*: why the hub takes nothing more of its feed
    is_awaited: the hub was restored, and this terminal has not sent again what it sent before
    """

    __tablename__ = "member"
    feed: str = Field(primary_key=True)
    station: str = Field(index=True)
    terminal: str
    department: str | None = None
    level: str
    carries_to: str | None = None
    token_hash: str = Field(unique=True)
    joined_at: str
    revoked_at: str | None = None
    replaces: str | None = None
    takes_over: bool = False
    seen_at: str | None = None
    refused_code: str | None = None
    refused_why: str | None = None
    refused_at: str | None = None
    is_awaited: bool = False


class EnrolmentRow(Row, table=True):
    """A one-time code, kept as a hash, and the place that it lets a terminal join."""

    __tablename__ = "enrolment"
    code_hash: str = Field(primary_key=True)
    station: str
    department: str | None = None
    level: str
    carries_to: str | None = None
    replaces: str | None = None
    made_at: str
    expires_at: str
    used_at: str | None = None


class TakenRow(Row, table=True):
    """An event that applies, in the order the hub took it.

    `line` is the base of a main-line event (`received` for the first), None for a side note: two
    events on one head, or two beginnings, cannot both stand.
    """

    __tablename__ = "taken"
    __table_args__ = (
        UniqueConstraint("case_id", "line"),
        Index("ix_taken_case", "case_id", "number"),
    )
    event_id: str = Field(primary_key=True)
    number: int = Field(unique=True)
    case_id: str | None = None
    line: str | None = None
    received_at: str


class ScopeRow(Row, table=True):
    """A case that an address may see, since an order number: all before travels with it."""

    __tablename__ = "scope"
    __table_args__ = (Index("ix_scope_address", "address", "number"),)
    case_id: str = Field(primary_key=True)
    address: str = Field(primary_key=True)
    number: int


class ScanReaderRow(Row, table=True):
    """Who may fetch a scan: whoever sees the case `reader`, or the terminal with that feed."""

    __tablename__ = "scan_reader"
    digest: str = Field(primary_key=True)
    reader: str = Field(primary_key=True)


class HubLinkRow(Row, table=True):
    """At a terminal: the link before a line of its hub's, which proves the line to another hub."""

    __tablename__ = "hub_link"
    event_id: str = Field(primary_key=True)
    previous: str


def _of_state(name: str, state: str, *columns: str) -> Index:
    """An index over the rows in one state alone."""
    where = text(f"state = '{state}'")
    return Index(name, *columns, sqlite_where=where, postgresql_where=where)


class QueueRow(Row, table=True):
    """The queue: a case's task, and whose hand it is in. No projection: leases live here.

    state: waiting, leased, done; a done row stays, since its fence never falls back.
    """

    __tablename__ = "queue"
    __table_args__ = (
        _of_state("ix_queue_waiting", "waiting", "address", "urgency", "due", "case_id"),
        _of_state("ix_queue_leased", "leased", "until"),
        {"sqlite_with_rowid": False},  # a tree less to write at each commit
    )
    case_id: str = Field(primary_key=True)
    address: str
    step: str | None = None
    due: str
    urgency: int
    state: str
    fence: int = 0
    feed: str | None = None
    person: str | None = None
    until: str | None = None


class LeaseRow(Row, table=True):
    """A lease that the hub gave this terminal; `until` None does not run out."""

    __tablename__ = "lease"
    case_id: str = Field(primary_key=True)
    address: str
    fence: int
    person: str
    until: str | None = None
