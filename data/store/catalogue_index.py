"""What the item finder has of a stored version: readings, entries, and the index of them.

Made when a list is imported, for looking up pinyin is slow; a window loads this module once
somebody has logged in.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlalchemy import select

from data.rules.item import Item
from data.rules.listing import Catalogue, Listing
from data.store.catalogue_json import item_from_json, item_to_json
from data.store.catalogues import CATALOGUES, INDEX_FORM, INDEXES, ITEMS
from data.store.engine import Unit
from data.store.item_search import ItemIndex
from data.store.pinyin_keys import SearchKeys, department_keys, search_keys
from data.store.search_entries import Entries, Entry
from data.store.search_spelling import Named, Spelling, spell
from data.store.tables import CatalogueIndexRow, CatalogueItemRow


def load(unit: Unit, listing: Listing) -> ItemIndex:
    """The search index of a stored version."""
    query = select(INDEXES.c.entries, INDEXES.c.spelling).where(INDEXES.c.digest == listing.digest)
    row = unit.connection.execute(query).one()
    departments = [department.id for department in listing.departments]
    return ItemIndex(Entries.from_text(row.entries), departments, Spelling.from_json(row.spelling))


def add_items(unit: Unit, catalogue: Catalogue) -> None:
    """Store the items of a version with how they can be typed, and the index of them."""
    keys = [search_keys(item) for item in catalogue.items]
    rows = [
        {
            "digest": catalogue.digest,
            "code": item.code,
            "position": position,
            "readings": own.to_json(),
            "content": item_to_json(item),
        }
        for position, (item, own) in enumerate(zip(catalogue.items, keys, strict=True))
    ]
    unit.insert_all(CatalogueItemRow, rows)
    _write(unit, catalogue.digest, zip(catalogue.items, keys, strict=True))


def department_readings(catalogue: Catalogue) -> str:
    """How the departments can be typed, as stored text."""
    readings = {d.id: department_keys(d).texts for d in catalogue.departments}
    return json.dumps(readings, ensure_ascii=False, separators=(",", ":"))


def remake(unit: Unit, digest: str) -> None:
    """Make a stored version's index anew from its rows; no pinyin is looked up."""
    query = select(ITEMS.c.content, ITEMS.c.readings).where(ITEMS.c.digest == digest)
    rows = unit.connection.execute(query.order_by(ITEMS.c.position))
    found = ((item_from_json(row.content), SearchKeys.from_json(row.readings)) for row in rows)
    _write(unit, digest, found)


def _write(unit: Unit, digest: str, found: Iterable[tuple[Item, SearchKeys]]) -> None:
    entries, items = [], []
    for item, keys in found:
        entries.append(Entry.of(item))
        items.append(Named(item.code, (item.name, *item.aliases), keys))
    made = {
        "digest": digest,
        "form": INDEX_FORM,
        "entries": Entries.of(entries).to_text(),
        "spelling": spell(items, _departments(unit, digest)).to_json(),
    }
    unit.upsert(CatalogueIndexRow, made)


def _departments(unit: Unit, digest: str) -> list[Named]:
    version = select(CATALOGUES.c.head, CATALOGUES.c.department_readings)
    row = unit.connection.execute(version.where(CATALOGUES.c.digest == digest)).one()
    readings = json.loads(row.department_readings)
    return [
        Named(own["id"], (own["name"], own["abbr"]), SearchKeys.of(readings[own["id"]]))
        for own in json.loads(row.head)["departments"]
    ]
