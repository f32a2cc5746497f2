"""The home: what it shows, the one box, what waits, and what it does when things are slow."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from data.clock import FixedClock
from data.rules.check_digits import decimal_check
from data.rules.words import Role
from screens.case import CaseScreen
from screens.enquiry import EnquiryScreen
from screens.find import FindScreen
from screens.intake.screen import IntakeScreen
from screens.modals import Confirm
from window_app.services import access
from window_app.services.desk.desk import Desk, Person

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=["80", "120"])
IDENTITY = "44180319850307002X"


@SIZES
async def test_it_shows_the_day_and_the_cases(
    open_desk: Any, sit_down: Any, lines: Any, size: tuple[int, int]
) -> None:
    app = open_desk()
    async with app.run_test(size=size) as pilot:
        await sit_down(pilot)
        drawn = lines(app)
        text = "\n".join(drawn)
        assert re.search(r"收件\D+3" if size[0] == 80 else r"收件", text)
        assert "收下待核 1" in text and "待补正" in text and "已受理" in text
        # What wants an act stands first: five days run, the accepted case is not ours any more.
        words = ("已收件", "待补正", "已受理")
        places = [next(n for n, line in enumerate(drawn) if word in line) for word in words]
        assert places[2] == max(places)
        assert " >" in drawn[min(places)][:3] and "前作出结论" in drawn[-2]
        number = "1123-03-00001" if size[0] == 120 else "1123-00001"
        assert number in text and "阿依古丽" not in text, "masked"
        assert drawn[-1].replace(" ", "").startswith("F1帮助F2新办F3补正F4出件")


async def test_typing_finds_items_and_enter_begins_an_intake(
    open_desk: Any, sit_down: Any, settle: Any, lines: Any
) -> None:
    app = open_desk()
    async with app.run_test(size=(120, 36)) as pilot:
        home = await sit_down(pilot)
        await pilot.press(*"spjy")
        await settle(pilot)
        text = "\n".join(lines(app))
        assert "食品经营许可" in text and "已受理" not in text
        assert "谁能办" in text, "a preview where there is room"
        assert "开始办理" in lines(app)[-1]
        await pilot.press("escape")
        assert "已受理" in "\n".join(lines(app)) and home.box.text == ""
        home.box.type_in("spjyxk")
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, IntakeScreen)
        assert "食品经营许可" in "\n".join(lines(app))


async def test_a_scan_of_a_number_opens_the_case_wherever_the_focus_is(
    open_desk: Any, sit_down: Any, settle: Any, desk: Desk, clerk: Person
) -> None:
    number = desk.home(clerk).cases[0].number
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        home = await sit_down(pilot)
        home.box.type_in(number)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, CaseScreen)
        await pilot.press("escape")
        assert app.screen is home and home.box.text == "" and not home.searching


async def test_numbers_that_lead_nowhere_say_so(
    open_desk: Any, sit_down: Any, settle: Any, lines: Any, desk: Desk, clerk: Person
) -> None:
    number = desk.home(clerk).cases[0].number
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        home = await sit_down(pilot)
        home.box.type_in(wrong)
        await pilot.press("enter")
        await settle(pilot)
        assert app.screen is home and "没找到" in "\n".join(lines(app))
        await pilot.press("escape")
        home.box.type_in("火星移民许可")
        await pilot.press("enter")
        await settle(pilot)
        assert "没有找到" in "\n".join(lines(app)), "said, and nothing was begun"


async def test_an_identity_number_begins_an_intake_with_that_person(
    open_desk: Any, sit_down: Any, settle: Any
) -> None:
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        home = await sit_down(pilot)
        home.box.type_in(IDENTITY.lower())
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, IntakeScreen)
        assert app.screen.session.draft.applicant["id_number"] == IDENTITY


async def test_the_tail_of_a_number_goes_to_the_search(
    open_desk: Any, sit_down: Any, settle: Any, lines: Any
) -> None:
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        await sit_down(pilot)
        await pilot.press(*"00002", "enter")
        await settle(pilot)
        await asyncio.sleep(0.2)
        await settle(pilot)
        assert isinstance(app.screen, FindScreen)
        assert "办件 1 件" in "\n".join(lines(app))


async def test_an_item_of_another_window_says_who_takes_it(
    open_desk: Any, sit_down: Any, settle: Any, lines: Any, desk: Desk
) -> None:
    line = next(line for line in desk.items("", first=200) if line.elsewhere)
    app = open_desk()
    async with app.run_test(size=(120, 36)) as pilot:
        home = await sit_down(pilot)
        home.box.type_in(line.name)
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert app.screen is home
        assert "他处办" in "\n".join(lines(app)) and "本窗口不办" in "\n".join(lines(app))


@SIZES
async def test_every_key_of_the_foot_line_does_something(
    open_desk: Any, sit_down: Any, settle: Any, try_keys: Any, size: tuple[int, int]
) -> None:
    app = open_desk()
    searched = "sp" if size[0] == 120 else ""
    async with app.run_test(size=size) as pilot:
        home = await sit_down(pilot)

        async def again() -> None:
            while app.screen is not home:
                app.pop_screen()
            home.clear_box()
            home.box.type_in(searched)
            await settle(pilot)

        await again()
        if not searched:
            home.table.focus()
        assert await try_keys(pilot, again) == []


async def test_esc_stays_at_home(open_desk: Any, sit_down: Any, lines: Any) -> None:
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        home = await sit_down(pilot)
        await pilot.press("escape", "escape")
        assert app.screen is home and "已经在首页" in "\n".join(lines(app))


async def test_the_search_leads_to_the_list_of_the_item(
    open_desk: Any, sit_down: Any, settle: Any
) -> None:
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        await sit_down(pilot)
        await pilot.press(*"spjyxk")
        await settle(pilot)
        await pilot.press("f6")
        await settle(pilot)
        assert isinstance(app.screen, EnquiryScreen) and app.screen.place[0] == "咨询清单"
        assert app.screen.who[0] == "食品经营许可"


# What waits.


def park(desk: Desk, who: Person, name: str, *, is_parked: bool = True) -> None:
    session = desk.begin(who, item="L-MARKET-001")
    session.set_party("applicant", "name", name)  # type: ignore[union-attr]
    desk.save(session, is_parked=is_parked)  # type: ignore[arg-type]


async def test_cases_drawn_anew_do_not_speak_over_a_search(
    open_desk: Any, sit_down: Any, settle: Any, lines: Any
) -> None:
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        home = await sit_down(pilot)
        home.box.type_in("没有这种事项")
        await settle(pilot)
        home.refresh_home()
        home.table.move_cursor(row=1)
        await settle(pilot)
        assert "没有这样的事项" in lines(app)[-2]


async def test_a_draft_of_somebody_who_left_is_thrown_away(
    desk: Desk, clerk: Person, open_desk: Any, sit_down: Any, settle: Any, lines: Any
) -> None:
    park(desk, Person(access.new_account("监督员", [Role.CLERK])), "陈示例")
    park(desk, clerk, "欧示例")
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        home = await sit_down(pilot)

        async def drop(name: str) -> str:
            key = next(k for k, draft in home._drafts.items() if draft.applicant == name)
            home.table.move_cursor(row=home.table.get_row_index(key))
            await pilot.press("delete")
            await settle(pilot)
            if isinstance(app.screen, Confirm):
                await pilot.press("enter", "f12")
                await settle(pilot)
            return "\n".join(lines(app))

        assert "接过来以后才能删" in await drop("陈*例")
        text = await drop("欧*例")
        assert "草稿删掉了" in text and "欧*例" not in text and "陈*例" in text
        assert [draft.applicant for draft in desk.home(clerk).drafts] == ["陈*例"]
        home.table.move_cursor(row=home.table.row_count - 1)
        await pilot.press("delete")
        assert "办件不能删" in "\n".join(lines(app))


async def test_a_parked_intake_waits_on_top_and_goes_on(
    open_desk: Any, sit_down: Any, settle: Any, lines: Any, desk: Desk, clerk: Person
) -> None:
    park(desk, clerk, "买买提·“示例”")
    app = open_desk()
    async with app.run_test(size=(120, 36)) as pilot:
        await sit_down(pilot)
        pointed = next(line for line in lines(app) if line.startswith(" >"))
        assert "草稿" in pointed and "个体工商户设立登记" in pointed and "暂存" in pointed
        assert "停在" in lines(app)[-2]
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, IntakeScreen)


async def test_the_intake_of_another_clerk_is_taken_over_after_a_question(
    open_desk: Any, sit_down: Any, settle: Any, desk: Desk
) -> None:
    other = Person(access.new_account("代办员", [Role.AGENT]))
    park(desk, other, "陈示例")
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        home = await sit_down(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, Confirm)
        await pilot.press("enter")
        assert isinstance(app.screen, Confirm), "Enter is no consent"
        await pilot.press("escape")
        assert app.screen is home
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("f12")
        await settle(pilot)
        assert isinstance(app.screen, IntakeScreen)
        assert app.screen.session.draft.owner == "窗口员"


async def test_a_cut_off_intake_is_open_again_after_the_login(
    open_desk: Any, sit_down: Any, settle: Any, desk: Desk, clerk: Person
) -> None:
    park(desk, clerk, "陈示例", is_parked=False)
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        await sit_down(pilot)
        await settle(pilot)
        assert isinstance(app.screen, IntakeScreen)


async def test_a_new_day_begins_with_what_must_come_before_its_first_act(
    open_desk: Any, sit_down: Any, settle: Any, lines: Any, clock: FixedClock
) -> None:
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        home = await sit_down(pilot)
        assert sum("已受理" in line for line in lines(app)[:-2]) == 1
        clock.moment += timedelta(days=10)
        home._tick()
        await settle(pilot)
        await settle(pilot)
        assert sum("已受理" in line for line in lines(app)[:-2]) == 2, "deemed to be accepted"


# Much, and slow.


def multiply(home: Path, times: int) -> None:
    """The projection of the accepted case, again and again, of the same day."""
    connection = sqlite3.connect(home / "store.db")
    names = [row[1] for row in connection.execute('pragma table_info("case")')]
    query = """select * from "case" where status = 'accepted'"""
    row = dict(zip(names, connection.execute(query).fetchone(), strict=True))
    kept, number = str(row["value"]), str(row["number"])
    for serial in range(100, 100 + times):
        made = f"{number[:18]}{serial:05}"
        made += decimal_check(made)
        values = row | {"case_id": f"copy-{serial}", "number": made}
        values["value"] = kept.replace(number, made).replace(str(row["case_id"]), f"copy-{serial}")
        marks = ",".join("?" * len(names))
        connection.execute(f'insert into "case" values ({marks})', [values[n] for n in names])
    connection.commit()
    connection.close()


async def test_five_thousand_cases_of_a_day(
    open_desk: Any, sit_down: Any, settle: Any, lines: Any, busy_home: Path, desk: Desk
) -> None:
    multiply(busy_home, 5_000)
    app = open_desk()
    async with app.run_test(size=(120, 36)) as pilot:
        home = await sit_down(pilot)
        assert home.table.row_count == 201
        assert "5003" in "\n".join(lines(app)), "all of them are counted"
        last = "".join(cell.plain for cell in home.table.get_row_at(200))
        assert "4803" in last
        began = time.perf_counter()
        await asyncio.to_thread(desk.home, home.person)
        assert time.perf_counter() - began < 1.5
        began = time.perf_counter()
        await pilot.press(*["down"] * 10)
        assert time.perf_counter() - began < 2.0
        home.table.move_cursor(row=200)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, FindScreen)


HOLD = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("begin exclusive")
print("held", flush=True)
time.sleep(float(sys.argv[2]))
connection.execute("rollback")
"""


async def test_a_store_held_by_another_program_leaves_the_desk_usable(
    open_desk: Any, sit_down: Any, settle: Any, lines: Any, busy_home: Path
) -> None:
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        await sit_down(pilot)
        await pilot.press("enter")
        await settle(pilot)
        command = [sys.executable, "-c", HOLD, str(busy_home / "store.db"), "4"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
            assert holder.stdout is not None
            assert holder.stdout.readline() == "held\n"
            await pilot.press("ctrl+r")
            await asyncio.sleep(2.0)
            await pilot.pause()
            assert "在等" in "\n".join(lines(app)), "said after a moment"
            began = time.perf_counter()
            await pilot.press("m")
            await pilot.pause()
            assert "材料" in "\n".join(lines(app)) and time.perf_counter() - began < 1.0
            await pilot.press("escape")
            await settle(pilot)
        assert "完整号码显示十秒" in "\n".join(lines(app)), "and done once it could be"
