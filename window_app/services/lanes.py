"""Printers work beside the clerk: one thread a printer's turn, and how long an act waits for it.

Knows no paper and no store. Threads end with the program: what they leave is taken up by the
spool at the next start.
"""

from __future__ import annotations

import atexit
import logging
import time
from collections.abc import Callable
from threading import Event, Thread

from printing.printers import Interrupted

LAST_SECONDS = 6.0
"""How long a program that is told to end waits for a paper in print."""


class Lanes:
    """patience: seconds an act waits for its papers; None: until it is known what came of them.

    A command waits; a desk does not: its clerk reads the outcome in the list of prints.
    """

    def __init__(self, *, patience: float | None = None) -> None:
        self.patience = patience
        self._ending = Event()
        self._threads: list[Thread] = []

    def begin(self, work: Callable[[], object], *, name: str) -> Thread:
        """Do this beside the caller."""
        if not self._threads:
            atexit.register(self.end)
        self._threads = self.at_work
        thread = Thread(target=_at_the_door, args=(work,), name=f"printing-{name}", daemon=True)
        self._threads.append(thread)
        thread.start()
        return thread

    @property
    def at_work(self) -> list[Thread]:
        """The printers' turns that are not through."""
        return [thread for thread in self._threads if thread.is_alive()]

    def wait(self, threads: list[Thread]) -> None:
        """As long as there is patience."""
        _join(threads, self.patience)

    def end(self) -> None:
        """The program ends: a command lets its papers come out, a desk is not held up."""
        atexit.unregister(self.end)
        if self.patience is not None:
            self._ending.set()
        _join(self._threads, None if self.patience is None else LAST_SECONDS)

    def pause(self, seconds: float) -> None:
        """Wait within a lane; raises Interrupted once the program ends."""
        if self._ending.wait(seconds):
            raise Interrupted


def _at_the_door(work: Callable[[], object]) -> None:
    """Whatever a lane could not tell as a job's reason stands in the log."""
    try:
        work()
    except Interrupted:
        pass
    except Exception as error:
        logging.getLogger("window").error("printing", exc_info=error)


def _join(threads: list[Thread], seconds: float | None) -> None:
    until = None if seconds is None else time.monotonic() + seconds
    for thread in threads:
        thread.join(None if until is None else max(0.0, until - time.monotonic()))
