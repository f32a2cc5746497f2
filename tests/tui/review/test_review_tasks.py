"""The list of the department's tasks: what it shows, whose they are, what its keys do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from data.rules.case import Status
from screens.review.case import TaskScreen
from screens.review.find import FindTaskScreen
from screens.review.tasks import TasksScreen
from screens.widgets.next_line import NoticeLine
from window_app.services.review import acts

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=["80", "120"])
REVIEWER, HEAD = "承办人", "首席代表"


def text(lines: Any, app: Any) -> str:
    return "\n".join(lines(app))


@SIZES
async def test_it_shows_the_tasks_and_the_one_under_the_cursor(
    open_review: Any, sit_down: Any, lines: Any, doubtful: Any, size: tuple[int, int]
) -> None:
    app = open_review()
    async with app.run_test(size=size) as pilot:
        await sit_down(pilot)
        drawn = text(lines, app)
        wide = size[0] == 120
        assert ("1123-0001-03-00001" if wide else "1123-00001") in drawn
        assert "食品经营许可" in drawn and "苏*例" in drawn and "林*例" in drawn
        assert "材料审查" in drawn and "7天" in drawn and "待办 2" in drawn and "我的 0" in drawn
        assert "还没有人领取" in drawn and "到 11-25" in drawn
        assert ("容缺 11-30" if wide else "材料 6 项") in drawn
        assert ("1. 法定代表人(负责人、经营者)签名或盖章" in drawn) is wide
        assert "空格领取，按 t 通过材料审查" in lines(app)[-2]
        foot = lines(app)[-1].replace(" ", "")
        past = "h经过F5查件" if wide else ""
        assert foot == f"空格领取回车打开t通过{past}F7同步Esc返回"
        assert doubtful(app) == []


@SIZES
async def test_every_key_of_the_foot_line_does_something(
    open_review: Any,
    sit_down: Any,
    settle: Any,
    lines: Any,
    loop: Any,
    person: Any,
    size: tuple[int, int],
) -> None:
    app = open_review()
    async with app.run_test(size=size) as pilot:
        home = await sit_down(pilot, HEAD)
        acts.claim(loop.office("review"), loop.numbers()[1], person(HEAD).account)
        await home_again(app, home, settle, pilot)
        for row in (0, 1) if size[0] == 120 else (1,):  # one that waits, one that is ours
            home.table.move_cursor(row=row)
            await settle(pilot)
            for key in home.foot_keys():
                if key.id == "back" and row == 0:
                    continue  # it stands on the first row already
                before = lines(app)
                await pilot.press(key.key)
                await settle(pilot)
                assert app.screen is not home or lines(app) != before, key.id
                await home_again(app, home, settle, pilot)
                home.table.move_cursor(row=row)
                await settle(pilot)


async def home_again(app: Any, home: Any, settle: Any, pilot: Any) -> None:
    while app.screen is not home:
        app.pop_screen()
    await settle(pilot)
    home.query_one(NoticeLine).clear()
    home.take_over()
    await settle(pilot)


async def test_space_takes_a_task_and_the_other_terminal_is_told_no(
    open_review: Any, sit_down: Any, press: Any, lines: Any, loop: Any
) -> None:
    first, second = open_review(), open_review("second")
    async with first.run_test(size=(120, 36)) as pilot:
        await sit_down(pilot)
        await press(pilot, "space")
        drawn = text(lines, first)
        assert "由我领取，到 09:45 自动续" in drawn and "我的 1" in drawn
        assert "r  放回待办" in lines(first)[-1] and "空格" not in lines(first)[-1]
    async with second.run_test(size=(120, 36)) as pilot:
        home = await sit_down(pilot)
        drawn = text(lines, second)
        assert "承办人在办" in drawn and "承办人 正在办，到 09:45" in drawn
        await press(pilot, "t")
        assert home.is_current, "no card for what somebody else has"
        assert "这件正由承办人办理" in text(lines, second)
    assert loop.case("second", loop.numbers()[0]).steps_passed == ()


async def test_filters_orders_and_moving(
    open_review: Any, sit_down: Any, press: Any, lines: Any, loop: Any, person: Any
) -> None:
    acts.claim(loop.office("review"), loop.numbers()[1], person(REVIEWER).account)
    app = open_review()
    async with app.run_test(size=(120, 36)) as pilot:
        home = await sit_down(pilot)
        assert [line.number for line in home._list.lines] == loop.numbers()[::-1], "mine first"
        assert home.round_trip() == tuple(loop.numbers())
        await press(pilot, "f", "f")
        assert home.round_trip() == (loop.numbers()[1],) and "筛选 我的" in text(lines, app)
        await press(pilot, "f")
        assert "“临期”的件一件也没有".replace("“", "＂").replace("”", "＂") in lines(app)[-2]
        assert "由我领取" not in text(lines, app)
        await press(pilot, "f", "f", "f", "o")
        assert "排序 受理先后" in text(lines, app)
        await press(pilot, "n")
        assert home.table.current == loop.numbers()[1]
        await press(pilot, "p")
        assert home.table.current == loop.numbers()[0]


async def test_what_is_late_or_near_is_counted_loudly(
    open_review: Any, sit_down: Any, lines: Any, loop: Any
) -> None:
    loop.clock.moment += timedelta(days=8)  # 12-01, due on 12-02
    app = open_review()
    async with app.run_test(size=(120, 36)) as pilot:
        await sit_down(pilot)
        drawn = text(lines, app)
        assert "临期" in drawn and "黄" in drawn and "1天" in drawn
        loop.clock.moment += timedelta(days=3)
        app.screen.take_over()
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert "超期 2" in text(lines, app) and "超2天" in text(lines, app)


async def test_without_a_line_it_shows_what_the_home_knows_and_says_so(
    open_review: Any, sit_down: Any, press: Any, lines: Any, loop: Any
) -> None:
    app = open_review()
    loop.cut_off()
    async with app.run_test(size=(120, 36)) as pilot:
        home = await sit_down(pilot)
        drawn = text(lines, app)
        assert "连不上中心，下面是本机知道的" in drawn and "苏*例" in drawn
        await press(pilot, "space")
        assert home.is_current and "没有中心" in text(lines, app)
        loop.whole_again()
        await press(pilot, "f7", "escape")
        drawn = text(lines, app)
        assert "连不上中心" not in drawn and "空格" in lines(app)[-1]


async def test_find_opens_any_case_of_the_home(
    open_review: Any, sit_down: Any, press: Any, settle: Any, lines: Any, loop: Any
) -> None:
    app = open_review()
    async with app.run_test(size=(80, 24)) as pilot:
        await sit_down(pilot)
        await press(pilot, "f5")
        assert isinstance(app.screen, FindTaskScreen)
        app.screen.box.type_in("林示例")
        await press(pilot, "enter")
        assert isinstance(app.screen, TaskScreen) and app.screen.number == loop.numbers()[1]
        await press(pilot, "escape")
        assert isinstance(app.screen, FindTaskScreen)
        app.screen.box.clear()
        app.screen.box.type_in("没有这个人")
        await press(pilot, "enter")
        assert "没有找到" in lines(app)[-2]
        await press(pilot, "escape", "escape")
        assert isinstance(app.screen, TasksScreen)


async def test_a_case_that_went_on_is_told_so(
    open_review: Any, sit_down: Any, press: Any, lines: Any, loop: Any, person: Any
) -> None:
    number = loop.numbers()[0]
    desk, head = loop.desk(), person(HEAD)
    assert desk.may_send_back(number, head) is None
    done = desk.send_back(number, [(("form", None), "未签名或盖章")], "", head)
    assert done.is_confirmed and loop.case("review", number).status is Status.SUPPLEMENTING
    app = open_review()
    async with app.run_test(size=(120, 36)) as pilot:
        home = await sit_down(pilot)
        assert home.round_trip() == (loop.numbers()[1],), "no task of the department now"
        await press(pilot, "f5")
        app.screen.box.type_in("苏示例")
        await press(pilot, "enter")
        assert "不在本部门待办里" in text(lines, app) and "t" not in lines(app)[-1].split()
