"""Serving the hub: where it listens, with which certificate, and how it stops.

Beyond this machine only with TLS. A stop answers the terminals that wait, then ends.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import uvicorn

from data.errors import InputError
from data.exchange.counter import HubCounter
from window_app.hub import api
from window_app.hub.alone import alone
from window_app.hub.news import Newsroom

KEEP_ALIVE = 75  # seconds, longer than a terminal waits for news
GRACE = 20  # seconds that running requests have at a stop


@dataclass(frozen=True, slots=True)
class Listening:
    """Host and port, and certificate and key where TLS is spoken."""

    host: str
    port: int
    certificate: Path | None = None
    key: Path | None = None

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.certificate else 'http'}://{host}:{self.port}"


def listening(address: str, certificate: Path | None, key: Path | None) -> Listening:
    """Where to listen; InputError where that is no address, or open without TLS."""
    host, _, port = address.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not host or not port.isascii() or not port.isdigit() or int(port) > 65535:
        raise InputError(
            "listen_wrong",
            f"--listen 应当是 地址:端口，例如 127.0.0.1:8470：{address}",
            field="--listen",
        )
    if (certificate is None) != (key is None):
        raise InputError("hub_key_missing", "证书和私钥要一起给。", field="--key")
    if certificate is None and not is_loopback(host):
        raise InputError(
            "hub_needs_tls",
            f"本机以外的机器要连接时必须加密，没有开始服务：{address}",
            hint="请用 --certificate 和 --key 给出证书和私钥；只在本机用请监听 127.0.0.1。",
            field="--listen",
        )
    if certificate is not None and key is not None:
        _check_pair(certificate, key)
    return Listening(host, int(port), certificate, key)


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def serve(hub: HubCounter, where: Listening, *, started: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT; `started` is told the URL once calls are answered."""
    with _bound(where) as bound, alone(hub.store):
        _run(hub, where, bound, started)


def _run(
    hub: HubCounter, where: Listening, bound: socket.socket, started: Callable[[str], None]
) -> None:
    app = api.build(hub)
    certificate, key = where.certificate, where.key
    config = uvicorn.Config(
        app,
        ssl_certfile=certificate,
        ssl_keyfile=key,
        log_config=None,
        access_log=False,
        ws="none",
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=GRACE,
    )
    url = Listening(where.host, bound.getsockname()[1], certificate, key).url
    server = _Server(config, app.state.newsroom, lambda: started(url))
    asyncio.run(server.serve([bound]))


class _Server(uvicorn.Server):
    """Ends its process with 0 after a stop that was asked for."""

    def __init__(self, config: uvicorn.Config, room: Newsroom, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._room = room
        self._tell = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._tell()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A second signal does not wait for running requests."""
        self.force_exit = self.should_exit
        self.should_exit = True
        self._room.close()


def _bound(where: Listening) -> socket.socket:
    family = socket.AF_INET6 if ":" in where.host else socket.AF_INET
    # Named as TCP: asyncio sends small answers at once only where it knows that.
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((where.host, where.port))
    except OSError as error:
        bound.close()
        raise InputError(
            "listen_failed",
            f"不能在这个地址监听：{where.host}:{where.port}",
            hint="端口可能被别的程序占用，或者这台机器没有这个地址。",
            field="--listen",
        ) from error
    return bound


def _check_pair(certificate: Path, key: Path) -> None:
    """Certificate and key can be read and belong together; a key with a password is refused."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        context.load_cert_chain(certificate, key, password=lambda: "")
    except (OSError, ValueError) as error:
        raise InputError(
            "hub_certificate_unusable",
            f"证书或者私钥读不出来，或者不是一对：{certificate}",
            hint="要 PEM 格式；私钥不能带密码。",
            field="--certificate",
        ) from error
