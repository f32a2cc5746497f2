"""A clerk's hands for the pictures: keys, words in one piece, and waiting till all is done."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import cast

from textual import events
from textual.pilot import Pilot

from screens.app import DeskApp

Keep = Callable[[str], Awaitable[None]]


async def fields(pilot: Pilot[None], *texts: str) -> None:
    """Each text and Enter."""
    for text in texts:
        await type_in(pilot, text)
        await press(pilot, "enter")


async def type_in(pilot: Pilot[None], text: str) -> None:
    """In one piece, as a scanner or an input method gives it."""
    if text and pilot.app.focused is not None:
        pilot.app.focused.post_message(events.Paste(text))
    await settled(pilot)


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


async def settled(pilot: Pilot[None]) -> None:
    """Until nothing is under way any more, and every key has had its turn."""
    app = cast(DeskApp, pilot.app)
    await pilot.pause()
    while any(not one.is_finished for one in app.workers) or not app.type_ahead.is_still:
        await app.workers.wait_for_complete()
        await pilot.pause()
    await pilot.pause()
