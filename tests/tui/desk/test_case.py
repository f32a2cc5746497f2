"""The page of a case: what it shows, a paper again, whole numbers for ten seconds."""

from __future__ import annotations

from typing import Any

import pytest

from screens import case as case_screen
from screens.case import CaseScreen
from screens.case_parts import MaterialsCard
from window_app.services.desk.desk import Desk

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=["80", "120"])


async def opened(pilot: Any, sit_down: Any, settle: Any, number: str) -> CaseScreen:
    home = await sit_down(pilot)
    home.open_case(number)
    await settle(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, CaseScreen)
    return screen


@pytest.fixture
def number(desk: Desk) -> str:
    """The case that waits for its supplement."""
    return desk.find("00002")[0].number


@SIZES
async def test_it_shows_what_is_known(
    open_desk: Any, sit_down: Any, settle: Any, lines: Any, number: str, size: tuple[int, int]
) -> None:
    app = open_desk()
    async with app.run_test(size=size) as pilot:
        await opened(pilot, sit_down, settle, number)
        text = "\n".join(lines(app))
        assert "441803 261123 0001 03 00002" in text and "食品经营许可" in text
        assert "待补正" in text and "陈*例" in text and "补正告知书" in text
        assert ("告知补正" in text) == (size[0] == 120), "below 120 columns the facts come first"
        assert "等申请人补正 2 处" in lines(app)[-2]
        await pilot.press("m")
        await settle(pilot)
        assert isinstance(app.screen, MaterialsCard)
        assert "未标明面积" in "\n".join(lines(app))


async def test_steps_sending_and_department_stand_beside_it(
    open_desk: Any, sit_down: Any, settle: Any, lines: Any, number: str
) -> None:
    app = open_desk()
    async with app.run_test(size=(120, 36)) as pilot:
        await opened(pilot, sit_down, settle, number)
        text = "\n".join(lines(app))
        assert "清新区市场监督管理局" in lines(app)[3]
        for words in ("完  收件", "在  受理", "-   决定", "-   出件", "单机", "前补正"):
            assert words in text, words


async def test_what_need_not_come_is_not_shown_as_open(
    desk: Desk, open_desk: Any, sit_down: Any, settle: Any, lines: Any
) -> None:
    """The shop's address was shown by one paper of three: the others are not wanted."""
    number = desk.find("00001")[0].number
    app = open_desk()
    async with app.run_test(size=(120, 36)) as pilot:
        page = await opened(pilot, sit_down, settle, number)
        spare = [line for line in page._page.materials if line.settled_by_group]  # type: ignore[union-attr]
        text = "\n".join(lines(app))
        assert "没看" not in text
        assert not spare or f"不用交 {len(spare)}" in text


async def test_a_key_with_nothing_to_do_is_not_offered(
    desk: Desk, open_desk: Any, sit_down: Any, settle: Any, lines: Any
) -> None:
    """The first case is with its department, the third waits for a conclusion here."""
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, sit_down, settle, desk.find("00001")[0].number)
        assert "F12" not in lines(app)[-1]
        await pilot.press("escape")
        await settle(pilot)
        app.screen.open_case(desk.find("00003")[0].number)
        await settle(pilot)
        assert "作结论" in lines(app)[-1]


async def test_whole_numbers_for_ten_seconds_and_written_down(
    open_desk: Any,
    sit_down: Any,
    settle: Any,
    lines: Any,
    number: str,
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(case_screen, "UNMASKED_SECONDS", 0.6)
    app = open_desk()
    async with app.run_test(size=(120, 36)) as pilot:
        await opened(pilot, sit_down, settle, number)
        assert "44180319850307002X" not in "\n".join(lines(app))
        await pilot.press("ctrl+r")
        await settle(pilot)
        assert "44180319850307002X" in "\n".join(lines(app)) and "陈示例" in "\n".join(lines(app))
        await pilot.pause(0.8)
        await settle(pilot)
        text = "\n".join(lines(app))
        assert "44180319850307002X" not in text and "查看完整信息" in text
    page = desk.case_page(number)
    assert sum(line.event == "查看完整信息" for line in page.timeline) == 1  # type: ignore[union-attr]


async def test_whole_numbers_do_not_stay_under_a_lock(
    open_desk: Any, sit_down: Any, settle: Any, number: str
) -> None:
    app = open_desk()
    async with app.run_test(size=(120, 36)) as pilot:
        page = await opened(pilot, sit_down, settle, number)
        await pilot.press("ctrl+r")
        await settle(pilot)
        assert not page._page.is_masked  # type: ignore[union-attr]
        await pilot.press("f10")
        await settle(pilot)
        assert page._page.is_masked  # type: ignore[union-attr]


async def test_every_key_does_something(
    open_desk: Any, sit_down: Any, settle: Any, try_keys: Any, number: str
) -> None:
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        page = await opened(pilot, sit_down, settle, number)

        async def again() -> None:
            while app.screen is not page:
                if page in app.screen_stack:
                    app.pop_screen()
                else:
                    app.push_screen(page)
                await pilot.pause()
            page.query_one("#timeline").focus()
            await settle(pilot)

        assert await try_keys(pilot, again) == []
