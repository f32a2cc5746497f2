"""Calendar files: reads the shipped one and imported ones into a WorkCalendar.

The format is described in data/calendar/README.md. A file is taken whole or refused with its
name and line; what days mean for a due date is the rules' business.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable
from datetime import date
from importlib import resources
from pathlib import Path
from typing import NoReturn

from data.errors import InputError
from data.rules.calendar import (
    SATURDAY,
    CalendarTable,
    DayRow,
    WorkCalendar,
    YearRow,
    YearStatus,
)
from data.rules.listing import CalendarOverride

SHIPPED = "cn.csv"
HEADER = ["date", "kind", "name"]
WORKDAY_WORDS = {"work": True, "rest": False}
# Statutory in every version of the law; (month, day).
ALWAYS_REST = ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3))
# Weekdays rested less weekend days worked: 10, 11 or 13 by law; 9 where New Year's make-up
# days fell into the year before (2006).
LEAST_REST_DAYS = 9


def load_calendar(
    imported: Iterable[Path] = (), overrides: Iterable[CalendarOverride] = ()
) -> WorkCalendar:
    """The shipped calendar, under imported files in their order, under local overrides."""
    tables = [shipped_table(), *map(read_calendar_file, imported)]
    return WorkCalendar.build(tables, overrides)


def shipped_table() -> CalendarTable:
    """The national calendar that comes with the product."""
    file = resources.files("data").joinpath("calendar", SHIPPED)
    return parse_calendar(file.read_text(encoding="utf-8"), SHIPPED)


def read_calendar_file(path: Path) -> CalendarTable:
    """A calendar file from disk; InputError names the file where it cannot be used."""
    try:
        return parse_calendar(path.read_bytes().decode("utf-8-sig"), path.name)
    except OSError as trouble:
        raise InputError(
            "calendar_file_unreadable",
            f"读不到日历文件 {path}：{trouble.strerror}。",
            field=str(path),
        ) from trouble
    except UnicodeDecodeError as trouble:
        raise InputError(
            "calendar_file_faulty",
            f"{path.name} 不是 UTF-8 文本。",
            hint="另存为“CSV UTF-8”后再导入。",
            field=path.name,
        ) from trouble


def parse_calendar(text: str, name: str) -> CalendarTable:
    """The table a calendar text holds; InputError with `name` and line at its first fault."""
    years: dict[int, YearRow] = {}
    days: dict[date, tuple[int, DayRow]] = {}
    for line, cells in _rows(text, name):
        row = _read_row(cells, name, line)
        if isinstance(row, YearRow):
            if years.setdefault(row.year, row) is not row:
                _fault(name, line, f"{row.year} 年出现了两次")
        elif days.setdefault(row.day, (line, row))[1] is not row:
            _fault(name, line, f"{row.day} 出现了两次")
    _check_days_belong(years, days, name)
    table = CalendarTable(tuple(years.values()), tuple(row for _, row in days.values()))
    _check_published_years(table, name)
    return table


def _rows(text: str, name: str) -> list[tuple[int, list[str]]]:
    """(line, cells) of every data row; blank lines and lines that begin with # are left out."""
    numbered = enumerate(text.splitlines(), start=1)
    lines = [(n, line) for n, line in numbered if line.strip() and not line.startswith("#")]
    rows = [(n, [c.strip() for c in _cells(line, name, n)]) for n, line in lines]
    if not rows or rows[0][1] != HEADER:
        _fault(name, rows[0][0] if rows else 1, f"第一行应为表头 {','.join(HEADER)}")
    return rows[1:]


def _cells(line: str, name: str, number: int) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(line), strict=True))
    except csv.Error:
        _fault(name, number, "引号不成对")


def _read_row(cells: list[str], name: str, line: int) -> YearRow | DayRow:
    if len(cells) != len(HEADER):
        _fault(name, line, f"应有 {len(HEADER)} 列，现有 {len(cells)} 列")
    when, kind, label = cells
    if kind in tuple(YearStatus):
        return _year_row(when, YearStatus(kind), label, name, line)
    if kind not in WORKDAY_WORDS:
        _fault(name, line, f"“{kind}”不认识，应为 published、estimated、work 或 rest")
    return DayRow(_day(when, name, line), WORKDAY_WORDS[kind], label)


def _day(text: str, name: str, line: int) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        _fault(name, line, f"“{text}”不是日期，应写成 2027-01-01")
    return day


def _year_row(when: str, status: YearStatus, source: str, name: str, line: int) -> YearRow:
    if not (len(when) == 4 and when.isascii() and when.isdigit() and int(when) > 0):
        _fault(name, line, f"“{when}”不是年份，应写成 2027")
    if status is YearStatus.PUBLISHED and not source:
        _fault(name, line, f"{when} 年没有写明依据的放假通知")
    return YearRow(int(when), status, source)


def _check_days_belong(
    years: dict[int, YearRow], days: dict[date, tuple[int, DayRow]], name: str
) -> None:
    """A notice reaches at most into the years beside its own (2012's moved 2011-12-31)."""
    for day, (line, _) in days.items():
        if not years.keys() & {day.year - 1, day.year, day.year + 1}:
            _fault(name, line, f"{day} 不在本文件所列的年份内")


def _check_published_years(table: CalendarTable, name: str) -> None:
    """A half-filled year must not pass as certain: the law's holidays have to be in it."""
    worked = {row.day: row.workday for row in table.days}
    rested = Counter(d.year for d, w in worked.items() if not w and d.weekday() < SATURDAY)
    made_up = Counter(d.year for d, w in worked.items() if w and d.weekday() >= SATURDAY)
    for row in table.years:
        if row.status is not YearStatus.PUBLISHED:
            continue
        fixed = [date(row.year, month, day) for month, day in ALWAYS_REST]
        lacking = [d for d in fixed if worked.get(d, d.weekday() < SATURDAY)]
        if lacking:
            _fault(name, None, f"{row.year} 年标为已公布，但 {lacking[0]} 不是休息日")
        if rested[row.year] - made_up[row.year] < LEAST_REST_DAYS:
            _fault(name, None, f"{row.year} 年标为已公布，但放假的日子没有列全")


def _fault(name: str, line: int | None, what: str) -> NoReturn:
    where = f"{name} 第 {line} 行" if line else name
    raise InputError(
        "calendar_file_faulty",
        f"{where}：{what}。日历没有采用。",
        hint="改正后再导入；原来的日历照常使用。",
        field=f"{name}:{line}" if line else name,
    )
