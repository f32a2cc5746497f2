"""What one process of a hub commits late is never skipped by who pulled meanwhile."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest

from data.exchange.shapes import Cursor
from data.store import members

LATE = Path(__file__).with_name("late_process.py")
WAITING = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


@pytest.fixture
def late(tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Start a process that takes a batch in and does not commit it yet."""
    started: list[subprocess.Popen[str]] = []

    def start(url: str, terminal: Any) -> subprocess.Popen[str]:
        command = [sys.executable, str(LATE), url, str(tmp_path / "scans"), terminal.signer.feed]
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )
        started.append(process)
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(terminal.batch().model_dump_json(by_alias=True) + "\n")
        process.stdin.flush()
        assert process.stdout.readline() == "held\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def waits(url: str) -> bool:
    """Whether anybody waits for somebody else's commit."""
    with psycopg.connect(url) as connection:
        row = connection.execute(WAITING).fetchone()
    return row is not None and row[0] > 0


def test_a_row_committed_late_is_not_skipped(empty_database: str, hub_on, join, late) -> None:
    hub = hub_on(empty_database)
    slow, quick, reader = (join(hub, terminal=f"{n:02}") for n in (1, 2, 3))
    for desk in (slow, quick):
        desk.accept(desk.receive())
    found = {one: member(hub, one) for one in (quick, reader)}
    cursor, seen = Cursor(), []

    process = late(empty_database, slow)
    with ThreadPoolExecutor(1) as pool:
        pushed = pool.submit(hub.push, found[quick], quick.batch())
        # The second comes to the lock or, without one, past the first.
        while not (pushed.done() or waits(empty_database)):
            pass
        pulled = hub.pull(found[reader], cursor, 200)
        cursor, seen = pulled.cursor, [line.id for line in pulled.lines]
        out, _ = process.communicate("now\n")
        assert process.returncode == 0, out
        assert pushed.result(timeout=30).last == 2

    pulled = hub.pull(found[reader], cursor, 200)
    seen += [line.id for line in pulled.lines]
    assert sorted(seen) == sorted(line.id for desk in (slow, quick) for line in desk.lines)


def member(hub: Any, terminal: Any) -> Any:
    with hub.store.read() as unit:
        return members.by_feed(unit, terminal.signer.feed)
