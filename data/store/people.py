"""Base records and the archive of reusable certificates, as the events tell them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sqlalchemy import select

from data.rules.event import Event
from data.rules.person import Certificate, base_records, certificates
from data.store.engine import Unit
from data.store.tables import ArchiveRow, BaseRecordRow

RECORDS = BaseRecordRow.__table__  # type: ignore[attr-defined]
ARCHIVE = ArchiveRow.__table__  # type: ignore[attr-defined]

Stored = tuple[dict[tuple[str, str], dict[str, Any]], dict[tuple[str, str], dict[str, Any]]]


def project(unit: Unit, event: Event) -> None:
    """Write what an event teaches; called for each event in its order."""
    unit.upsert_all(BaseRecordRow, [asdict(record) for record in base_records(event)])
    unit.upsert_all(ArchiveRow, [asdict(one) for one in certificates(event)])


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
    for event in sorted(events, key=lambda e: e.order):
        for record in base_records(event):
            records[record.owner, record.key] = asdict(record)
        for certificate in certificates(event):
            archive[certificate.owner, certificate.certificate] = asdict(certificate)
    return records, archive
