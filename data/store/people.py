"""Base records, the archive of reusable certificates and flags, as the events tell them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import chain
from operator import attrgetter
from typing import Any

from sqlalchemy import Table, delete, select
from sqlmodel import SQLModel

from data.rules.event import Event
from data.rules.person import BaseRecord, Certificate, Flag, base_records, certificates, flags
from data.store.engine import Unit
from data.store.tables import ArchiveRow, BaseRecordRow, FlagRow
from data.store.units import valid_all

RECORDS = BaseRecordRow.__table__  # type: ignore[attr-defined]
ARCHIVE = ArchiveRow.__table__  # type: ignore[attr-defined]
FLAGS = FlagRow.__table__  # type: ignore[attr-defined]
ROWS: tuple[type[SQLModel], ...] = (BaseRecordRow, ArchiveRow, FlagRow)

Fact = BaseRecord | Certificate | Flag
Rows = dict[tuple[str, ...], dict[str, Any]]
Stored = tuple[Rows, Rows, Rows]


def project(unit: Unit, event: Event) -> None:
    """Write what an event teaches, whenever it comes: the highest `rank` counts."""
    for row, facts in _taught(event):
        unit.upsert_all(row, _newer(unit, row, facts))


def check(event: Event) -> None:
    """Raises what `project` would, before anything is written: the body is not as it should be."""
    for row, facts in _taught(event):
        valid_all(row, [_values(fact) for fact in facts])


def records_of(unit: Unit, owner: str) -> dict[str, str]:
    """Shared key -> value of one person or body."""
    return {row["key"]: row["value"] for row in _of_owner(unit, BaseRecordRow, owner)}


def certificates_of(unit: Unit, owner: str) -> list[Certificate]:
    """The reusable certificates of one person or body."""
    return [Certificate(**row) for row in _of_owner(unit, ArchiveRow, owner)]


def flags_of(unit: Unit, owner: str) -> list[Flag]:
    """All flags of one person or body, lifted and past ones too."""
    found = [Flag(**row) for row in _of_owner(unit, FlagRow, owner)]
    return sorted(found, key=lambda flag: (flag.since, flag.source))


def all_flags(unit: Unit) -> list[Flag]:
    """Every flag this home knows."""
    query = select(FLAGS).order_by(FLAGS.c.owner, FLAGS.c.since, FLAGS.c.source)
    return [Flag(**row) for row in unit.connection.execute(query).mappings()]


def stored(unit: Unit) -> Stored:
    """The three tables whole, for replay."""
    records, archive, flagged = (
        {
            tuple(row[column] for column in table.primary_key): dict(row)
            for row in unit.connection.execute(select(table)).mappings()
        }
        for table in (RECORDS, ARCHIVE, FLAGS)
    )
    return records, archive, flagged


def expected(events: Iterable[Event]) -> Stored:
    """What the three tables should hold after these events, those without a case among them."""
    learned = list(events)
    return (
        _learned(RECORDS, map(base_records, learned)),
        _learned(ARCHIVE, map(certificates, learned)),
        _learned(FLAGS, map(flags, learned)),
    )


def rebuild(unit: Unit, events: Iterable[Event]) -> None:
    """The three tables as these events tell them, and nothing else."""
    for table, row, rows in zip((RECORDS, ARCHIVE, FLAGS), ROWS, expected(events), strict=True):
        unit.connection.execute(delete(table))
        unit.insert_all(row, list(rows.values()))


def _taught(event: Event) -> tuple[tuple[type[SQLModel], list[Fact]], ...]:
    """What an event teaches, by the table it goes to."""
    return (
        (BaseRecordRow, list(base_records(event))),
        (ArchiveRow, list(certificates(event))),
        (FlagRow, list(flags(event))),
    )


def _learned(table: Table, facts: Iterable[Iterable[Fact]]) -> Rows:
    return {
        tuple(getattr(fact, column.name) for column in table.primary_key): _values(fact)
        for fact in sorted(chain.from_iterable(facts), key=_rank)
    }


def _rank(fact: Fact) -> tuple[str, ...]:
    return fact.rank


def _values(fact: Fact) -> dict[str, Any]:
    return {name: getattr(fact, name) for name in fact.__slots__}


def _of_owner(unit: Unit, row: type[SQLModel], owner: str) -> list[dict[str, Any]]:
    return unit.select(row, "owner = :owner", {"owner": owner})


def _newer(unit: Unit, row: type[SQLModel], facts: Sequence[Fact]) -> list[dict[str, Any]]:
    """The facts that count over what is stored; the last word where one stands twice."""
    keys = _keys(row)
    newest = {keys(fact): fact for fact in sorted(facts, key=_rank)}
    for owner in {fact.owner for fact in facts}:
        for values in _of_owner(unit, row, owner):
            known = type(facts[0])(**values)
            fact = newest.get(keys(known))
            if fact is not None and known.rank > fact.rank:
                del newest[keys(known)]
    return [_values(fact) for fact in newest.values()]


@cache
def _keys(row: type[SQLModel]) -> Callable[[Fact], Any]:
    """What of a fact is its row's primary key; every one has at least two columns."""
    return attrgetter(*(column.name for column in row.__table__.primary_key))  # type: ignore[attr-defined]
