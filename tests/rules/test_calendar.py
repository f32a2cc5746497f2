"""Working days, with a small calendar written here: 2025 and 2026 as published, no other year."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import InputError
from data.rules.calendar import (
    CalendarTable,
    DayCount,
    DayRow,
    DueDate,
    WorkCalendar,
    YearRow,
    YearStatus,
)
from data.rules.listing import CalendarOverride


def table(*years, rest=(), work=(), status=YearStatus.PUBLISHED):
    rows = [DayRow(date.fromisoformat(d), False) for d in rest]
    rows += [DayRow(date.fromisoformat(d), True) for d in work]
    return CalendarTable(tuple(YearRow(y, status, "测试") for y in years), tuple(rows))


NATIONAL = table(
    2025,
    2026,
    rest=("2026-01-01", "2026-01-02", "2026-10-01", "2026-10-02", "2026-10-05"),
    work=("2026-01-04", "2026-10-10"),
)
CALENDAR = WorkCalendar.build([NATIONAL])


@pytest.mark.parametrize(
    ("day", "workday", "published"),
    [
        ("2026-01-01", False, True),  # Thursday, holiday
        ("2026-01-03", False, True),  # Saturday
        ("2026-01-04", True, True),  # Sunday made a working day
        ("2026-01-05", True, True),  # Monday
        ("2026-05-01", True, True),  # Friday: the table is what counts, not the fixed holidays
        ("2027-01-01", False, False),  # Friday, fixed holiday, estimated
        ("2027-02-08", True, False),  # 除夕 2027: a lunar day cannot be estimated
        ("2027-10-10", False, False),  # Sunday
        ("1999-10-01", False, False),  # before the table, estimated too
    ],
)
def test_days(day, workday, published):
    day = date.fromisoformat(day)
    assert CALENDAR.is_workday(day) is workday
    assert CALENDAR.is_published(day) is published


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        # 2 Jan (Fri) is a holiday, 3 Jan Saturday, 4 Jan (Sun) is worked.
        ("2025-12-31", 1, DueDate(date(2026, 1, 4), False)),
        ("2025-12-31", 2, DueDate(date(2026, 1, 5), False)),
        # Nothing to count: the day itself, also a Saturday.
        ("2026-01-03", 0, DueDate(date(2026, 1, 3), False)),
        # Thursday 31 Dec 2026 is the last certain day.
        ("2026-12-30", 1, DueDate(date(2026, 12, 31), False)),
        # 1 Jan is a fixed holiday, 2 and 3 Jan a weekend: Monday the 4th, estimated.
        ("2026-12-31", 1, DueDate(date(2027, 1, 4), True)),
        # Counted through an unpublished year into a published one.
        ("2024-12-31", 1, DueDate(date(2025, 1, 1), False)),
        ("2024-12-30", 2, DueDate(date(2025, 1, 1), True)),
    ],
)
def test_nth_workday(start, count, expected):
    assert CALENDAR.nth_workday(date.fromisoformat(start), count) == expected


def test_next_workday_and_on_or_after():
    saturday = date(2026, 1, 10)
    assert CALENDAR.next_workday(saturday) == DueDate(date(2026, 1, 12), False)
    assert CALENDAR.on_or_after(saturday) == DueDate(date(2026, 1, 12), False)
    assert CALENDAR.on_or_after(date(2026, 1, 12)) == DueDate(date(2026, 1, 12), False)
    assert CALENDAR.on_or_after(date(2027, 1, 1)) == DueDate(date(2027, 1, 4), True)


def test_workdays_between():
    # 30 Sep (Wed) to 12 Oct (Mon): 6, 7, 8, 9, 10 (Saturday, worked), 12.
    assert CALENDAR.workdays_between(date(2026, 9, 30), date(2026, 10, 12)) == DayCount(6, False)
    assert CALENDAR.workdays_between(date(2026, 10, 12), date(2026, 9, 30)) == DayCount(0, False)
    assert CALENDAR.workdays_between(date(2026, 12, 31), date(2027, 1, 4)) == DayCount(1, True)


def test_overrides_go_over_the_table_and_publish_nothing():
    overrides = [
        CalendarOverride(date=date(2026, 3, 20), workday=False, name="肉孜节"),
        CalendarOverride(date=date(2027, 1, 2), workday=True),
    ]
    local = WorkCalendar.build([NATIONAL], overrides)
    assert not local.is_workday(date(2026, 3, 20))
    assert local.next_workday(date(2026, 12, 31)) == DueDate(date(2027, 1, 2), True)


def test_a_later_table_replaces_its_years_whole_and_may_reach_beside_them():
    later = table(2026, 2027, rest=("2026-01-01", "2027-01-01", "2025-12-31"))
    merged = WorkCalendar.build([NATIONAL, later])
    assert not merged.is_workday(date(2026, 1, 4))  # the older table's make-up day is gone
    assert not merged.is_workday(date(2025, 12, 31))
    assert merged.is_published(date(2027, 6, 1))


def test_an_estimated_table_stays_estimated_and_replaces_no_published_year():
    guess = table(2027, rest=("2027-02-08",), status=YearStatus.ESTIMATED)
    merged = WorkCalendar.build([NATIONAL, guess])
    assert not merged.is_workday(date(2027, 2, 8))
    assert not merged.is_published(date(2027, 2, 8))
    with pytest.raises(InputError) as refused:
        WorkCalendar.build([NATIONAL, table(2026, status=YearStatus.ESTIMATED)])
    assert refused.value.code == "calendar_year_published"


def test_digest_tells_what_the_calendar_answers():
    # A row that only repeats the weekday rule, and the order of rows, change nothing.
    same = table(
        2026,
        2025,
        rest=("2026-10-05", "2026-10-02", "2026-10-01", "2026-01-02", "2026-01-01", "2026-01-03"),
        work=("2026-10-10", "2026-01-04"),
    )
    assert WorkCalendar.build([same]) == CALENDAR
    assert WorkCalendar.build([same]).digest == CALENDAR.digest
    assert len(CALENDAR.digest) == 64
    override = CalendarOverride(date=date(2026, 3, 20), workday=False)
    others = [
        WorkCalendar.build([NATIONAL], [override]),
        WorkCalendar.build([NATIONAL, table(2027)]),
        WorkCalendar.build([]),
    ]
    assert len({CALENDAR.digest, *(other.digest for other in others)}) == 4


def test_digest_is_the_same_in_every_release():
    assert WorkCalendar.build([table(2026, rest=("2026-01-01",), work=("2026-01-04",))]).digest == (
        "a19e65c9d05033240acc4a318d9c4233e5ca744a5f1a4536d71196d337594ed2"
    )


@pytest.mark.parametrize(("start", "count"), [("2026-01-01", -1), ("9999-12-30", 5)])
def test_what_cannot_be_counted_is_bad_input(start, count):
    with pytest.raises(InputError):
        CALENDAR.nth_workday(date.fromisoformat(start), count)


DAYS = st.dates(date(2023, 1, 1), date(2029, 12, 31))


@settings(max_examples=200)
@given(DAYS, st.integers(1, 120))
def test_counting_forth_and_back_agree(start, count):
    due = CALENDAR.nth_workday(start, count)
    assert CALENDAR.is_workday(due.day)
    assert CALENDAR.workdays_between(start, due.day) == DayCount(count, due.estimated)
    assert due.estimated or CALENDAR.is_published(start + timedelta(1))
    assert due.estimated or CALENDAR.is_published(due.day)
