"""News: terminals wait for it without a thread and without a connection.

A push wakes the waiters of this process; on PostgreSQL other processes are woken by NOTIFY.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress


class Bell:
    """Rings when the hub has taken something; every waiter hears it."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._rung = asyncio.Event()

    def bind(self, loop: asyncio.AbstractEventLoop) -> None:
        """The loop whose waiters are woken."""
        self._loop = loop

    def ring(self) -> None:
        """Wake all who wait; from any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._wake)

    def next(self) -> asyncio.Event:
        """What the next ring sets; taken before one looks, so no ring is missed."""
        return self._rung

    def _wake(self) -> None:
        rung, self._rung = self._rung, asyncio.Event()
        rung.set()


async def heard(event: asyncio.Event, seconds: float) -> bool:
    """Whether the bell rang within this time."""
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
        return True
    return False
