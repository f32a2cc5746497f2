"""A key on the material list: drawn once, only what it changes, and in the order of the keys."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from textual.app import App
from textual.geometry import Region

from screens.intake.material_card import MaterialCard

WIDE = (120, 36)
KEYS = (*["down"] * 4, *["up"] * 2, *["space"] * 2, "end", "home", *"0112233456")
TICK = 0.05  # seconds; three frames may be drawn
Frames = list[set[tuple[int, int, int]]]


@pytest.fixture
def frames(monkeypatch: pytest.MonkeyPatch) -> Frames:
    """What every frame draws: line, first cell, and the cell behind the last."""
    drawn: Frames = []
    show = App._display

    def watched(app: Any, screen: Any, update: Any) -> None:
        if update is not None:
            whole = {(y, 0, app.size.width) for y in range(app.size.height)}
            drawn.append(set(getattr(update, "spans", whole)))
        show(app, screen, update)

    monkeypatch.setattr(App, "_display", watched)
    return drawn


def drawn_in(frame: set[tuple[int, int, int]], region: Region) -> set[int]:
    """The lines of a region that a frame draws, counted from its top."""
    return {
        y - region.y
        for y, start, end in frame
        if region.y <= y < region.bottom and start < region.right and end > region.x
    }


def lines_of(rows: Any, *places: int) -> set[int]:
    return {line for line, place in enumerate(rows._shown) if place in places}


async def drawn_by(hand: Any, frames: Frames, key: str) -> Frames:
    """The frames that follow a key."""
    frames.clear()
    await hand.press(key)
    await hand.pilot.pause(TICK)
    return list(frames)


async def test_a_step_draws_two_rows_and_the_panel(at_desk: Any, frames: Frames) -> None:
    async with at_desk(WIDE) as hand:
        await hand.shop()
        rows, panel = (getattr(hand.screen.panes["materials"], name) for name in ("list", "panel"))
        (frame,) = await drawn_by(hand, frames, "down")
        assert drawn_in(frame, rows.region) == lines_of(rows, 0, 1)
        assert drawn_in(frame, panel.region)
        assert all(
            drawn_in({span}, rows.region) or drawn_in({span}, panel.region) for span in frame
        )
        assert await drawn_by(hand, frames, "home")
        assert not await drawn_by(hand, frames, "up"), "what changes nothing draws nothing"


async def test_a_mark_draws_its_row_the_count_and_the_conclusion(
    at_desk: Any, frames: Frames
) -> None:
    async with at_desk(WIDE) as hand:
        await hand.shop()
        pane = hand.screen.panes["materials"]
        rows, comes_to = pane.list, hand.screen.query_one("IntakeConclusion")
        (frame,) = await drawn_by(hand, frames, "space")
        assert drawn_in(frame, rows.region) == lines_of(rows, 0, 1)
        assert drawn_in(frame, comes_to.region)
        assert drawn_in(frame, hand.screen.query_one("#material-list PanelHead").region) == {0}
        for still in ("HeadLine", "IntakeRail", "WhoLine", "#marks", "FootLine"):
            assert not drawn_in(frame, hand.screen.query_one(still).region), still
        for key in ("2", "1"):
            (frame,) = await drawn_by(hand, frames, key)
            assert drawn_in(frame, rows.region) <= lines_of(rows, 1)


@pytest.mark.parametrize("size", [(80, 24), WIDE], ids=["80", "120"])
async def test_what_stands_after_many_keys_is_what_a_fresh_drawing_gives(
    at_desk: Any, size: tuple[int, int]
) -> None:
    def seen() -> list[Any]:
        return [list(strip) for strip in hand.screen._compositor.render_strips()]

    dice = Random(size[0])
    async with at_desk(size) as hand:
        await hand.shop(item="L-CIVIL-001", step="situation")
        for _ in range(2):
            hand.session.add_member()
        hand.session.answer("scope", "household")
        hand.screen.go("materials")
        for round_ in range(4):
            await hand.press(*dice.choices(KEYS, k=25), *["ctrl+t"] * (round_ == 1))
            stands = seen()
            for widget in hand.screen.query("*"):
                widget.refresh(layout=True)
            await hand.settle()
            assert seen() == stands


async def test_keys_in_one_burst_are_taken_in_their_order(at_desk: Any, burst: Any) -> None:
    async with at_desk(WIDE) as hand:
        await hand.shop()
        faults = hand.screen.view.materials[1].faults
        burst(hand.app, "space", "2", "1", "e", *"105 x", "enter", "enter", "1", "5", "up", "0")
        await hand.settle()
        marks = hand.session.draft.marks
        assert hand.marks == {"form": "ok", "operator_id": "defective", "lease": "missing"}
        assert marks["operator_id"].faults == [faults[0], "105 x"]
        burst(hand.app, "v", "escape", "home", "1", "left", "right", "end", "5")
        await hand.settle()
        assert hand.step == "materials" and hand.marks["form"] == "missing"
        assert hand.marks[hand.screen.view.materials[-1].key[0]] == "fixed"
        burst(hand.app, "home", "v", "v")
        await hand.settle()
        assert isinstance(hand.app.screen, MaterialCard)
