"""How far the terminal's own events have come on their way to the hub."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from data.store.engine import Unit
from data.store.journal import SyncState
from data.store.tables import EventRow, OutboxRow

EVENTS = EventRow.__table__  # type: ignore[attr-defined]
OUTBOX = OutboxRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class OwnLine:
    """An own event and how far it has come; `at` UTC text."""

    number: int
    case_id: str | None
    kind: str
    at: str
    state: SyncState


def newest(unit: Unit, feed: str, *, most: int) -> list[OwnLine]:
    """The own events written last, newest first; those not sent yet are always the newest."""
    query = (
        select(EVENTS.c.number, EVENTS.c.case_id, EVENTS.c.kind, EVENTS.c.at, OUTBOX.c.state)
        .join(OUTBOX, OUTBOX.c.event_id == EVENTS.c.id)
        .where(EVENTS.c.feed == feed)
        .order_by(EVENTS.c.number.desc())
        .limit(most)
    )
    return [OwnLine(*row) for row in unit.connection.execute(query)]
