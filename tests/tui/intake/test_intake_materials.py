"""The fourth and fifth step: one key marks and goes on; the form tells at once."""

from __future__ import annotations

from typing import Any

WIDE = (120, 36)


async def test_every_mark_has_its_key_and_one_not_allowed_says_why(at_desk: Any) -> None:
    async with at_desk(WIDE) as hand:
        await hand.shop()
        rows = hand.screen.panes["materials"].list
        for key, words in (("3", "不能容缺"), ("4", "不能免交"), ("6", "不适用告知承诺")):
            await hand.press(key)
            assert words in hand.text and hand.marks == {} and rows.cursor == 0
        await hand.press("space")
        assert rows.cursor == 1 and "合格1份" in hand.text
        await hand.press("1", "5", "end", "space", "home")
        assert hand.marks == {
            "form": "ok",
            "operator_id": "missing",
            "lease": "fixed",
            "village_proof": "ok",
        }
        assert "不用交" in hand.text and "已改好" in hand.text
        await hand.press("0")
        assert "form" not in hand.marks and rows.cursor == 0
        await hand.press("down", "up", "pagedown", "pageup")
        assert rows.cursor == 0
        await hand.press("left")
        assert hand.step == "situation"


async def test_the_marks_of_a_tolerant_item(at_desk: Any) -> None:
    async with at_desk(WIDE) as hand:
        await hand.shop(item="L-CIVIL-001", step="situation")
        hand.session.add_member()
        for question in ("scope", "hukou"):
            hand.session.answer(question, {"scope": "household", "hukou": "together"}[question])
        hand.screen.go("materials")
        await hand.settle()
        tolerable = next(
            n
            for n, row in enumerate(hand.screen.view.materials)
            if row.need == "可容缺" and row.offer
        )
        hand.screen.panes["materials"].list.move(tolerable)
        assert "免交" in await hand.seen()
        await hand.press("3", "up")
        assert "前" in hand.lines()[hand_line(hand)] and " 容 " in hand.text
        await hand.press("4")
        assert "reused" in hand.marks.values() and " 免 " in hand.text


def hand_line(hand: Any) -> int:
    return next(n for n, line in enumerate(hand.lines()) if " > " in line[:4])


async def test_faults_are_picked_by_digits_or_written(at_desk: Any) -> None:
    async with at_desk() as hand:
        await hand.shop()
        rows = hand.screen.panes["materials"].list
        await hand.press("2", "1", "3", "3", "2", "9")
        one = hand.session.draft.marks["form"]
        faults = hand.screen.view.materials[0].faults
        assert one.mark == "defective" and one.faults == [faults[0], faults[1]]
        assert rows.cursor == 0 and "2处" in hand.text
        await hand.press("e")
        await hand.commit("写得“看不清”·x")
        assert one.faults[-1] == "写得“看不清”·x" or "看不清" in await hand.seen()
        await hand.press("enter", "1", "escape")
        assert hand.session.draft.marks["form"].faults == [faults[1], "写得“看不清”·x"]
        assert rows.cursor == 1 and rows.has_focus and hand.step == "materials"
        await hand.press("e")
        await hand.commit("过期")
        await hand.press("escape", "escape")
        assert hand.session.draft.marks["operator_id"].faults == ["过期"]
        assert rows.cursor == 2
        await hand.press("home", "2", "e", *["backspace"] * 20, "enter", "enter")
        assert hand.session.draft.marks["form"].faults == [faults[1]]
        await hand.press("home", "2", "down", "1")
        assert hand.marks["operator_id"] == "missing", "an arrow closes the faults"
        await hand.press("home", "space")
        assert hand.session.draft.marks["form"].faults == []


async def test_the_panel_and_the_mouse(at_desk: Any) -> None:
    async with at_desk(WIDE) as hand:
        await hand.shop()
        await hand.pilot.click("MaterialList", offset=(10, 3))
        await hand.settle()
        assert hand.screen.panes["materials"].list.cursor == 1
        await hand.pilot.click("#marks", offset=(3, 0))
        await hand.settle()
        assert hand.marks == {"operator_id": "ok"}
        await hand.pilot.click("IntakeRail", offset=(25, 0))
        await hand.settle()
        assert hand.step == "item"


async def test_the_form_is_filled_and_checked_at_once(at_desk: Any) -> None:
    async with at_desk(WIDE) as hand:
        await hand.shop(step="form")
        form = hand.screen.panes["form"]
        assert form.entries.entry("shop_name").control.has_focus
        assert "自动填" in hand.text and "必填" in hand.text
        await hand.commit("店")
        await hand.press("enter", "enter", "enter", "x", "enter")
        assert "应当是数字" in hand.text
        await hand.press("enter")
        assert hand.step == "conclusion"
        await hand.press("escape")
        assert form.entries.entry("address").control.has_focus
        await hand.focus(form.entries.entry("operator").control)
        await hand.commit("·")
        assert hand.session.draft.fields["operator"].endswith("·")
        await hand.focus(form.entries.entry("delivery").control)
        await hand.press("2", "right", "left")
        assert hand.session.draft.delivery == "post"
        await hand.press("enter", "f12")
        assert "应当是数字" in hand.text or "资金数额" in hand.text


async def test_fields_are_asked_per_person_and_chosen_by_digits(at_desk: Any) -> None:
    async with at_desk(WIDE) as hand:
        await hand.shop(item="L-CIVIL-001", step="situation")
        hand.session.add_member()
        hand.session.answer("scope", "household")
        hand.screen.go("form")
        await hand.settle()
        keys = [entry.key for entry in hand.screen.panes["form"].entries.entries]
        assert any(key.endswith(".p1") for key in keys), keys
        choice = next(line for line in hand.screen.view.fields if line.type == "choice")
        hand.screen.panes["form"].enter(choice.key)
        await hand.press("1")
        assert hand.session.draft.fields[choice.key] == choice.choices[0]
