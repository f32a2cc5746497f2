"""What the day reminds of, and the digit that leads there."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from data.rules.words import Role
from screens.case import CaseScreen
from screens.my_day import MyDayScreen
from screens.prints import WaitingPrints
from screens.supplements.waiting import SupplementsScreen
from screens.wanted import WantedScreen
from window_app import demonstration
from window_app.desk_views import Done, Reminder
from window_app.services import access, intake
from window_app.services.desk.desk import Desk, Person
from window_app.views import Submitted

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=["80", "120"])
BOSS = Person(access.new_account("窗口员", [Role.CLERK], authorised=["market"]))


@pytest.fixture
def ours(desk: Desk) -> str:
    """A case that this window decides itself."""
    answer = intake.submit(desk._office, demonstration.intake(), BOSS.account, Path("/"))
    assert isinstance(answer, Submitted)
    return answer.case.number


def reminders(desk: Desk) -> dict[str, Reminder]:
    return {one.word: one for one in desk.my_day(BOSS).reminders}


@SIZES
async def test_a_digit_leads_to_what_is_counted(
    desk: Desk,
    open_desk: Any,
    sit_down: Any,
    settle: Any,
    lines: Any,
    size: tuple[int, int],
) -> None:
    app = open_desk()
    async with app.run_test(size=size) as pilot:
        await sit_down(pilot)
        await pilot.press("f9")
        await settle(pilot)
        text = "\n".join(lines(app))
        assert " 1  收下待核 1" in text and " 2  补正待来 1" in text
        await pilot.press("2")
        await settle(pilot)
        assert isinstance(app.screen, SupplementsScreen)
        await pilot.press("escape")
        await settle(pilot)
        await pilot.press("9", "1")
        await settle(pilot)
        assert isinstance(app.screen, WantedScreen)
        text = "\n".join(lines(app))
        assert "收下待核 1 件" in text and "阿*" in text and "陈*例" not in text
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, CaseScreen) and "作结论" in lines(app)[-1]
        await pilot.press("escape", "escape")
        await settle(pilot)
        assert isinstance(app.screen, MyDayScreen)


async def test_a_print_that_failed_and_a_trouble_of_the_home(
    desk: Desk, open_desk: Any, sit_down: Any, settle: Any, lines: Any, busy_home: Path
) -> None:
    shutil.rmtree(busy_home / "backups")
    (busy_home / "backups").write_text("in the way")
    with desk._office.store.write() as unit:
        unit.connection.exec_driver_sql("update print_job set state = 'failed'")
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        await sit_down(pilot)
        await pilot.press("f9")
        await settle(pilot)
        words = [one.word for one in desk.my_day(BOSS).reminders]
        await pilot.press(str(words.index("备份没做成") + 1))
        await settle(pilot)
        assert "今天的备份没有做成" in "".join("".join(lines(app)).split())
        await pilot.press(str(words.index("打印失败") + 1))
        await settle(pilot)
        assert isinstance(app.screen, WaitingPrints)


def test_what_the_window_decides_itself_is_counted_until_it_is_registered(
    desk: Desk, ours: str
) -> None:
    assert reminders(desk)["待决定"].count == 1
    assert [line.number for line in desk.wanted("待决定").cases] == [ours]
    assert desk.home(BOSS).cases[0].number == ours, "due today, before what has days left"
    desk.decide(ours, BOSS)
    assert "待决定" not in reminders(desk)
    assert [line.number for line in desk.wanted("待登记").cases] == [ours]
    done = desk.acts.do(ours, "register", {}, BOSS)
    assert isinstance(done, Done)
    assert "待登记" not in reminders(desk) and reminders(desk)["待领取"].opens == "hand_out"


def test_the_cases_of_a_reminder_are_narrowed_by_a_text(desk: Desk) -> None:
    (line,) = desk.wanted("收下待核").cases
    assert desk.wanted("收下待核", line.short).cases == (line,)
    assert desk.wanted("收下待核", "陈示例").why == "没有找到“陈示例”的办件。"
    assert desk.wanted("超期").why == "没有超期的办件。"
