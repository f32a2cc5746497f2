"""Units of work are whole or nothing, and the driver's errors are told in our words."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from data.errors import StorageError, StoreBusy, StoreDamaged, StoreFull, StoreReadOnly
from data.rules.case import Case
from data.store import cipher, engine, journal, replay
from data.store.engine import Store, translated
from data.store.home import Home
from data.store.tables import CounterRow


def count(store: Store) -> int:
    with store.read() as unit:
        return int(unit.connection.exec_driver_sql("select count(*) from counter").scalar_one())


def test_pragmas_are_set_on_every_connection(store: Store) -> None:
    with store.read() as unit:
        found = [
            unit.connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert found == ["wal", 2, 1]


def test_a_unit_that_fails_leaves_nothing(store: Store) -> None:
    with pytest.raises(KeyboardInterrupt), store.write() as unit:
        unit.insert(CounterRow, {"series": "a", "last": 1})
        raise KeyboardInterrupt
    assert count(store) == 0
    with store.write() as unit:
        unit.insert(CounterRow, {"series": "a", "last": 1})
    assert count(store) == 1


def test_a_row_is_checked_before_it_is_written(store: Store) -> None:
    with pytest.raises(ValueError, match="last"), store.write() as unit:
        unit.insert(CounterRow, {"series": "a", "last": "many"})
    assert count(store) == 0


def test_a_writer_waits_for_the_other_and_then_says_so(
    empty: Path, folder: Home, cipher_key: bytes | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.05)
    folder.store.write_bytes(empty.read_bytes())
    store = Store(folder.store, cipher_key)
    with closing(cipher.connect(folder.store, cipher_key)) as other:
        other.isolation_level = None
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusy) as busy, store.write():
            raise AssertionError("not reached")
        with store.read() as unit:
            assert unit.connection.exec_driver_sql("select 1").scalar() == 1
        other.execute("COMMIT")
    assert busy.value.code == "store_busy"
    with store.write() as unit:
        unit.insert(CounterRow, {"series": "a", "last": 1})
    store.close()


def test_a_full_disk_stores_nothing_of_an_act(
    store: Store, receive: Callable[..., Case], write: Any
) -> None:
    case = receive("case-1")
    with store.write() as unit:
        pages = unit.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        unit.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreFull) as full:
        write(case, "corrected", {"contact": {"address": "长" * 200_000}})
    assert full.value.code == "disk_full"
    assert str(store.path.parent) in full.value.message
    with store.read() as unit:
        assert [e.kind for e in journal.events_of(unit, "case-1")] == ["received"]
        assert replay.verify(unit, replay=True).problems == ()


def test_a_store_that_cannot_be_written(store: Store) -> None:
    with store.read() as unit:
        unit.connection.exec_driver_sql("PRAGMA query_only = ON")
    with pytest.raises(StoreReadOnly) as refused, store.write() as unit:
        unit.insert(CounterRow, {"series": "a", "last": 1})
    assert refused.value.code == "store_not_writable"


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    store = Store(tmp_path / "nowhere" / "store.db")
    with pytest.raises(StoreReadOnly), store.read():
        raise AssertionError("not reached")
    store.close()


@pytest.mark.parametrize(
    "content", [b"this is no database, and long enough to be read", b"\0" * 4096]
)
def test_a_file_that_is_no_database(
    tmp_path: Path, cipher_key: bytes | None, content: bytes
) -> None:
    path = tmp_path / "store.db"
    path.write_bytes(content)
    store = Store(path, cipher_key)
    with pytest.raises(StoreDamaged) as refused, store.read() as unit:
        unit.connection.exec_driver_sql("select count(*) from event")
    assert refused.value.code == "store_damaged"
    assert path.read_bytes() == content
    store.close()


def test_a_damaged_page_is_found(store: Store, folder: Home, receive: Callable[..., Case]) -> None:
    receive("case-1", fields={"text": "字" * 20_000})
    with store.write() as unit:
        unit.connection.exec_driver_sql("select 1")
    assert store.check() == []
    store.close()
    with closing(cipher.connect(folder.store, store.key)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        query = "select rootpage from sqlite_master where name = 'event_body'"
        (page,) = connection.execute(query).fetchone()
        size = int(connection.execute("PRAGMA page_size").fetchone()[0])
    with folder.store.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    with pytest.raises(StoreDamaged) as refused, store.read() as unit:
        replay.verify(unit, replay=True)
    assert refused.value.code == "store_damaged"


WORDS: list[tuple[str, type[StorageError], str]] = [
    ("database is locked", StoreBusy, "store_busy"),
    ("database table is locked", StoreBusy, "store_busy"),
    ("database or disk is full", StoreFull, "disk_full"),
    ("attempt to write a readonly database", StoreReadOnly, "store_not_writable"),
    ("unable to open database file", StoreReadOnly, "store_not_writable"),
    ("file is not a database", StoreDamaged, "store_damaged"),
    ("database disk image is malformed", StoreDamaged, "store_damaged"),
    ("disk I/O error", StorageError, "disk_error"),
    ("UNIQUE constraint failed: event.hash", StorageError, "store_failed"),
]


@pytest.mark.parametrize(("text", "kind", "code"), WORDS)
def test_what_the_driver_says_in_our_words(
    tmp_path: Path, text: str, kind: type[StorageError], code: str
) -> None:
    told = translated(sqlite3.OperationalError(text), tmp_path / "store.db")
    assert type(told) is kind
    assert told.code == code
    assert told.hint
    assert text not in told.message


def test_a_driver_error_does_not_leave_the_store(store: Store) -> None:
    with pytest.raises(StorageError) as refused, store.write() as unit:
        for _ in range(2):
            unit.insert(CounterRow, {"series": "a", "last": 1})
    assert refused.value.code == "store_failed"
    assert count(store) == 0
