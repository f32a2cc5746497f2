"""Rows through a unit of work, on both kinds of store: checked, written in order, whole or not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from data.errors import StorageError
from data.store import schema
from data.store.engine import Store
from data.store.postgres import PostgresStore
from data.store.tables import CalendarRow, CounterRow, FlagRow

FLAG = {"owner": "resident_id:1", "kind": "fraud", "source": "s", "since": "2026-01-01", "at": "t"}
COUNT = "SELECT count(*) FROM counter"
MANY = 300  # more than are sent in one piece


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of either kind, migrated."""
    made: Store = (
        Store(tmp_path / "hub.db")
        if request.param == "sqlite"
        else PostgresStore(request.getfixturevalue("empty_database"))
    )
    schema.make(made)
    yield made
    made.close()


def counter(series: str, last: int) -> dict[str, Any]:
    return {"series": series, "last": last}


def last(store: Store, series: str) -> list[int]:
    with store.read() as unit:
        rows = unit.select(CounterRow, "series = :series", {"series": series})
    return [row["last"] for row in rows]


def test_a_row_comes_back_as_it_was_written_with_its_defaults(store: Store) -> None:
    with store.write() as unit:
        unit.insert(FlagRow, {**FLAG, "is_lifted": True})
    with store.read() as unit:
        found = unit.select(FlagRow, "owner = :owner", {"owner": FLAG["owner"]})
    assert found == [{**FLAG, "is_lifted": True, "until": None}]


def test_the_number_that_the_store_gives_comes_back(store: Store) -> None:
    row = {"name": "a", "content": "c", "imported_at": "t"}
    with store.write() as unit:
        assert [unit.insert(CalendarRow, row) for _ in range(2)] == [1, 2]
        assert unit.insert(CounterRow, counter("a", 1)) == 0


def test_of_two_with_one_key_the_later_counts(store: Store) -> None:
    with store.write() as unit:
        unit.upsert_all(CounterRow, [counter("a", 1), counter("b", 1), counter("a", 2)])
        unit.upsert(CounterRow, counter("b", 3))
    assert (last(store, "a"), last(store, "b")) == ([2], [3])


def test_what_is_read_in_a_unit_has_all_that_it_wrote(store: Store) -> None:
    with store.write() as unit:
        unit.insert_all(CounterRow, [counter(str(number), number) for number in range(MANY)])
        assert unit.run(COUNT, {})[0][0] == MANY
        unit.run("UPDATE counter SET last = 0 WHERE last = :last", {"last": 7})
        zeros = unit.each("SELECT series FROM counter WHERE last = :last ORDER BY 1", {"last": 0})
        assert [row[0] for row in zeros] == ["0", "7"]
        unit.run("DELETE FROM counter WHERE last > :last", {"last": 8})
        assert unit.connection.exec_driver_sql(COUNT).scalar() == 9


def test_several_rows_are_checked_before_one_is_written(store: Store) -> None:
    with pytest.raises(ValueError, match="last"), store.write() as unit:
        unit.insert_all(CounterRow, [counter("a", 1), {"series": "b", "last": "many"}])
    assert last(store, "a") == []


def test_a_row_that_stands_already_undoes_the_unit_and_the_next_works(store: Store) -> None:
    with store.write() as unit:
        unit.insert(CounterRow, counter("a", 1))
    with pytest.raises(StorageError) as refused, store.write() as unit:
        unit.insert(CounterRow, counter("b", 1))
        unit.insert(CounterRow, counter("a", 2))
        unit.insert(CounterRow, counter("c", 1))
    assert refused.value.code == "store_failed"
    assert [last(store, series) for series in "abc"] == [[1], [], []]
    with store.write() as unit:
        unit.insert(CounterRow, counter("b", 5))
    assert last(store, "b") == [5]
    assert store.connections_in_use == 0
