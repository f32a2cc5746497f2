"""How much a caller may send: the size of a body, and how often. Pure ASGI, before any parsing."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from window_app.hub.problems import problem

MOST_BYTES = 8 * 1024 * 1024
RATE = 50.0  # requests a second that a caller may keep up
BURST = 200.0
MOST_CALLERS = 10_000


class _TooLarge(Exception):
    """The body went over the limit while it was read."""


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Limits:
    """Middleware: 413 for a body over the limit, 429 for a caller that asks too often."""

    def __init__(self, app: ASGIApp, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._clock = clock
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        if not self._may(_name(scope, headers)):
            await problem(429, "too_many_requests", "请求太频繁。", wait=2)(scope, receive, send)
            return
        if int(headers.get(b"content-length", b"0") or 0) > MOST_BYTES:
            await _refuse_size(scope, receive, send)
            return
        await self._read_at_most(scope, receive, send)

    async def _read_at_most(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A body without a length is counted as it comes."""
        read, begun = 0, False

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > MOST_BYTES:
                raise _TooLarge
            return message

        async def noting(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, counted, noting)
        except _TooLarge:
            if not begun:
                await _refuse_size(scope, receive, send)

    def _may(self, name: str) -> bool:
        """Take one from the caller's bucket; False where it is empty."""
        now = self._clock()
        bucket = self._buckets.pop(name, None) or _Bucket(BURST, now)
        bucket.left = min(BURST, bucket.left + (now - bucket.at) * RATE)
        bucket.at = now
        self._buckets[name] = bucket
        if len(self._buckets) > MOST_CALLERS:
            self._buckets.popitem(last=False)
        if bucket.left < 1.0:
            return False
        bucket.left -= 1.0
        return True


def _name(scope: Scope, headers: dict[bytes, bytes]) -> str:
    """Who is counted together: a token, else an address."""
    token = headers.get(b"authorization")
    if token:
        return token.decode("latin-1")
    client = scope.get("client")
    return client[0] if client else ""


async def _refuse_size(scope: Scope, receive: Receive, send: Send) -> None:
    most = MOST_BYTES // 1024 // 1024
    answer = problem(413, "body_too_large", f"一次不能超过 {most} MB。", hint="请分批传送。")
    await answer(scope, receive, send)
