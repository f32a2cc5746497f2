"""A terminal without a hub, one that its hub refuses, one whose clock is wrong."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from data.clock import FixedClock
from data.store import hub_settings, members
from screens.sync.screen import SyncScreen
from window_app import hub_bootstrap
from window_app.services.desk.desk import Desk


async def test_a_lone_terminal_says_so(
    open_desk: Any, sit_down: Any, settle: Any, lines: Any, doubtful: Any
) -> None:
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        await sit_down(pilot)
        assert " 单机 " in lines(app)[0] and "待传" not in lines(app)[0]
        await pilot.press("f7")
        await settle(pilot)
        assert isinstance(app.screen, SyncScreen)
        assert "这台终端没有加入中心" in "\n".join(lines(app))
        assert doubtful(app) == []
        await pilot.press("f7")
        await settle(pilot)
        assert "还没有加入中心，不用同步" in "\n".join(lines(app))


async def test_what_the_hub_refuses_is_said_in_its_words(
    hub: Any, desk: Desk, open_desk: Any, sit_down: Any, settle: Any, until: Any, lines: Any
) -> None:
    with hub.counter.store.write() as unit:
        members.revoke(unit, desk._office.signer.feed, at="2026-11-23T01:30:00.000Z")
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        await sit_down(pilot)
        await until(pilot, lambda line: line.refused is not None)
        assert " 拒收 " in lines(app)[0]
        await pilot.press("f7")
        await until(pilot, lambda line: line.refused is not None)
        text = "\n".join(lines(app))
        assert "停用" in text and " 已达 " not in text and " 待传 " in text


async def test_a_clock_that_is_wrong_is_said(
    hub: Any, desk: Desk, clock: FixedClock, open_desk: Any, sit_down: Any, until: Any, lines: Any
) -> None:
    office = desk._office
    with office.store.read() as unit:
        joined = hub_settings.read_joined(unit)
    assert joined is not None
    before = FixedClock(clock.now())
    office.reach = partial(hub_bootstrap.hub_of, joined, clock=before)
    clock.moment += timedelta(minutes=3, seconds=12)
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        await sit_down(pilot)
        await until(pilot, lambda line: line.online and not line.unsent)
        await pilot.press("f7")
        await until(pilot, lambda line: line.online and not line.unsent)
        assert "本机比中心快 3 分 12 秒，请校准本机时间。" in "\n".join(lines(app))
