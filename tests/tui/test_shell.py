"""Login, lock, themes, help, sizes: the shell around every screen."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

import pytest
from textual.widgets import Input

from data.errors import StoreBusy
from screens.app import DeskApp
from screens.commands import Commands
from screens.help import Help
from screens.login import LoginScreen
from screens.too_small import TooSmall
from screens.widgets.fields import Field
from screens.widgets.head_line import HeadLine
from screens.widgets.table import ListTable

Make = Callable[..., DeskApp]
SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=["80", "120"])


@SIZES
async def test_login_opens_the_desk(
    make_app: Make, seen: Any, lines: Any, size: tuple[int, int]
) -> None:
    app = make_app()
    async with app.run_test(size=size) as pilot:
        assert isinstance(app.screen, LoginScreen)
        await app.workers.wait_for_complete()
        await pilot.press(*"0317", "enter", *"right", "enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert seen.services.tried == [("0317", "right")]
        drawn = lines(app)
    place = "清新区政务服务中心 3号窗口" if size[0] == 120 else "3号窗口"
    assert place in drawn[0] and "李晓燕" in drawn[0]
    assert "在线" in drawn[0] and "待传 0" in drawn[0]
    assert ("11-23 周一  09:41" if size[0] == 120 else "09:41") in drawn[0]


@SIZES
async def test_a_wrong_password_is_said_and_the_field_is_empty(
    make_app: Make, lines: Any, size: tuple[int, int]
) -> None:
    app = make_app()
    async with app.run_test(size=size) as pilot:
        await app.workers.wait_for_complete()
        await pilot.press(*"0317", "enter", *"wrong", "enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        text = "\n".join(lines(app))
        assert "工号或口令不对。还可以试 4 次。" in text
        assert app.query_one("#password", Field).value == ""
        assert app.focused is app.query_one("#password")


async def test_the_password_is_drawn_as_stars(make_app: Make, lines: Any) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", *"secret")
        text = "\n".join(lines(app))
    assert "******" in text and "secret" not in text


async def test_a_login_typed_before_the_services_are_open_waits_for_them(
    make_app: Make, seen: Any, lines: Any
) -> None:
    gate = threading.Event()

    def open_slowly() -> Any:
        gate.wait(10)
        return seen.services

    app = make_app()
    app._open_services = open_slowly
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"0317", "enter", *"right", "enter")
        assert "正在打开本机资料" in "\n".join(lines(app))
        gate.set()
        await app.workers.wait_for_complete()
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert not isinstance(app.screen, LoginScreen)


async def test_services_that_do_not_open_are_explained(make_app: Make, lines: Any) -> None:
    def busy() -> Any:
        raise StoreBusy("store_busy", "另一个程序正占着本机资料。", hint="请先关掉它再打开。")

    app = make_app()
    app._open_services = busy
    async with app.run_test(size=(80, 24)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "另一个程序正占着本机资料。请先关掉它再打开。" in "\n".join(lines(app))


async def test_a_broken_service_shows_words_and_logs_no_values(
    make_app: Make, lines: Any, caplog: pytest.LogCaptureFixture
) -> None:
    app = make_app()
    with caplog.at_level(logging.ERROR, logger="screens"):
        async with app.run_test(size=(80, 24)) as pilot:
            await app.workers.wait_for_complete()
            await pilot.press(*"0317", "enter", *"break", "enter")
            await app.workers.wait_for_complete()
            await pilot.pause()
            text = "\n".join(lines(app))
    assert "出了意外" in text and "Traceback" not in text
    assert "ValueError" in caplog.text and "sign_in" in caplog.text
    assert "441803199001010012" not in caplog.text


async def test_what_nothing_caught_ends_in_words(make_app: Make, capsys: Any) -> None:
    app = make_app()
    with pytest.raises(ZeroDivisionError):
        async with app.run_test(size=(80, 24)) as pilot:
            app.call_later(lambda: 1 / 0)
            await pilot.pause()
    written = capsys.readouterr()
    assert "程序遇到意外" in written.err + written.out
    assert "Traceback" not in written.err + written.out


async def test_the_lock_stands_over_everything_until_the_password(
    make_app: Make, log_in: Any, lines: Any
) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await log_in(pilot)
        desk = app.screen
        await pilot.press("f10")
        assert isinstance(app.screen, LoginScreen)
        assert "已锁屏" in lines(app)[0] and "居住证" not in "\n".join(lines(app))
        await pilot.press("escape", "f2", "f10")
        assert isinstance(app.screen, LoginScreen)
        await pilot.press(*"right", "enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert app.screen is desk


async def test_themes_go_round_and_are_remembered(make_app: Make, log_in: Any, seen: Any) -> None:
    app = make_app(theme="dark")
    async with app.run_test(size=(80, 24)) as pilot:
        await log_in(pilot)
        grounds = [app.screen.styles.background.hex]
        for _ in range(3):
            await pilot.press("ctrl+t")
            await pilot.pause()
            grounds.append(app.screen.styles.background.hex)
    assert seen.kept == ["contrast", "light", "dark"]
    assert grounds == ["#0E141B", "#000000", "#E8EDF3", "#0E141B"]


async def test_badges_follow_the_theme(make_app: Make, log_in: Any) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await log_in(pilot)

        def grounds() -> set[str]:
            strips = app.screen._compositor.render_strips()
            return {str(s.style.bgcolor.name) for line in strips for s in line if s.style}

        assert {"#f4b400", "#1f7a45"} <= grounds()
        await pilot.press("ctrl+t")
        await pilot.pause()
        assert {"#f0b429", "#2a7f4f"} <= grounds()
        assert not {"#f4b400", "#1f7a45"} & grounds()


@SIZES
async def test_help_lists_the_keys_of_the_screen(
    make_app: Make, log_in: Any, lines: Any, size: tuple[int, int]
) -> None:
    app = make_app()
    async with app.run_test(size=size) as pilot:
        await log_in(pilot)
        await pilot.press("f1")
        assert isinstance(app.screen, Help)
        text = "\n".join(lines(app))
        assert "锁屏" in text and "Ctrl+K" in text
        assert " F2 " not in text, "no screen behind it, so no key"
        await pilot.press("escape")
        assert not isinstance(app.screen, Help)


async def test_a_key_whose_screen_exists_opens_it(
    make_app: Make, log_in: Any, gallery: Any, lines: Any
) -> None:
    app = make_app()
    app._doors["new_intake"] = gallery
    async with app.run_test(size=(120, 36)) as pilot:
        await log_in(pilot)
        assert "F2  新办" in lines(app)[-1] and "F4" not in lines(app)[-1]
        await pilot.press("ctrl+n")
        assert isinstance(app.screen, gallery)
        await pilot.press("escape", "escape")
        assert not isinstance(app.screen, gallery)
        await pilot.click("FootLine", offset=(14, 0))
        await pilot.pause(0.1)
        assert isinstance(app.screen, gallery)


async def test_the_palette_finds_and_runs(make_app: Make, log_in: Any, lines: Any) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await log_in(pilot)
        await pilot.press("ctrl+p", "没", "有")
        await pilot.pause()
        assert "没有这样的命令" in "\n".join(lines(app))
        await pilot.press("backspace", "backspace", "锁")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, LoginScreen)


async def test_a_window_too_small_says_so_and_comes_back(
    make_app: Make, log_in: Any, lines: Any
) -> None:
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await log_in(pilot)
        await pilot.press("down", "down")
        for size in ((40, 10), (10, 3), (1, 1), (40, 10)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert isinstance(app.screen, TooSmall)
        assert "窗口太小" in lines(app)[0]
        await pilot.press("f10")
        assert isinstance(app.screen, TooSmall), "no key reaches what is not seen"
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        table = app.screen.query_one(ListTable)
        assert table.current == "case-2" and app.focused is table


async def test_a_start_in_a_window_too_small(make_app: Make, lines: Any) -> None:
    app = make_app()
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        assert "窗口太小" in lines(app)[0]
        await pilot.resize_terminal(80, 24)
        await pilot.press("f1")
        assert isinstance(app.screen, Help)


async def test_a_card_over_a_window_that_became_small_leaves_no_trap(
    make_app: Make, log_in: Any
) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await log_in(pilot)
        await pilot.press("f1")
        await pilot.resize_terminal(40, 10)
        await pilot.pause()
        app.push_screen(Commands(()))
        await pilot.pause()
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert isinstance(app.screen.query_one(HeadLine), HeadLine)


async def test_no_stock_frame_or_wait_sign_is_left(make_app: Make) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)):
        assert app.query_one("#staff", Input).styles.border.top[0] == ""
        assert app.query_one("#staff", Input).size.height == 1
