"""Base records, the archive of reusable certificates and flags, as the events tell them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from functools import cache
from itertools import chain
from typing import Any

from sqlalchemy import Select, Table, bindparam, delete, select
from sqlmodel import SQLModel

from data.rules.event import Event
from data.rules.person import BaseRecord, Certificate, Flag, base_records, certificates, flags
from data.store.engine import Unit
from data.store.tables import ArchiveRow, BaseRecordRow, FlagRow
from data.store.units import valid

RECORDS = BaseRecordRow.__table__  # type: ignore[attr-defined]
ARCHIVE = ArchiveRow.__table__  # type: ignore[attr-defined]
FLAGS = FlagRow.__table__  # type: ignore[attr-defined]
ROWS: tuple[type[SQLModel], ...] = (BaseRecordRow, ArchiveRow, FlagRow)
_FLAGS_OF = (
    select(FLAGS).where(FLAGS.c.owner == bindparam("of")).order_by(FLAGS.c.since, FLAGS.c.source)
)

Fact = BaseRecord | Certificate | Flag
Rows = dict[tuple[str, ...], dict[str, Any]]
Stored = tuple[Rows, Rows, Rows]


def project(unit: Unit, event: Event) -> None:
    """Write what an event teaches, whenever it comes: the highest `rank` counts."""
    unit.upsert_all(BaseRecordRow, _newer(unit, RECORDS, base_records(event)))
    unit.upsert_all(ArchiveRow, _newer(unit, ARCHIVE, certificates(event)))
    unit.upsert_all(FlagRow, _newer(unit, FLAGS, flags(event)))


def check(event: Event) -> None:
    """Raises what `project` would, before anything is written: the body is not as it should be."""
    for row, facts in zip(ROWS, expected([event]), strict=True):
        for fact in facts.values():
            valid(row, fact)


def records_of(unit: Unit, owner: str) -> dict[str, str]:
    """Shared key -> value of one person or body."""
    query = select(RECORDS.c.key, RECORDS.c.value).where(RECORDS.c.owner == owner)
    return {row.key: row.value for row in unit.connection.execute(query)}


def certificates_of(unit: Unit, owner: str) -> list[Certificate]:
    """The reusable certificates of one person or body."""
    rows = unit.connection.execute(select(ARCHIVE).where(ARCHIVE.c.owner == owner)).mappings()
    return [Certificate(**row) for row in rows]


def flags_of(unit: Unit, owner: str) -> list[Flag]:
    """All flags of one person or body, lifted and past ones too."""
    rows = unit.connection.execute(_FLAGS_OF, {"of": owner}).mappings()
    return [Flag(**row) for row in rows]


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


def _learned(table: Table, facts: Iterable[Iterable[Fact]]) -> Rows:
    return {
        tuple(getattr(fact, column.name) for column in table.primary_key): asdict(fact)
        for fact in sorted(chain.from_iterable(facts), key=_rank)
    }


def _rank(fact: Fact) -> tuple[str, ...]:
    return fact.rank


@cache
def _of_owners(table: Table) -> Select[Any]:
    return select(table).where(table.c.owner.in_(bindparam("owners", expanding=True)))


def _newer(unit: Unit, table: Table, facts: Iterable[Fact]) -> list[dict[str, Any]]:
    """The facts that count over what is stored; the last word where one stands twice."""
    newest: dict[tuple[str, ...], Fact] = {}
    for fact in sorted(facts, key=_rank):
        newest[tuple(getattr(fact, column.name) for column in table.primary_key)] = fact
    if not newest:
        return []
    owners = sorted({fact.owner for fact in newest.values()})
    rows = unit.connection.execute(_of_owners(table), {"owners": owners}).mappings()
    known = {tuple(row[column] for column in table.primary_key): dict(row) for row in rows}
    return [
        asdict(fact)
        for key, fact in newest.items()
        if key not in known or type(fact)(**known[key]).rank <= fact.rank
    ]
