"""How much a caller may send: the size of a body, and how often. Pure ASGI, before any parsing."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from window_app.hub.problems import problem

MOST_BYTES = 8 * 1024 * 1024
MOST_CALLERS = 10_000


@dataclass(frozen=True, slots=True)
class Allowance:
    """Requests a second that a caller may keep up, and how many at once.

    All terminals behind one network address together have `shared` times as much.
    """

    rate: float = 50.0
    burst: float = 200.0
    shared: float = 20.0


USUAL = Allowance()


class _TooLarge(Exception):
    """The body went over the limit while it was read."""


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Limits:
    """Middleware: 413 for a body over the limit, 429 for a caller that asks too often."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        allowance: Allowance = USUAL,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app = app
        self._allowance = allowance
        self._clock = clock
        self._buckets: OrderedDict[tuple[str, bytes], _Bucket] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        length = headers.get(b"content-length", b"0")
        if not self._may_ask(scope, headers):
            await problem(429, "too_many_requests", "请求太频繁。", wait=2)(scope, receive, send)
        elif not length.isdigit() or len(length) > 15 or int(length) > MOST_BYTES:
            await _refuse_size(scope, receive, send)
        elif "\0" in scope["path"] or b"%00" in scope["query_string"]:
            refusal = problem(422, "request_malformed", "地址里有不能用的字符。")
            await refusal(scope, receive, send)
        else:
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

    def _may_ask(self, scope: Scope, headers: dict[bytes, bytes]) -> bool:
        """The address is counted too, so that making up tokens gives nobody more."""
        most = self._allowance
        client = scope.get("client")
        address = client[0].encode() if client else b""
        token = headers.get(b"authorization")
        if not self._may(("address", address), most.shared if token else 1.0):
            return False
        return token is None or self._may(("token", token), 1.0)

    def _may(self, name: tuple[str, bytes], times: float) -> bool:
        """Take one from the caller's bucket; False where it is empty."""
        now = self._clock()
        most, rate = self._allowance.burst * times, self._allowance.rate * times
        name = (f"{name[0]}{times}", name[1])
        bucket = self._buckets.pop(name, None) or _Bucket(most, now)
        bucket.left = min(most, bucket.left + (now - bucket.at) * rate)
        bucket.at = now
        self._buckets[name] = bucket
        if len(self._buckets) > MOST_CALLERS:
            self._buckets.popitem(last=False)
        if bucket.left < 1.0:
            return False
        bucket.left -= 1.0
        return True


async def _refuse_size(scope: Scope, receive: Receive, send: Send) -> None:
    most = MOST_BYTES // 1024 // 1024
    answer = problem(413, "body_too_large", f"一次不能超过 {most} MB。", hint="请分批传送。")
    await answer(scope, receive, send)
