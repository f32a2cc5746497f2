"""Deemed acceptance: five working days without a word, and the case counts as accepted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from data.clock import FixedClock
from data.errors import Refusal
from data.rules.event import Kind
from data.store import numbering
from window_app.services import cases, handing, keeping, late_concluding, voiding
from window_app.services.office import Office

# Received on Monday 2026-11-23: Tuesday 11-24 is day 1, Monday 11-30 is day 5.
LAST_DAY = datetime(2026, 11, 30, 15, 59, tzinfo=UTC)  # 23:59 in Shanghai
DAY_AFTER = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)  # midnight: 2026-12-01 begins


@pytest.fixture
def received(catering: Any, submit: Any) -> str:
    """A case whose materials were taken in and not concluded."""
    number: str = submit(catering.set(conclude=False)).case.number
    return number


def test_on_the_fifth_day_it_still_waits(
    received: str, clock: FixedClock, reopen: Callable[[], Office]
) -> None:
    clock.moment = LAST_DAY
    assert cases.show(reopen(), received).status == "received"


def test_after_it_the_case_counts_as_accepted_from_the_day_of_receipt(
    received: str,
    clock: FixedClock,
    reopen: Callable[[], Office],
    pdf_text: Callable[[str], str],
) -> None:
    clock.moment = DAY_AFTER
    office = reopen()
    case = cases.show(office, received)
    assert (case.status, case.accepted) == ("accepted", "2026-11-23")
    assert case.due is not None
    # From 11-23: seven working days end on 12-02, ten on 12-07.
    assert (case.due.promised, case.due.statutory) == ("2026-12-02", "2026-12-07")
    assert (case.holder.kind, case.holder.address) == ("task", "department:market")
    (line,) = [line for line in cases.history(office, received) if line.kind == "accepted"]
    assert line.actor == "system"
    (notice,) = [d for d in case.documents if d.kind == "acceptance"]
    assert notice.path is not None
    assert "2026年12月2日" in pdf_text(notice.path)
    assert keeping.verify(office, replay=True).problems == ()


def test_it_happens_once(received: str, clock: FixedClock, reopen: Callable[[], Office]) -> None:
    clock.moment = DAY_AFTER
    reopen()
    office = reopen()
    kinds = [line.kind for line in cases.history(office, received)]
    assert kinds == ["received", "accepted"]


def test_looking_alone_accepts_nothing(received: str, clock: FixedClock, office: Office) -> None:
    clock.moment = DAY_AFTER
    assert cases.show(office, received).status == "received"


def test_it_waits_for_the_clock(
    received: str, clock: FixedClock, reopen: Callable[[], Office], staff: Any
) -> None:
    clock.moment = datetime(2027, 1, 5, 1, 0, tzinfo=UTC)  # 43 days after the last event
    office = reopen()
    assert cases.show(office, received).status == "received"
    assert isinstance(keeping.confirm_clock(office, staff["监督员"]), str)
    case = cases.show(reopen(), received)
    assert (case.status, case.accepted) == ("accepted", "2026-11-23")


def test_a_station_that_was_off_for_two_weeks_accepts_when_it_starts(
    received: str, on: Callable[[str], None], reopen: Callable[[], Office]
) -> None:
    on("2026-12-07")
    case = cases.show(reopen(), received)
    assert (case.status, case.accepted) == ("accepted", "2026-11-23")
    assert case.due is not None
    # As if told in time: 12-02 and 12-07; 12-03, 04 and 07 are over already.
    assert (case.due.promised, case.due.statutory) == ("2026-12-02", "2026-12-07")
    assert (case.days_left, case.light) == (-3, "red")


def test_the_last_materials_count_not_the_first(
    catering: Any,
    submit: Any,
    write: Callable[..., Any],
    on: Callable[[str], None],
    reopen: Callable[[], Office],
) -> None:
    """Brought on Friday 11-27 and not weighed: 11-30 is day 1, 12-04 day 5."""
    number = submit(catering.mark("layout", "missing")).case.number
    on("2026-11-27")
    body = {"materials": [], "materials_day": "2026-11-27", "notice_deadline": "2026-12-04"}
    write(number, Kind.SUPPLEMENTED, body, "窗口员")
    on("2026-12-04")
    assert cases.show(reopen(), number).status == "received"
    on("2026-12-07")
    case = cases.show(reopen(), number)
    assert (case.status, case.accepted) == ("accepted", "2026-11-27")


def test_a_window_left_running_accepts_before_its_next_act(
    received: str, clock: FixedClock, office: Office, clerk: Any, staff: Any
) -> None:
    clock.moment = DAY_AFTER
    refusal = handing.withdraw(office, received, clerk, why="不办了")
    assert isinstance(refusal, Refusal) and refusal.code == "role_may_not"
    case = voiding.void_case(office, received, staff["监督员"], why="收错")
    assert not isinstance(case, Refusal)
    kinds = [line.kind for line in cases.history(office, received)]
    assert kinds == ["received", "accepted", "voided"]
    (notice,) = [d for d in case.documents if d.kind == "acceptance"]
    assert notice.path is not None


def test_after_it_nothing_can_be_told_any_more(
    received: str, catering: Any, clock: FixedClock, office: Office, clerk: Any, tmp_path: Any
) -> None:
    clock.moment = DAY_AFTER
    form = catering.mark("layout", "missing").form
    refusal = late_concluding.conclude(office, received, form, clerk, tmp_path)
    assert isinstance(refusal, Refusal)
    assert (refusal.code, "第三十二条" in (refusal.rule or "")) == ("deemed_accepted", True)
    assert "2026-11-30" in refusal.message and "2026-11-23" in refusal.message
    assert cases.show(office, received).status == "accepted"


def test_where_the_acceptance_cannot_be_numbered_no_act_goes_before_it(
    received: str, clock: FixedClock, office: Office, clerk: Any
) -> None:
    with office.store.write() as unit:
        series = "paper/market/许受/2026"
        numbering.next_serials(unit, office.home, [series])
        unit.connection.exec_driver_sql(
            "update counter set last = 99999 where series = ?", (series,)
        )
    clock.moment = DAY_AFTER
    refusal = handing.withdraw(office, received, clerk, why="不办了")
    assert isinstance(refusal, Refusal) and refusal.code == "acceptance_waits"


def test_what_is_offered_to_this_station_is_its_own_to_accept(
    received: str, office: Office, clerk: Any, clock: FixedClock, reopen: Callable[[], Office]
) -> None:
    handing.offer(office, received, "station:0001", clerk, why="换班")
    clock.moment = DAY_AFTER
    assert cases.show(reopen(), received).accepted == "2026-11-23"


def test_the_items_own_limits_count_not_a_variants(
    filled: Callable[..., Any],
    shipped: Any,
    submit: Any,
    clock: FixedClock,
    reopen: Callable[[], Office],
) -> None:
    item = next(i for i in shipped.items if any(v.limits for v in i.variants))
    number = submit(filled(item.code).set(conclude=False)).case.number
    clock.moment = DAY_AFTER
    case = cases.show(reopen(), number)
    assert case.accepted == "2026-11-23"
    with reopen().store.read() as unit:
        limits = cases.find(unit, number).limits
    assert limits == item.limits


def test_an_errand_is_no_receipt_until_it_arrives(
    filled: Callable[..., Any],
    office: Office,
    submit: Any,
    clerk: Any,
    clock: FixedClock,
    reopen: Callable[[], Office],
) -> None:
    place = {"level": "village", "carries_to": "0002"}
    office.terminal = office.terminal.model_copy(update=place)
    number = submit(filled("L-MARKET-001")).case.number
    clock.moment = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)  # a Tuesday
    town = reopen()
    town.terminal = town.terminal.model_copy(update={"station": "0002"})
    assert cases.show(town, number).status == "received"
    arrived = handing.arrive(town, number, clerk)
    # 12-02 is day 1, 12-08 is day 5.
    assert arrived.notice_deadline == "2026-12-08"
    clock.moment = datetime(2026, 12, 8, 1, 0, tzinfo=UTC)
    assert cases.show(reopen(), number).status == "received"
    clock.moment = datetime(2026, 12, 9, 1, 0, tzinfo=UTC)
    case = cases.show(reopen(), number)
    assert (case.status, case.accepted) == ("accepted", "2026-12-01")
