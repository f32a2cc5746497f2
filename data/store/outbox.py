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
_MARK = "UPDATE outbox SET state = :state WHERE event_id = :event_id"
_STATE_OF = """
SELECT event.id, outbox.state FROM event JOIN outbox ON outbox.event_id = event.id
WHERE event.case_id = :case_id AND event.hash = :hash
"""
_MARK_PACKED = """
UPDATE outbox SET state = 'sending' WHERE state = 'queued' AND event_id IN (
    SELECT id FROM event WHERE feed = :feed AND number > :after AND number <= :upto)
"""
_MARK_ANSWERED = """
UPDATE outbox SET state = 'received' WHERE state IN ('queued', 'sending') AND event_id IN (
    SELECT id FROM event WHERE feed = :feed AND number <= :upto)
RETURNING 1
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
    unit.run(_MARK, {"event_id": event_id, "state": state})


def mark_sending(unit: Unit, event_ids: Sequence[str]) -> None:
    """These are on the wire; what the hub had before stays as it is."""
    where = OUTBOX.c.event_id.in_(event_ids) & (OUTBOX.c.state == "queued")
    unit.connection.execute(update(OUTBOX).where(where).values(state="sending"))


def mark_packed(unit: Unit, feed: str, *, after: int, upto: int) -> None:
    """A stretch of the own feed is on its way on a stick."""
    unit.run(_MARK_PACKED, {"feed": feed, "after": after, "upto": upto})


def mark_answered(unit: Unit, feed: str, upto: int) -> int:
    """The hub has the own feed up to here; how many events that is news of."""
    return len(unit.run(_MARK_ANSWERED, {"feed": feed, "upto": upto}))


def state_of(unit: Unit, case_id: str, content: str) -> tuple[str, str]:
    """The id of an own event of a case, named by its hash, and how far it has come."""
    row = unit.run(_STATE_OF, {"case_id": case_id, "hash": content})[0]
    return str(row[0]), str(row[1])


def is_unanswered(unit: Unit, case_id: str, content: str) -> bool:
    """Whether an event of a case, named by its hash, is an own one the hub has not answered."""
    rows = unit.run(_STATE_OF, {"case_id": case_id, "hash": content})
    return bool(rows) and rows[0][1] in ("queued", "sending")


def counts(unit: Unit) -> Mapping[str, int]:
    """How many own events stand in each state."""
    query = select(OUTBOX.c.state, func.count()).group_by(OUTBOX.c.state)
    return {row[0]: row[1] for row in unit.connection.execute(query)}


def waiting(unit: Unit) -> tuple[int, int]:
    """How many own events are still to be sent, and how many are sent and not answered."""
    query = (
        select(OUTBOX.c.state, func.count())
        .where(OUTBOX.c.state.in_(["queued", "sending"]))
        .group_by(OUTBOX.c.state)
    )
    found = {row[0]: row[1] for row in unit.connection.execute(query)}
    return found.get("queued", 0), found.get("sending", 0)


def aside(unit: Unit) -> set[str]:
    """The own events that were set aside and not settled since."""
    query = select(OUTBOX.c.event_id).where(OUTBOX.c.state == "set_aside")
    return set(unit.connection.execute(query).scalars())
