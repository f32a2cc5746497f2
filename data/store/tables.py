"""The tables, the same for terminal and hub. Nothing outside `data.store` sees these classes.

A `table=True` class does not validate in its constructor: rows are made by model_validate.
Times are RFC 3339 UTC text, days ISO text, JSON columns text.
"""

from __future__ import annotations

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel


class Row(SQLModel):
    """What a row is checked by is built when the first is written, and by `engine.valid` alone."""

    model_config = {"defer_build": True}


class FeedRow(Row, table=True):
    """A terminal's feed as far as it is known here: its key and its last line.

    `is_whole`: all its lines are here (its own home, and the hub), so its chain can be checked.
    """

    __tablename__ = "feed"
    feed: str = Field(primary_key=True)
    public_key: str
    station: str
    terminal: str
    number: int = 0
    link: str
    is_own: bool
    is_whole: bool = True


class EventRow(Row, table=True):
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


class BodyRow(Row, table=True):
    """An event's body as canonical JSON, apart so that it can be erased."""

    __tablename__ = "event_body"
    event_id: str = Field(primary_key=True, foreign_key="event.id")
    body: str


class VerdictRow(Row, table=True):
    """The hub's signed word on an event: taken, or set aside and why. An input of replay."""

    __tablename__ = "verdict"
    event_id: str = Field(primary_key=True)
    outcome: str
    code: str = ""
    why: str | None = None
    at: str
    hub_feed: str
    signature: str


class OutboxRow(Row, table=True):
    """Where an event of our own stands on its way: queued, sending, received, set_aside."""

    __tablename__ = "outbox"
    event_id: str = Field(primary_key=True, foreign_key="event.id")
    state: str = Field(default="queued", index=True)


class CaseRow(Row, table=True):
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


class MarkRow(Row, table=True):
    """Projection of one material row of a case."""

    __tablename__ = "mark"
    case_id: str = Field(primary_key=True, foreign_key="case.case_id")
    position: int = Field(primary_key=True)
    material: str
    person: str | None = None
    mark: str | None = None


class TaskRow(Row, table=True):
    """Projection of an offered case: what a department or station may claim."""

    __tablename__ = "task"
    case_id: str = Field(primary_key=True, foreign_key="case.case_id")
    address: str = Field(index=True)
    status: str
    offered_by: str


class DocumentRow(Row, table=True):
    """A paper's frozen data: what a reprint years later is made from."""

    __tablename__ = "document"
    __table_args__ = (
        Index(
            "ix_document_unprinted",
            "event_id",
            sqlite_where=text("prints = 0"),
            postgresql_where=text("prints = 0"),
        ),
    )
    number: str = Field(primary_key=True)
    kind: str
    case_id: str = Field(index=True, foreign_key="case.case_id")
    event_id: str
    content: str
    made_at: str
    prints: int = 0


class PrintJobRow(Row, table=True):
    """One print of a paper; `state` is one of those `papers.Job` names."""

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


class PrinterRow(Row, table=True):
    """A printer of this window: its address, and the paper in it (a4, 80, 58)."""

    __tablename__ = "printer"
    name: str = Field(primary_key=True)
    address: str
    paper: str


class PrinterChoiceRow(Row, table=True):
    """Which printer prints a kind of paper."""

    __tablename__ = "printer_choice"
    kind: str = Field(primary_key=True)
    printer: str = Field(foreign_key="printer.name")


class CounterRow(Row, table=True):
    """The last serial given in a series (`case/2026-11-23`, `paper/market/acceptance/2026`)."""

    __tablename__ = "counter"
    series: str = Field(primary_key=True)
    last: int


class SettingRow(Row, table=True):
    """What the terminal is: region, station, terminal, level and the like."""

    __tablename__ = "setting"
    key: str = Field(primary_key=True)
    value: str


class StaffRow(Row, table=True):
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


class QueryTryRow(Row, table=True):
    """Wrong tries at a case's query code; five lock it."""

    __tablename__ = "query_try"
    number: str = Field(primary_key=True)
    wrong_tries: int = 0


class CatalogueRow(Row, table=True):
    """An immutable version of the list: its head, and what is not an item of it.

    Large columns stand last: SQLite reads what comes before them without them.
    """

    __tablename__ = "catalogue_version"
    digest: str = Field(primary_key=True)
    version: str = Field(unique=True)
    name: str
    effective: str
    is_draft: bool
    imported_at: str
    department_readings: str
    head: str


class CatalogueItemRow(Row, table=True):
    """An item of a version; `readings` is its pinyin, to make the search index from."""

    __tablename__ = "catalogue_item"
    digest: str = Field(primary_key=True, foreign_key="catalogue_version.digest")
    code: str = Field(primary_key=True)
    position: int
    readings: str
    content: str


class CatalogueIndexRow(Row, table=True):
    """All that the item finder reads of a version; `form` is how it is written down."""

    __tablename__ = "catalogue_index"
    digest: str = Field(primary_key=True, foreign_key="catalogue_version.digest")
    form: int
    entries: str
    spelling: str


class CalendarRow(Row, table=True):
    """An imported calendar file; later imports count over earlier ones."""

    __tablename__ = "calendar"
    id: int | None = Field(default=None, primary_key=True)
    name: str
    content: str
    imported_at: str


class BaseRecordRow(Row, table=True):
    """Projection: what a person's or body's forms hold, to fill the next one from."""

    __tablename__ = "base_record"
    owner: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    value: str
    case_id: str
    at: str


class ArchiveRow(Row, table=True):
    """Projection: a certificate that was seen in order, reusable while it is valid."""

    __tablename__ = "archive"
    owner: str = Field(primary_key=True)
    certificate: str = Field(primary_key=True)
    name: str
    case_number: str
    seen_on: str
    valid_until: str | None = None


class FlagRow(Row, table=True):
    """Projection: what stands against a person: a bar of the law, bad credit, a broken promise."""

    __tablename__ = "flag"
    owner: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    source: str = Field(primary_key=True)
    since: str
    until: str | None = None
    is_lifted: bool
    at: str


class DraftRow(Row, table=True):
    """An intake as it is typed; of this terminal only, and no event until it is received."""

    __tablename__ = "draft"
    id: str = Field(primary_key=True)
    owner: str = Field(index=True)
    is_parked: bool
    saved_at: str
    content: str
