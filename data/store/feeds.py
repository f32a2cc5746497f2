"""Feeds of other terminals: who writes them, how far they are known here, and their lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from data.rules.event import Event
from data.store import signing
from data.store.engine import Unit
from data.store.hub_tables import HubLinkRow
from data.store.tables import EventRow, FeedRow

FEEDS = FeedRow.__table__  # type: ignore[attr-defined]
EVENTS = EventRow.__table__  # type: ignore[attr-defined]
_HEAD = "SELECT number, link, public_key FROM feed WHERE feed = :feed"
_MOVE_ON = "UPDATE feed SET number = :number, link = :link WHERE feed = :feed"
_LINKS = "SELECT number, link FROM event WHERE feed = :feed AND number > :after AND number <= :upto"
_LINE = tuple(EventRow.model_fields)
_STORE = (
    f"INSERT INTO event ({', '.join(_LINE)}) VALUES ({', '.join(f':{name}' for name in _LINE)})"
)
_STORE_BODY = "INSERT INTO event_body (event_id, body) VALUES (:id, :body)"
_KNOWN = "SELECT 1 FROM event WHERE id = :id"
_KNOWN_HASH = "SELECT 1 FROM event WHERE hash = :hash"
_LOOSEN = (
    "UPDATE feed SET is_whole = FALSE WHERE feed = :feed AND is_whole = TRUE AND is_own = FALSE"
)


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
    rows = unit.run(_HEAD, {"feed": feed})
    return Head(rows[0][0], rows[0][1], bytes.fromhex(rows[0][2])) if rows else None


def move_on(unit: Unit, feed: str, number: int, link: str) -> None:
    """The feed is known up to here."""
    unit.run(_MOVE_ON, {"feed": feed, "number": number, "link": link})


def links(unit: Unit, feed: str, *, after: int, upto: int) -> dict[int, str]:
    """Number -> link of a stretch of a feed."""
    values = {"feed": feed, "after": after, "upto": upto}
    return {row[0]: row[1] for row in unit.run(_LINKS, values)}


def has(unit: Unit, event_id: str) -> bool:
    """Whether an event is stored here."""
    return bool(unit.run(_KNOWN, {"id": event_id}))


def has_hash(unit: Unit, content: str) -> bool:
    """Whether the event with this hash is stored here."""
    return bool(unit.run(_KNOWN_HASH, {"hash": content}))


def loosen(unit: Unit, feed: str) -> None:
    """Lines of a feed that was whole here come singly from now on: gaps are no fault."""
    unit.run(_LOOSEN, {"feed": feed})


def whole_of_others(unit: Unit) -> list[str]:
    """The feeds of before, in a restored home: they came with the backup."""
    query = select(FEEDS.c.feed).where(FEEDS.c.is_whole, ~FEEDS.c.is_own)
    return sorted(unit.connection.execute(query).scalars())


def of_station(unit: Unit, station: str) -> list[str]:
    """The feeds of a station's terminals, as far as they are known here."""
    query = select(FEEDS.c.feed).where(FEEDS.c.station == station)
    return sorted(unit.connection.execute(query).scalars())


def keep_link(unit: Unit, event_id: str, previous: str) -> None:
    """Keep the link before a hub's line."""
    unit.insert(HubLinkRow, {"event_id": event_id, "previous": previous})


def link_before(unit: Unit, event_id: str) -> str | None:
    """The link before a hub's line."""
    rows = unit.run("SELECT previous FROM hub_link WHERE event_id = :id", {"id": event_id})
    return str(rows[0][0]) if rows else None


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
