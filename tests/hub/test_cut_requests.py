"""A line that breaks within a request is everyday trouble, no defect of the hub's."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest

from data.exchange.counter import HubCounter
from data.store import members
from window_app.hub import api


@pytest.mark.parametrize("path", ["/push", "/pull", "/claim", "/scans/lacking"])
def test_it_is_dropped_in_silence(
    sqlite_hub: HubCounter, join, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    desk = join(sqlite_hub)
    parts: list[dict[str, Any]] = [
        {"type": "http.request", "body": b'{"feed": "', "more_body": True},
        {"type": "http.disconnect"},
    ]

    async def receive() -> dict[str, Any]:
        return parts.pop(0)

    async def send(_message: Any) -> None:
        pass

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "scheme": "http",
        "query_string": b"",
        "headers": [
            (b"authorization", f"Bearer {desk.token}".encode()),
            (b"content-type", b"application/json"),
            (b"content-length", b"500"),
        ],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 2),
    }
    with caplog.at_level(logging.WARNING):
        asyncio.run(api.build(sqlite_hub)(scope, receive, send))
    assert not caplog.records
    assert sqlite_hub.last_number(_member(sqlite_hub, desk)) == 0


def _member(hub: HubCounter, desk: Any) -> Any:
    with hub.store.read() as unit:
        return members.by_feed(unit, desk.signer.feed)
