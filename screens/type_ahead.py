"""Keys in their order: one is handed on when the one before it has done all it does.

Textual hands a key to whatever has the focus when it comes. A scanner, a burst of an input method
or a quick hand is faster than a screen that opens: its keys would go to the screen before, or
nowhere. A key that comes alone is handed on at once; nothing is timed but giving up.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from textual import events
from textual.app import App
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widget import Widget

from screens.work import SLOW_SECONDS, Asks

Typed = events.Key | events.Paste
LOOK_AGAIN_SECONDS = 0.005  # while a screen takes no keys yet, or takes long over one
QUICK_LOOKS = 100  # rounds of the loop in which most keys are through
# Where a person waits for long these work at once, and what waited is forgotten.
GIVES_UP = ("escape", "ctrl+q")


class TypeAhead:
    """What was typed and has not had its turn yet. `hand_on` gives it to the focus."""

    def __init__(self, app: App[Any], hand_on: Callable[[Typed], Awaitable[None]]) -> None:
        self._app = app
        self._hand_on = hand_on
        self._waiting: deque[Typed] = deque()
        self._due: Typed | None = None
        self._following: asyncio.Task[None] | None = None
        self._since = 0.0
        self._known: Screen[Any] | None = None  # has taken keys before: it stands

    @property
    def is_still(self) -> bool:
        """Whether everything typed so far has done what it does."""
        return self._following is None and not self._waiting

    async def take(self, event: Typed) -> None:
        """Hand on what was typed: now, or when its turn comes."""
        if event is self._due:
            self._due = None
        elif self._is_stuck and isinstance(event, events.Key) and event.key in GIVES_UP:
            self._give_up()
        elif not self._is_free:
            self._waiting.append(_as_meant(event))
            self._follow()
            return
        else:
            event = _as_meant(event)
        await self._hand_on(event)
        self._since = asyncio.get_running_loop().time()
        self._follow()

    def forget(self) -> None:
        """What waits was typed for something that does not come: nobody gets it."""
        self._waiting.clear()

    # Whose turn it is.

    @property
    def _place(self) -> tuple[Screen[Any] | None, Widget | None]:
        stack = self._app.screen_stack
        return (stack[-1], stack[-1].focused) if stack else (None, None)

    @property
    def _takes_keys(self) -> bool:
        screen, _ = self._place
        return screen is not None and (not isinstance(screen, Asks) or screen.takes_keys)

    @property
    def _is_free(self) -> bool:
        return self.is_still and self._place[0] is self._known and self._takes_keys

    @property
    def _is_stuck(self) -> bool:
        late = asyncio.get_running_loop().time() - self._since > SLOW_SECONDS
        return late and not self._takes_keys

    def _give_up(self) -> None:
        self.forget()
        screen, _ = self._place
        if isinstance(screen, Asks):
            screen.wait_no_more()

    # One after another.

    def _follow(self) -> None:
        if self._following is None:
            self._since = asyncio.get_running_loop().time()
            self._following = asyncio.create_task(self._hand_out(), name="type-ahead")

    async def _hand_out(self) -> None:
        """Wait until the last key has done its work, then give the next its turn, to the last."""
        try:
            while await self._settled() and self._waiting:
                self._due = self._waiting.popleft()
                self._app.post_message(self._due)
        finally:
            self._following = None

    async def _settled(self) -> bool:
        """Until focus and screen are what the next key is meant for; False: the program ends."""
        while self._app.is_running:
            place = self._place
            await self._calm()
            if place == self._place and self._takes_keys:
                self._known = place[0]
                return True
            if not self._takes_keys:
                await asyncio.sleep(LOOK_AGAIN_SECONDS)
        return False

    async def _calm(self) -> None:
        """Until no node that a key passes has anything to do, or is doing it."""
        looks = 0
        while self._app.is_running and not all(map(_is_idle, self._way())):
            looks += 1
            await asyncio.sleep(0 if looks < QUICK_LOOKS else LOOK_AGAIN_SECONDS)

    def _way(self) -> Iterator[MessagePump]:
        """The nodes that a key passes: it comes from the application and rises back to it."""
        screen, focused = self._place
        yield self._app
        start = focused or screen
        if start is not None:
            yield from start.ancestors_with_self


def _is_idle(node: MessagePump) -> bool:
    """Whether a node waits for its next message, or is going and takes none.

    Asked of its queue, as a message sent to find it out would hold up the drawing at every key.
    """
    queue: Any = node._message_queue
    return bool(node._closing or (queue.empty() and queue.ready_event._waiters))


def _as_meant(event: Typed) -> Typed:
    """Enter comes as a new line from some scanners, and where it was typed before the first frame.

    Until then the terminal itself turns one into the other.
    """
    if isinstance(event, events.Key) and event.key == "ctrl+j":
        return events.Key("enter", "\r")
    return event
