"""The leases this terminal was given by the hub: under which fence it may act on a task."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import RowMapping, Select, delete, select

from data.store.engine import Unit
from data.store.hub_tables import LeaseRow

LEASES = LeaseRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Lease:
    """A task in this terminal's hand; `until` is UTC text, None does not run out."""

    case_id: str
    address: str
    fence: int
    person: str
    until: str | None


def held(unit: Unit) -> Mapping[str, Lease]:
    """Every lease this terminal has, by case."""
    return {row["case_id"]: Lease(**row) for row in _rows(unit, select(LEASES))}


def replace_all(unit: Unit, told: Sequence[Lease], asked: Mapping[str, Lease]) -> None:
    """What the hub says this terminal holds; `asked` is what it had when it asked.

    What was claimed, renewed or given back meanwhile the hub's answer does not know.
    """
    now, new = held(unit), {lease.case_id: lease for lease in told}
    for case_id in now.keys() | new.keys():
        if now.get(case_id) != asked.get(case_id):
            continue
        if case_id in new:
            keep(unit, new[case_id])
        else:
            drop(unit, case_id)


def keep(unit: Unit, lease: Lease) -> None:
    """A lease newly given or renewed."""
    unit.upsert(LeaseRow, asdict(lease))


def drop(unit: Unit, case_id: str) -> None:
    """The lease was given back, or its task is done."""
    unit.connection.execute(delete(LEASES).where(LEASES.c.case_id == case_id))


def drop_all(unit: Unit) -> None:
    """A restored terminal holds nothing."""
    unit.connection.execute(delete(LEASES))


def find(unit: Unit, case_id: str) -> Lease | None:
    """The lease on a case's task, run out or not."""
    rows = _rows(unit, select(LEASES).where(LEASES.c.case_id == case_id))
    return next((Lease(**row) for row in rows), None)


def _rows(unit: Unit, query: Select[Any]) -> Sequence[RowMapping]:
    return unit.connection.execute(query).mappings().all()


def fences(unit: Unit) -> dict[str, int]:
    """Case -> fence of every lease that is kept here."""
    rows = unit.connection.execute(select(LEASES.c.case_id, LEASES.c.fence))
    return {row.case_id: row.fence for row in rows}
