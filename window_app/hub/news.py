"""News: terminals wait for it without a thread and without a connection.

A push rings; then one look at the store tells whose addresses something came for, and only who
waits for those is woken. On PostgreSQL the pushes of other processes ring here too.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager, suppress

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from data.errors import StorageError
from data.exchange.counter import HubCounter
from data.store import taken
from data.store.postgres import PostgresStore

LOG = logging.getLogger("window.hub")
AGAIN = 1.0  # seconds before the store is asked again after it did not answer


class Newsroom:
    """Who waits for which addresses, and what has come since."""

    def __init__(self, hub: HubCounter) -> None:
        self._store = hub.store
        self._order = 0
        self._is_closed = False
        self._waiting: dict[str, set[asyncio.Event]] = {}
        self._rung = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Hear rings until it is left; then all who wait are answered."""
        self._loop = asyncio.get_running_loop()
        self._order = await run_in_threadpool(self._last)
        hearing = asyncio.create_task(self._hear())
        others = asyncio.create_task(self._hear_others())
        try:
            yield
        finally:
            self.close()
            others.cancel()
            # Not cancelled: the thread that asks the store gives its connection back first.
            await asyncio.gather(hearing, others, return_exceptions=True)

    def ring(self) -> None:
        """Something was taken in; from any thread."""
        self._call(self._rung.set)

    def close(self) -> None:
        """Answer all who wait, and whoever comes yet; from any thread."""
        self._is_closed = True
        self._call(self._wake_all)
        self._call(self._rung.set)

    @property
    def waiting(self) -> int:
        """How many wait now."""
        return len(set().union(*self._waiting.values()))

    async def wait(
        self, addresses: Iterable[str], seconds: float, is_there: Callable[[], Awaitable[bool]]
    ) -> bool:
        """Whether `is_there` says so within this time; it is asked when that may have changed."""
        until = time.monotonic() + seconds
        woken = asyncio.Event()
        mine = tuple(addresses)
        for address in mine:
            self._waiting.setdefault(address, set()).add(woken)
        try:
            while True:
                woken.clear()
                if await is_there():
                    return True
                left = until - time.monotonic()
                if self._is_closed or left <= 0 or not await _within(woken, left):
                    return False
        finally:
            for address in mine:
                self._leave(address, woken)

    def _leave(self, address: str, woken: asyncio.Event) -> None:
        others = self._waiting[address]
        others.discard(woken)
        if not others:
            del self._waiting[address]

    async def _hear(self) -> None:
        """Rings that come while the store is asked are one ring."""
        while await self._rung.wait() and not self._is_closed:
            self._rung.clear()
            try:
                addresses = await run_in_threadpool(self._since)
            except StorageError as error:
                LOG.warning("news cannot be read: %s", error.code)
                await asyncio.sleep(AGAIN)
                self._rung.set()
                continue
            for address in addresses:
                for woken in self._waiting.get(address, ()):
                    woken.set()

    async def _hear_others(self) -> None:
        """Other processes' pushes; what came while the line was broken is looked for."""
        while isinstance(self._store, PostgresStore):
            try:
                async for _ring in self._store.rings(taken.BELL):
                    self._rung.set()
            except StorageError as error:
                LOG.warning("no rings of other processes: %s", error.code)
            await asyncio.sleep(AGAIN)

    def _last(self) -> int:
        with self._store.read() as unit:
            return taken.last_number(unit)

    def _since(self) -> set[str]:
        with self._store.read() as unit:
            order = taken.last_number(unit)
            addresses = taken.addresses_since(unit, self._order)
        self._order = order
        return addresses

    def _wake_all(self) -> None:
        for others in self._waiting.values():
            for woken in others:
                woken.set()

    def _call(self, act: Callable[[], None]) -> None:
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop has ended: nobody waits
                self._loop.call_soon_threadsafe(act)


def newsroom(request: Request) -> Newsroom:
    """The newsroom of the application that serves a request."""
    room: Newsroom = request.app.state.newsroom
    return room


async def _within(event: asyncio.Event, seconds: float) -> bool:
    """Whether the event came in time."""
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
        return True
    return False
