"""Finding cases: by number, tail, name and identity number."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from screens.case import CaseScreen
from screens.find import FindScreen
from window_app.services.desk.desk import Desk
from window_app.services.desk.finding import number_patterns

# By the form of the lists, by the tail with and without the check digit, by name and number.
WAYS = ["1123-03-00002", "1123-00002", "00002", "陈示例", "陈示", "44180319850307002x"]


@pytest.mark.parametrize("typed", WAYS)
def test_a_case_is_found_by(desk: Desk, typed: str) -> None:
    found = desk.find(typed)
    assert [line.short for line in found] == ["1123-03-00002"]
    assert found[0].applicant == "陈*例", "and stays masked"


def test_what_finds_nothing(desk: Desk) -> None:
    assert [*desk.find(""), *desk.find("  "), *desk.find("%"), *desk.find("1124-00002")] == []
    assert number_patterns("12") == [] and number_patterns("陈") == []


async def test_the_list_follows_the_typing_and_enter_opens(
    open_desk: Any, sit_down: Any, settle: Any, lines: Any, try_keys: Any
) -> None:
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        home = await sit_down(pilot)
        await pilot.press("f5")
        await settle(pilot)
        find = app.screen
        assert isinstance(find, FindScreen)

        async def again() -> None:
            while app.screen is not find:
                if app.screen is home:
                    app.push_screen(find)
                else:
                    app.pop_screen()
                await pilot.pause()
            find.box.field.value = "示例"
            await asyncio.sleep(0.2)
            await settle(pilot)

        await again()
        text = "\n".join(lines(app))
        assert "办件 2 件" in text and "陈*例" in text and "龚" not in text
        assert await try_keys(pilot, again) == []
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, CaseScreen)
        await pilot.press("escape", "escape")
        assert find.box.text == "" and app.screen is find
        await pilot.press("escape")
        assert app.screen is home


async def test_a_scan_opens_at_once(
    open_desk: Any, sit_down: Any, settle: Any, desk: Desk, lines: Any
) -> None:
    number = desk.find("00001")[0].number
    app = open_desk()
    async with app.run_test(size=(120, 36)) as pilot:
        await sit_down(pilot)
        await pilot.press("f5")
        await settle(pilot)
        app.screen.box.type_in(number)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, CaseScreen)
        assert "441803 261123 0001 03 00001" in "\n".join(lines(app))
