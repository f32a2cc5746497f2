"""A disk that fills up and a clock that is wrong, while somebody stands at the window."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from data.clock import FixedClock
from data.rules.words import Role
from data.store import cases
from data.store.engine import Store
from window_app.services import access, keeping


@contextmanager
def full(store: Store) -> Iterator[None]:
    """No page of the store's file can be added, as on a full disk."""

    def no_more(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")

    store.close()
    with closing(sqlite3.connect(store.path)) as connection:
        connection.execute("vacuum")  # no room is left inside the file either
    event.listen(store._engine, "connect", no_more)
    yield
    event.remove(store._engine, "connect", no_more)
    store.close()


async def conclude(hand: Any) -> None:
    await hand.press("f12", "f12")


async def test_a_full_disk_keeps_the_draft_and_the_act_is_done_again(at_desk: Any) -> None:
    async with at_desk((120, 36)) as hand:
        await hand.shop(step="conclusion")
        await hand.pilot.pause(0.15)
        await hand.settle()
        with full(hand.office.store):
            await conclude(hand)
            text = "".join((await hand.seen()).split())  # it runs over two lines
            assert "磁盘满了" in text and "腾出空间" in text
            assert hand.cases() == []
            assert hand.app.screen is hand.screen
        (draft,) = hand.drafts()
        assert "清新区示例小店" in draft.content and "lease" in draft.content
        await conclude(hand)
        assert len(hand.cases()) == 1 and hand.drafts() == []
        assert keeping.verify(hand.office, replay=True).problems == ()


@pytest.mark.parametrize(
    ("step", "word"), [(timedelta(days=-3), "落后于"), (timedelta(days=400), "远远超前于")]
)
async def test_a_wrong_clock_is_said_with_what_to_do(
    at_desk: Any, clock: FixedClock, step: timedelta, word: str
) -> None:
    async with at_desk((120, 36)) as hand:
        await hand.shop(step="conclusion")
        await hand.pilot.pause(0.15)
        clock.moment += step
        await conclude(hand)
        text = await hand.seen()
        assert word in text and "windowclockconfirm" in "".join(text.split())
        assert hand.cases() == [] and len(hand.drafts()) == 1
        supervisor = access.new_account("监督员", [Role.SUPERVISOR])
        assert isinstance(keeping.confirm_clock(hand.office, supervisor), str)
        await conclude(hand)
        with hand.office.store.read() as unit:
            assert cases.count(unit) == 1
