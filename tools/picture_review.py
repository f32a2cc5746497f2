"""The pictures of the review terminal: a department's tasks, one of them decided by keys."""

from __future__ import annotations

import shutil
import tempfile
from functools import partial
from pathlib import Path

import picture_home as station
import picture_screens
from picture_hands import Keep, press, settled, type_in
from textual.pilot import Pilot

from data.clock import FixedClock
from data.rules.check_digits import identity_check
from data.store import hub_settings
from screens.app import REVIEW, DeskApp
from window_app import bootstrap, demonstration, demonstration_loop, hub_bootstrap
from window_app.services import intake
from window_app.services.review.desk import ReviewDesk
from window_app.settings import Settings

SCREENS = {
    "review": "部门审核：待办，由我领取的一件",
    "review-case": "部门审核：打开的一件",
    "review-history": "部门审核：经过",
    "review-step": "部门审核：通过这一步的卡片",
    "review-send-back": "部门审核：勾退回补正的各点",
    "review-send-back-card": "部门审核：退回补正的卡片",
    "review-refuse": "部门审核：不予许可的卡片",
    "review-register": "部门审核：登记结果的卡片",
    "review-find": "部门审核：查件",
}


# Received on these days, before the two of the demo: what is late, near and in time.
EARLIER = (
    (11, "黄建国", "430124197812033019"),
    (12, "周美玲", "430124198301016046"),
    (16, "谢永康", "430124199105107019"),
    (19, "邓丽珍", "430124196902284048"),
)


async def draw(folder: Path) -> None:
    """All sizes and themes; each walk on a fresh copy of a demo station with its department."""
    with tempfile.TemporaryDirectory(prefix="window-review-") as name:
        made = Path(name) / "made"
        _make(made)
        for theme in picture_screens.THEMES:
            for size in picture_screens.SIZES:
                copy = Path(shutil.copytree(made, made.with_name(f"{size}-{theme}")))
                await _walk(copy, folder, size, theme)


def _make(home: Path) -> None:
    clock = FixedClock(station.MONDAY)
    clock.moment = station.MONDAY.replace(day=EARLIER[0][0])
    office = demonstration.create(home, clock=clock)
    marks = dict(demonstration_loop.REVIEWED[0][1])
    for day, name, number in EARLIER:
        clock.moment = station.MONDAY.replace(day=day)
        form = demonstration_loop.reviewed({"name": name, "id_number": _valid(number)}, marks)
        intake.submit(office, form, demonstration.clerk(), home)
    clock.moment = station.MONDAY
    demonstration_loop.complete(office)
    office.store.close()


def _valid(number: str) -> str:
    """The number with the digit that checks it."""
    return number[:17] + identity_check(number[:17])


async def _walk(home: Path, folder: Path, name: str, theme: str) -> None:
    clock = FixedClock(station.MONDAY)
    review = Settings(home=home / demonstration_loop.REVIEW)
    office = bootstrap.open_office(review, clock=clock)
    office.reach = partial(hub_bootstrap.reach, office)
    with office.store.write() as unit:  # the folder was copied
        hub_settings.change_joined(unit, address=str(home / demonstration_loop.HUB))
    desk = ReviewDesk(office, facts=demonstration.facts(office))
    app = DeskApp(lambda: desk, doors=REVIEW, clock=clock, theme=theme, true_colour=True)
    async with app.run_test(size=picture_screens.SIZES[name]) as pilot:

        async def keep(screen: str) -> None:
            await settled(pilot)
            drawn = app.export_screenshot(title=" ")
            (folder / f"{screen}-{name}-{theme}.svg").write_text(
                picture_screens._small(drawn, {str(home): picture_screens.SHOWN_HOME}), "utf-8"
            )

        await _review(pilot, keep)
    office.store.close()


async def _review(pilot: Pilot[None], keep: Keep) -> None:
    await settled(pilot)
    await type_in(pilot, demonstration.HEAD)
    await press(pilot, "enter")
    await type_in(pilot, demonstration.PASSWORD)
    await press(pilot, "enter", "space")
    await keep("review")
    await press(pilot, "enter", "down", "down")
    await keep("review-case")
    await press(pilot, "h")
    await keep("review-history")
    await press(pilot, "escape", "t")
    await keep("review-step")
    await press(pilot, "escape", "b", "1", "down", "2")
    await keep("review-send-back")
    await press(pilot, "f12")
    await keep("review-send-back-card")
    await press(pilot, "escape", "escape", "escape")
    await press(pilot, "t", "f12", "p", "t", "f12", "p", "j")
    await keep("review-refuse")
    await press(pilot, "escape", "t", "f12", *["n"] * len(EARLIER), "n", "t")
    await keep("review-register")
    await press(pilot, "escape", "f5")
    await type_in(pilot, "示例")
    await pilot.pause(picture_screens.FOUND)
    await keep("review-find")
