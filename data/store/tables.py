"""The tables, the same for terminal and hub. Nothing outside `data.store` sees these classes.

A `table=True` class does not validate in its constructor: rows are made by model_validate.
Times are RFC 3339 UTC text, days ISO text, JSON columns text.
"""

from __future__ import annotations

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel


class FeedRow(SQLModel, table=True):
    """A terminal's feed as far as it is known here: its key and its last line."""

    __tablename__ = "feed"
    feed: str = Field(primary_key=True)
    public_key: str
    station: str
    terminal: str
    number: int = 0
    link: str
    is_own: bool


class EventRow(SQLModel, table=True):
    """One line of a feed; append-only."""

    __tablename__ = "event"
    __table_args__ = (UniqueConstraint("feed", "number"),)
    id: str = Field(primary_key=True)
    feed: str
    number: int
    link: str
    case_id: str | None = Field(default=None, index=True)
    base: str | None = None
    kind: str
    at: str
    actor: str
    schema_version: int
    body_hash: str
    hash: str = Field(unique=True)
    signature: str


class BodyRow(SQLModel, table=True):
    """An event's body as canonical JSON, apart so that it can be erased."""

    __tablename__ = "event_body"
    event_id: str = Field(primary_key=True, foreign_key="event.id")
    body: str


class VerdictRow(SQLModel, table=True):
    """The hub's signed word on an event: taken, or set aside and why. An input of replay."""

    __tablename__ = "verdict"
    event_id: str = Field(primary_key=True)
    outcome: str
    why: str | None = None
    at: str
    hub_feed: str
    signature: str


class OutboxRow(SQLModel, table=True):
    """Where an event of our own stands on its way: queued, sending, received, set_aside."""

    __tablename__ = "outbox"
    event_id: str = Field(primary_key=True, foreign_key="event.id")
    state: str = Field(default="queued", index=True)


class CaseRow(SQLModel, table=True):
    """Projection of a case: the whole value as JSON, and columns to find and list it by."""

    __tablename__ = "case"
    __table_args__ = (Index("ix_case_applicant", "applicant_number", "item"),)
    case_id: str = Field(primary_key=True)
    number: str = Field(unique=True)
    status: str = Field(index=True)
    item: str
    department: str
    station: str
    applicant_name: str
    applicant_number: str
    received_at: str = Field(index=True)
    value: str


class MarkRow(SQLModel, table=True):
    """Projection of one material row of a case."""

    __tablename__ = "mark"
    case_id: str = Field(primary_key=True, foreign_key="case.case_id")
    position: int = Field(primary_key=True)
    material: str
    person: str | None = None
    mark: str | None = None


class TaskRow(SQLModel, table=True):
    """Projection of an offered case: what a department or station may claim."""

    __tablename__ = "task"
    case_id: str = Field(primary_key=True, foreign_key="case.case_id")
    address: str = Field(index=True)
    status: str
    offered_by: str


class DocumentRow(SQLModel, table=True):
    """A paper's frozen data: what a reprint years later is made from."""

    __tablename__ = "document"
    number: str = Field(primary_key=True)
    kind: str
    case_id: str = Field(index=True, foreign_key="case.case_id")
    event_id: str
    content: str
    made_at: str
    prints: int = 0


class PrintJobRow(SQLModel, table=True):
    """One print of a paper: waiting, printing, done or failed."""

    __tablename__ = "print_job"
    id: int | None = Field(default=None, primary_key=True)
    document: str = Field(index=True, foreign_key="document.number")
    printer: str
    copies: int = 1
    reprint: int = 0
    state: str = Field(default="waiting", index=True)
    reason: str | None = None
    reference: str | None = None
    attempts: int = 0
    made_at: str
    done_at: str | None = None


class CounterRow(SQLModel, table=True):
    """The last serial given in a series (`case/2026-11-23`, `paper/market/acceptance/2026`)."""

    __tablename__ = "counter"
    series: str = Field(primary_key=True)
    last: int


class SettingRow(SQLModel, table=True):
    """What the terminal is: region, station, terminal, level and the like."""

    __tablename__ = "setting"
    key: str = Field(primary_key=True)
    value: str


class StaffRow(SQLModel, table=True):
    """An account; roles and departments as JSON lists, the password as an argon2id hash."""

    __tablename__ = "staff"
    name: str = Field(primary_key=True)
    roles: str
    department: str | None = None
    authorised: str
    title: str | None = None
    password_hash: str
    wrong_tries: int = 0
    is_locked: bool = False


class QueryTryRow(SQLModel, table=True):
    """Wrong tries at a case's query code; five lock it."""

    __tablename__ = "query_try"
    number: str = Field(primary_key=True)
    wrong_tries: int = 0


class CatalogueRow(SQLModel, table=True):
    """An immutable version of the list; state is draft, live or past."""

    __tablename__ = "catalogue"
    digest: str = Field(primary_key=True)
    version: str = Field(unique=True)
    name: str
    effective: str
    is_draft: bool
    content: str
    search_keys: str
    imported_at: str


class CalendarRow(SQLModel, table=True):
    """An imported calendar file; later imports count over earlier ones."""

    __tablename__ = "calendar"
    id: int | None = Field(default=None, primary_key=True)
    name: str
    content: str
    imported_at: str


class BaseRecordRow(SQLModel, table=True):
    """Projection: what a person's or body's forms hold, to fill the next one from."""

    __tablename__ = "base_record"
    owner: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    value: str
    case_id: str
    at: str


class ArchiveRow(SQLModel, table=True):
    """Projection: a certificate that was seen in order, reusable while it is valid."""

    __tablename__ = "archive"
    owner: str = Field(primary_key=True)
    certificate: str = Field(primary_key=True)
    name: str
    case_number: str
    seen_on: str
    valid_until: str | None = None


class DraftRow(SQLModel, table=True):
    """An intake as it is typed; of this terminal only, and no event until it is received."""

    __tablename__ = "draft"
    id: str = Field(primary_key=True)
    owner: str = Field(index=True)
    is_parked: bool
    saved_at: str
    content: str
