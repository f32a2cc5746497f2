"""Projections of an older product are made anew from the events, which never change.

SQLite's `user_version` says which form a file's projections have, a setting on PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from data.store import cases, journal, people, replay
from data.store.engine import Store, Unit
from data.store.tables import SettingRow

SETTINGS = SettingRow.__table__  # type: ignore[attr-defined]
KEY = "projections"

# Grows with every change of what a stored case holds; a test holds it against the case's schema.
VERSION = 3


def bring_up(store: Store) -> None:
    """Make the projections anew where they have an older form."""
    with store.read() as unit:
        if _version(unit) == VERSION:
            return
    with store.write() as unit:
        rebuild(unit)
        _keep_version(unit)


def rebuild(unit: Unit) -> None:
    """Every case as its events tell it; what does not replay stays, and `verify` names it."""
    aside = frozenset(journal.set_aside(unit))
    for case_id in journal.case_ids(unit):
        retell(unit, case_id, aside)


def leave_out(unit: Unit, event_ids: Collection[str]) -> None:
    """Events were set aside: their cases, and what the home knows of people, told without them."""
    aside = frozenset(journal.set_aside(unit))
    for case_id in journal.cases_of(unit, event_ids):
        retell(unit, case_id, aside)
    learned = journal.home_events(unit)
    for case_id in journal.case_ids(unit):
        events = journal.events_of(unit, case_id)
        left_out = replay.based_on(events, aside)
        learned.extend(event for event in events if event.id not in left_out)
    people.rebuild(unit, learned)


def retell(unit: Unit, case_id: str, aside: Collection[str]) -> None:
    """One case as its events tell it, without those set aside."""
    case, problem = replay.project(journal.events_of(unit, case_id), aside)
    if case is not None and problem is None:
        cases.rewrite(unit, case)


def _version(unit: Unit) -> int:
    if unit.connection.dialect.name == "sqlite":
        return int(unit.connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    query = select(SETTINGS.c.value).where(SETTINGS.c.key == KEY)
    return int(unit.connection.execute(query).scalar() or 0)


def _keep_version(unit: Unit) -> None:
    if unit.connection.dialect.name == "sqlite":
        unit.connection.exec_driver_sql(f"PRAGMA user_version = {VERSION:d}")
    else:
        unit.upsert(SettingRow, {"key": KEY, "value": str(VERSION)})
