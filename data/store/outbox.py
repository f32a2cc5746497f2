"""Own events on their way: queued, sending, received, set aside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select, update

from data.rules.event import Event
from data.store import journal
from data.store.engine import Unit
from data.store.tables import OutboxRow

OUTBOX = OutboxRow.__table__  # type: ignore[attr-defined]
_FIRST_UNANSWERED = """
SELECT min(event.number) FROM outbox JOIN event ON event.id = outbox.event_id
WHERE outbox.state IN ('queued', 'sending') AND event.feed = :feed
"""


def next_lines(unit: Unit, feed: str, *, after: int, most: int) -> list[tuple[Event, str | None]]:
    """The own feed's lines after a number, with their bodies as stored."""
    found: list[tuple[Event, str | None]] = []
    for line in journal.feed_lines(unit, feed, after=after):
        if len(found) == most:
            break
        found.append(line)
    return found


def answered_up_to(unit: Unit, feed: str, last: int) -> int:
    """The own feed's number up to which the hub has answered; `last` where it answered all."""
    values = {"feed": feed}
    first = unit.run(_FIRST_UNANSWERED, values)[0][0]
    return last if first is None else int(first) - 1


def mark(unit: Unit, event_id: str, state: str) -> None:
    """Note how far an event has come."""
    where = OUTBOX.c.event_id == event_id
    unit.connection.execute(update(OUTBOX).where(where).values(state=state))


def mark_sending(unit: Unit, event_ids: Sequence[str]) -> None:
    """These are on the wire; what the hub had before stays as it is."""
    where = OUTBOX.c.event_id.in_(event_ids) & (OUTBOX.c.state == "queued")
    unit.connection.execute(update(OUTBOX).where(where).values(state="sending"))


def counts(unit: Unit) -> Mapping[str, int]:
    """How many own events stand in each state."""
    query = select(OUTBOX.c.state, func.count()).group_by(OUTBOX.c.state)
    return {row[0]: row[1] for row in unit.connection.execute(query)}
