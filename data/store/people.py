"""Base records and the archive of reusable certificates, as the events tell them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from functools import cache
from itertools import chain
from typing import Any

from sqlalchemy import Select, Table, bindparam, select

from data.rules.event import Event
from data.rules.person import BaseRecord, Certificate, base_records, certificates
from data.store.engine import Unit
from data.store.tables import ArchiveRow, BaseRecordRow

RECORDS = BaseRecordRow.__table__  # type: ignore[attr-defined]
ARCHIVE = ArchiveRow.__table__  # type: ignore[attr-defined]

Fact = BaseRecord | Certificate
Stored = tuple[dict[tuple[str, str], dict[str, Any]], dict[tuple[str, str], dict[str, Any]]]


def project(unit: Unit, event: Event) -> None:
    """Write what an event teaches, whenever it comes: the highest `rank` counts."""
    unit.upsert_all(BaseRecordRow, _newer(unit, RECORDS, base_records(event)))
    unit.upsert_all(ArchiveRow, _newer(unit, ARCHIVE, certificates(event)))


def records_of(unit: Unit, owner: str) -> dict[str, str]:
    """Shared key -> value of one person or body."""
    query = select(RECORDS.c.key, RECORDS.c.value).where(RECORDS.c.owner == owner)
    return {row.key: row.value for row in unit.connection.execute(query)}


def certificates_of(unit: Unit, owner: str) -> list[Certificate]:
    """The reusable certificates of one person or body."""
    rows = unit.connection.execute(select(ARCHIVE).where(ARCHIVE.c.owner == owner)).mappings()
    return [Certificate(**row) for row in rows]


def stored(unit: Unit) -> Stored:
    """Both tables whole, for replay."""
    records = unit.connection.execute(select(RECORDS)).mappings()
    archive = unit.connection.execute(select(ARCHIVE)).mappings()
    return (
        {(row["owner"], row["key"]): dict(row) for row in records},
        {(row["owner"], row["certificate"]): dict(row) for row in archive},
    )


def expected(events: Iterable[Event]) -> Stored:
    """What both tables should hold after these events."""
    records: dict[tuple[str, str], dict[str, Any]] = {}
    archive: dict[tuple[str, str], dict[str, Any]] = {}
    learned = list(events)
    for record in sorted(chain.from_iterable(map(base_records, learned)), key=_rank):
        records[record.owner, record.key] = asdict(record)
    for certificate in sorted(chain.from_iterable(map(certificates, learned)), key=_rank):
        archive[certificate.owner, certificate.certificate] = asdict(certificate)
    return records, archive


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
