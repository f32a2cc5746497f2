"""F7 and the head line: what is on its way, the hub gone and back, what did not take effect."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data.clock import FixedClock
from data.exchange import enrolling
from data.rules.listing import Catalogue
from data.rules.words import Role
from data.store.members import Place
from data.store.settings import Terminal
from screens.app import DeskApp
from screens.case import CaseScreen
from screens.sync.screen import SyncScreen
from screens.wanted import WantedScreen
from window_app import bootstrap, demonstration, hub_bootstrap
from window_app.services import access, intake, joining, syncing
from window_app.services.desk.desk import Desk
from window_app.settings import Settings
from window_app.views import ConnectionView, Submitted, SyncView

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=["80", "120"])
CLERK = "窗口员"
NEWCOMER = access.new_account("新来的", [Role.CLERK])


Until = Callable[..., Any]


def arrived(line: ConnectionView) -> bool:
    return line.online and not line.unsent


def text_of(app: DeskApp, lines: Any) -> str:
    return "\n".join(lines(app))


@pytest.fixture
def taken_in(desk: Desk) -> Callable[..., str]:
    """A case that somebody accepts at this window."""

    def take(who: Any = None) -> str:
        account = who or access.new_account(CLERK, [Role.CLERK])
        answer = intake.submit(desk._office, demonstration.intake(), account, Path("/"))
        assert isinstance(answer, Submitted)
        return answer.case.number

    return take


@pytest.fixture
def without_effect(desk: Desk, hub: Any, taken_in: Callable[..., str]) -> str:
    """A case of somebody whom the hub does not know."""
    desk.exchanges.now()
    admin = access.new_account("管理员", [Role.ADMINISTRATOR])
    access.add_staff(desk._office, NEWCOMER.name, "for-tests", roles=[Role.CLERK], by=admin)
    number = taken_in(NEWCOMER)
    desk.exchanges.now()
    return number


@SIZES
async def test_everything_is_sent_and_each_case_says_so(
    hub: Any,
    open_desk: Any,
    sit_down: Any,
    settle: Any,
    until: Until,
    lines: Any,
    doubtful: Any,
    size: tuple[int, int],
) -> None:
    app = open_desk()
    async with app.run_test(size=size) as pilot:
        await sit_down(pilot)
        await until(pilot, arrived)
        assert " 在线 " in lines(app)[0] and "待传 0" in lines(app)[0]
        await pilot.press("f7")
        await until(pilot, arrived)
        assert isinstance(app.screen, SyncScreen)
        text = text_of(app, lines)
        assert "清新区中心" in text and "和中心一致" in text
        assert text.count(" 已达 ") == 3 and "待传 0 条" in text
        assert "都传到了，没有新的" in text
        assert doubtful(app) == []
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, CaseScreen)
        assert " 已达 " in text_of(app, lines)


@SIZES
async def test_without_the_hub_nothing_counts_as_sent(
    hub: Any,
    open_desk: Any,
    sit_down: Any,
    settle: Any,
    until: Until,
    lines: Any,
    taken_in: Callable[..., str],
    size: tuple[int, int],
) -> None:
    hub.go_away()
    app = open_desk()
    async with app.run_test(size=size) as pilot:
        await sit_down(pilot)
        number = taken_in()
        await pilot.press("f7")
        await until(pilot, lambda line: line.problem is not None and line.unsent > 5)
        text = text_of(app, lines)
        assert " 离线 " in lines(app)[0] and f"待传 {app.line.unsent}" in lines(app)[0]
        assert "没传成" in text and "这里没有中心" in text
        assert " 待传 " in text and " 已达 " not in text
        hub.come_back()
        await pilot.press("f7")
        await until(pilot, arrived)
        text = text_of(app, lines)
        assert " 在线 " in lines(app)[0] and "待传 0" in lines(app)[0]
        assert " 已达 " in text and "待传 0 条" in text
        assert hub.has(number)


@SIZES
async def test_what_did_not_take_effect_is_said_everywhere_with_what_to_do(
    hub: Any,
    desk: Desk,
    open_desk: Any,
    sit_down: Any,
    settle: Any,
    until: Until,
    lines: Any,
    doubtful: Any,
    without_effect: str,
    size: tuple[int, int],
) -> None:
    app = open_desk()
    async with app.run_test(size=size) as pilot:
        await sit_down(pilot)
        await until(pilot, arrived)
        assert "未生效 1" in text_of(app, lines)
        await pilot.press("f7")
        await until(pilot, arrived)
        text = text_of(app, lines)
        assert "未生效 1 件" in text and "中心没有账号" in text and "怎么办" in text
        assert doubtful(app) == []
        await pilot.press("enter")
        await settle(pilot)
        text = text_of(app, lines)
        assert isinstance(app.screen, CaseScreen)
        assert "没有生效：中心没有账号" in text and "怎么办" in text
        await pilot.press("escape", "escape")
        await settle(pilot)
        await pilot.press("f9")
        await settle(pilot)
        await pilot.press("1")
        await settle(pilot)
        assert isinstance(app.screen, WantedScreen)
        assert "未生效 1 件" in text_of(app, lines)
        await pilot.press("down", "enter")
        await settle(pilot)
        assert isinstance(app.screen, CaseScreen)


async def test_a_case_of_the_other_window_comes_without_moving_the_cursor(
    hub: Any,
    tmp_path: Path,
    shipped: Catalogue,
    clock: FixedClock,
    open_desk: Any,
    sit_down: Any,
    until: Until,
    settle: Any,
    lines: Any,
) -> None:
    admin = access.new_account("管理员", [Role.ADMINISTRATOR])
    place = Terminal(region="441803", station="0001", terminal="04")
    options = Settings(home=tmp_path / "other")
    other = bootstrap.create(options, place, shipped, admin, "for-tests-only", clock=clock)
    access.add_staff(other, CLERK, "for-tests-only", roles=[Role.CLERK], by=admin)
    code = enrolling.invite(hub.counter, Place("0001", "county"))
    joining.join(other, str(hub.folder), code, lambda wish: enrolling.enrol(hub.counter, wish))
    clerk = access.new_account(CLERK, [Role.CLERK])
    app = open_desk()
    async with app.run_test(size=(120, 36)) as pilot:
        await sit_down(pilot)
        await until(pilot, arrived)
        await pilot.press("down")
        await settle(pilot)
        under = app.screen.table.current
        answer = intake.submit(other, demonstration.intake(), clerk, Path("/"))
        assert isinstance(answer, Submitted)
        far = hub_bootstrap.reach(other)
        assert isinstance(syncing.exchange(other, far), SyncView)
        far.close()
        exchanges = app.line.exchanges
        await until(pilot, lambda line: line.exchanges > exchanges)
        assert "1123-04-00001" in text_of(app, lines)
        assert app.screen.table.current == under
    assert "line" not in {thread.name for thread in threading.enumerate()}
    other.store.close()
