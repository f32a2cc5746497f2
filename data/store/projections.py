"""Projections of an older product are made anew from the events, which never change.

SQLite's `user_version` says which form a file's projections have.
"""

from __future__ import annotations

from collections.abc import Collection

from data.store import cases, journal, replay
from data.store.engine import Store, Unit

# Grows with every change of what a stored case holds; a test holds it against the case's schema.
VERSION = 2


def bring_up(store: Store) -> None:
    """Make the projections anew where they have an older form."""
    with store.read() as unit:
        if _version(unit) == VERSION:
            return
    with store.write() as unit:
        rebuild(unit)
        unit.connection.exec_driver_sql(f"PRAGMA user_version = {VERSION:d}")


def rebuild(unit: Unit) -> None:
    """Every case as its events tell it; what does not replay stays, and `verify` names it."""
    aside = frozenset(journal.set_aside(unit))
    for case_id in journal.case_ids(unit):
        retell(unit, case_id, aside)


def retell(unit: Unit, case_id: str, aside: Collection[str]) -> None:
    """One case as its events tell it, without those set aside."""
    case, problem = replay.project(journal.events_of(unit, case_id), aside)
    if case is not None and problem is None:
        cases.rewrite(unit, case)


def _version(unit: Unit) -> int:
    return int(unit.connection.exec_driver_sql("PRAGMA user_version").scalar_one())
