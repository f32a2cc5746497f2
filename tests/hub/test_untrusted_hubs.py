"""A hub that is none: garbage, silence, a broken line, a certificate not to be trusted."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from data.errors import InputError
from data.exchange.counter import HubCounter
from data.exchange.hub_client import HttpHub
from data.exchange.refusals import HubRefusal, HubUnreachable
from data.exchange.shapes import Claim, Cursor

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "


def answer(body: bytes, status: bytes = b"200 OK") -> bytes:
    length = str(len(body)).encode()
    head = b"HTTP/1.1 " + status + b"\r\nConnection: close\r\nContent-Length: " + length
    return head + b"\r\n\r\n" + body


# What the false hub sends, and the code a terminal tells; None: it keeps silent.
FALSE: dict[str, tuple[bytes | None, str]] = {
    "no HTTP": (b"SSH-2.0-OpenSSH_9.2\r\n", "hub_unreachable"),
    "a page": (answer(b"<html>login</html>"), "hub_answer_wrong"),
    "an empty object": (answer(b"{}"), "hub_answer_wrong"),
    "a list": (answer(b"[[[["), "hub_answer_wrong"),
    "no UTF-8": (answer(b'{"last": "\xff"}'), "hub_answer_wrong"),
    "another shape": (answer(b'{"last": 1, "first": 0}'), "hub_answer_wrong"),
    "a number too great": (answer(b'{"last": 1e400}'), "hub_answer_wrong"),
    "a page refusing": (answer(b"<html>no</html>", b"403 Forbidden"), "hub_answer_wrong"),
    "a refusal without a code": (answer(b'{"title": "x"}', b"409 Conflict"), "hub_answer_wrong"),
    "a way elsewhere": (answer(b"", b"302 Found\r\nLocation: /login"), "hub_answer_wrong"),
    "a gateway's trouble": (answer(b"", b"502 Bad Gateway"), "hub_answer_wrong"),
    "half an answer": (HEAD + b'400\r\n\r\n{"last"', "hub_unreachable"),
    "half a head": (HEAD[:30], "hub_unreachable"),
    "nothing at all": (b"", "hub_unreachable"),
    "silence": (None, "hub_unreachable"),
}
ASKS: tuple[Callable[[HttpHub], object], ...] = (
    lambda hub: hub.last_number(),
    lambda hub: hub.pull(Cursor()),
    lambda hub: hub.wait(Cursor(), 0),
    lambda hub: hub.tasks("department:market"),
    lambda hub: hub.claim(Claim(address="department:market", person="x")),
    lambda hub: hub.publications(),
    lambda hub: hub.calendar("a" * 64),
    lambda hub: hub.staff(),
)


def _hang_up(caller: socket.socket) -> None:
    """What is still on its way is read first: otherwise the answer would be lost with it."""
    caller.shutdown(socket.SHUT_WR)
    caller.settimeout(0.2)
    with suppress(TimeoutError):
        while caller.recv(65536):
            pass
    caller.close()


@pytest.fixture
def false_hub() -> Iterator[Callable[[bytes | None], str]]:
    """Listens, reads what comes once, sends these bytes and hangs up; its URL."""
    open_sockets: list[socket.socket] = []

    def start(content: bytes | None) -> str:
        listening = socket.create_server(("127.0.0.1", 0))
        open_sockets.append(listening)

        def run() -> None:
            with suppress(OSError):
                while True:
                    caller, _ = listening.accept()
                    open_sockets.append(caller)
                    caller.recv(65536)
                    if content is not None:
                        caller.sendall(content)
                        _hang_up(caller)

        threading.Thread(target=run, daemon=True).start()
        return f"http://127.0.0.1:{listening.getsockname()[1]}"

    yield start
    for one in open_sockets:
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()


@pytest.mark.parametrize("name", FALSE)
def test_what_is_no_hub_is_told_as_none(name, false_hub) -> None:
    content, code = FALSE[name]
    patience = 0.3 if content is None else 20.0  # only who never answers is to be waited for
    with HttpHub(false_hub(content), "token", patience=patience) as hub:
        for ask in ASKS[:1] if content is None else ASKS:
            with pytest.raises(HubUnreachable) as told:
                ask(hub)
            assert told.value.code == code, ask
            assert "办件都在本机" in (told.value.hint or "")


@pytest.mark.parametrize("status", [b"429 Too Many Requests", b"503 Service Unavailable"])
def test_a_busy_hub_is_asked_again_later(status: bytes, false_hub) -> None:
    url = false_hub(answer(b'{"status": 1, "code": "x", "title": "y"}', status))
    with HttpHub(url) as hub, pytest.raises(HubUnreachable) as told:
        hub.last_number()
    assert told.value.code == "hub_busy"


def test_nobody_there_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    with HttpHub(f"http://127.0.0.1:{port}") as hub, pytest.raises(HubUnreachable) as told:
        hub.last_number()
    assert told.value.code == "hub_unreachable"


@pytest.mark.parametrize("name", ["expired", "other", "good"])
def test_a_certificate_that_is_not_to_be_trusted_is_told_as_that(
    name: str, sqlite_hub: HubCounter, sqlite_place: str, serve, join, reach, certificates: Path
) -> None:
    terminal, authority = join(sqlite_hub), certificates / "authority.pem"
    url = serve(sqlite_place, certificates / f"{name}.pem").url
    assert url.startswith("https://127.0.0.1:")
    # The good one is not trusted without its authority.
    client = reach(url, terminal, authority=None if name == "good" else authority)
    with pytest.raises(HubUnreachable) as told:
        client.last_number()
    assert told.value.code == "hub_certificate"
    assert "证书" in told.value.message
    if name == "good":
        assert reach(url, terminal, authority=authority).last_number() == 0


def test_a_revoked_terminal_is_refused_in_the_hubs_words(
    sqlite_hub: HubCounter, sqlite_place: str, serve, join, reach
) -> None:
    from data.store import members

    terminal = join(sqlite_hub)
    client = reach(serve(sqlite_place).url, terminal)
    assert client.last_number() == 0
    with sqlite_hub.store.write() as unit:
        members.revoke(unit, terminal.signer.feed, at="2026-11-23T01:30:00.000Z")
    with pytest.raises(HubRefusal) as refused:
        client.push(terminal.batch())
    assert refused.value.code == "terminal_revoked"
    assert "courier" in (refused.value.hint or "")


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("", "hub_url_wrong"),
        ("hub", "hub_url_wrong"),
        ("ftp://127.0.0.1", "hub_url_wrong"),
        ("http://", "hub_url_wrong"),
        ("http://[::1", "hub_url_wrong"),
        ("http://hub.example", "hub_url_open"),
        ("http://10.0.0.1:80", "hub_url_open"),
    ],
)
def test_a_token_is_not_sent_to_a_wrong_or_open_address(url: str, code: str) -> None:
    with pytest.raises(InputError) as wrong:
        HttpHub(url, "token")
    assert wrong.value.code == code


def test_an_authority_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    for content in (None, b"", b"no certificate"):
        if content is not None:
            (tmp_path / "ca.pem").write_bytes(content)
        with pytest.raises(InputError) as wrong:
            HttpHub("https://127.0.0.1", authority=tmp_path / "ca.pem")
        assert wrong.value.code == "authority_unusable"
