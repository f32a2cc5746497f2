"""Connections to PostgreSQL that break: taken anew, and nobody waits for a bell that is gone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import psycopg
import pytest

from data.errors import StorageError
from data.exchange.refusals import HubUnreachable
from data.exchange.shapes import Cursor
from data.store import postgres

CUT = """
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


def cut(url: str) -> int:
    """End every connection of this database; how many there were."""
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(CUT).fetchone()
    assert row is not None
    return int(row[0])


def test_a_connection_that_broke_while_it_lay_idle_is_taken_anew(
    empty_database: str, hub_on, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub = hub_on(empty_database)
    monkeypatch.setattr(postgres, "IDLE", 0.0)
    assert cut(empty_database) == 1
    assert hub.order() == 0


def test_one_that_breaks_in_use_is_told_and_the_next_works(empty_database: str, hub_on) -> None:
    hub = hub_on(empty_database)
    with pytest.raises(StorageError) as told, hub.store.write() as unit:
        unit.run("UPDATE counter SET last = 7", {})
        assert cut(empty_database) == 1
        unit.run("UPDATE counter SET last = 8", {})
    assert told.value.code == "database_unreachable"
    assert hub.order() == 0


def test_a_bell_that_broke_is_hung_up_again(
    empty_database: str, hub_on, join, serve, reach
) -> None:
    hub = hub_on(empty_database)
    desk, office = join(hub), join(hub, "0002", "01", "market")
    first, second = serve(empty_database).url, serve(empty_database).url
    desk.accept(desk.receive())
    waiter = reach(second, office)

    def heard() -> bool:
        while True:
            with suppress(HubUnreachable):  # its own connection broke too: it asks again
                return bool(waiter.wait(Cursor(epoch=hub.epoch), 30))

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(heard)
        assert cut(empty_database) >= 2
        client = reach(first, desk)
        pushed = False
        while not pushed:
            with suppress(HubUnreachable):  # as a terminal does: again, until it is said
                pushed = client.push(desk.batch()).last == 2
        assert waiting.result(timeout=40)
