"""`window hub serve` as a process: where it listens, what it says of itself, how it stops."""

from __future__ import annotations

import json
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx2
import pytest

from data.errors import InputError
from data.exchange.counter import HubCounter
from data.exchange.refusals import HubRefusal
from data.exchange.shapes import Cursor
from window_app.hub import api, serving


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("0.0.0.0:8470", "hub_needs_tls"),
        ("[::]:8470", "hub_needs_tls"),
        ("10.0.0.1:8470", "hub_needs_tls"),
        ("hub.example:8470", "hub_needs_tls"),
        ("127.0.0.1", "listen_wrong"),
        ("127.0.0.1:", "listen_wrong"),
        (":8470", "listen_wrong"),
        ("127.0.0.1:70000", "listen_wrong"),
        ("127.0.0.1:８４", "listen_wrong"),
    ],
)
def test_an_open_or_wrong_address_is_refused(address: str, code: str) -> None:
    with pytest.raises(InputError) as wrong:
        serving.listening(address, None, None)
    assert (wrong.value.code, wrong.value.field) == (code, "--listen")


@pytest.mark.parametrize("address", ["127.0.0.1:0", "localhost:0", "[::1]:0"])
def test_this_machine_alone_needs_no_certificate(address: str, certificates: Path) -> None:
    good = certificates / "good.pem"
    assert serving.listening(address, None, None).url == f"http://{address}"
    assert serving.listening("0.0.0.0:1", good, good).url == "https://0.0.0.0:1"


@pytest.mark.parametrize(
    ("certificate", "key", "code"),
    [
        ("good.pem", None, "hub_key_missing"),
        (None, "good.pem", "hub_key_missing"),
        ("good.pem", "other.pem", "hub_certificate_unusable"),
        ("nowhere.pem", "good.pem", "hub_certificate_unusable"),
        ("authority.pem", "authority.pem", "hub_certificate_unusable"),
        (__file__, __file__, "hub_certificate_unusable"),
    ],
)
def test_a_certificate_and_its_key_come_together(
    certificate: str | None, key: str | None, code: str, certificates: Path
) -> None:
    given = [None if name is None else certificates / name for name in (certificate, key)]
    with pytest.raises(InputError) as wrong:
        serving.listening("127.0.0.1:0", *given)
    assert wrong.value.code == code


def test_a_place_that_is_taken_is_told(sqlite_hub: HubCounter, sqlite_place: str, serve) -> None:
    url = serve(sqlite_place).url
    where = serving.listening(url.removeprefix("http://"), None, None)
    with pytest.raises(InputError) as wrong:
        serving.serve(sqlite_hub, where, started=print)
    assert wrong.value.code == "listen_failed"


def test_a_hub_on_a_file_is_served_by_one_process(
    sqlite_hub: HubCounter, sqlite_place: str, serve
) -> None:
    first = serve(sqlite_place)
    where = serving.listening("127.0.0.1:0", None, None)
    with pytest.raises(InputError) as wrong:
        serving.serve(sqlite_hub, where, started=print)
    assert wrong.value.code == "hub_already_served"
    assert httpx2.get(f"{first.url}/health", trust_env=False).is_success
    first.process.kill()
    first.process.wait(timeout=30)
    assert serve(sqlite_place).url  # who was killed holds nothing


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_answers_who_waits_and_ends_well(
    sign: signal.Signals, sqlite_hub: HubCounter, sqlite_place: str, serve, join, reach
) -> None:
    served = serve(sqlite_place)
    health = httpx2.get(f"{served.url}/health", trust_env=False).json()
    assert health == {"status": "ok", "epoch": "epoch-1", "order": 0}
    clients = [reach(served.url, join(sqlite_hub, terminal=f"{n:02}")) for n in range(1, 6)]
    cursor = Cursor(epoch=sqlite_hub.epoch)
    with ThreadPoolExecutor(5) as pool:
        waiting = [pool.submit(client.wait, cursor, 50) for client in clients]
        while not httpx2.get(f"{served.url}/health", trust_env=False).is_success or any(
            one.running() is False for one in waiting
        ):
            pass
        os.kill(served.process.pid, sign)
        assert [one.result(timeout=30) for one in waiting] == [False] * 5
    assert served.process.wait(timeout=30) == 0


def test_a_terminal_joins_over_the_wire_once(
    sqlite_hub: HubCounter, sqlite_place: str, serve, reach, newcomer, ask_to_join
) -> None:
    from data.exchange import enrolling
    from data.store import members
    from data.store.members import Place

    code = enrolling.invite(sqlite_hub, Place("0001", "county"))
    url = serve(sqlite_place).url
    terminal = newcomer("0001", "03")
    joined = reach(url, terminal).enrol(ask_to_join(terminal, code))
    assert joined.hub_public_key == sqlite_hub.signer.public_key.hex()
    terminal.token = joined.token
    assert reach(url, terminal).last_number() == 0
    # The hub keeps a hash: a copy of its store lets nobody in.
    with sqlite_hub.store.read() as unit:
        [row] = unit.run("SELECT * FROM member", {})
        assert joined.token not in row and members.hashed(joined.token) in row
    again = newcomer("0001", "04")
    with pytest.raises(HubRefusal) as refused:
        reach(url, again).enrol(ask_to_join(again, code))
    assert refused.value.code == "code_wrong"


NO_ANSWER = ("POST /give-back", "POST /ask", "PUT /scans/{digest}")


def test_the_description_names_every_path_and_shape(sqlite_hub: HubCounter) -> None:
    app = api.build(sqlite_hub)
    said = json.loads(json.dumps(app.openapi()))
    paths = {
        f"{method.upper()} {path}": asked
        for path, methods in said["paths"].items()
        for method, asked in methods.items()
    }
    assert set(paths) == {
        *("GET /health", "POST /enrol", "GET /feed", "POST /push", "POST /pull", "GET /news"),
        *("GET /tasks", "POST /claim", "POST /ask", "POST /renew", "POST /give-back"),
        "POST /scans/lacking",
        *("PUT /scans/{digest}", "GET /scans/{digest}", "GET /publications", "GET /staff"),
        *("GET /catalogues/{digest}", "GET /calendars/{digest}"),
    }
    shapes = said["components"]["schemas"]
    for name, asked in paths.items():
        assert asked["description"], name
        assert ("requestBody" in asked) == (not name.startswith("GET")), name
        [good] = [answer for status, answer in asked["responses"].items() if status[0] == "2"]
        assert "content" in good or name in NO_ANSWER, name
        problem = asked["responses"]["default"]["content"]["application/problem+json"]
        assert problem["schema"]["$ref"].rpartition("/")[2] == "Problem"
        for reference in _references(asked):
            assert reference in shapes, (name, reference)
    for shape in shapes.values():
        assert set(_references(shape)) <= set(shapes)


def _references(value: Any) -> list[str]:
    """The shapes that a part of the description points at."""
    if isinstance(value, dict):
        own = [value["$ref"].rpartition("/")[2]] if "$ref" in value else []
        return own + [name for item in value.values() for name in _references(item)]
    if isinstance(value, list):
        return [name for item in value for name in _references(item)]
    return []
