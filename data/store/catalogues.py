"""Versions of the list: immutable, found by digest; a draft may stand beside the live one."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import delete, select

from data.errors import Refusal
from data.rules.item import Catalogue
from data.store.catalogue_json import catalogue_from_json, catalogue_to_json
from data.store.engine import Unit
from data.store.item_search import ItemIndex, index_of
from data.store.pinyin_keys import SearchKeys, department_keys, search_keys
from data.store.tables import CatalogueRow

CATALOGUES = CatalogueRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Version:
    """One stored version; a draft is not in force."""

    digest: str
    version: str
    name: str
    effective: str
    is_draft: bool
    imported_at: str


_VERSIONS = select(*(CATALOGUES.c[name] for name in Version.__dataclass_fields__)).order_by(
    CATALOGUES.c.imported_at
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
        unit.connection.execute(delete(CATALOGUES).where(CATALOGUES.c.digest == known.digest))
    keys = {
        "items": {item.code: asdict(search_keys(item)) for item in catalogue.items},
        "departments": {d.id: asdict(department_keys(d)) for d in catalogue.departments},
    }
    unit.insert(
        CatalogueRow,
        {
            "digest": catalogue.digest,
            "version": catalogue.version,
            "name": catalogue.name,
            "effective": catalogue.effective.isoformat(),
            "is_draft": is_draft,
            "content": catalogue_to_json(catalogue),
            "search_keys": json.dumps(keys, ensure_ascii=False),
            "imported_at": at,
        },
    )
    return None


def live(unit: Unit, today: date) -> Version | None:
    """The version in force on a day; None where there is none."""
    in_force = [v for v in versions(unit) if not v.is_draft and v.effective <= today.isoformat()]
    return max(in_force, key=lambda v: (v.effective, _parts(v.version)), default=None)


def load(unit: Unit, digest: str) -> Catalogue:
    """A stored version whole; KeyError where it is not stored."""
    query = select(CATALOGUES.c.content).where(CATALOGUES.c.digest == digest)
    content = unit.connection.execute(query).scalar()
    if content is None:
        raise KeyError(digest)
    return catalogue_from_json(content)


def load_index(unit: Unit, catalogue: Catalogue) -> ItemIndex:
    """The search index of a stored version, from the keys made when it was imported."""
    query = select(CATALOGUES.c.search_keys).where(CATALOGUES.c.digest == catalogue.digest)
    content = json.loads(unit.connection.execute(query).scalar_one())
    keys, offices = (
        {
            name: SearchKeys(one["name"], tuple(one["aliases"]))
            for name, one in content[part].items()
        }
        for part in ("items", "departments")
    )
    return index_of(catalogue, keys, offices)


def versions(unit: Unit) -> list[Version]:
    """All stored versions, oldest first."""
    rows = unit.connection.execute(_VERSIONS).mappings()
    return [Version(**row) for row in rows]


def find(unit: Unit, name: str) -> Version | None:
    """A version by its text or by the beginning of its digest (eight characters or more)."""
    for version in versions(unit):
        if version.version == name or (len(name) >= 8 and version.digest.startswith(name)):
            return version
    return None


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
