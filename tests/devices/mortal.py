"""A store whose process dies at a step, and a line to a hub that breaks at one.

A step is a call over the line or a unit of work; each is broken before it, within it (nothing of
it is stored) and after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event

from data.exchange.local_hub import LocalHub
from data.exchange.refusals import KEPT, HubUnreachable
from data.exchange.shapes import Batch
from data.store.engine import Store, Unit

FINE = 10**9  # a fuse that never ends


class Died(BaseException):
    """A process was killed; nothing may catch it."""


class TerminalDied(Died):
    pass


class HubDied(Died):
    pass


@dataclass
class Fuse:
    """Breaks what is done at one step. `left`: steps until then."""

    left: int = FINE

    def burn(self, end: Callable[[], BaseException]) -> None:
        self.left -= 1
        if self.left == 0:
            raise end()


class Mortal(Store):
    """A store whose process dies before, within or after a unit of work."""

    def __init__(self, store: Store, fuse: Fuse, end: type[Died]) -> None:
        super().__init__(store.path, store.key)
        store.close()
        self._fuse, self._end = fuse, end
        # What is committed outlives the death of a process without waiting for the disk.
        event.listen(
            self._engine, "connect", lambda line, _: line.execute("PRAGMA synchronous=OFF")
        )

    @contextmanager
    def write(self) -> Iterator[Unit]:
        self._fuse.burn(self._end)
        with super().write() as unit:
            yield unit
            self._fuse.burn(self._end)
        self._fuse.burn(self._end)


def cut() -> HubUnreachable:
    return HubUnreachable("hub_unreachable", "断了", hint=KEPT)


@dataclass
class Line:
    """The way to the hub: it breaks before a call or before its answer, and knows what was sent."""

    hub: Callable[[], LocalHub]
    fuse: Fuse
    restart: Callable[[], None]
    sent: list[tuple[str, Batch]] = field(default_factory=list)
    name: str = ""

    def __getattr__(self, asked: str) -> Callable[..., Any]:
        def call(*given: Any) -> Any:
            if asked == "push":
                self.sent.append((self.name, given[0]))
            self.fuse.burn(cut)
            try:
                answer = getattr(self.hub(), asked)(*given)
            except HubDied:
                self.restart()
                raise cut() from None
            self.fuse.burn(cut)
            return answer

        return call
