"""The schema comes from migrations alone: a fresh store is a migrated one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import SQLModel

from data.errors import StoreDamaged
from data.store import cipher, home_keys, hub_tables, schema, tables
from data.store.engine import SCHEMA_HEAD, Store
from data.store.home import Home
from data.store.home_keys import HomeKeys, Secret, Wrap

MIGRATIONS = Path(schema.__file__).parent / "migrations"
REVISIONS = sorted(path.name[:4] for path in (MIGRATIONS / "versions").glob("0*.py"))


def layout(path: Path, key: bytes | None = None) -> set[tuple[str, str]]:
    """Every table and index with the words that made it, but for spaces."""
    with closing(cipher.connect(path, key)) as connection:
        rows = connection.execute("select name, sql from sqlite_master where sql is not null")
        return {(name, " ".join(sql.split())) for name, sql in rows}


def test_the_head_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [SCHEMA_HEAD]
    assert REVISIONS[-1] == SCHEMA_HEAD


def test_the_migrations_make_what_the_tables_say(empty: Path, cipher_key: bytes | None) -> None:
    store = Store(empty, cipher_key)
    with store.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []
    store.close()
    names = {tables.EventRow.__tablename__, hub_tables.MemberRow.__tablename__}
    assert names <= SQLModel.metadata.tables.keys()


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_store_of_any_version_becomes_a_fresh_one(
    tmp_path: Path, empty: Path, cipher_key: bytes | None, revision: str
) -> None:
    store = Store(tmp_path / "store.db", cipher_key)
    if cipher_key is not None:
        secret = Secret("passphrase", b"for tests only")
        home_keys.keep(Home(tmp_path), Wrap.of(HomeKeys(bytes(32)), secret))
    with store.connect() as connection:
        schema.migrate(connection, revision)
    assert schema.version(store) == revision
    schema.bring_up(store)
    assert schema.version(store) == SCHEMA_HEAD
    store.close()
    assert layout(store.path, cipher_key) == layout(empty, cipher_key)
    assert schema.before(store.path).exists() == (revision != SCHEMA_HEAD)


def test_bringing_up_twice_changes_nothing(store: Store) -> None:
    store.close()
    before = layout(store.path, store.key)
    schema.bring_up(store)
    store.close()
    assert layout(store.path, store.key) == before


def test_a_store_of_a_newer_product_is_left_alone(store: Store) -> None:
    with store.write() as unit:
        unit.connection.exec_driver_sql("update alembic_version set version_num = '9999'")
    with pytest.raises(StoreDamaged) as refused:
        schema.bring_up(store)
    assert refused.value.code == "store_newer"
    assert "9999" in refused.value.message
    assert schema.version(store) == "9999"


@pytest.mark.parametrize("statement", ["create table other (id)", "pragma user_version = 1"])
def test_another_programs_database_is_left_alone(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "store.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)
    before = layout(path)
    store = Store(path)
    with pytest.raises(StoreDamaged) as refused:
        schema.bring_up(store)
    store.close()
    assert refused.value.code == "store_not_ours"
    assert layout(path) == before
