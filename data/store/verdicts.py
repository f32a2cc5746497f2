"""The hub's signed words on events it set aside: an input of replay."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import select

from data.store import signing
from data.store.engine import Unit
from data.store.tables import EventRow, VerdictRow

VERDICTS = VerdictRow.__table__  # type: ignore[attr-defined]
EVENTS = EventRow.__table__  # type: ignore[attr-defined]


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
    row = unit.connection.execute(select(VERDICTS).where(VERDICTS.c.event_id == event_id))
    found = row.mappings().first()
    if found is None:
        return None
    return SetAside(**{name: found[name] for name in SetAside.__dataclass_fields__})


def rests_on_one(unit: Unit, base: str) -> bool:
    """Whether the event with this hash was set aside."""
    query = (
        select(VERDICTS.c.event_id)
        .join(EVENTS, EVENTS.c.id == VERDICTS.c.event_id)
        .where(EVENTS.c.hash == base)
    )
    return unit.connection.execute(query).first() is not None
