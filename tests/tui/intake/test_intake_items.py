"""The second and third step: finding the item, answering its questions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from screens.modals import Confirm
from window_app.services.desk.desk import Desk

WIDE = (120, 36)


async def test_items_are_found_as_they_are_typed(at_desk: Any) -> None:
    async with at_desk(WIDE) as hand:
        await hand.shop(step="applicant")
        hand.session.choose_item("L-MARKET-006")
        hand.screen.go("item")
        await hand.settle()
        pane = hand.screen.panes["item"]
        assert pane.table.current == "L-MARKET-006" and "在办" in hand.text
        await hand.press(*"jzz")
        assert "居住证" in hand.text
        first = pane.table.current
        assert first in hand.text, "the preview names its code"
        await hand.press("down", "up", "pagedown", "pageup", "tab", "down", "end", "home")
        assert pane.table.current == first
        await hand.press("x")
        assert pane.box.text.endswith("x") and pane.box.field.has_focus
        await hand.commit("没有这种事项")
        assert "没有找到事项" in await hand.seen() and first not in hand.text
        await hand.press("enter")
        assert hand.step == "item"


async def test_enter_waits_for_the_answer_of_what_was_typed(
    at_desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_desk() as hand:
        await hand.shop(step="applicant")
        hand.screen.go("item")
        await hand.settle()
        await hand.commit("gtgsh")
        hand.app.press("enter")
        await hand.settle()
        assert hand.step == "situation" and hand.screen.view.item_code == "L-MARKET-001"


async def test_another_windows_item_says_who_takes_it(
    at_desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    finding = Desk.items

    def elsewhere(self: Desk, text: str) -> Any:
        return [replace(line, elsewhere="由市级窗口办理。") for line in finding(self, text)]

    async with at_desk() as hand:
        await hand.begin()
        monkeypatch.setattr(Desk, "items", elsewhere)
        hand.screen.go("item")
        await hand.settle()
        assert "别处" in hand.text
        await hand.press("enter")
        assert hand.step == "item" and "由市级窗口办理。" in hand.text


async def test_another_item_instead_of_one_worked_on_is_asked_about(at_desk: Any) -> None:
    async with at_desk() as hand:
        await hand.shop()
        await hand.press("space")
        hand.screen.go("item")
        await hand.settle()
        await hand.press("enter")
        assert hand.step == "situation" and hand.marks, "the same item again loses nothing"
        hand.screen.go("item")
        await hand.commit("jzzsl")
        await hand.press("enter")
        assert isinstance(hand.app.screen, Confirm)
        await hand.press("enter", "escape")
        assert hand.screen.view.item_code == "L-MARKET-001" and hand.marks
        await hand.press("enter", "f12")
        assert hand.screen.view.item_code == "L-POLICE-001" and not hand.marks
        assert hand.step == "situation"


async def test_each_answer_narrows_the_list(at_desk: Any) -> None:
    async with at_desk(WIDE) as hand:
        await hand.shop(step="situation")
        hand.session.draft.answers.clear()
        hand.session._changed()
        hand.screen.go("situation")
        await hand.settle()
        before = len(hand.screen.view.materials)
        assert "可能再要" in hand.text and "未答" in hand.text and "〔推定〕" in hand.text
        await hand.press("1", "1", "2")
        assert len(hand.screen.view.materials) < before
        assert hand.screen.panes["situation"].questions.here.question.id == "prior"
        await hand.press("9", "space")
        assert hand.session.draft.answers["prior"] == ["none"]
        await hand.press("home", "down", "up", "end", "pageup", "pagedown")
        guess = hand.screen.panes["situation"].questions.here
        assert guess.question.id == "who" and guess.question.is_guess
        await hand.press("1", "left")
        assert hand.step == "item"
        hand.screen.go("situation")
        await hand.press("right")
        assert hand.step == "materials"
        hand.session.draft.answers.pop("who")
        hand.session.set_agent(has_agent=True)
        hand.screen.go("situation")
        lines = (await hand.seen()).splitlines()
        assert any("委托他人代办" in line and "〔推定〕" in line for line in lines)


async def test_several_answers_stay_in_their_question(at_desk: Any) -> None:
    async with at_desk() as hand:
        await hand.shop(item="L-MARKET-003", step="situation")
        questions = hand.screen.panes["situation"].questions
        questions.to("items")
        await hand.press("1", "3", "1", "down", "space")
        chosen = hand.session.draft.answers["items"]
        assert len(chosen) == 2 and chosen[0] == "address_in"
        assert questions.here.question.id == "items" and questions.here.choice.id == "address_same"
        await hand.press(*["down"] * 4, "space")
        assert len(hand.session.draft.answers["items"]) == 3
        assert any(line.startswith(">") for line in hand.lines()), "the cursor is in sight"
        await hand.pilot.click("Questions", offset=(6, 3))
        await hand.settle()
