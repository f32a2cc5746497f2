"""The queue: one task a case, offered to a department or a station's windows, leased to one.

A lease has a fence that grows with every claim and never falls back, so what an earlier holder
writes late is known. The statements are the same on SQLite and PostgreSQL; there rows that another
claim has locked are skipped. Leases are no projection: they live beside the case.

Each state has a partial index of its own and no statement asks for two states at once; a claim
that did would walk the whole backlog.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from data.store.engine import Unit

NO_DUE = "9999-12-31"


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done on a case: `address` may claim it; `due` an ISO day, None without one.

    step: the step that comes next (`handle`, `check`, `approve`), None at a window
    priority: the higher is claimed first; of equals the one that is due first
    """

    case_id: str
    address: str
    step: str | None = None
    due: str | None = None
    priority: int = 0


@dataclass(frozen=True, slots=True)
class Lease:
    """A task in somebody's hand. `until` is UTC text; None does not run out."""

    case_id: str
    address: str
    fence: int
    feed: str
    person: str
    until: str | None


_COLUMNS = "case_id, address, fence, feed, person, until"
_OFFER = """
INSERT INTO queue (case_id, address, step, due, urgency, state, fence)
VALUES (:case_id, :address, :step, :due, :urgency, 'waiting', 0)
ON CONFLICT (case_id) DO UPDATE SET address = excluded.address, step = excluded.step,
    due = excluded.due, urgency = excluded.urgency, state = 'waiting', fence = queue.fence + 1,
    feed = NULL, person = NULL, until = NULL
"""
_LEASE = """
UPDATE queue SET state = 'leased', fence = fence + 1, feed = :feed, person = :person, until = :until
"""
# How many is written out: PostgreSQL would else plan the statement anew each time.
_CLAIM = f"""
{_LEASE} WHERE case_id IN (
    SELECT case_id FROM queue WHERE state = 'waiting' AND address = :address
    ORDER BY urgency, due, case_id LIMIT {{most:d}} /*skip*/)
RETURNING {_COLUMNS}, urgency, due
"""
_CLAIM_ONE = f"""
{_LEASE} WHERE case_id = :case_id AND address = :address AND state = 'waiting'
RETURNING {_COLUMNS}
"""
_MINE = "case_id = :case_id AND state = 'leased' AND feed = :feed AND fence = :fence"
_RENEW = f"UPDATE queue SET until = :until WHERE {_MINE} RETURNING {_COLUMNS}"
# Who had it last stays: what they write late counts as long as nobody has claimed since.
_BACK = "UPDATE queue SET state = 'waiting'"
_GIVE_BACK = f"{_BACK} WHERE {_MINE} RETURNING case_id"
_SWEEP = f"{_BACK} WHERE state = 'leased' AND until < :now RETURNING case_id"
_LIMIT = """
UPDATE queue SET until = :until WHERE state = 'leased' AND address = :address AND until IS NULL
"""
_ACKNOWLEDGE = "UPDATE queue SET state = 'done' WHERE case_id = :case_id"
_RECALL = """
UPDATE queue SET fence = :fence, feed = :feed, person = :person
WHERE case_id = :case_id AND state = 'waiting' AND fence <= :fence
"""
_RESTORE = f"{_BACK}, until = NULL WHERE state = 'leased'"
_HELD = f"SELECT {_COLUMNS} FROM queue WHERE case_id = :case_id AND state = 'leased'"
_HELD_BY = f"SELECT {_COLUMNS} FROM queue WHERE state = 'leased' AND feed = :feed ORDER BY case_id"
_LAST = f"SELECT {_COLUMNS} FROM queue WHERE case_id = :case_id AND feed IS NOT NULL"
_OF_ADDRESS = f"""
SELECT {_COLUMNS}, step, due, state FROM queue WHERE address = :address AND state = :state
ORDER BY urgency, due, case_id LIMIT :most
"""


def offer(unit: Unit, task: Task) -> None:
    """Put a task into the queue, or offer it anew; a lease on it is over, its fence stays."""
    values = {
        "case_id": task.case_id,
        "address": task.address,
        "step": task.step,
        "due": task.due or NO_DUE,
        "urgency": -task.priority,
    }
    unit.run(_OFFER, values)


def claim(
    unit: Unit, address: str, *, most: int, feed: str, person: str, until: str | None
) -> list[Lease]:
    """Lease up to `most` waiting tasks of an address, the most pressing first."""
    values = {"address": address, "feed": feed, "person": person, "until": until}
    rows = unit.run(_CLAIM.format(most=most), values)
    rows.sort(key=lambda row: (row[6], row[7], row[0]))
    return [Lease(*row[:6]) for row in rows]


def claim_one(
    unit: Unit, case_id: str, address: str, *, feed: str, person: str, until: str | None
) -> Lease | None:
    """Lease this case's task; None where it does not wait for this address."""
    values = {"case_id": case_id, "address": address, "feed": feed, "person": person}
    return _first(unit.run(_CLAIM_ONE, {**values, "until": until}))


def renew(unit: Unit, lease: Lease, *, until: str | None) -> Lease | None:
    """Hold on to a lease; None where it has been swept or given to somebody else."""
    return _first(unit.run(_RENEW, {**_key(lease), "until": until}))


def give_back(unit: Unit, lease: Lease) -> bool:
    """Let the task wait again; False where the lease is no longer this one."""
    return bool(unit.run(_GIVE_BACK, _key(lease)))


def give_back_all(unit: Unit, feed: str) -> int:
    """All that a terminal holds waits again: it was revoked; how many tasks."""
    return sum(give_back(unit, lease) for lease in held_by(unit, feed))


def give_back_everything(unit: Unit) -> None:
    """Who holds what is no longer known: the hub was restored."""
    unit.run(_RESTORE, {})


def recall(unit: Unit, case_id: str, *, fence: int, feed: str, person: str) -> None:
    """Know again who claimed a task last, under a fence that the hub has forgotten."""
    values = {"case_id": case_id, "fence": fence, "feed": feed, "person": person}
    unit.run(_RECALL, values)


def limit(unit: Unit, address: str, *, until: str) -> None:
    """Leases that did not run out do from now on: the station has a second terminal."""
    unit.run(_LIMIT, {"address": address, "until": until})


def acknowledge(unit: Unit, case_id: str) -> None:
    """The event that ends the task has come: nobody need claim it any more."""
    unit.run(_ACKNOWLEDGE, {"case_id": case_id})


def sweep(unit: Unit, *, now: str) -> list[str]:
    """Give back what expired leases held; the cases they were for."""
    return [row[0] for row in unit.run(_SWEEP, {"now": now})]


def held(unit: Unit, case_id: str) -> Lease | None:
    """The live lease of a case's task."""
    return _first(unit.run(_HELD, {"case_id": case_id}))


def held_by(unit: Unit, feed: str) -> list[Lease]:
    """All live leases of a terminal."""
    return [Lease(*row) for row in unit.run(_HELD_BY, {"feed": feed})]


def last_claim(unit: Unit, case_id: str) -> Lease | None:
    """The lease given last since the task was offered, also when it has run out."""
    return _first(unit.run(_LAST, {"case_id": case_id}))


def of_address(unit: Unit, address: str, *, most: int) -> list[tuple[Task, Lease | None]]:
    """The tasks of an address, those in somebody's hand first."""
    found: list[tuple[Task, Lease | None]] = []
    for state in ("leased", "waiting"):
        values = {"address": address, "state": state, "most": most - len(found)}
        for row in unit.run(_OF_ADDRESS, values):
            task = Task(row[0], row[1], row[6], None if row[7] == NO_DUE else row[7])
            found.append((task, Lease(*row[:6]) if state == "leased" else None))
    return found


def _key(lease: Lease) -> dict[str, Any]:
    return {"case_id": lease.case_id, "feed": lease.feed, "fence": lease.fence}


def _first(rows: Sequence[Sequence[Any]]) -> Lease | None:
    return Lease(*rows[0]) if rows else None
