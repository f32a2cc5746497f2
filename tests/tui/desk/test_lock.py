"""My day, the lock, another person at the locked desk, and the width of every cell."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from screens.home import HomeScreen
from screens.intake.screen import IntakeScreen
from screens.login import LoginScreen
from screens.my_day import MyDayScreen
from screens.widgets.fields import Field
from window_app.services import preferences
from window_app.services.desk.desk import Desk, Person

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=["80", "120"])


@SIZES
async def test_my_day(
    open_desk: Any, sit_down: Any, settle: Any, lines: Any, size: tuple[int, int]
) -> None:
    app = open_desk()
    async with app.run_test(size=size) as pilot:
        await sit_down(pilot)
        await pilot.press("f9")
        await settle(pilot)
        text = "\n".join(lines(app))
        assert isinstance(app.screen, MyDayScreen)
        assert "3 件" in text and "收下待核 1" in text and "补正待来 1" in text


async def test_a_day_without_cases_says_so(
    open_desk: Any, sit_down: Any, settle: Any, lines: Any
) -> None:
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        await sit_down(pilot, "代办员")
        await pilot.press("f9")
        await settle(pilot)
        assert "今天还没有收件" in lines(app)[-2]
        await pilot.press("f8")
        assert "没有文书可以补打" in "\n".join(lines(app))


async def unlock(pilot: Any, settle: Any, password: str) -> None:
    pilot.app.screen.query_one("#password", Field).value = password
    pilot.app.screen.sign_in()
    await settle(pilot)


async def test_the_lock_covers_an_intake_and_gives_it_back(
    open_desk: Any, sit_down: Any, settle: Any, lines: Any, password: str
) -> None:
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        home = await sit_down(pilot)
        home.begin_intake(identity="44180319850307002X")
        await settle(pilot)
        intake = app.screen
        assert isinstance(intake, IntakeScreen)
        await pilot.press("f10")
        await settle(pilot)
        assert isinstance(app.screen, LoginScreen)
        assert "44180319850307002X" not in "\n".join(lines(app))
        await unlock(pilot, settle, "wrong")
        assert isinstance(app.screen, LoginScreen) and "不对" in "\n".join(lines(app))
        await unlock(pilot, settle, password)
        assert app.screen is intake
        assert intake.session.draft.applicant["id_number"] == "44180319850307002X"


async def test_another_person_sits_down_and_what_was_open_waits(
    open_desk: Any, sit_down: Any, settle: Any, lines: Any, desk: Desk, clerk: Person, password: str
) -> None:
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        home = await sit_down(pilot)
        home.begin_intake(item="L-MARKET-006")
        await settle(pilot)
        await pilot.press("f10", "f3")
        await settle(pilot)
        app.screen.query_one("#staff", Field).value = "代办员"
        await unlock(pilot, settle, password)
        assert isinstance(app.screen, HomeScreen) and app.screen is not home
        assert "代办员" in lines(app)[0]
        assert len(app.screen_stack) == 2
    assert desk.unfinished(clerk) is not None, "the intake of the first one is kept"


async def test_esc_takes_the_change_of_person_back(
    open_desk: Any, sit_down: Any, settle: Any, lines: Any
) -> None:
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        await sit_down(pilot)
        await pilot.press("f10", "ctrl+b", "escape")
        assert app.screen.query_one("#staff", Field).value == "窗口员"
        assert app.screen.query_one("#staff", Field).disabled


@pytest.mark.parametrize(
    ("size", "theme"),
    [((80, 24), "light"), ((120, 36), "dark"), ((80, 24), "contrast")],
    ids=["80-light", "120-dark", "80-contrast"],
)
async def test_every_cell_is_of_certain_width(
    open_desk: Any,
    sit_down: Any,
    settle: Any,
    doubtful: Any,
    desk: Desk,
    clerk: Person,
    size: tuple[int, int],
    theme: str,
) -> None:
    """Names with · and texts with “ ” stand in the home; every screen."""
    session = desk.begin(clerk, item="L-MARKET-001")
    session.set_party("applicant", "name", "“买·买提”①")  # type: ignore[union-attr]
    desk.save(session, is_parked=True)  # type: ignore[arg-type]
    number = desk.find("阿依古丽")[0].number
    app = open_desk(theme=theme)
    async with app.run_test(size=size) as pilot:
        home = await sit_down(pilot)
        for open_it in (
            lambda: None,
            lambda: home.box.type_in("许可"),
            lambda: home.open_find("示例"),
            lambda: home.open_case(number),
            lambda: home.open_enquiry("L-MARKET-006"),
            lambda: app.push_screen(MyDayScreen()),
        ):
            open_it()
            await settle(pilot)
            assert doubtful(app) == [], app.screen
            while app.screen is not home:
                app.pop_screen()
            home.clear_box()


def test_the_theme_is_remembered_in_a_private_file(tmp_path: Path) -> None:
    assert preferences.theme_of(tmp_path) == ""
    preferences.keep_theme(tmp_path, "dark")
    assert preferences.theme_of(tmp_path) == "dark"
    file = tmp_path / preferences.FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.write_text("[not json")
    assert preferences.theme_of(tmp_path) == ""
    file.write_text(json.dumps({"theme": 3}))
    assert preferences.theme_of(tmp_path) == ""
    preferences.keep_theme(tmp_path / "nowhere", "dark")
