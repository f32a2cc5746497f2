"""Enquiries: the list of a situation, and its paper; nothing is stored."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from screens.enquiry import EnquiryScreen
from screens.intake.screen import IntakeScreen


async def test_an_item_its_questions_its_list_its_paper(
    open_desk: Any,
    sit_down: Any,
    settle: Any,
    lines: Any,
    busy_home: Path,
    desk: Any,
    clerk: Any,
) -> None:
    cases = desk.home(clerk).cases
    app = open_desk()
    async with app.run_test(size=(120, 36)) as pilot:
        home = await sit_down(pilot)
        await pilot.press("f6")
        await settle(pilot)
        enquiry = app.screen
        assert isinstance(enquiry, EnquiryScreen) and "L-MARKET-001" not in lines(app)[1]
        await pilot.press("f8")
        assert "先选定一个事项" in "\n".join(lines(app))
        enquiry.box.type_in("spjyxk")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert "还有 1 问" in "\n".join(lines(app))
        before = enquiry._view
        await pilot.press("1", "1", "1", "1")
        await settle(pilot)
        assert enquiry._view is not None and before is not None
        asked = {q.id: [c.id for c in q.choices if c.is_chosen] for q in enquiry._view.questions}
        assert asked["matter"] == ["new"] and asked["form"] == ["catering"]
        sure = [one for one in enquiry._view.materials if not one.is_possible]
        assert f"材料 {len(sure)} 项" in "\n".join(lines(app)) and len(sure) > 3
        await pilot.press("f8")
        await settle(pilot)
        assert "已打印" in "\n".join(lines(app))
        assert len(list((busy_home / "papers").glob("一次性告知书*"))) == 1
        await pilot.press("escape")
        assert enquiry._view is None
        await pilot.press("escape", "escape")
        assert app.screen is home
    assert desk.home(clerk).drafts == () and desk.home(clerk).cases == cases


async def test_from_the_enquiry_into_the_intake(
    open_desk: Any, sit_down: Any, settle: Any, try_keys: Any
) -> None:
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        home = await sit_down(pilot)
        home.open_enquiry("L-MARKET-006")
        await settle(pilot)
        enquiry = app.screen

        async def again() -> None:
            while app.screen is not enquiry:
                if enquiry in app.screen_stack:
                    app.pop_screen()
                else:
                    app.push_screen(enquiry)
                await pilot.pause()
            if enquiry._view is None:
                enquiry.choose("L-MARKET-006")
            enquiry.choices.focus()
            await settle(pilot)

        await again()
        assert await try_keys(pilot, again) == []
        await pilot.press("f2")
        await settle(pilot)
        assert isinstance(app.screen, IntakeScreen)
        assert app.screen.session.draft.item == "L-MARKET-006"


async def test_long_answers_are_broken_and_not_cut(
    open_desk: Any, sit_down: Any, settle: Any, lines: Any
) -> None:
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        home = await sit_down(pilot)
        home.open_enquiry("L-MARKET-006")
        await settle(pilot)
        narrow = "\n".join(lines(app))
        assert "3 ( ) 延续（有效期届满前九十个工作" in narrow
        assert "          日至十五个工作日申请）" in narrow
        app.screen.choices.to("matter=supplement")
        here = app.screen.choices.here
        await pilot.resize_terminal(120, 36)
        await settle(pilot)
        assert "3 ( ) 延续（有效期届满前九十个工作日至十五个工作日申请）" in "\n".join(lines(app))
        assert app.screen.choices.here == here, "the cursor stays where it was"
