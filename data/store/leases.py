"""The leases this terminal was given by the hub: under which fence it may act on a task."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import delete, select

from data.store.engine import Unit
from data.store.tables import LeaseRow

LEASES = LeaseRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Lease:
    """A task in this terminal's hand; `until` is UTC text, None does not run out."""

    case_id: str
    address: str
    fence: int
    person: str
    until: str | None


def replace_all(unit: Unit, held: Sequence[Lease]) -> None:
    """What the hub says this terminal holds."""
    unit.connection.execute(delete(LEASES))
    unit.insert_all(LeaseRow, [asdict(lease) for lease in held])


def keep(unit: Unit, lease: Lease) -> None:
    """A lease newly given or renewed."""
    unit.upsert(LeaseRow, asdict(lease))


def drop(unit: Unit, case_id: str) -> None:
    """The lease was given back, or its task is done."""
    unit.connection.execute(delete(LEASES).where(LEASES.c.case_id == case_id))


def find(unit: Unit, case_id: str) -> Lease | None:
    """The lease on a case's task, run out or not."""
    row = unit.connection.execute(select(LEASES).where(LEASES.c.case_id == case_id))
    found = row.mappings().first()
    return None if found is None else Lease(**found)
