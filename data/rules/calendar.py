"""Working days (工作日): which days count, and whether that is published or only estimated.

Holidays of a year are known once the State Council's notice for it is out; until then, and for
years the table does not hold, days are estimated and every result that reaches such a year says
so. Weekends and the fixed holidays of 全国年节及纪念日放假办法 (2025) can be estimated, the lunar
ones cannot. Knows no file and no clock.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from data.errors import InputError
from data.rules.listing import CalendarOverride

SATURDAY = 5
# (month, day): 元旦, 劳动节, 国庆节.
FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})


class YearStatus(StrEnum):
    PUBLISHED = "published"
    ESTIMATED = "estimated"


@dataclass(frozen=True, slots=True)
class YearRow:
    """A year the table holds; `source` is the notice it follows."""

    year: int
    status: YearStatus
    source: str


@dataclass(frozen=True, slots=True)
class DayRow:
    """A day that differs, or may differ, from Monday to Friday."""

    day: date
    workday: bool
    name: str = ""


@dataclass(frozen=True, slots=True)
class CalendarTable:
    """One calendar file: the years it settles and their unusual days."""

    years: tuple[YearRow, ...]
    days: tuple[DayRow, ...]


@dataclass(frozen=True, slots=True)
class DueDate:
    """A day reached by counting; `estimated` where an unpublished year was reached (预计)."""

    day: date
    estimated: bool


@dataclass(frozen=True, slots=True)
class DayCount:
    """A number of days; `estimated` as in DueDate."""

    days: int
    estimated: bool


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are worked: Monday to Friday, but for `worked` and `rested`."""

    published: frozenset[int]
    worked: frozenset[date]
    rested: frozenset[date]

    @classmethod
    def build(
        cls, tables: Iterable[CalendarTable], overrides: Iterable[CalendarOverride] = ()
    ) -> WorkCalendar:
        """Later tables go over earlier ones: a year a table names is replaced whole.

        Overrides (local holidays, 放假办法 art. 4) go over all tables; they publish no year.
        InputError where an estimate would replace a published year.
        """
        years: dict[int, YearStatus] = {}
        days: dict[date, bool] = {}
        for table in tables:
            _lay_over(table, years, days)
        days |= {override.date: override.workday for override in overrides}
        published = frozenset(y for y, s in years.items() if s is YearStatus.PUBLISHED)
        unusual = {day: w for day, w in days.items() if w != _usual(day, day.year in published)}
        return cls(
            published,
            worked=frozenset(day for day, workday in unusual.items() if workday),
            rested=frozenset(day for day, workday in unusual.items() if not workday),
        )

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) over what the calendar answers; names and sources do not count.

        Frozen into every event, so that a due date can be traced to its calendar.
        """
        lines = [f"year {year}" for year in sorted(self.published)]
        lines += [f"work {day.isoformat()}" for day in sorted(self.worked)]
        lines += [f"rest {day.isoformat()}" for day in sorted(self.rested)]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    def is_published(self, day: date) -> bool:
        """Is the notice for that day's year known?"""
        return day.year in self.published

    def is_workday(self, day: date) -> bool:
        """Is it a working day; an estimate where `is_published` is false."""
        if day in self.worked:
            return True
        return day not in self.rested and _usual(day, self.is_published(day))

    def is_estimated(self, first: date, last: date) -> bool:
        """Does this stretch, both ends included, touch an unpublished year?"""
        return any(year not in self.published for year in range(first.year, last.year + 1))

    def next_workday(self, day: date) -> DueDate:
        """The first working day after `day`."""
        return self.nth_workday(day, 1)

    def on_or_after(self, day: date) -> DueDate:
        """`day` itself where it is worked, else the next working day."""
        if self.is_workday(day):
            return DueDate(day, not self.is_published(day))
        following = self.next_workday(day)
        return DueDate(following.day, self.is_estimated(day, following.day))

    def nth_workday(self, start: date, count: int) -> DueDate:
        """The end of day `count`: the first working day after `start` is day 1 (XKF 82).

        Nothing to count gives `start` itself, worked or not.
        """
        if count < 0:
            raise InputError("days_negative", f"天数不能是负数：{count}。", field="days")
        day = start
        for _ in range(count):
            day = day_after(day)
            while not self.is_workday(day):
                day = day_after(day)
        return DueDate(day, count > 0 and self.is_estimated(day_after(start), day))

    def workdays_between(self, after: date, until: date) -> DayCount:
        """Working days after `after` up to and with `until`; none where it is not later."""
        if until <= after:
            return DayCount(0, False)
        first = day_after(after)
        stretch = (first + timedelta(n) for n in range((until - after).days))
        return DayCount(sum(map(self.is_workday, stretch)), self.is_estimated(first, until))


def day_after(day: date) -> date:
    """The next day; InputError past the last day a date can name."""
    if day == date.max:
        raise InputError("date_out_of_range", "日期超出能计算的范围（9999 年底）。", field="date")
    return day + timedelta(1)


def _usual(day: date, published: bool) -> bool:
    """Worked where no table says anything."""
    on_weekday = day.weekday() < SATURDAY
    return on_weekday and (published or (day.month, day.day) not in FIXED_HOLIDAYS)


def _lay_over(table: CalendarTable, years: dict[int, YearStatus], days: dict[date, bool]) -> None:
    """Put `table` over what was gathered; a year it names loses the days it had before."""
    for row in table.years:
        if row.status is YearStatus.ESTIMATED and years.get(row.year) is YearStatus.PUBLISHED:
            raise InputError(
                "calendar_year_published",
                f"{row.year} 年的放假安排已经公布，不能改回推算。",
                hint="从文件中去掉这一年，或改为 published。",
                field=str(row.year),
            )
    replaced = {row.year for row in table.years}
    for day in [day for day in days if day.year in replaced]:
        del days[day]
    years |= {row.year: row.status for row in table.years}
    days |= {row.day: row.workday for row in table.days}
