"""Scanners and quick hands at the real desk: whole lines at once, on every way they take."""

from __future__ import annotations

from typing import Any

import pytest

from screens.case import CaseScreen
from screens.find import FindScreen
from screens.intake.conclusion import ConclusionCard
from screens.intake.screen import IntakeScreen
from window_app.services.desk.desk import Desk, Person

# Nobody this home knows.
IDENTITY = "441803196001020023"
NAMES = ("张示例", "13800138210", "太和镇示例路1号")
FORM = ("清新区示例小店", "太和镇示例路1号", "日用百货销售", "", "1")


def lines_of(*texts: str) -> list[str]:
    """Every character a key, each text ended by Enter."""
    return [key for text in texts for key in (*text, "enter")]


@pytest.mark.parametrize("before", [(), ("down",), ("slash",), ("f5",)], ids=str)
async def test_the_barcode_of_a_case_opens_it(
    open_desk: Any, sit_down: Any, settle: Any, burst: Any, desk: Desk, clerk: Person, before: Any
) -> None:
    number = desk.home(clerk).cases[0].number
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        home = await sit_down(pilot)
        burst(app, *before, *number, "enter")
        await settle(pilot)
        assert isinstance(app.screen, CaseScreen) and app.screen._number == number
        burst(app, "escape")
        await settle(pilot)
        assert app.screen is home or isinstance(app.screen, FindScreen)
        assert home.box.text == ""


async def test_an_identity_number_straight_behind_f2(
    open_desk: Any, sit_down: Any, settle: Any, burst: Any
) -> None:
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        home = await sit_down(pilot)
        burst(app, "f2", *lines_of(IDENTITY, *NAMES[:2]))
        await settle(pilot)
        assert isinstance(app.screen, IntakeScreen)
        given = app.screen.session.draft.applicant
        assert (given["id_number"], given["name"], given["phone"]) == (IDENTITY, *NAMES[:2])
        assert home.box.text == ""


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=["80", "120"])
async def test_a_whole_case_in_one_burst(
    open_desk: Any, settle: Any, burst: Any, desk: Desk, clerk: Person, password: str, size: Any
) -> None:
    """From the login to the card, sent before anything of it stood on the screen."""
    before = len(desk.home(clerk).cases)
    app = open_desk()
    async with app.run_test(size=size) as pilot:
        burst(app, *lines_of(clerk.name, password))
        burst(app, "f2", *lines_of(IDENTITY, *NAMES, "gtgsh"))
        burst(app, *"11111", "enter", *["space"] * 5, "enter", *lines_of(*FORM))
        burst(app, "f12", "f12", "enter")
        await settle(pilot)
        card = app.screen
        assert isinstance(card, ConclusionCard), "and it waits to be read"
        assert len(desk.home(clerk).cases) == before
        burst(app, "f12")
        await settle(pilot)
        assert len(desk.home(clerk).cases) == before + 1
