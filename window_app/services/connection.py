"""The line of a terminal on screen to its hub: works beside the screens, and never stops them.

A terminal that joined no hub works alone, which costs a look now and then; once it has joined,
the line is there. What goes wrong is a sentence in the state, or stands in the log without values.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from threading import Lock, Thread
from typing import Any

from data.errors import InputError, Refusal, WindowError
from data.exchange.refusals import HubRefusal, HubUnreachable
from data.exchange.shapes import Hub
from data.store import asides, hub_settings, outbox
from window_app.services import syncing
from window_app.services.office import Office
from window_app.services.watching import LONGEST_WAIT, Outcome, Watch
from window_app.views import ConnectionView, SyncView

LONE_LOOK = 10.0  # seconds between two looks of a lone terminal whether it has joined
ODD = "传送出了意外，稍后自动再试；办件都在本机，没有丢。原因写在日志里。"
LAST_SECONDS = 1.0  # how long the end of the program waits for an exchange under way


class Connection:
    """One line. Nothing happens on it before `start`, nothing new after `close`."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._tells: list[Callable[[], None]] = []
        self._thread: Thread | None = None
        self._watch = Watch(
            office, self._reach, self._heard, begins=self._begins, looked=self._count
        )
        self._changing = Lock()
        self._view = ConnectionView()
        self.look()

    def start(self) -> None:
        """Keep the line from now on; again changes nothing."""
        if self._thread is None:
            self._thread = Thread(target=self._run, name="line", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """End it; an exchange under way has a moment to come to its end, and is never awaited."""
        self._watch.end()
        if self._thread is not None:
            self._thread.join(LAST_SECONDS)

    def state(self) -> ConnectionView:
        """How it stands, at once: nothing is asked or read."""
        return self._view

    def told(self, tell: Callable[[], None]) -> None:
        """Have every change told, in whatever thread it happens; `tell` must not wait."""
        self._tells.append(tell)

    def look(self) -> ConnectionView:
        """How it stands, with what is to be sent counted anew; reads the store."""
        self._change(**self._stored())
        return self._view

    def exchange_now(self) -> SyncView | Refusal:
        """Everything that waits, both ways, now; for a worker's thread.

        WindowError where it did not come about: what was to be sent stays queued.
        """
        joined = syncing.joined_to(self._office)
        if isinstance(joined, Refusal):
            return joined
        try:
            return self._watch.exchange()
        finally:
            self._change(is_exchanging=False)

    # In the line's own threads.

    def _run(self) -> None:
        stop = self._watch.stop
        while not stop.is_set():
            try:
                if self.look().hub_name is None:
                    stop.wait(LONE_LOOK)
                else:
                    self._watch.run()
            except Exception as error:  # the door of this thread
                logging.getLogger("window").error("syncing", exc_info=error)
                self._change(is_exchanging=False, problem=ODD)
                stop.wait(LONGEST_WAIT)

    def _reach(self) -> Hub:
        reach = self._office.reach
        assert reach is not None  # a home opened to look only has no line
        return reach()

    def _begins(self) -> None:
        self._change(is_exchanging=True)

    def _heard(self, found: Outcome) -> None:
        came = self._view.exchanges + (not isinstance(found, WindowError))
        stored: dict[str, Any] = {}
        with suppress(WindowError):  # our own store says so where somebody works with it
            stored = self._stored()
        self._change(**stored, **_outcome(found), is_exchanging=False, exchanges=came)

    def _count(self) -> None:
        with self._office.store.read() as unit:
            queued, sending = outbox.waiting(unit)
        self._change(queued=queued, sending=sending)

    def _stored(self) -> dict[str, Any]:
        """What the store says of the line."""
        with self._office.store.read() as unit:
            joined = hub_settings.read_joined(unit)
            if joined is None or self._office.reach is None:
                return {}
            queued, sending = outbox.waiting(unit)
            aside = {one.case_id for one in asides.everything(unit) if one.settled is None}
        return {
            "queued": queued,
            "sending": sending,
            "set_aside": len(aside),
            "hub_name": joined.hub_name,
            "last_contact": joined.last_contact,
            "clock_difference": joined.clock_difference,
        }

    def _change(self, **changes: Any) -> None:
        with self._changing:
            before, self._view = self._view, replace(self._view, **changes)
            is_other = self._view != before
        if is_other:
            for tell in self._tells:
                tell()


def _outcome(found: Outcome) -> dict[str, Any]:
    """What an exchange says of the line."""
    if isinstance(found, SyncView):
        return {"online": True, "refused": None, "problem": None}
    words = _words(found.message, found.hint)
    if isinstance(found, HubRefusal | Refusal):
        return {"online": True, "refused": words, "problem": None}
    if isinstance(found, HubUnreachable | InputError):
        return {"online": False, "problem": words}
    return {"problem": words}  # of our own store: it says nothing of the hub


def _words(message: str, hint: str | None) -> str:
    stop = "" if not hint or message.endswith(("。", "！", "？")) else "。"
    return f"{message}{stop}{hint or ''}"
