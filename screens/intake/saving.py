"""Keeps the draft while it is typed: a moment after each change, the last state always wins."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING

from textual.timer import Timer

from screens.work import Asks, Failure

if TYPE_CHECKING:
    from window_app.services.desk.desk import Desk
    from window_app.services.desk.session import IntakeSession

WAIT_SECONDS = 0.3
AGAIN_SECONDS = 3.0


class Saver:
    """Saves one intake. Older states never overwrite newer ones, and nothing after the act."""

    def __init__(
        self,
        node: Asks,
        desk: Desk,
        session: IntakeSession,
        failed: Callable[[Failure], None],
    ) -> None:
        self._node, self._desk, self._session, self._failed = node, desk, session, failed
        self._lock = Lock()
        self._timer: Timer | None = None
        self._changed = 0
        self._saved = 0
        self._is_over = False

    @property
    def is_behind(self) -> bool:
        """Whether something typed is not kept yet."""
        return self._changed > self._saved and not self._is_over

    def touch(self) -> None:
        """Something changed."""
        self._changed += 1
        self._again(WAIT_SECONDS)

    def _again(self, seconds: float) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = self._node.set_timer(seconds, self.save)

    def save(self) -> None:
        """Keep what is typed so far, in a thread."""
        if self.is_behind:
            write = self._writing(is_parked=False)
            self._node.ask(write, lambda _: None, group="save", failed=self._not_saved)

    def park(self, then: Callable[[], None]) -> None:
        """Keep it for the home screen; `then` only once it is kept."""
        self._changed += 1
        write = self._writing(is_parked=True)
        self._node.ask_first(write, lambda _: then(), group="save", failed=self._failed)

    def save_now(self) -> None:
        """Keep it at once, when the screen is going."""
        if self.is_behind:
            self._writing(is_parked=False)()

    def stop(self) -> None:
        """The act begins: nothing is written from here on. Called in its thread."""
        with self._lock:
            self._is_over = True

    def go_on(self) -> None:
        """The act was refused: drafts are kept again."""
        self._is_over = False
        self.touch()

    def _writing(self, *, is_parked: bool) -> Callable[[], None]:
        state, snapshot = self._changed, self._session.snapshot()

        def write() -> None:
            with self._lock:
                if state > self._saved and not self._is_over:
                    self._desk.save(snapshot, is_parked=is_parked)
                    self._saved = state

        return write

    def _not_saved(self, failure: Failure) -> None:
        self._failed(failure)
        self._again(AGAIN_SECONDS)
