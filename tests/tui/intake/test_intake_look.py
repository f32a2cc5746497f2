"""Every cell is of certain width, in every pane, theme and size; nothing typed breaks it."""

from __future__ import annotations

from typing import Any

import pytest

from screens.intake.pane import STEPS
from screens.too_small import TooSmall

THEMES = ("light", "dark", "contrast")
SIZES = ((80, 24), (120, 36))
NASTY = "阿依古丽·买买提“—…”×①℃→龚䶮㛃\u200b\U0002a6a5😀é"


@pytest.mark.parametrize("size", SIZES, ids=["80", "120"])
async def test_every_pane_is_drawn_alike_by_every_terminal(
    at_desk: Any, doubtful: Any, size: tuple[int, int]
) -> None:
    async with at_desk(size) as hand:
        await hand.shop(item="L-CIVIL-001", step="applicant")
        session = hand.session
        session.set_party("applicant", "name", NASTY)
        session.set_agent(has_agent=True)
        session.set_party("agent", "name", NASTY)
        session.add_member()
        session.set_member("p1", "name", NASTY)
        session.answer("scope", "household")
        session.mark(("form", None), "defective")
        session.own_fault(("form", None), NASTY)
        for _ in THEMES if size == SIZES[0] else THEMES[:1]:
            for step in STEPS:
                hand.screen.go(step)
                await hand.settle()
                assert doubtful(hand.app) == [], step
            await hand.press("ctrl+t")
        hand.screen.go("materials")
        for keys in (("2", "e"), ("escape", "escape", "v"), ("escape", "f12"), ("escape", "f1")):
            await hand.press(*keys)
            assert doubtful(hand.app) == [], keys


async def test_cards_and_the_end_are_drawn_alike(at_desk: Any, doubtful: Any) -> None:
    async with at_desk(SIZES[1], theme="contrast") as hand:
        await hand.shop(step="conclusion")
        hand.session.set_party("applicant", "name", "阿依古丽·买买提“甲”")
        hand.screen.show_now()
        for act in ("f12", "f12"):
            await hand.press(act)
            for size in SIZES:
                await hand.pilot.resize_terminal(*size)
                await hand.settle()
                assert doubtful(hand.app) == []
        assert hand.step == "done"


async def test_nonsense_typed_everywhere_hurts_nothing(at_desk: Any, doubtful: Any) -> None:
    async with at_desk() as hand:
        await hand.shop()
        for step in STEPS:
            hand.screen.go(step)
            await hand.settle()
            for text in ("好" * 10_000, "１２\x00\x1b[31m\n第二行", NASTY):
                await hand.commit(text)
            await hand.press(
                "9", "ctrl+g", "escape", "tab", "shift+tab", "insert", "x", "backspace"
            )
            assert doubtful(hand.app) == [], step
        draft = hand.session.draft
        assert max(len(value) for value in draft.applicant.values()) <= 200
        assert max((len(value) for value in draft.fields.values()), default=0) <= 500


async def test_a_window_made_small_and_large_again_goes_on(at_desk: Any) -> None:
    async with at_desk((120, 36)) as hand:
        await hand.shop()
        await hand.press("space", "2")
        for size in ((40, 10), (80, 24), (72, 18), (200, 60), (40, 10), (120, 36)):
            await hand.pilot.resize_terminal(*size)
            await hand.settle()
            assert isinstance(hand.app.screen, TooSmall) == (size == (40, 10))
        await hand.press("1", "escape")
        assert hand.session.draft.marks["operator_id"].faults != []
        assert "清单" in hand.text and "龚䶮㛃" in hand.text


async def test_the_foot_holds_the_keys_of_each_step(at_desk: Any) -> None:
    async with at_desk((80, 24)) as hand:
        await hand.shop()
        for step in STEPS:
            hand.screen.go(step)
            foot = (await hand.seen()).splitlines()[-1]
            for word in ("F12", "Ctrl+S", "Esc"):
                assert word in foot, step
        hand.screen.go("materials")
        assert "空格" in (await hand.seen()).splitlines()[-4]
        helped = {key.id for key in hand.screen.used_keys()}
        assert {"ok", "unlook", "reason", "take_in", "park", "step_on"} <= helped
        await hand.press("f1")
        assert "逐项看材料" in hand.text or "合格" in hand.text
