"""Syncing as long as the program runs: at once when there is something, rarely when there is not.

An idle terminal asks its hub at most once a minute: one long poll after another.
"""

from __future__ import annotations

import logging
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

POLL = 65.0  # seconds a long poll waits for news
LOOK = 1.0  # between two looks at the own outbox
WHOLE = 1800.0  # after which lists, accounts and leases are asked for though there is no news
FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0  # after a failure: twice as long each time
SPREAD = 0.2  # seconds over which terminals that hear the same news come for it

Connect = Callable[[], Hub]
Outcome = SyncView | Refusal | WindowError
Tell = Callable[[Outcome], None]


@dataclass(slots=True)
class Watch:
    """One watching terminal.

    `tell` is told of every exchange, `begins` before it, `looked` about once a second between
    two of them; each in whatever thread it happens. `stop` ends it from a signal.
    """

    office: Office
    connect: Connect
    tell: Tell
    begins: Callable[[], None] = lambda: None
    looked: Callable[[], None] = lambda: None
    stop: threading.Event = field(default_factory=threading.Event)
    _wake: threading.Event = field(default_factory=threading.Event)
    _answered: threading.Event = field(default_factory=threading.Event)
    _turn: threading.Lock = field(default_factory=threading.Lock)
    _listener: threading.Thread | None = None
    _news: Hub | None = None
    _deaf: int = 0  # polls in a row that were not answered

    def run(self) -> None:
        """Until it is told to end."""
        failures = 0
        while not self.stop.is_set():
            self._wake.clear()
            if not self._exchanged():
                self._answered.clear()
                failures += 1
                self._rest(self._answered, backed_off(failures - 1))
                continue
            failures = 0
            if self._listener is None or not self._listener.is_alive():
                self._listener = threading.Thread(target=self._listen, name="news", daemon=True)
                self._listener.start()
            self._idle()
            self.stop.wait(random.uniform(0.0, SPREAD))

    def exchange(self) -> SyncView | Refusal:
        """One exchange now, after one that is under way; HubUnreachable and the like are raised."""
        with self._turn:
            self.begins()
            try:
                found = self._asked()
            except WindowError as error:
                self.tell(error)
                raise
            self.tell(found)
        self._answered.set()
        return found

    def end(self) -> None:
        """Stop at the next occasion; a poll of a hub on this machine is broken off."""
        self.stop.set()
        self._wake.set()
        self._answered.set()
        if self._news is not None:
            self._news.close()

    def _asked(self) -> SyncView | Refusal:
        hub = self.connect()
        try:
            return syncing.exchange(self.office, hub)
        finally:
            hub.close()

    def _exchanged(self) -> bool:
        """One exchange; False where it must be tried again later."""
        try:
            return not isinstance(self.exchange(), Refusal)
        except WindowError:
            return False

    def _idle(self) -> None:
        """Until there is news, something to send, or long nothing."""
        until = time.monotonic() + WHOLE
        while not self.stop.is_set() and time.monotonic() < until:
            if self._wake.wait(LOOK) or syncing.unsent(self.office):
                return
            self.looked()

    def _rest(self, over: threading.Event, seconds: float) -> None:
        """So long, or until it is over."""
        until = time.monotonic() + seconds
        while not self.stop.is_set() and (left := until - time.monotonic()) > 0:
            if over.wait(min(LOOK, left)):
                return
            self.looked()

    def _listen(self) -> None:
        """Ask for news, again and again; ends where the hub does not answer."""
        try:
            self._news = self.connect()
            try:
                self._hear(self._news)
            finally:
                self._news.close()
        except WindowError:  # the next exchange says so
            self._fall_deaf()
        except Exception as error:  # the door of this thread
            if not self.stop.is_set():
                logging.getLogger("window").error("news", exc_info=error)
            self._fall_deaf()

    def _fall_deaf(self) -> None:
        self.stop.wait(backed_off(self._deaf))
        self._deaf += 1
        self._wake.set()

    def _hear(self, hub: Hub) -> None:
        early = 0
        while not self.stop.is_set():
            self._answered.clear()
            begun = time.monotonic()
            is_news = hub.wait(self._cursor(), POLL)
            self._deaf = 0
            if is_news:
                early = 0
                self._wake.set()
                self._answered.wait(POLL)
            elif time.monotonic() < begun + POLL / 2:
                # A hub that ends answers all who wait; the next poll finds it gone, or back.
                self.stop.wait(backed_off(early))
                early += 1

    def _cursor(self) -> Cursor:
        joined = syncing.joined_to(self.office)
        if isinstance(joined, Refusal):
            return Cursor()
        return Cursor(epoch=joined.epoch, order=joined.order, within=joined.within)


def backed_off(failures: int) -> float:
    """Seconds to wait after so many failures, never the same for two terminals."""
    longest: float = min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(failures, 10))
    return random.uniform(longest / 2, longest)
