"""Due dates, stops and lights, against the vectors and dates worked by hand."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import InputError
from data.rules.calendar import WorkCalendar
from data.rules.deadlines import (
    DueDate,
    Light,
    StoppedPeriod,
    Term,
    carry_up_deadline,
    case_light,
    case_term,
    deferred_deadline,
    delivery_deadline,
    due_date,
    keep_promise,
    notice_deadline,
    standing,
    step_light,
    supplement_deadline,
    worst_light,
)
from data.rules.item import Limits
from data.rules.listing import LightRule
from data.store.calendar_file import shipped_table

VECTORS = json.loads(
    (Path(__file__).parents[1] / "vectors" / "working_days.json").read_text("utf-8")
)
CALENDAR = WorkCalendar.build([shipped_table()])


def day(text: str) -> date:
    return date.fromisoformat(text)


def certain(text: str) -> DueDate:
    return DueDate(day(text), False)


def stop(first: str, last: str | None = None) -> StoppedPeriod:
    return StoppedPeriod(day(first), day(last) if last else None)


@pytest.mark.parametrize("case", VECTORS["due"], ids=str)
def test_due_vectors(case):
    assert due_date(Term(day(case["start"]), case["days"]), CALENDAR) == certain(case["due"])


@pytest.mark.parametrize("case", VECTORS["estimated"], ids=str)
def test_estimated_vectors(case):
    due = due_date(Term(day(case["start"]), case["days"]), CALENDAR)
    # 1 January 2027 is a Friday: the first day that may be worked is Monday the 4th.
    assert due == DueDate(date(2027, 1, 4), True)


@pytest.mark.parametrize("case", VECTORS["notice_deadline"], ids=str)
def test_notice_vectors(case):
    assert notice_deadline(day(case["received"]), 5, CALENDAR) == certain(case["last_day"])


@pytest.mark.parametrize("case", VECTORS["stopped"], ids=str)
def test_stopped_vectors(case):
    start, days = day(case["start"]), case["days"]
    assert due_date(Term(start, days), CALENDAR) == certain(case["without"])
    term = Term(start, days, stopped=(stop(case["from"], case["to"]),))
    assert due_date(term, CALENDAR) == certain(case["due"])


@pytest.mark.parametrize(
    ("term", "due"),
    [
        # Calendar days count rest days and need no calendar: never estimated.
        (Term(day("2026-11-23"), 60, "calendar"), certain("2027-01-22")),
        (Term(day("2026-09-30"), 3, "calendar"), certain("2026-10-03")),
        # 2 Mar + 15 = 17 Mar; four days out (9 to 12) make it the 21st.
        (
            Term(day("2026-03-02"), 15, "calendar", stopped=(stop("2026-03-09", "2026-03-12"),)),
            certain("2026-03-21"),
        ),
        # An instant item is due the same day, also on a Saturday.
        (Term(day("2026-11-21"), 0), certain("2026-11-21")),
        # Twenty days and ten more: 30 working days after Mon 2 Mar 2026; 14 April is day 30
        # (6 April, Qingming, is free).
        (Term(day("2026-03-02"), 20, extension=10), certain("2026-04-14")),
        # Two stops that overlap (9-13 and 12-20) take out the ten working days once.
        (
            Term(
                day("2026-03-02"),
                20,
                stopped=(stop("2026-03-09", "2026-03-13"), stop("2026-03-12", "2026-03-20")),
            ),
            certain("2026-04-14"),
        ),
        # A stop of one day takes out that day.
        (
            Term(day("2026-03-02"), 5, stopped=(stop("2026-03-04", "2026-03-04"),)),
            certain("2026-03-10"),
        ),
        # Stopped on the day of acceptance only: day 0 counts nothing anyway.
        (
            Term(day("2026-03-02"), 5, stopped=(stop("2026-03-02", "2026-03-02"),)),
            certain("2026-03-09"),
        ),
        # A stop that covers the day it would have been due moves it behind the stop.
        (
            Term(day("2026-03-02"), 5, stopped=(stop("2026-03-09", "2026-03-10"),)),
            certain("2026-03-11"),
        ),
        # Still stopped: unknown, unless the days were used up before.
        (Term(day("2026-03-02"), 5, stopped=(stop("2026-03-09"),)), None),
        (Term(day("2026-03-02"), 5, stopped=(stop("2026-03-10"),)), certain("2026-03-09")),
        # An instant item stopped on its own day is due on the first day that counts.
        (Term(day("2026-03-06"), 0, stopped=(stop("2026-03-06"),)), None),
        (
            Term(day("2026-03-06"), 0, stopped=(stop("2026-03-06", "2026-03-06"),)),
            certain("2026-03-09"),
        ),
    ],
)
def test_due_dates(term, due):
    assert due_date(term, CALENDAR) == due


def test_other_deadlines():
    friday = day("2026-09-18")  # Sunday the 20th is worked; 25 to 27 September are free
    assert carry_up_deadline(friday, CALENDAR) == certain("2026-09-21")
    assert deferred_deadline(friday, 3, CALENDAR) == certain("2026-09-22")
    assert supplement_deadline(friday, 6, CALENDAR) == certain("2026-09-28")
    # 20, 21, 22, 23, 24, 28, 29, 30 September, 8 and 9 October.
    assert delivery_deadline(friday, CALENDAR) == certain("2026-10-09")


def test_case_terms_come_from_the_items_limits():
    limits = Limits(statutory=20, promised=10, unit="calendar", extension=10)
    start = day("2026-03-02")
    assert case_term(limits, "promised", start) == Term(start, 10, "calendar")
    assert case_term(limits, "statutory", start, extension=10).limit == 30


def test_a_reversed_stop_is_bad_input():
    with pytest.raises(InputError):
        stop("2026-03-12", "2026-03-09")


@pytest.mark.parametrize(
    ("printed", "computed", "kept"),
    [
        (None, certain("2026-03-09"), certain("2026-03-09")),
        # Certain in print: an earlier date does not take it back, a later one counts.
        (certain("2026-03-10"), certain("2026-03-09"), certain("2026-03-10")),
        (certain("2026-03-10"), certain("2026-03-11"), certain("2026-03-11")),
        # Only estimated in print: the new calendar's date counts either way.
        (DueDate(date(2027, 2, 20), True), certain("2027-02-12"), certain("2027-02-12")),
        (DueDate(date(2027, 2, 20), True), certain("2027-02-26"), certain("2027-02-26")),
        (certain("2026-03-10"), DueDate(date(2026, 3, 10), True), certain("2026-03-10")),
    ],
)
def test_a_promise_once_certain_is_never_shortened(printed, computed, kept):
    assert keep_promise(printed, computed) == kept


def test_a_printed_promise_rules_the_standing_too():
    term = Term(day("2026-03-02"), 5, printed=certain("2026-03-11"))
    now = standing(term, day("2026-03-10"), CALENDAR)
    assert (now.due, now.days_left, now.overdue) == (certain("2026-03-11"), 1, False)


# Five days from Mon 2 Mar 2026: 3, 4, 5, 6 and Mon 9 March.
FIVE = Term(day("2026-03-02"), 5)


@pytest.mark.parametrize(
    ("today", "used", "left", "overdue"),
    [
        ("2026-03-02", 0, 5, False),
        ("2026-03-03", 1, 4, False),
        ("2026-03-07", 4, 1, False),  # Saturday
        ("2026-03-09", 5, 0, False),
        ("2026-03-10", 6, -1, True),
        ("2026-03-16", 10, -5, True),
    ],
)
def test_standing_day_by_day(today, used, left, overdue):
    now = standing(FIVE, day(today), CALENDAR)
    assert (now.used, now.days_left, now.overdue) == (used, left, overdue)
    assert (now.stopped, now.estimated, now.limit) == (False, False, 5)


def test_overdue_on_a_rest_day_is_a_day_over():
    # Due Friday 6 March; on Saturday no working day has passed, but the date has.
    now = standing(Term(day("2026-03-02"), 4), day("2026-03-07"), CALENDAR)
    assert (now.overdue, now.days_left) == (True, -1)


def test_standing_in_calendar_days():
    term = Term(day("2026-03-02"), 5, "calendar")
    assert standing(term, day("2026-03-05"), CALENDAR).days_left == 2
    assert standing(term, day("2026-03-09"), CALENDAR).days_left == -2


def test_an_open_stop_keeps_what_remains():
    term = Term(day("2026-03-02"), 5, stopped=(stop("2026-03-05"),))
    for today in ("2026-03-05", "2026-04-30"):
        now = standing(term, day(today), CALENDAR)
        assert (now.due, now.used, now.days_left) == (None, 2, 3)
        assert (now.stopped, now.overdue) == (True, False)


def test_a_stop_after_the_last_day_heals_nothing():
    term = Term(day("2026-03-02"), 5, stopped=(stop("2026-03-11"),))
    now = standing(term, day("2026-03-12"), CALENDAR)
    # Tuesday the 10th is the one day over that counts.
    assert (now.stopped, now.overdue, now.days_left) == (False, True, -1)


def test_a_standing_that_reaches_an_unpublished_year_says_so():
    assert standing(Term(day("2026-12-25"), 10), day("2026-12-28"), CALENDAR).estimated
    assert standing(Term(day("2026-12-25"), 2), day("2027-01-05"), CALENDAR).estimated
    assert not standing(Term(day("2026-12-25"), 4), day("2026-12-28"), CALENDAR).estimated
    assert not standing(
        Term(day("2026-12-25"), 30, "calendar"), day("2027-01-05"), CALENDAR
    ).estimated


def rule(light, when, base="promised", scope="case"):
    return LightRule(light=light, base=base, when=when, scope=scope)


# As the sample catalogue has them.
RULES = (
    rule("yellow", {"share_used": 0.8}),
    rule("yellow", {"days_left": 1}),
    rule("red", {"overdue": True}),
    rule("yellow", {"overdue": True}, scope="step"),
)


def lights(term, today, rules=RULES, statutory=None):
    promised = standing(term, day(today), CALENDAR)
    other = statutory and standing(statutory, day(today), CALENDAR)
    return case_light(rules, promised, other)


@pytest.mark.parametrize(
    ("today", "light"),
    [
        ("2026-03-02", Light.GREEN),
        ("2026-03-05", Light.GREEN),  # 3 of 5 used, 2 left
        ("2026-03-06", Light.YELLOW),  # 4 of 5: a share of exactly 0.8, 1 left
        ("2026-03-09", Light.YELLOW),  # the last day
        ("2026-03-10", Light.RED),
    ],
)
def test_case_lights(today, light):
    assert lights(FIVE, today) is light


def test_a_case_whose_clock_does_not_run_has_no_light():
    assert case_light(RULES, None) is Light.NONE
    assert step_light(RULES, None) is Light.NONE
    assert worst_light([]) is Light.NONE


def test_a_stopped_clock_shows_as_stopped_and_then_goes_on():
    term = Term(day("2026-03-02"), 5, stopped=(stop("2026-03-09", "2026-03-13"),))
    assert lights(term, "2026-03-06") is Light.YELLOW
    assert lights(term, "2026-03-10") is Light.STOPPED
    assert lights(term, "2026-03-16") is Light.YELLOW
    assert lights(term, "2026-03-17") is Light.RED


def test_bases_are_judged_by_their_own_limit():
    rules = (
        rule("yellow", {"overdue": True}),
        rule("red", {"overdue": True}, base="statutory"),
    )
    statutory = Term(day("2026-03-02"), 10)  # due Mon 16 March
    assert lights(FIVE, "2026-03-10", rules, statutory) is Light.YELLOW
    assert lights(FIVE, "2026-03-17", rules, statutory) is Light.RED


def test_steps_have_rules_and_limits_of_their_own():
    assert step_light(RULES, standing(FIVE, day("2026-03-09"), CALENDAR)) is Light.GREEN
    assert step_light(RULES, standing(FIVE, day("2026-03-10"), CALENDAR)) is Light.YELLOW


def test_an_instant_item_is_yellow_on_its_day_and_red_after():
    instant = Term(day("2026-03-02"), 0)
    assert lights(instant, "2026-03-02") is Light.YELLOW
    assert lights(instant, "2026-03-03") is Light.RED
    assert standing(instant, day("2026-03-02"), CALENDAR).share_used == 1.0


def test_without_rules_all_is_green():
    assert lights(FIVE, "2026-03-10", rules=()) is Light.GREEN
    assert lights(FIVE, "2026-03-10", rules=(rule("red", {"moon": "full"}),)) is Light.GREEN


def test_the_worst_light_counts():
    assert worst_light([Light.GREEN, Light.RED, Light.YELLOW]) is Light.RED
    assert worst_light([Light.STOPPED, Light.GREEN, Light.NONE]) is Light.STOPPED


STARTS = st.dates(date(2025, 1, 1), date(2027, 6, 30))
UNITS = st.sampled_from(["working", "calendar"])
STOPS = st.lists(
    st.builds(
        lambda first, length: StoppedPeriod(first, first + timedelta(length)),
        STARTS,
        st.integers(0, 40),
    ),
    max_size=3,
).map(tuple)
TERMS = st.builds(
    Term,
    start=STARTS,
    days=st.integers(1, 60),
    unit=UNITS,
    extension=st.integers(0, 15),
    stopped=STOPS,
)


@settings(max_examples=150)
@given(TERMS, st.integers(0, 150))
def test_used_and_left_make_the_limit_until_the_due_date(term, later):
    now = standing(term, term.start + timedelta(later), CALENDAR)
    assert now.overdue is (now.days_left < 0)
    if not now.overdue:
        assert now.used + now.days_left == term.limit


@settings(max_examples=100)
@given(TERMS, STOPS)
def test_a_stop_never_brings_the_due_date_nearer(term, more):
    stopped = Term(term.start, term.days, term.unit, term.extension, term.stopped + more)
    assert due_date(stopped, CALENDAR).day >= due_date(term, CALENDAR).day
    assert not stopped.is_stopped(due_date(stopped, CALENDAR).day)
