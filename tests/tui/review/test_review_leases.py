"""A lease is held while its case is open, and its loss is said at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from screens.form_card import FormCard
from screens.review.acts import RENEW_EVERY
from window_app.services.review import acts

REVIEWER, HEAD = "承办人", "首席代表"


def text(lines: Any, app: Any) -> str:
    return "\n".join(lines(app))


async def look(screen: Any, settle: Any, pilot: Any, times: int = 1) -> None:
    for _ in range(times):
        screen.keep_lease()
        await settle(pilot)


async def test_it_is_renewed_as_long_as_the_case_is_open(
    open_review: Any, sit_down: Any, press: Any, settle: Any, lines: Any, loop: Any, person: Any
) -> None:
    app = open_review()
    async with app.run_test(size=(120, 36)) as pilot:
        await sit_down(pilot)
        await press(pilot, "space", "enter")
        loop.clock.moment += timedelta(minutes=10)
        await look(app.screen, settle, pilot, RENEW_EVERY)
        assert "由我领取，到 09:55 自动续" in text(lines, app)
        loop.clock.moment += timedelta(minutes=10)
        other = acts.claim(loop.office("second"), loop.numbers()[0], person(HEAD).account)
        assert other is not None and other.code == "task_taken"


async def test_its_loss_is_said_at_once_and_what_was_typed_stays(
    open_review: Any, sit_down: Any, press: Any, settle: Any, lines: Any, loop: Any, person: Any
) -> None:
    number = loop.numbers()[0]
    app = open_review()
    async with app.run_test(size=(120, 36)) as pilot:
        home = await sit_down(pilot)
        await press(pilot, "space", "t")
        card = app.screen
        assert isinstance(card, FormCard)
        opinion = card.entries.entry("opinion").control
        opinion.value = "写了一半"
        loop.clock.moment += timedelta(hours=1)
        assert acts.claim(loop.office("second"), number, person(HEAD).account) is None
        await look(home, settle, pilot)
        assert "领取已经失效" in text(lines, app), "over the card too"
        await press(pilot, "f12")
        assert app.screen is card and opinion.value == "写了一半"
        assert "不能办" in text(lines, app)
        assert loop.at_hub(number).steps_passed == ()
        await press(pilot, "escape")
        drawn = text(lines, app)
        assert "首席代表 正在办" in drawn and "首席代表在办" in drawn
    assert loop.case("review", number).steps_passed == ()


async def test_without_a_line_it_lives_till_its_own_time(
    open_review: Any, sit_down: Any, press: Any, settle: Any, lines: Any, loop: Any
) -> None:
    app = open_review()
    async with app.run_test(size=(80, 24)) as pilot:
        await sit_down(pilot)
        await press(pilot, "space", "enter")
        loop.cut_off()
        await look(app.screen, settle, pilot, RENEW_EVERY)
        assert "断线不能续" in text(lines, app)
        loop.clock.moment += timedelta(minutes=20)
        await look(app.screen, settle, pilot)
        assert "领取已经失效" in lines(app)[-2]
