"""What the heart of the intake looks like, as text: the materials, and the card that concludes."""

from __future__ import annotations

from typing import Any

import pytest

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=["80", "120"])


@SIZES
async def test_the_materials_with_a_fault(
    at_desk: Any, same_as_kept: Any, size: tuple[int, int]
) -> None:
    async with at_desk(size) as hand:
        await hand.shop()
        await hand.press("space", "space", "2", "1")
        await hand.settle()
        same_as_kept(f"materials-{size[0]}", hand.lines())


@SIZES
async def test_the_card_that_concludes(
    at_desk: Any, same_as_kept: Any, size: tuple[int, int]
) -> None:
    async with at_desk(size) as hand:
        await hand.shop(step="conclusion")
        await hand.press("f12")
        await hand.settle()
        same_as_kept(f"card-{size[0]}", hand.lines())
