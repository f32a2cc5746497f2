"""Syncing as long as the program runs: at once when there is something, rarely when there is not.

An idle terminal asks its hub at most once a minute: one long poll after another, with a pause.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from data.errors import Refusal, WindowError
from data.exchange.shapes import Cursor, Hub
from window_app.services import syncing
from window_app.services.office import Office
from window_app.views import SyncView

POLL = 55.0  # seconds a long poll waits for news
PAUSE = (10.0, 20.0)  # between two polls that brought none: with the poll never under a minute
LOOK = 1.0  # between two looks at the own outbox
WHOLE = 1800.0  # after which lists, accounts and leases are asked for though there is no news
FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0  # after a failure: twice as long each time

Connect = Callable[[], Hub]
Tell = Callable[[SyncView | Refusal | WindowError], None]


@dataclass(slots=True)
class Watch:
    """One watching terminal. `stop` ends it from a signal; `tell` is told of every exchange."""

    office: Office
    connect: Connect
    tell: Tell
    stop: threading.Event = field(default_factory=threading.Event)
    _wake: threading.Event = field(default_factory=threading.Event)
    _pulled: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Until it is stopped."""
        wait = 0.0
        listener: threading.Thread | None = None
        while not self.stop.wait(wait):
            self._wake.clear()
            failures = 0
            while not self._exchanged() and not self.stop.wait(backed_off(failures)):
                failures += 1
            if listener is None or not listener.is_alive():
                listener = threading.Thread(target=self._listen, name="news", daemon=True)
                listener.start()
            self._idle()
            wait = random.uniform(0.0, 0.2)

    def _exchanged(self) -> bool:
        """One exchange; False where it must be tried again later."""
        try:
            hub = self.connect()
            try:
                found = syncing.exchange(self.office, hub)
            finally:
                hub.close()
        except WindowError as error:
            self.tell(error)
            return False
        self.tell(found)
        self._pulled.set()
        return not isinstance(found, Refusal)

    def _idle(self) -> None:
        """Until there is news, something to send, or long nothing."""
        until = time.monotonic() + WHOLE
        while not self.stop.is_set() and time.monotonic() < until:
            if self._wake.wait(LOOK) or syncing.unsent(self.office):
                return

    def _listen(self) -> None:
        """Ask for news, again and again; ends where the hub does not answer."""
        try:
            hub = self.connect()
            try:
                while not self.stop.is_set():
                    self._pulled.clear()
                    if hub.wait(self._cursor(), POLL):
                        self._wake.set()
                        self._pulled.wait(POLL)
                    else:
                        self.stop.wait(random.uniform(*PAUSE))
            finally:
                hub.close()
        except WindowError:  # the next exchange says so
            self.stop.wait(random.uniform(*PAUSE))
            self._wake.set()

    def _cursor(self) -> Cursor:
        joined = syncing.joined_to(self.office)
        if isinstance(joined, Refusal):
            return Cursor()
        return Cursor(epoch=joined.epoch, order=joined.order, within=joined.within)


def backed_off(failures: int) -> float:
    """Seconds to wait after so many failures, never the same for two terminals."""
    longest: float = min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(failures, 10))
    return random.uniform(longest / 2, longest)
