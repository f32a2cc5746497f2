"""The queue beside raw SQL in the same run: enqueue, claim and acknowledge, leases of twenty.

The raw contestant has one table with the body beside a table of leases, a partial index, and the
same claim by UPDATE … RETURNING; it keeps no address, fence or person. `WINDOW_BENCH_MOST=1000000`
adds a backlog of a million.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from benchmarks import servers
from benchmarks.figures import ROUNDS, Figure
from data.store import queue
from data.store.engine import Store
from data.store.queue import Task

BACKLOGS = (1_000, 100_000)
ACTS = 150  # acts a round, each committed
BATCH = 20
ADDRESS = "department:market"
BODY = "x" * 2048
_FILL = """
INSERT INTO queue (case_id, address, step, due, urgency, state, fence)
SELECT {name}, 'department:market', NULL, '2026-12-31', 0, 'waiting', 0 FROM {numbers}
"""
_RAW = """
CREATE TABLE raw_task (id INTEGER PRIMARY KEY, due TEXT, state TEXT, until TEXT);
CREATE TABLE raw_body (id INTEGER PRIMARY KEY, body TEXT);
CREATE INDEX raw_waiting ON raw_task (due, id) WHERE state = 'waiting';
"""
_RAW_CLAIM = """
UPDATE raw_task SET state = 'leased', until = '2026-12-31' WHERE id IN (
    SELECT id FROM raw_task WHERE state = 'waiting' ORDER BY due, id LIMIT {most} {skip})
RETURNING id
"""
_RAW_DONE = "UPDATE raw_task SET state = 'done' WHERE id = {mark}"
Rates = dict[str, float]


class Ours:
    """Our queue, every act a unit of work of its own."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._names = (f"new-{number:09}" for number in count())

    def fill(self, most: int) -> None:
        """A backlog in one statement."""
        with self._store.write() as unit:
            unit.run("DELETE FROM queue", {})
            values = _numbers(unit.connection.dialect.name, most)
            unit.connection.exec_driver_sql(_FILL.format(**values))
            if unit.connection.dialect.name == "postgresql":
                unit.run("ANALYZE queue", {})

    def enqueue(self) -> None:
        with self._store.write() as unit:
            queue.offer(unit, Task(next(self._names), ADDRESS, due="2027-01-31"))

    def claim(self, most: int) -> None:
        with self._store.write() as unit:
            leases = queue.claim(
                unit, ADDRESS, most=most, feed="f" * 64, person="x", until="2026-12-31"
            )
        with self._store.write() as unit:
            for lease in leases:
                queue.acknowledge(unit, lease.case_id)


class Raw:
    """The bare driver."""

    def __init__(self, connection: Any, *, mark: str, skip: str) -> None:
        self._connection = connection
        self._names = count(10**7)
        self._claim = _RAW_CLAIM.format(most="{most}", skip=skip)
        self._done = _RAW_DONE.format(mark=mark)
        self._task = f"INSERT INTO raw_task VALUES ({mark}, '2027-01-31', 'waiting', NULL)"
        self._dialect = "sqlite" if mark == "?" else "postgresql"
        for statement in _RAW.strip().split(";\n"):
            connection.execute(statement)

    def fill(self, most: int) -> None:
        values = _numbers(self._dialect, most)["numbers"]
        self._connection.execute("DELETE FROM raw_task")
        self._connection.execute(
            f"INSERT INTO raw_task SELECT value, '2026-12-31', 'waiting', NULL FROM {values}"
        )
        if self._dialect == "postgresql":
            self._connection.execute("ANALYZE raw_task")

    def enqueue(self) -> None:
        with self._unit():
            self._connection.execute(self._task, (next(self._names),))

    def claim(self, most: int) -> None:
        with self._unit():
            rows = self._connection.execute(self._claim.format(most=most)).fetchall()
        with self._unit():
            for row in rows:
                self._connection.execute(self._done, row)

    @contextmanager
    def _unit(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE" if self._dialect == "sqlite" else "BEGIN")
        yield
        self._connection.execute("COMMIT")


def run() -> list[Figure]:
    figures: list[Figure] = []
    with servers.folder() as folder:
        store = servers.empty_store(folder / "ours.db")
        raw = Raw(servers.raw_sqlite(Path(folder / "raw.db")), mark="?", skip="")
        figures += _figures("queue, SQLite", Ours(store), raw)
        store.close()
    with servers.postgres() as url:
        store = servers.empty_store(url)
        connection = servers.raw_postgres(url)
        raw = Raw(connection, mark="%s", skip="FOR UPDATE SKIP LOCKED")
        figures += _figures("queue, PostgreSQL", Ours(store), raw)
        connection.close()
        store.close()
    return figures


def _figures(subject: str, ours: Ours, raw: Raw) -> list[Figure]:
    on_sqlite = subject.endswith("SQLite")
    figures: list[Figure] = []
    first: Rates = {}
    for backlog in (*BACKLOGS, *_more()):
        mine, of_raw = _rates(ours, raw, backlog)
        label = f"{backlog:,} waiting"
        targets = {"enqueue": ">= 0.9", "claim and ack": ">= 0.9", "leases of 20": ">= 0.8"}
        for what, rate in mine.items():
            target = targets[what] if on_sqlite else ">= 0.8"
            figures.append(Figure(subject, f"{what}, {label}", rate, "/s"))
            figures.append(Figure(subject, f"{what}, {label}, of raw", of_raw[what], "x", target))
        if first:
            kept = mine["claim and ack"] / first["claim and ack"]
            what = f"claim and ack, {label}, of {BACKLOGS[0]:,}"
            figures.append(Figure(subject, what, kept, "x", ">= 0.8"))
        first = first or mine
    many = first["leases of 20"] / first["claim and ack"]
    return [*figures, Figure(subject, "leases of 20, of one by one", many, "x", ">= 5")]


def _rates(ours: Ours, raw: Raw, backlog: int) -> tuple[Rates, Rates]:
    """Our tasks a second, and what part that is of raw: contestants in turn, act by act."""
    mine: dict[str, list[float]] = {}
    of_raw: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        ours.fill(backlog)
        raw.fill(backlog)
        for what, most, acts in (
            ("enqueue", 0, ACTS),
            ("claim and ack", 1, ACTS),
            ("leases of 20", BATCH, ACTS // BATCH),
        ):
            mine_now, its = (
                rate * max(most, 1)
                for rate in _in_turn(
                    *(partial(one.claim, most) if most else one.enqueue for one in (ours, raw)),
                    times=acts,
                )
            )
            mine.setdefault(what, []).append(mine_now)
            of_raw.setdefault(what, []).append(mine_now / its)
    return _medians(mine), _medians(of_raw)


def _medians(rates: dict[str, list[float]]) -> Rates:
    return {what: median(values) for what, values in rates.items()}


def _in_turn(*acts: Callable[[], None], times: int) -> list[float]:
    """How often a second each of them is done, one act of each after the other."""
    spent = [0.0 for _ in acts]
    for _ in range(times):
        for who, act in enumerate(acts):
            begun = perf_counter()
            act()
            spent[who] += perf_counter() - begun
    return [times / one for one in spent]


def _numbers(dialect: str, most: int) -> dict[str, str]:
    """A table of the numbers from 1, and a name made of one."""
    if dialect == "sqlite":
        rows = (
            f"(WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n "
            f"WHERE value < {most}) SELECT value FROM n)"
        )
        return {"numbers": rows, "name": "printf('old-%09d', value)"}
    rows = f"generate_series(1, {most}) AS numbers (value)"
    return {"numbers": rows, "name": "'old-' || lpad(value::text, 9, '0')"}


def _more() -> tuple[int, ...]:
    most = os.environ.get("WINDOW_BENCH_MOST")
    return (int(most),) if most else ()
