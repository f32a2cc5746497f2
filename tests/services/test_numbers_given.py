"""A store whose last acts are lost: told at the next start, and no number is given twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from data.clock import FixedClock
from data.rules.words import Role
from data.store import numbering
from window_app.services import access, intake
from window_app.services.office import Office
from window_app.views import Submitted

CLERK = access.new_account("窗口员", [Role.CLERK])


@pytest.fixture
def hand_in(filled: Any, tmp_path: Path) -> Callable[[Office], str]:
    """Take a case in at an opened home; its number."""

    def take(office: Office) -> str:
        answer = intake.submit(office, filled("L-MARKET-006").form, CLERK, tmp_path)
        assert isinstance(answer, Submitted), answer
        return answer.case.number

    return take


@pytest.mark.parametrize("lost", [1, 3])
def test_lost_acts_are_told_until_the_next_number(
    reopen: Callable[[], Office], hand_in: Callable[[Office], str], lost: int
) -> None:
    office = reopen()
    first = hand_in(office)
    office.store.close()  # all is in the file now, and its log is gone
    old = office.home.store.read_bytes()
    given = [hand_in(office) for _ in range(lost)]
    office.store.close()
    office.home.store.write_bytes(old)

    again = reopen()
    (trouble,) = again.troubles
    assert (trouble.word, trouble.tone) == ("编号缺件", "warn")
    assert f"{lost} 个办件编号" in trouble.sentence
    assert "store.db-wal" in trouble.sentence
    assert hand_in(again) not in [first, *given]
    assert reopen().troubles == ()


def test_an_act_cut_off_is_told_until_the_next_one(
    reopen: Callable[[], Office], hand_in: Callable[[Office], str], clock: FixedClock
) -> None:
    """Killed between the small file and the COMMIT: the number is skipped, and said to be."""
    office = reopen()
    with pytest.raises(RuntimeError), office.store.write() as unit:
        numbering.next_serials(unit, office.home, ["case/2026-11-23"])
        unit.finish()
        raise RuntimeError
    assert [trouble.word for trouble in reopen().troubles] == ["编号缺件"]
    clock.moment += timedelta(days=1)
    assert [trouble.word for trouble in reopen().troubles] == ["编号缺件"]
    hand_in(office)
    assert reopen().troubles == ()
