"""Before the act: which papers there will be, in which words; the list to take home."""

from __future__ import annotations

from typing import Any

from screens.intake.conclusion import ConclusionCard
from screens.intake.preview import PreviewCard


async def test_the_papers_are_seen_before_they_are_made(at_desk: Any) -> None:
    async with at_desk((120, 36)) as hand:
        await hand.begin()
        await hand.press("f8")
        assert isinstance(hand.app.screen, PreviewCard) and "还没有选定事项" in hand.text
        await hand.press("f8", "escape")
        await hand.shop()
        await hand.press("f8")
        assert "受理通知书  编号 〔保存后生成〕，2 份" in hand.text and "没有核对" in hand.text
        await hand.press("escape")
        await hand.shop(step="conclusion")
        await hand.press("f8")
        assert "〔保存后生成〕" in hand.text and "龚*㛃" in hand.text
        await hand.press("escape")
        assert hand.cases() == []


async def test_the_list_is_printed_without_a_case(at_desk: Any) -> None:
    async with at_desk() as hand:
        await hand.shop()
        await hand.press("f8", "f8")
        assert "已打印" in await hand.seen()
        assert len(list(hand.office.home.papers.glob("一次性告知书*"))) == 1
        assert hand.cases() == []


async def test_on_the_card_they_are_listed_and_the_act_still_waits(at_desk: Any) -> None:
    async with at_desk() as hand:
        await hand.shop(step="conclusion")
        await hand.press("f12", "f8")
        assert isinstance(hand.app.screen, PreviewCard)
        assert "打印一次性告知书" not in hand.text
        await hand.press("f12", "f8", "escape")
        assert isinstance(hand.app.screen, ConclusionCard) and hand.cases() == []
        await hand.press("f12")
        assert hand.step == "done"
