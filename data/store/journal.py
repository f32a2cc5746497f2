"""The journal: append-only feeds of signed events, and the projections they give.

`append` writes event, body, outbox row and projection in the caller's unit of work, reading
the head of the feed inside its BEGIN IMMEDIATE, so several processes may share one home.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from sqlalchemy import RowMapping, select, update
from uuid_utils import uuid7

from data.errors import StoreDamaged
from data.rules.case import Case
from data.rules.event import Event
from data.rules.projection import apply
from data.store import cases, people, signing
from data.store.engine import Unit
from data.store.feeds import head, move_on
from data.store.signing import Signer
from data.store.tables import BodyRow, EventRow, FeedRow, OutboxRow, VerdictRow

SCHEMA = 1
SyncState = Literal["queued", "sending", "received", "set_aside"]
EVENTS = EventRow.__table__  # type: ignore[attr-defined]
BODIES = BodyRow.__table__  # type: ignore[attr-defined]
FEEDS = FeedRow.__table__  # type: ignore[attr-defined]
OUTBOX = OutboxRow.__table__  # type: ignore[attr-defined]
VERDICTS = VerdictRow.__table__  # type: ignore[attr-defined]
_COLUMNS = tuple(EventRow.model_fields)
_LINES = f"""
SELECT {", ".join(f"event.{name}" for name in _COLUMNS)}, event_body.body FROM event
LEFT JOIN event_body ON event_body.event_id = event.id
"""
_LAST_MOMENT = "SELECT at FROM event WHERE feed = :feed ORDER BY number DESC LIMIT 1"
_STATES = """
SELECT DISTINCT outbox.state FROM outbox JOIN event ON event.id = outbox.event_id
WHERE event.case_id = :case_id
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be written: the journal adds identity, place in the feed and signature."""

    kind: str
    body: Mapping[str, Any]
    actor: str
    at: str
    case_id: str | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """An event as it stands in the feed, and its case as it stands after it."""

    event: Event
    case: Case | None


def new_id() -> str:
    """A UUIDv7: sorts by time, and is the event's idempotency key."""
    return str(uuid7())


def open_feed(unit: Unit, signer: Signer, *, station: str, terminal: str) -> None:
    """Begin this terminal's own feed."""
    unit.insert(
        FeedRow,
        {
            "feed": signer.feed,
            "public_key": signer.public_key.hex(),
            "station": station,
            "terminal": terminal,
            "number": 0,
            "link": signing.GENESIS,
            "is_own": True,
        },
    )


def disown_feeds(unit: Unit) -> None:
    """In a restored home the feeds of before are no longer its own."""
    unit.connection.execute(update(FEEDS).values(is_own=False))


def append(unit: Unit, signer: Signer, entry: Entry, case: Case | None = None) -> Written:
    """Write one event at the end of the own feed; `base` is the head of `case`.

    A case's projection is written too: `case` must be as it stands in this unit of work.
    """
    event = append_line(unit, signer, entry, base=case.head if case else None)
    people.project(unit, event)
    if event.case_id is None:
        return Written(event, None)
    after = apply(case, event)
    cases.save(unit, after, event)
    return Written(event, after)


def append_line(unit: Unit, signer: Signer, entry: Entry, *, base: str | None = None) -> Event:
    """Write one event at the end of the own feed, and no projection of it."""
    body = signing.canonical(entry.body)
    # The case is made from the body as it will be read back: replay sees the very same.
    entry = replace(entry, body=json.loads(body))
    number, previous = _head(unit, signer)
    event = _event_of(signer, entry, number + 1, base)
    event = _signed(signer, replace(event, body_hash=signing.digest(body)), previous)
    unit.insert(EventRow, _row(event))
    unit.insert(BodyRow, {"event_id": event.id, "body": body.decode("utf-8")})
    unit.insert(OutboxRow, {"event_id": event.id, "state": "queued"})
    move_on(unit, event.feed, event.number, event.link)
    return event


def last_moment(unit: Unit, feed: str) -> str | None:
    """When the own feed's last event was written; None before the first."""
    rows = unit.run(_LAST_MOMENT, {"feed": feed})
    return str(rows[0][0]) if rows else None


def events_of(unit: Unit, case_id: str) -> list[Event]:
    """All events that name a case, by feed and number."""
    rows = _rows(unit, "event.case_id = :case", {"case": case_id})
    return [_event(row) for row in rows]


def home_events(unit: Unit) -> list[Event]:
    """All events that have no case, by feed and number."""
    return [_event(row) for row in _rows(unit, "event.case_id is null", {})]


def feed_lines(unit: Unit, feed: str, *, after: int = 0) -> Iterator[tuple[Event, str | None]]:
    """A feed's lines in order, after a number: the event without its body, and that as stored."""
    where = "event.feed = :feed and event.number > :after"
    for row in _rows(unit, where, {"feed": feed, "after": after}):
        yield _event({**row, "body": None}), row["body"]


def set_aside(unit: Unit) -> dict[str, str | None]:
    """The events that a verdict set aside, with the reason."""
    query = select(VERDICTS.c.event_id, VERDICTS.c.why).where(VERDICTS.c.outcome == "set_aside")
    return {row.event_id: row.why for row in unit.connection.execute(query)}


def feeds(unit: Unit) -> list[RowMapping]:
    """Every feed known here: feed, public_key, station, terminal, number, link, is_own."""
    return list(unit.connection.execute(select(FEEDS).order_by(FEEDS.c.feed)).mappings())


def case_ids(unit: Unit) -> list[str]:
    """Every case that an event names."""
    query = select(EVENTS.c.case_id).where(EVENTS.c.case_id.is_not(None)).distinct()
    return sorted(unit.connection.execute(query).scalars())


def find(unit: Unit, event_id: str) -> Event | None:
    """One event; None where it is not here."""
    rows = _rows(unit, "event.id = :id", {"id": event_id})
    return next((_event(row) for row in rows), None)


def cases_of(unit: Unit, event_ids: Collection[str]) -> list[str]:
    """The cases that these events name."""
    query = select(EVENTS.c.case_id).where(EVENTS.c.id.in_(event_ids)).distinct()
    return sorted(found for found in unit.connection.execute(query).scalars() if found)


def _head(unit: Unit, signer: Signer) -> tuple[int, str]:
    known = head(unit, signer.feed)
    if known is None:
        raise StoreDamaged(
            "key_of_other_home",
            "终端密钥和数据库对不上，不能办件。",
            hint="请换回原来的密钥文件，或者用 window restore 从备份恢复。",
        )
    return known.number, known.link


def _event_of(signer: Signer, entry: Entry, number: int, base: str | None) -> Event:
    """The event as far as it is known before its hashes."""
    return Event(
        id=new_id(),
        feed=signer.feed,
        number=number,
        link="",
        case_id=entry.case_id,
        base=base,
        kind=entry.kind,
        at=entry.at,
        actor=entry.actor,
        schema=SCHEMA,
        body_hash="",
        hash="",
        signature="",
        body=entry.body,
    )


def _signed(signer: Signer, event: Event, previous: str) -> Event:
    content = signing.event_hash(event)
    link = signing.link(event.feed, event.number, previous, content)
    return replace(event, hash=content, link=link, signature=signer.sign(link))


def _row(event: Event) -> dict[str, Any]:
    names = EventRow.model_fields.keys() - {"schema_version"}
    return {name: getattr(event, name) for name in names} | {"schema_version": event.schema}


def _rows(unit: Unit, where: str, values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Events with their bodies as stored; `where` is a constant of its caller."""
    statement = f"{_LINES} WHERE {where} ORDER BY event.feed, event.number"
    for row in unit.each(statement, values):
        yield dict(zip((*_COLUMNS, "body"), row, strict=True))


def _event(values: dict[str, Any]) -> Event:
    body = values.pop("body")
    schema = values.pop("schema_version")
    return Event(**values, schema=schema, body=None if body is None else _read(body))


def _read(body: str) -> Any:
    try:
        return json.loads(body)
    except ValueError as error:
        raise StoreDamaged(
            "event_damaged",
            "日志里有一条内容被改动，读不出来。",
            hint="请用 window verify 查看是哪一条，用 window restore 从备份恢复。",
        ) from error


def without_feed(unit: Unit) -> list[tuple[str, int]]:
    """Events whose feed is not known here: (feed, number)."""
    query = select(EVENTS.c.feed, EVENTS.c.number).where(EVENTS.c.feed.not_in(select(FEEDS.c.feed)))
    return [(row.feed, row.number) for row in unit.connection.execute(query)]


def sync_state(unit: Unit, case_id: str) -> SyncState:
    """How far a case's own events are on their way; the one that is least far counts."""
    states = {row[0] for row in unit.run(_STATES, {"case_id": case_id})}
    order: tuple[SyncState, ...] = ("set_aside", "queued", "sending")
    return next((state for state in order if state in states), "received")
