"""The calendar of a home: the shipped one, under imported files, under the list's overrides."""

from __future__ import annotations

import hashlib

from sqlalchemy import select

from data.rules.calendar import WorkCalendar
from data.rules.listing import CalendarOverride
from data.store.calendar_file import parse_calendar, shipped_table
from data.store.engine import Unit
from data.store.tables import CalendarRow

CALENDARS = CalendarRow.__table__  # type: ignore[attr-defined]


def load(unit: Unit, overrides: tuple[CalendarOverride, ...] = ()) -> WorkCalendar:
    """All imported files in their order go over the shipped calendar."""
    rows = unit.connection.execute(select(CALENDARS).order_by(CALENDARS.c.id)).mappings()
    tables = [parse_calendar(row["content"], row["name"]) for row in rows]
    return WorkCalendar.build([shipped_table(), *tables], overrides)


def files(unit: Unit) -> dict[str, tuple[str, str]]:
    """The imported files in their order: digest of name and content -> both."""
    rows = unit.connection.execute(select(CALENDARS).order_by(CALENDARS.c.id)).mappings()
    found = [(row["name"], row["content"]) for row in rows]
    return {digest_of(name, content): (name, content) for name, content in found}


def digest_of(name: str, content: str) -> str:
    """SHA-256 by which a file is known to hub and terminals."""
    return hashlib.sha256(f"{name}\0{content}".encode()).hexdigest()


def add(unit: Unit, name: str, content: str, *, at: str) -> None:
    """Keep an imported calendar file; InputError where it is faulty."""
    parse_calendar(content, name)
    table = CalendarRow.model_validate({"name": name, "content": content, "imported_at": at})
    unit.connection.execute(CALENDARS.insert(), table.model_dump(exclude={"id"}))
