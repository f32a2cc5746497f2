"""The journal: append-only feeds of signed events, and the projections they give.

`append` writes event, body, outbox row and projection in the caller's unit of work, reading
the head of the feed inside its BEGIN IMMEDIATE, so several processes may share one home.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from sqlalchemy import RowMapping, select, text, update
from uuid_utils import uuid7

from data.errors import StoreDamaged
from data.rules.case import Case
from data.rules.event import Event
from data.rules.projection import apply
from data.store import cases, people, signing
from data.store.engine import Unit
from data.store.signing import Signer
from data.store.tables import BodyRow, EventRow, FeedRow, OutboxRow, VerdictRow

SCHEMA = 1
SyncState = Literal["queued", "sending", "received", "set_aside"]
EVENTS = EventRow.__table__  # type: ignore[attr-defined]
BODIES = BodyRow.__table__  # type: ignore[attr-defined]
FEEDS = FeedRow.__table__  # type: ignore[attr-defined]
OUTBOX = OutboxRow.__table__  # type: ignore[attr-defined]
VERDICTS = VerdictRow.__table__  # type: ignore[attr-defined]


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
    body = signing.canonical(entry.body)
    # The case is made from the body as it will be read back: replay sees the very same.
    entry = replace(entry, body=json.loads(body))
    number, previous = _head(unit, signer)
    event = _signed(signer, entry, number + 1, previous, case.head if case else None)
    unit.insert(EventRow, _row(event))
    unit.insert(BodyRow, {"event_id": event.id, "body": body.decode("utf-8")})
    unit.insert(OutboxRow, {"event_id": event.id, "state": "queued"})
    unit.connection.execute(
        update(FEEDS).where(FEEDS.c.feed == event.feed).values(number=event.number, link=event.link)
    )
    if event.case_id is None:
        return Written(event, None)
    after = apply(case, event)
    cases.save(unit, after, event)
    people.project(unit, event)
    return Written(event, after)


def last_moment(unit: Unit, feed: str) -> str | None:
    """When the own feed's last event was written; None before the first."""
    query = select(EVENTS.c.at).where(EVENTS.c.feed == feed).order_by(EVENTS.c.number.desc())
    return unit.connection.execute(query.limit(1)).scalar()


def events_of(unit: Unit, case_id: str) -> list[Event]:
    """All events that name a case, by feed and number."""
    return list(_events(unit, "event.case_id = :case", {"case": case_id}))


def feed_events(unit: Unit, feed: str, *, after: int = 0) -> Iterator[Event]:
    """A feed's events in order, after a number."""
    where = "event.feed = :feed and event.number > :after"
    return _events(unit, where, {"feed": feed, "after": after})


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


def _head(unit: Unit, signer: Signer) -> tuple[int, str]:
    query = select(FEEDS.c.number, FEEDS.c.link).where(FEEDS.c.feed == signer.feed)
    row = unit.connection.execute(query).one_or_none()
    if row is None:
        raise StoreDamaged(
            "key_of_other_home",
            "终端密钥和数据库对不上，不能办件。",
            hint="请换回原来的密钥文件，或者用 window restore 从备份恢复。",
        )
    return row.number, row.link


def _signed(signer: Signer, entry: Entry, number: int, previous: str, base: str | None) -> Event:
    event = Event(
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
        body_hash=signing.body_hash(entry.body),
        hash="",
        signature="",
        body=entry.body,
    )
    content = signing.event_hash(event)
    link = signing.link(signer.feed, number, previous, content)
    return replace(event, hash=content, link=link, signature=signer.sign(link))


def _row(event: Event) -> dict[str, Any]:
    names = EventRow.model_fields.keys() - {"schema_version"}
    return {name: getattr(event, name) for name in names} | {"schema_version": event.schema}


def _events(unit: Unit, where: str, values: Mapping[str, Any]) -> Iterator[Event]:
    statement = text(
        "select event.*, event_body.body as body from event "
        f"left join event_body on event_body.event_id = event.id where {where} "
        "order by event.feed, event.number"
    )
    for row in unit.connection.execute(statement, dict(values)).mappings():
        yield _event(row)


def _event(row: RowMapping) -> Event:
    values = dict(row)
    body = values.pop("body")
    schema = values.pop("schema_version")
    return Event(**values, schema=schema, body=None if body is None else json.loads(body))


def without_feed(unit: Unit) -> list[tuple[str, int]]:
    """Events whose feed is not known here: (feed, number)."""
    query = select(EVENTS.c.feed, EVENTS.c.number).where(EVENTS.c.feed.not_in(select(FEEDS.c.feed)))
    return [(row.feed, row.number) for row in unit.connection.execute(query)]


def sync_state(unit: Unit, case_id: str) -> SyncState:
    """How far a case's own events are on their way; the one that is least far counts."""
    query = (
        select(OUTBOX.c.state)
        .join(EVENTS, EVENTS.c.id == OUTBOX.c.event_id)
        .where(EVENTS.c.case_id == case_id)
        .distinct()
    )
    states = set(unit.connection.execute(query).scalars())
    order: tuple[SyncState, ...] = ("set_aside", "queued", "sending")
    return next((state for state in order if state in states), "received")
