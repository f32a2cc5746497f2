"""Four processes at one queue of ten thousand tasks; one of them is killed in the middle."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from data.store import queue, schema
from data.store.engine import Store
from data.store.postgres import PostgresStore
from data.store.queue import Task

CONSUMER = Path(__file__).with_name("consumer_process.py")
ADDRESS = "department:market"
TASKS = 10_000
MOST = 5  # claimed at once
LASTS = 2.0  # seconds until a lease runs out
CLAIMS = 40  # at the last of these one hangs, and is killed
NEVER = -1
COUNT = "SELECT feed, count(*), count(DISTINCT case_id) FROM {} GROUP BY feed"
TWICE = "SELECT case_id FROM claimed GROUP BY case_id HAVING count(*) > 1"
OF_DEAD = """
SELECT case_id, fence FROM claimed WHERE feed = 'dead'
AND case_id NOT IN (SELECT case_id FROM done WHERE feed = 'dead')
"""
FENCES = "SELECT fence FROM done WHERE case_id = :case_id"


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty store of either kind is."""
    if request.param == "sqlite":
        return str(tmp_path / "hub.db")
    return str(request.getfixturevalue("empty_database"))


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    """All tasks wait; beside the queue stands what the consumers claimed and did."""
    made = PostgresStore(place) if "://" in place else Store(Path(place))
    schema.make(made)
    with made.write() as unit:
        for table in ("claimed", "done"):
            key = "case_id, fence" if table == "claimed" else "case_id"
            unit.run(
                f"CREATE TABLE {table} (case_id text, fence int, feed text, PRIMARY KEY ({key}))",
                {},
            )
        for number in range(TASKS):
            queue.offer(unit, Task(f"case-{number:05}", ADDRESS))
    yield made
    made.close()


@pytest.fixture
def start(place: str) -> Iterator[Callable[..., Any]]:
    started: list[subprocess.Popen[str]] = []

    def consume(feed: str, hangs: int = NEVER) -> subprocess.Popen[str]:
        how = [str(MOST), str(LASTS), str(hangs)]
        command = [sys.executable, str(CONSUMER), place, feed, *how]
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )
        started.append(process)
        return process

    yield consume
    for process in started:
        process.kill()
        process.communicate()


def test_no_task_is_claimed_twice_and_a_dead_ones_come_back(
    store: Store, start: Callable[..., Any]
) -> None:
    """It dies holding tasks, which others do once its leases have run out."""
    others = [start(feed) for feed in "abc"]
    dead = start("dead", CLAIMS)
    consumers = [dead, *others]
    assert [one.stdout.readline() for one in consumers] == ["ready\n"] * len(consumers)
    for one in consumers:
        one.stdin.write("go\n")
        one.stdin.flush()
    claimed = 0
    while claimed < CLAIMS:
        claimed += int(dead.stdout.readline()) > 0
    dead.kill()
    for process in others:
        process.communicate()
        assert process.returncode == 0

    with store.read() as unit:
        done = {row[0]: tuple(row[1:]) for row in unit.run(COUNT.format("done"), {})}
        left = [tuple(row) for row in unit.run(OF_DEAD, {})]
        twice = {row[0] for row in unit.run(TWICE, {})}
        fences = {case: unit.run(FENCES, {"case_id": case})[0][0] for case, _fence in left}
        states = unit.run("SELECT state, count(*) FROM queue GROUP BY state", {})
    # The tables' keys let nobody claim under a fence that was given, nor do a task again.
    assert sum(count for count, _cases in done.values()) == TASKS
    assert [tuple(row) for row in states] == [("done", TASKS)]
    assert set(done) == {"a", "b", "c", "dead"}
    assert 0 < len(left) <= MOST
    # On a slow machine a lease may run out in living hands too.
    assert {case for case, _fence in left} <= twice
    assert all(fences[case] > fence for case, fence in left)
