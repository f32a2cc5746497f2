"""Feeds of other terminals: who writes them, how far they are known here, and their lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, select, update

from data.rules.event import Event
from data.store import signing
from data.store.engine import Unit
from data.store.tables import EventRow, FeedRow

FEEDS = FeedRow.__table__  # type: ignore[attr-defined]
EVENTS = EventRow.__table__  # type: ignore[attr-defined]
_HEAD = select(FEEDS.c.number, FEEDS.c.link, FEEDS.c.public_key).where(
    FEEDS.c.feed == bindparam("wanted")
)
_MOVE_ON = update(FEEDS).where(FEEDS.c.feed == bindparam("wanted"))
_LINKS = "SELECT number, link FROM event WHERE feed = :feed AND number > :after AND number <= :upto"
_LINE = tuple(EventRow.model_fields)
_STORE = (
    f"INSERT INTO event ({', '.join(_LINE)}) VALUES ({', '.join(f':{name}' for name in _LINE)})"
)
_STORE_BODY = "INSERT INTO event_body (event_id, body) VALUES (:id, :body)"
_KNOWN = "SELECT 1 FROM event WHERE id = :id"


@dataclass(frozen=True, slots=True)
class Feed:
    """A terminal's feed: its key as hex, and the terminal that writes it."""

    feed: str
    public_key: str
    station: str
    terminal: str


@dataclass(frozen=True, slots=True)
class Head:
    """How far a feed is known: its last number and link, and the key that signs it."""

    number: int
    link: str
    public_key: bytes


def add(unit: Unit, feed: Feed, *, is_whole: bool) -> None:
    """Know another terminal's feed; `is_whole` where all of its lines come here (the hub)."""
    row = {"feed": feed.feed, "public_key": feed.public_key, "station": feed.station}
    beginning = {"number": 0, "link": signing.GENESIS, "is_own": False, "is_whole": is_whole}
    unit.insert(FeedRow, {**row, "terminal": feed.terminal, **beginning})


def head(unit: Unit, feed: str) -> Head | None:
    """The end of a feed as far as it is known here; None for one that is not known."""
    row = unit.connection.execute(_HEAD, {"wanted": feed}).one_or_none()
    return None if row is None else Head(row.number, row.link, bytes.fromhex(row.public_key))


def move_on(unit: Unit, feed: str, number: int, link: str) -> None:
    """The feed is known up to here."""
    unit.connection.execute(_MOVE_ON, {"wanted": feed, "number": number, "link": link})


def links(unit: Unit, feed: str, *, after: int, upto: int) -> dict[int, str]:
    """Number -> link of a stretch of a feed."""
    values = {"feed": feed, "after": after, "upto": upto}
    return {row[0]: row[1] for row in unit.run(_LINKS, values)}


def has(unit: Unit, event_id: str) -> bool:
    """Whether an event is stored here."""
    return bool(unit.run(_KNOWN, {"id": event_id}))


def store_line(unit: Unit, event: Event, body: str | None) -> None:
    """Keep another terminal's event as it was signed."""
    values = {name: getattr(event, name) for name in _LINE if name != "schema_version"}
    unit.run(_STORE, {**values, "schema_version": event.schema})
    if body is not None:
        unit.run(_STORE_BODY, {"id": event.id, "body": body})


def facts(unit: Unit, wanted: Iterable[str]) -> list[Feed]:
    """Who writes these feeds."""
    rows = unit.connection.execute(select(FEEDS).where(FEEDS.c.feed.in_(sorted(set(wanted)))))
    names = Feed.__dataclass_fields__
    return [Feed(**{name: row[name] for name in names}) for row in rows.mappings()]
