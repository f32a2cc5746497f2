"""The hub's signed words on events it set aside: an input of replay."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import select

from data.store import signing
from data.store.engine import Unit
from data.store.tables import EventRow, VerdictRow

VERDICTS = VerdictRow.__table__  # type: ignore[attr-defined]
EVENTS = EventRow.__table__  # type: ignore[attr-defined]

_OF_HASH = """
SELECT 1 FROM verdict JOIN event ON event.id = verdict.event_id WHERE event.hash = :hash
"""


@dataclass(frozen=True, slots=True)
class SetAside:
    """Why an event does not count, who says so (the hub's feed), and the signature over it."""

    event_id: str
    code: str
    why: str
    at: str
    hub_feed: str
    signature: str = ""

    @property
    def digest(self) -> str:
        """What is signed, as hex."""
        parts = [self.event_id, self.code, self.why, self.at, self.hub_feed]
        return signing.digest(signing.canonical(parts))


def keep(unit: Unit, word: SetAside) -> None:
    """Store a verdict; the same again changes nothing."""
    unit.upsert(VerdictRow, {**asdict(word), "outcome": "set_aside"})


def find(unit: Unit, event_id: str) -> SetAside | None:
    """The verdict on an event, where it was set aside."""
    rows = unit.select(VerdictRow, "event_id = :event_id", {"event_id": event_id})
    names = SetAside.__dataclass_fields__
    return SetAside(**{name: rows[0][name] for name in names}) if rows else None


def of_feed(
    unit: Unit, feed: str, *, after: int, upto: int, most: int
) -> list[tuple[int, SetAside]]:
    """The first verdicts on a stretch of a feed, each with the number of its line."""
    columns = [VERDICTS.c[name] for name in SetAside.__dataclass_fields__]
    query = (
        select(EVENTS.c.number, *columns)
        .join(EVENTS, EVENTS.c.id == VERDICTS.c.event_id)
        .where(EVENTS.c.feed == feed, EVENTS.c.number > after, EVENTS.c.number <= upto)
        .where(VERDICTS.c.outcome == "set_aside")
        .order_by(EVENTS.c.number)
        .limit(most)
    )
    return [(row[0], SetAside(*row[1:])) for row in unit.connection.execute(query)]


def rests_on_one(unit: Unit, base: str) -> bool:
    """Whether the event with this hash was set aside."""
    return bool(unit.run(_OF_HASH, {"hash": base}))
