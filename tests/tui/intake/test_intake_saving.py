"""Nothing typed is lost: drafts, parking, a program that dies, stores that fail."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from data.errors import StoreBusy
from window_app.services.desk.session import IntakeSession


async def test_what_is_typed_is_kept_a_moment_later(at_desk: Any) -> None:
    async with at_desk() as hand:
        await hand.begin()
        await hand.press("ctrl+s")
        assert hand.app.screen is not hand.screen and hand.drafts() == [], "blank"
        await hand.begin()
        await hand.commit("441803199001011155")
        await hand.pilot.pause(0.15)
        await hand.settle()
        (draft,) = hand.drafts()
        assert "441803199001011155" in draft.content and not draft.is_parked


async def test_a_program_that_dies_goes_on_where_the_clerk_stood(at_desk: Any) -> None:
    async with at_desk() as hand:
        await hand.shop()
        await hand.press("space", "1")
    for step, later in pairwise(("materials", "applicant", "form", "conclusion")):
        async with at_desk() as hand:
            unfinished = hand.desk.unfinished(hand.person)
            session = hand.desk.resume(unfinished, hand.person)
            assert isinstance(session, IntakeSession)
            await hand.begin(session)
            assert hand.marks == {"form": "ok", "operator_id": "missing"}
            assert hand.step == step and hand.app.focused is not None
            hand.screen.go(later)
            await hand.settle()


async def test_parked_intakes_wait_and_are_taken_up_again(at_desk: Any) -> None:
    async with at_desk() as hand:
        await hand.shop()
        await hand.press("space", "ctrl+s")
        assert hand.app.screen is not hand.screen
        (draft,) = hand.drafts()
        assert draft.is_parked and hand.desk.unfinished(hand.person) is None
        session = hand.desk.resume(draft.id, hand.person)
        assert isinstance(session, IntakeSession)
        await hand.begin(session)
        assert hand.step == "materials" and hand.marks == {"form": "ok"}
        await hand.pilot.pause(0.15)
        await hand.settle()
        assert hand.desk.unfinished(hand.person) == draft.id
        session.draft.version = "2020.01"
        session._changed()
        await hand.begin(session)
        assert "清单已由 2020.01 改为" in hand.text


async def test_escape_goes_back_through_every_step_and_keeps_all(at_desk: Any) -> None:
    async with at_desk() as hand:
        await hand.shop(step="conclusion")
        steps = []
        for _ in range(5):
            await hand.press("escape")
            steps.append(hand.step)
        assert steps == ["form", "materials", "situation", "item", "applicant"]
        await hand.press("escape")
        (draft,) = hand.drafts()
        assert hand.app.screen is not hand.screen and draft.is_parked
        assert "清新区示例小店" in draft.content and "lease" in draft.content


async def test_a_store_that_fails_is_told_and_tried_again(
    at_desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: Any, **__: Any) -> None:
        raise StoreBusy("store_busy", "另一个程序正占着本机资料。", hint="稍后自动再存。")

    monkeypatch.setattr("screens.intake.saving.AGAIN_SECONDS", 0.05)
    async with at_desk() as hand:
        await hand.shop()
        keeping = hand.desk.save
        monkeypatch.setattr(hand.desk, "save", busy)
        await hand.press("space")
        await hand.pilot.pause(0.15)
        assert "另一个程序正占着本机资料。稍后自动再存。" in await hand.seen()
        await hand.press("ctrl+s")
        assert hand.app.screen is hand.screen, "not left before it is kept"
        monkeypatch.setattr(hand.desk, "save", keeping)
        await hand.pilot.pause(0.15)
        await hand.settle()
        assert '"ok"' in hand.drafts()[0].content


async def test_an_older_state_never_overwrites_a_newer_one(at_desk: Any) -> None:
    async with at_desk() as hand:
        await hand.shop()
        saver = hand.screen._saver
        saver.touch()
        older = saver._writing(is_parked=False)
        hand.session.mark(("form", None), "ok")
        saver.touch()
        newer = saver._writing(is_parked=False)
        newer()
        older()
        assert '"ok"' in hand.drafts()[0].content
        saver.stop()
        hand.desk.discard(hand.session.draft.id)
        saver.touch()
        saver._writing(is_parked=False)()
        assert hand.drafts() == []
