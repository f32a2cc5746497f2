"""Versions of the list: immutable, found by digest; a draft may stand beside the live one.

A window reads a version's head and one item at a time; whole versions are read to be compared.
The item finder's part is catalogue_index's, loaded where it is needed: not before the login.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlalchemy import delete, select

from data.errors import Refusal
from data.rules.item import Item
from data.rules.listing import Catalogue
from data.store.catalogue_json import (
    catalogue_from_json,
    head_to_json,
    item_from_json,
    whole_text,
)
from data.store.engine import Store, Unit
from data.store.stored_list import StoredList
from data.store.tables import CatalogueIndexRow, CatalogueItemRow, CatalogueRow

CATALOGUES = CatalogueRow.__table__  # type: ignore[attr-defined]
ITEMS = CatalogueItemRow.__table__  # type: ignore[attr-defined]
INDEXES = CatalogueIndexRow.__table__  # type: ignore[attr-defined]
# Grows with every change of what search_spelling stores, or of how it folds syllables.
INDEX_FORM = 1


@dataclass(frozen=True, slots=True)
class Version:
    """One stored version; a draft is not in force."""

    digest: str
    version: str
    name: str
    effective: str
    is_draft: bool
    imported_at: str


_VERSIONS = """
SELECT digest, version, name, effective, is_draft, imported_at FROM catalogue_version
ORDER BY imported_at
"""
_UNINDEXED = select(CATALOGUES.c.digest).where(
    CATALOGUES.c.digest.not_in(select(INDEXES.c.digest).where(INDEXES.c.form == INDEX_FORM))
)


def add(unit: Unit, catalogue: Catalogue, *, is_draft: bool, at: str) -> Refusal | None:
    """Store a version; refused where the same version text stands with another digest.

    The same content again is no fault; a draft whose content comes for good is put in force.
    """
    known = next((v for v in versions(unit) if v.version == catalogue.version), None)
    if known is not None and known.digest != catalogue.digest and not known.is_draft:
        return Refusal(
            "version_differs",
            f"版本 {catalogue.version} 已经有了，内容不同，没有导入。",
            hint="改过的清单要用新的版本号。",
            rule=f"清单版本 {catalogue.version}",
            field="version",
        )
    if known is not None and known.digest == catalogue.digest and is_draft >= known.is_draft:
        return None
    if known is not None:
        _remove(unit, known.digest)
    from data.store import catalogue_index

    unit.insert(
        CatalogueRow,
        {
            "digest": catalogue.digest,
            "version": catalogue.version,
            "name": catalogue.name,
            "effective": catalogue.effective.isoformat(),
            "is_draft": is_draft,
            "imported_at": at,
            "department_readings": catalogue_index.department_readings(catalogue),
            "head": head_to_json(catalogue),
        },
    )
    catalogue_index.add_items(unit, catalogue)
    return None


def bring_up(store: Store) -> None:
    """Make the search indexes that are missing or have the form of another product."""
    with store.read() as unit:
        wanted = unit.connection.execute(_UNINDEXED).scalars().all()
    if not wanted:
        return
    from data.store import catalogue_index

    with store.write() as unit:
        for digest in unit.connection.execute(_UNINDEXED).scalars().all():
            catalogue_index.remake(unit, digest)


def live(unit: Unit, today: date) -> Version | None:
    """The version in force on a day; None where there is none."""
    in_force = [v for v in versions(unit) if not v.is_draft and v.effective <= today.isoformat()]
    return max(in_force, key=lambda v: (v.effective, _parts(v.version)), default=None)


def load(unit: Unit, digest: str) -> Catalogue:
    """A stored version whole; KeyError where it is not stored."""
    return catalogue_from_json(_head(unit, digest), _items(unit, digest))


def text(unit: Unit, digest: str) -> str:
    """A stored version whole, as JSON; KeyError where it is not stored.

    Reading a county's list into values and writing them again takes seconds and a gigabyte.
    """
    return whole_text(_head(unit, digest), _items(unit, digest))


def open_list(unit: Unit, store: Store, digest: str) -> StoredList:
    """A stored version by its head; KeyError where it is not stored.

    Its items are read from the store one by one, each in a look of its own.
    """
    return StoredList.of(_head(unit, digest), partial(_read_item, store, digest))


def versions(unit: Unit) -> list[Version]:
    """All stored versions, oldest first."""
    return [
        Version(digest, version, name, effective, bool(is_draft), imported_at)
        for digest, version, name, effective, is_draft, imported_at in unit.run(_VERSIONS, {})
    ]


def find(unit: Unit, name: str) -> Version | None:
    """A version by its text or by the beginning of its digest (eight characters or more)."""
    for version in versions(unit):
        if version.version == name or (len(name) >= 8 and version.digest.startswith(name)):
            return version
    return None


def _items(unit: Unit, digest: str) -> Iterable[str]:
    query = select(ITEMS.c.content).where(ITEMS.c.digest == digest).order_by(ITEMS.c.position)
    return unit.connection.execute(query).scalars()


def _head(unit: Unit, digest: str) -> str:
    query = select(CATALOGUES.c.head).where(CATALOGUES.c.digest == digest)
    head: str | None = unit.connection.execute(query).scalar()
    if head is None:
        raise KeyError(digest)
    return head


def _read_item(store: Store, digest: str, code: str) -> Item | None:
    query = select(ITEMS.c.content).where(ITEMS.c.digest == digest, ITEMS.c.code == code)
    with store.read() as unit:
        content = unit.connection.execute(query).scalar()
    return None if content is None else item_from_json(content)


def _remove(unit: Unit, digest: str) -> None:
    for table in (INDEXES, ITEMS, CATALOGUES):
        unit.connection.execute(delete(table).where(table.c.digest == digest))


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
