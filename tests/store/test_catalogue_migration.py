"""A store whose lists were one text each opens with their items in rows."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from data.rules.listing import Catalogue
from data.store import catalogue_index, catalogues, schema
from data.store.catalogue_json import digest
from data.store.engine import SCHEMA_HEAD, Store
from data.store.pinyin_keys import department_keys, search_keys

AT = "2026-11-01T00:00:00.000Z"
TABLES = ("catalogue_version", "catalogue_item", "catalogue_index")


@pytest.fixture
def small(shipped: Catalogue) -> Catalogue:
    few = shipped.model_copy(update={"items": shipped.items[:3], "version": "2026.12"})
    return few.model_copy(update={"digest": digest(few)})


@pytest.fixture
def old_store(tmp_path: Path) -> Callable[..., Store]:
    """Makes a store of schema 0002 that holds rows in its table `catalogue`."""

    def make(*rows: dict[str, Any]) -> Store:
        store = Store(tmp_path / "old.db")
        with store.connect() as connection:
            schema.migrate(connection, "0002")
        store.close()
        with closing(sqlite3.connect(store.path)) as old, old:
            for row in rows:
                names = ", ".join(row)
                marks = ", ".join(f":{name}" for name in row)
                old.execute(f"insert into catalogue ({names}) values ({marks})", row)
        return store

    return make


def as_before(catalogue: Catalogue, *, is_draft: bool = False) -> dict[str, Any]:
    """The row of a version as it was stored under schema 0002."""
    keys = {
        "items": {item.code: asdict(search_keys(item)) for item in catalogue.items},
        "departments": {d.id: asdict(department_keys(d)) for d in catalogue.departments},
    }
    return {
        "digest": catalogue.digest,
        "version": catalogue.version,
        "name": catalogue.name,
        "effective": catalogue.effective.isoformat(),
        "is_draft": is_draft,
        "content": catalogue.model_dump_json(exclude_none=True),
        "search_keys": json.dumps(keys, ensure_ascii=False),
        "imported_at": AT,
    }


def rows_of(store: Store) -> dict[str, list[Any]]:
    with store.read() as unit:
        return {
            name: unit.connection.exec_driver_sql(f"select * from {name} order by 1, 2").all()
            for name in TABLES
        }


def test_versions_of_an_older_store_are_carried_over(
    old_store: Callable[..., Store], store: Store, shipped: Catalogue, small: Catalogue
) -> None:
    old = old_store(as_before(shipped), as_before(small, is_draft=True))
    schema.bring_up(old)
    catalogues.bring_up(old)
    with store.write() as unit:
        catalogues.add(unit, shipped, is_draft=False, at=AT)
        catalogues.add(unit, small, is_draft=True, at=AT)
    assert rows_of(old) == rows_of(store)
    with old.read() as unit:
        assert [v.is_draft for v in catalogues.versions(unit)] == [False, True]
        assert [catalogues.load(unit, one.digest) for one in (shipped, small)] == [shipped, small]
        assert digest(catalogues.load(unit, shipped.digest)) == shipped.digest
        index = catalogue_index.load(unit, catalogues.open_list(unit, old, small.digest))
        found = {hit.code for hit in index.search("")}
        assert found == {item.code for item in small.items}
        gone = "select 1 from sqlite_master where name = 'catalogue'"
        assert unit.connection.exec_driver_sql(gone).scalar() is None
    old.close()


def test_a_migration_that_fails_leaves_the_store_as_it_was(
    old_store: Callable[..., Store], shipped: Catalogue, small: Catalogue
) -> None:
    damaged = {**as_before(small), "content": "{"}
    old = old_store(as_before(shipped), damaged)
    with pytest.raises(json.JSONDecodeError):
        schema.bring_up(old)
    assert schema.version(old) == "0002"
    with old.write() as unit:
        rows = unit.connection.exec_driver_sql("select version from catalogue").scalars().all()
        assert sorted(rows) == sorted([shipped.version, small.version])
        repaired = as_before(small)["content"]
        statement = "update catalogue set content = ? where digest = ?"
        unit.connection.exec_driver_sql(statement, (repaired, small.digest))
    schema.bring_up(old)
    assert schema.version(old) == SCHEMA_HEAD
    with old.read() as unit:
        assert catalogues.load(unit, small.digest) == small
    old.close()


def test_an_index_of_another_product_is_made_anew(store: Store, small: Catalogue) -> None:
    with store.write() as unit:
        catalogues.add(unit, small, is_draft=False, at=AT)
    before = rows_of(store)
    with store.write() as unit:
        statement = "update catalogue_index set form = 0, spelling = 'of another form'"
        unit.connection.exec_driver_sql(statement)
    catalogues.bring_up(store)
    assert rows_of(store) == before
