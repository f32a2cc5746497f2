"""Two units of work that wait for each other on PostgreSQL: one is let go, and told so."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from data.errors import StorageError

ADD = "INSERT INTO counter (series, last) VALUES (:series, 0)"
COUNT = "UPDATE counter SET last = last + 1 WHERE series = :series RETURNING last"
ALL = "SELECT last FROM counter WHERE series IN ('one', 'two')"


def test_it_is_busy_not_unreachable(empty_database: str, hub_on) -> None:
    store = hub_on(empty_database).store
    with store.write() as unit:
        for series in ("one", "two"):
            unit.run(ADD, {"series": series})
    both = Barrier(2, timeout=30)

    def count(*wanted: str) -> str:
        try:
            with store.write() as unit:
                unit.run(COUNT, {"series": wanted[0]})
                both.wait()
                unit.run(COUNT, {"series": wanted[1]})
        except StorageError as error:
            return error.code
        return "stored"

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(lambda wanted: count(*wanted), (("one", "two"), ("two", "one"))))
    assert sorted(told) == ["store_busy", "stored"]
    with store.read() as unit:
        assert [row[0] for row in unit.run(ALL, {})] == [1, 1]
