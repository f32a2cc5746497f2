"""A clock behind the journal, or far ahead of it, stops legal acts until somebody confirms it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from data.clock import FixedClock
from data.errors import Refusal
from data.store.staff import Account
from window_app.services import intake, keeping
from window_app.services.office import Office
from window_app.views import Submitted


@pytest.fixture
def hand_in(office: Office, clerk: Account, catering: Any, tmp_path: Path) -> Any:
    return lambda: intake.submit(office, catering.form, clerk, tmp_path)


@pytest.mark.parametrize(
    "step",
    [timedelta(0), timedelta(minutes=-2), timedelta(minutes=5), timedelta(days=35)],
)
def test_a_small_step_stops_nothing(hand_in: Any, clock: FixedClock, step: timedelta) -> None:
    clock.moment += step
    assert isinstance(hand_in(), Submitted)


@pytest.mark.parametrize(
    ("step", "word"),
    [
        (timedelta(minutes=-2, seconds=-1), "落后于"),
        (timedelta(days=-20), "落后于"),
        (timedelta(days=35, seconds=1), "远远超前于"),
        (timedelta(days=400), "远远超前于"),
    ],
)
def test_a_wrong_clock_stops_legal_acts_until_a_supervisor_confirms(
    hand_in: Any,
    clock: FixedClock,
    office: Office,
    staff: dict[str, Account],
    stored: Any,
    step: timedelta,
    word: str,
) -> None:
    clock.moment += step
    before = stored()
    refusal = hand_in()
    assert isinstance(refusal, Refusal)
    assert refusal.code == "clock_unconfirmed"
    assert word in refusal.message
    assert stored() == before
    confirmed = keeping.confirm_clock(office, staff["监督员"])
    assert isinstance(confirmed, str)
    assert isinstance(hand_in(), Submitted)
    assert keeping.verify(office, replay=True).problems == ()


@pytest.mark.parametrize("name", ["窗口员", "管理员", "首席代表", "清单员"])
def test_nobody_else_confirms_it(
    hand_in: Any, clock: FixedClock, office: Office, staff: dict[str, Account], name: str
) -> None:
    clock.moment += timedelta(days=60)
    refusal = keeping.confirm_clock(office, staff[name])
    assert isinstance(refusal, Refusal)
    assert refusal.code == "role_may_not"
    assert hand_in().code == "clock_unconfirmed"
