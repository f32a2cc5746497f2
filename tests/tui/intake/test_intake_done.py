"""After the act: papers again, and the page that faces the applicant."""

from __future__ import annotations

from typing import Any

import pytest

from data.rules.case import Status
from data.rules.event import Kind
from data.store import journal
from screens.case import CaseScreen
from screens.intake.screen import IntakeScreen
from screens.papers import PapersCard
from screens.rating import RatingScreen

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=["80", "120"])


async def concluded(hand: Any) -> None:
    await hand.shop(step="conclusion")
    await hand.press("f12", "f12")
    assert hand.step == "done"


def ratings(hand: Any) -> list[Any]:
    (case,) = hand.cases()
    with hand.office.store.read() as unit:
        return [e for e in journal.events_of(unit, case.case_id) if e.kind == Kind.RATED]


@SIZES
async def test_the_applicant_rates_and_the_clerk_sees_no_grade(
    at_desk: Any, doubtful: Any, size: tuple[int, int]
) -> None:
    async with at_desk(size) as hand:
        await concluded(hand)
        assert "评价" in hand.lines()[-1] and "文书" in hand.lines()[-1]
        await hand.press("r")
        assert isinstance(hand.app.screen, RatingScreen)
        text = hand.text
        for number, name in enumerate(("非常满意", "满意", "基本满意", "不满意", "非常不满意"), 1):
            assert f" {number}    {name}" in text
        assert "待传" not in text and doubtful(hand.app) == []
        await hand.press("enter", "space", "0", "6")
        assert ratings(hand) == [], "only a digit of a grade rates"
        await hand.press("4")
        assert "谢谢您的评价" in hand.text and "满意" not in hand.text
        await hand.press("2")
        assert [event.body["grade"] for event in ratings(hand)] == [4]
        await hand.press("escape")
        assert isinstance(hand.app.screen, IntakeScreen)
        assert "申请人已经评价" in await hand.seen() and "满意" not in hand.text
        assert "评价" not in hand.lines()[-1]
        await hand.press("r")
        assert isinstance(hand.app.screen, IntakeScreen)


async def test_the_applicant_need_not_rate(at_desk: Any) -> None:
    async with at_desk() as hand:
        await concluded(hand)
        await hand.press("r", "escape")
        assert isinstance(hand.app.screen, IntakeScreen) and ratings(hand) == []
        assert "评价" in hand.lines()[-1]


async def test_a_grade_is_given_by_the_mouse_too(at_desk: Any) -> None:
    async with at_desk((120, 36)) as hand:
        await concluded(hand)
        await hand.press("r")
        row = next(n for n, line in enumerate(hand.lines()) if line.strip() == "1    非常满意")
        await hand.pilot.click("Grades", offset=(12, row - 1))
        await hand.settle()
        assert [event.body["grade"] for event in ratings(hand)] == [1]


async def test_a_case_that_is_over_is_rated(at_desk: Any) -> None:
    async with at_desk() as hand:
        await hand.shop(step="situation")
        await hand.press("home", "2", "f12", "f12")
        (case,) = hand.cases()
        assert case.status == Status.DECLINED
        await hand.press("r", "1")
        assert len(ratings(hand)) == 1


async def test_a_paper_is_printed_again_from_where_it_was_made(at_desk: Any) -> None:
    async with at_desk() as hand:
        await concluded(hand)
        papers = hand.office.home.papers
        before = set(papers.iterdir())
        await hand.press("f8")
        assert isinstance(hand.app.screen, PapersCard)
        await hand.press("f8")
        assert "补打第1次" in hand.text
        await hand.press("escape")
        assert "补打第1次" in await hand.seen()
        assert len(set(papers.iterdir()) - before) == 1


async def test_a_paper_that_was_not_printed_says_so_until_it_is_seen_to(at_desk: Any) -> None:
    async with at_desk() as hand:
        await hand.shop(step="conclusion")
        hand.session.set_party("applicant", "name", "\U00020bb7示例")
        await hand.press("f12", "f12")
        text = await hand.seen()
        assert "没有打印" in text and "按 F8：处理好打印机后" in text
        await hand.press("f8", "x", "escape")
        text = await hand.seen()
        assert "按 F8" not in text and "搁下了" in text


async def test_the_case_just_made_is_a_key_away(at_desk: Any) -> None:
    async with at_desk() as hand:
        await concluded(hand)
        (case,) = hand.cases()
        assert "看办件" in hand.lines()[-1]
        await hand.press("f5")
        assert isinstance(hand.app.screen, CaseScreen) and hand.app.screen._number == case.number
