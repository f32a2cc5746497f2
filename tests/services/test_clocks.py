"""How a case's time runs over what happens to it; every date is worked out by hand.

The case is a food licence accepted on Monday 2026-11-23: 7 working days promised, 10 by law.
Working days from there: 11-24 (1), 25, 26, 27, 30 (5), 12-01, 02 (7), 03, 04, 07 (10), 08, 09,
10, 11, 14 (15). Without an event its dates are 12-02 and 12-07.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from data.errors import Refusal
from data.rules.event import Kind
from data.rules.item import Limits, Special
from data.store.staff import Account
from window_app.services import cases, keeping, lapsing, lists, supplementing
from window_app.services.forms import SupplementForm
from window_app.services.office import Office

FOOD = "L-MARKET-006"
On = Callable[[str], None]
Write = Callable[..., Any]
# What a notice for 2027 might say; 4 January is made free to move the dates above.
REST_2027 = (
    "01-01 01-04 02-05 02-08 02-09 02-10 02-11 02-12 04-05 05-03 06-09 09-15 10-01 10-04 10-05"
)
POINT = {"material": "rules", "person": None, "mark": "missing", "choice": "", "say": "补齐。"}


class Shown(NamedTuple):
    """What a person sees of the clock."""

    promised: str
    statutory: str
    estimated: bool
    left: int | None
    light: str


@pytest.fixture
def number(catering: Any, submit: Any) -> str:
    taken: str = submit(catering).case.number
    return taken


def shown(office: Office, number: str) -> Shown:
    case = cases.show(office, number)
    assert case.due is not None
    due = case.due
    return Shown(due.promised, due.statutory, due.estimated, case.days_left, case.light)


def sent_back(day: str, deadline: str) -> tuple[str, Kind, dict[str, Any]]:
    body = {"told_on": day, "deadline": deadline, "points": [POINT], "offer_to": "station:0001"}
    return day, Kind.SENT_BACK, body


def brought(day: str) -> tuple[str, Kind, dict[str, Any]]:
    body = {"materials": [], "materials_day": day, "offer_to": "department:market"}
    return day, Kind.SUPPLEMENTED, body


def stopped(day: str, name: str, *, stops: bool = True) -> tuple[str, Kind, dict[str, Any]]:
    return day, Kind.SUSPENDED, {"name": name, "since": day, "stops_clock": stops}


def over(day: str, name: str) -> tuple[str, Kind, dict[str, Any]]:
    return day, Kind.RESUMED, {"name": name, "until": day}


# What happened, the day that is looked at, and what is seen then.
STORIES = {
    "nothing: the last day": (
        [],
        "2026-12-02",
        Shown("2026-12-02", "2026-12-07", False, 0, "yellow"),
    ),
    "nothing: a day over": ([], "2026-12-03", Shown("2026-12-02", "2026-12-07", False, -1, "red")),
    # A send-back after acceptance leaves the clock running, whatever round it is.
    "sent back": (
        [sent_back("2026-11-25", "2026-12-23")],
        "2026-12-01",
        Shown("2026-12-02", "2026-12-07", False, 1, "yellow"),
    ),
    "sent back twice": (
        [
            sent_back("2026-11-24", "2026-12-22"),
            brought("2026-11-26"),
            sent_back("2026-11-27", "2026-12-25"),
            brought("2026-12-03"),
        ],
        "2026-12-04",
        Shown("2026-12-02", "2026-12-07", False, -2, "red"),
    ),
    # 11-25 and 11-27 are out with what is between: 24 (1), 30 (2), 12-01 (3), 02, 03, 04, 07 (7),
    # 08, 09, 10 (10).
    "stopped, both ends out": (
        [stopped("2026-11-25", "检验"), over("2026-11-27", "检验")],
        "2026-11-30",
        Shown("2026-12-07", "2026-12-10", False, 5, "green"),
    ),
    # 11-25 to 12-01 are out once, though two procedures lie over 11-26 and 27:
    # 24 (1), 12-02 (2), 03, 04, 07, 08, 09 (7), 10, 11, 14 (10).
    "two stops that overlap": (
        [
            stopped("2026-11-25", "检验"),
            stopped("2026-11-26", "听证"),
            over("2026-11-27", "检验"),
            over("2026-12-01", "听证"),
        ],
        "2026-12-02",
        Shown("2026-12-09", "2026-12-14", False, 5, "green"),
    ),
    # While one of them is open the dates are those in print, and nobody is late.
    "one of two still open": (
        [
            stopped("2026-11-25", "检验"),
            stopped("2026-11-26", "听证"),
            over("2026-11-27", "检验"),
        ],
        "2026-12-10",
        Shown("2026-12-02", "2026-12-07", False, 6, "stopped"),
    ),
    # A visit on the spot is no stop by law (行政许可法 45 does not name it).
    "a procedure that stops nothing": (
        [stopped("2026-11-25", "现场核查", stops=False)],
        "2026-12-03",
        Shown("2026-12-02", "2026-12-07", False, -1, "red"),
    ),
    # Five days more, by the head: 12-02 and 12-07 become 12-09 and 12-14.
    "extended once": (
        [
            (
                "2026-12-01",
                Kind.EXTENDED,
                {
                    "days": 5,
                    "due": {
                        "promised": "2026-12-09",
                        "statutory": "2026-12-14",
                        "estimated": False,
                    },
                },
            )
        ],
        "2026-12-04",
        Shown("2026-12-09", "2026-12-14", False, 3, "green"),
    ),
}


@pytest.mark.parametrize("story", STORIES)
def test_the_clock_of_an_accepted_case(
    number: str, office: Office, write: Write, on: On, story: str
) -> None:
    happened, day, expected = STORIES[story]
    for moment, kind, body in happened:
        on(moment)
        write(number, kind, body)
    on(day)
    assert shown(office, number) == expected
    assert keeping.verify(office, replay=True).problems == ()


def test_rounds_before_acceptance_leave_no_trace_in_the_due_date(
    catering: Any, submit: Any, office: Office, clerk: Account, on: On, tmp_path: Path
) -> None:
    number = submit(catering.mark("layout", "missing").mark("rules", "missing")).case.number
    deadlines = []
    for day, marks in (
        ("2026-11-25", {"layout": "missing", "rules": "ok"}),
        ("2026-11-27", {"layout": "ok"}),
    ):
        on(day)
        rows = [{"id": name, "mark": mark} for name, mark in marks.items()]
        form = SupplementForm.model_validate({"materials": rows})
        assert not isinstance(supplementing.bring(office, number, form, clerk, tmp_path), Refusal)
        with office.store.read() as unit:
            deadlines.append(cases.find(unit, number).supplements[-1].deadline)
    # Twenty working days from 11-25: 12-23.
    assert deadlines == ["2026-12-23", "2026-12-23"]
    # Accepted on Friday 11-27: 30 (1), 12-01, 02, 03, 04, 07, 08 (7), 09, 10, 11 (10).
    assert cases.show(office, number).accepted == "2026-11-27"
    assert shown(office, number)[:3] == ("2026-12-08", "2026-12-11", False)


def test_where_the_list_says_so_a_send_back_stops_the_clock(
    catering: Any, submit: Any, office: Office, write: Write, on: On, with_list: Any
) -> None:
    basis = "本清单公布的办理规定(示例)"
    with_list(
        FOOD,
        special=(Special(name="补正", days=20, unit="working", stops_clock=True, basis=basis),),
    )
    number = submit(catering).case.number
    for day, kind, body in (sent_back("2026-11-24", "2026-12-22"), brought("2026-12-01")):
        on(day)
        write(number, kind, body)
    # 11-24 to 12-01 are out: 12-02 (1), 03, 04, 07, 08, 09, 10 (7), 11, 14, 15 (10).
    assert shown(office, number)[:3] == ("2026-12-10", "2026-12-15", False)
    assert cases.show(office, number).status == "reviewing"


def test_calendar_days_count_rest_days_and_need_no_calendar(
    catering: Any, submit: Any, office: Office, with_list: Any
) -> None:
    with_list(FOOD, limits=Limits(statutory=60, promised=15, unit="calendar", extension=0))
    number = submit(catering).case.number
    # 23 November and 15 days are 8 December; and 60 are 22 January, in a year without calendar.
    assert shown(office, number)[:3] == ("2026-12-08", "2027-01-22", False)


def test_a_date_in_an_unpublished_year_is_an_estimate_until_the_calendar_comes(
    catering: Any,
    submit: Any,
    office: Office,
    staff: dict[str, Account],
    with_list: Any,
    on: On,
    tmp_path: Path,
) -> None:
    with_list(FOOD, limits=Limits(statutory=30, promised=29, unit="working", extension=0))
    number = submit(catering).case.number
    # Working days: 5 in November, 23 in December make 28; 1 January 2027 is a holiday, a Friday.
    assert shown(office, number)[:3] == ("2027-01-04", "2027-01-05", True)
    path = tmp_path / "2027.csv"
    rests = "".join(f"2027-{day},rest,示例\n" for day in REST_2027.split())
    path.write_text(f"date,kind,name\n2027,published,示例通知\n{rests}", "utf-8")
    on("2026-12-07")
    assert not isinstance(lists.import_calendar(office, path, staff["管理员"]), Refusal)
    assert shown(office, number)[:3] == ("2027-01-05", "2027-01-06", False)


def test_deferred_materials_over_the_turn_of_the_year(
    catering: Any, submit: Any, office: Office, on: On
) -> None:
    on("2026-12-28")  # a Monday; five working days: 29, 30, 31, and in 2027 4 and 5 January
    number = submit(catering.mark("manager", "deferred")).case.number
    with office.store.read() as unit:
        (row,) = cases.find(unit, number).deferred_open
    assert row.later_by == "2027-01-05"
    # Promised: 29 (1), 30, 31, 01-04 (4), 05, 06, 07 (7); by law 01-08, 11, 12 (10).
    assert shown(office, number)[:3] == ("2027-01-07", "2027-01-12", True)
    on("2027-01-05")
    assert shown(office, number).light != "red"
    on("2027-01-06")
    assert shown(office, number).light == "red"


def test_the_days_between_lapse_and_reopening_count(
    number: str,
    office: Office,
    clerk: Account,
    staff: dict[str, Account],
    write: Write,
    on: On,
) -> None:
    """No law stops the clock because a case was ended by mistake."""
    on("2026-11-24")
    write(number, Kind.SENT_BACK, sent_back("2026-11-24", "2026-11-26")[2])
    on("2026-11-27")
    assert not isinstance(lapsing.lapse(office, number, clerk), Refusal)
    assert shown(office, number) == Shown("2026-12-02", "2026-12-07", False, None, "none")
    on("2026-12-01")
    assert not isinstance(lapsing.reopen(office, number, staff["监督员"], why="有证明"), Refusal)
    assert shown(office, number) == Shown("2026-12-02", "2026-12-07", False, 1, "yellow")
    case = cases.show(office, number)
    assert (case.status, case.accepted) == ("supplementing", "2026-11-23")
