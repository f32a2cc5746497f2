"""What the home looks like with three cases on it, as text."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=["80", "120"])
async def test_the_home(
    open_desk: Any, sit_down: Any, lines: Any, same_as_kept: Any, size: tuple[int, int]
) -> None:
    app = open_desk()
    async with app.run_test(size=size) as pilot:
        await sit_down(pilot)
        same_as_kept(f"home-{size[0]}", lines(app))
