"""From the first number to the papers: every way an intake can end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from data.rules.case import Status
from screens.intake.conclusion import ConclusionCard, LackingCard
from screens.intake.screen import IntakeScreen

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=["80", "120"])
MOST_KEYS = 30


@SIZES
async def test_a_case_of_five_materials_takes_few_keys(at_desk: Any, size: tuple[int, int]) -> None:
    async with at_desk(size) as hand:
        await hand.begin()
        await hand.applicant()
        await hand.item()
        assert hand.step == "situation"
        await hand.press(*"11111", "enter")
        assert hand.step == "materials" and len(hand.screen.view.materials) == 5
        await hand.press(*["space"] * 5, "enter")
        await hand.form("清新区示例小店", "太和镇示例路1号", "日用百货销售", "", "1")
        assert hand.step == "conclusion" and "可以出结论" in hand.text
        await hand.press("f12")
        assert isinstance(hand.app.screen, ConclusionCard)
        await hand.press("f12")
        assert hand.step == "done"
        assert hand.keys <= MOST_KEYS, hand.keys
        (case,) = hand.cases()
        assert case.status == Status.ACCEPTED
        assert "受理通知书" in hand.text and case.query_code in hand.text
        assert "441803 261123 0001 03 00001" in hand.text
        assert hand.drafts() == []


async def test_the_card_names_person_and_act_and_enter_does_nothing(at_desk: Any) -> None:
    async with at_desk((120, 36)) as hand:
        await hand.shop(step="conclusion")
        await hand.press("f12", "enter", "space", "enter")
        text = hand.text
        assert isinstance(hand.app.screen, ConclusionCard)
        assert "予以受理" in text and "龚*㛃" in text and "〔保存后生成〕" in text
        assert "受理通知书 2 份" in text and "窗口员" in text and "03号窗口" in text
        await hand.press("escape")
        assert hand.cases() == [] and hand.step == "conclusion"


async def test_concluding_many_times_fast_makes_one_case(at_desk: Any) -> None:
    async with at_desk() as hand:
        await hand.shop(step="conclusion")
        for _ in range(6):
            hand.app.press("f12")
        await hand.settle()
        await hand.press("f12", "f12", "ctrl+e", "shift+f12", "ctrl+s")
        assert len(hand.cases()) == 1 and hand.drafts() == []


async def test_a_supplement_is_asked_for_at_once(at_desk: Any) -> None:
    """An item that keeps the materials; the faults stand on the card."""
    async with at_desk((120, 36)) as hand:
        await hand.shop(item="L-CIVIL-006", step="situation")
        await hand.press("1", "down", "down", "down", "2", "enter")
        assert hand.step == "materials"
        await hand.press("2", "1", "escape", "1", *["space"] * 5)
        for line in hand.screen.view.fields:
            if line.required and not line.value:
                value = line.choices[0] if line.choices else "2026-01-01"
                hand.session.set_field(line.key, value)
        await hand.press("f12")
        assert "一次告知补正" in hand.text and " 误 " in hand.text and " 缺 " in hand.text
        await hand.press("f12")
        (case,) = hand.cases()
        assert case.status == Status.SUPPLEMENTING and len(case.supplements[0].points) == 2
        assert "补正告知书" in hand.text and "接收凭证" in hand.text


async def test_a_return_gives_the_materials_back(at_desk: Any) -> None:
    async with at_desk() as hand:
        await hand.shop(step="conclusion")
        await hand.press("escape", "escape", "home", "1")
        assert "退回材料" in hand.text
        await hand.press("f12", "f12")
        (case,) = hand.cases()
        assert case.status == Status.RETURNED and "退回清单" in hand.text


async def test_an_exit_is_told_and_declined_by_paper(at_desk: Any) -> None:
    async with at_desk((120, 36)) as hand:
        await hand.shop(step="situation")
        await hand.press("i")
        assert "只有不符合条件" in hand.text and not hand.session.draft.insists
        await hand.press("home", "2")
        assert "不受理" in hand.text and "依法不用" in hand.text
        await hand.press("enter")
        assert hand.step == "situation" and "不受理通知书" in hand.text
        await hand.press("f12")
        assert "告知不受理" in hand.text
        await hand.press("f12")
        (case,) = hand.cases()
        assert case.status == Status.DECLINED and hand.step == "done"


async def test_who_is_not_eligible_may_insist(at_desk: Any) -> None:
    async with at_desk((120, 36)) as hand:
        await hand.shop(item="L-CIVIL-006", step="situation")
        assert "〔推定〕" in hand.text and "请先确认" in hand.text
        await hand.press("i", "i", "1")
        assert not hand.session.draft.insists
        hand.screen.panes["situation"].questions.to("age")
        await hand.press("3")
        assert "按 i 照收" in hand.text and "〔推定〕" not in hand.lines()[4]
        await hand.press("enter")
        assert hand.step == "situation" and "申请人坚持的，按 i" in hand.text
        await hand.press("f12")
        assert isinstance(hand.app.screen, LackingCard)
        await hand.press("escape", "i")
        assert hand.session.draft.insists and "坚持申请" in hand.text
        await hand.press("enter")
        assert hand.step == "materials"
        await hand.press("escape", "i")
        assert not hand.session.draft.insists


async def test_another_item_is_taken_up_by_enter(at_desk: Any) -> None:
    async with at_desk((120, 36)) as hand:
        await hand.shop(item="L-CIVIL-002", step="situation")
        view = hand.session.answer("person", "none")
        hand.screen.show_now()
        assert view.way_out is not None and "改办：最低生活保障对象认定" in (await hand.seen())
        await hand.press("enter")
        assert hand.screen.view.item_code == "L-CIVIL-001" and hand.step == "situation"
        assert hand.session.draft.applicant["name"] == "龚䶮㛃"


async def test_materials_are_taken_in_without_a_conclusion(at_desk: Any) -> None:
    async with at_desk() as hand:
        await hand.begin()
        await hand.press("shift+f12")
        assert isinstance(hand.app.screen, LackingCard)
        assert "证件号码" in hand.text and "还没有选定事项" in hand.text
        await hand.press("enter")
        assert hand.step == "applicant" and hand.cases() == []
        for key in ("shift+f12", "ctrl+u", "f24"):
            await hand.shop()
            await hand.press(key)
            assert "暂不作结论" in hand.text and "接收凭证" in hand.text
            await hand.press("f12")
            assert hand.step == "done"
            await hand.press("escape")
        assert [case.status for case in hand.cases()] == [Status.RECEIVED] * 3


async def test_every_finding_is_listed_and_the_first_is_gone_to(at_desk: Any) -> None:
    async with at_desk((120, 36)) as hand:
        await hand.shop()
        await hand.press("space", "f12")
        text = hand.text
        assert isinstance(hand.app.screen, LackingCard)
        for words in ("经营者身份证", "房屋租赁合同", "名称", "经营范围", "从业人数"):
            assert words in text
        await hand.press("escape")
        assert hand.step == "materials" and hand.screen.panes["materials"].list.cursor == 1
        await hand.press(*["ctrl+right"] * 2)
        assert hand.step == "conclusion" and "还差" in hand.text
        await hand.press("end", "enter")
        assert hand.step == "form" and hand.app.focused is not None
        await hand.press("ctrl+right", "up", "down", "left")
        assert hand.step == "form"


async def test_the_next_applicant_and_home(at_desk: Any) -> None:
    async with at_desk() as hand:
        await hand.shop()
        await hand.press("shift+f12", "f12")
        assert "下一位" in hand.lines()[-1]
        await hand.press("1", "enter", "ctrl+right", "f2")
        screen = hand.app.screen
        assert isinstance(screen, IntakeScreen) and screen is not hand.screen
        assert screen.session.draft.is_blank
        await hand.press("escape")
        assert not isinstance(hand.app.screen, IntakeScreen)


async def test_a_scan_that_is_gone_refuses_and_keeps_the_draft(at_desk: Any) -> None:
    async with at_desk() as hand:
        await hand.shop(step="conclusion")
        hand.session.attach("form", Path("/nowhere/scan.pdf"))
        await hand.press("f12", "f12")
        assert hand.step == "materials" and "扫描件读不出来" in hand.text
        assert hand.cases() == []
        await hand.press("home", "delete")
        assert hand.session.draft.scans == {}
        await hand.press("f12", "f12")
        assert hand.step == "done"


async def test_a_failing_act_is_told_and_can_be_done_again(
    at_desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise ValueError("441803199001011155")

    async with at_desk() as hand:
        await hand.shop(step="conclusion")
        doing = hand.desk.conclude
        monkeypatch.setattr(hand.desk, "conclude", broken)
        await hand.press("f12", "f12")
        assert "出了意外" in hand.text and hand.step == "conclusion"
        monkeypatch.setattr(hand.desk, "conclude", doing)
        await hand.press("f12", "f12")
        assert hand.step == "done" and len(hand.cases()) == 1
