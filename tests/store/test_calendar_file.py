"""The shipped calendar against its source, and imported files good and bad."""

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import InputError
from data.rules.calendar import DueDate, YearStatus
from data.rules.listing import CalendarOverride
from data.store.calendar_file import (
    load_calendar,
    parse_calendar,
    read_calendar_file,
    shipped_table,
)

FIRST, LAST = date(2004, 1, 1), date(2026, 12, 31)
# A plausible 2027; 1 January is a Friday, 1 May a Saturday.
NEXT_YEAR = """date,kind,name
# comment
2027,published,国务院办公厅关于2027年部分节假日安排的通知

2027-01-01,rest,元旦
2027-02-05,rest,春节
2027-02-08,rest,春节
2027-02-09,rest,春节
2027-02-10,rest,春节
2027-02-11,rest,春节
2027-02-12,rest,春节
2027-02-14,work,春节
2027-04-05,rest,清明
2027-05-03,rest,劳动节
2027-05-04,rest,劳动节
2027-06-09,rest,端午
2027-09-15,rest,中秋
2027-10-01,rest,国庆节
2027-10-04,rest,国庆节
"""


def test_shipped_calendar_equals_its_source_day_by_day():
    calendar = load_calendar()
    days = [FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1)]
    assert [d for d in days if calendar.is_workday(d) != chinese_calendar.is_workday(d)] == []


def test_shipped_calendar_names_every_years_notice_and_only_unusual_days():
    table = shipped_table()
    assert [row.year for row in table.years] == list(range(2004, 2027))
    for row in table.years:
        assert row.status is YearStatus.PUBLISHED
        assert f"关于{row.year}年部分节假日安排的通知" in row.source
    assert all(row.name for row in table.days)
    assert all(row.workday == (row.day.weekday() > 4) for row in table.days)


# 365 or 366 days less weekends and holidays by law: 262 - 11, 261 - 13, 261 - 13.
@pytest.mark.parametrize(("year", "days"), [(2024, 251), (2025, 248), (2026, 248)])
def test_working_days_a_year(year, days):
    counted = load_calendar().workdays_between(date(year - 1, 12, 31), date(year, 12, 31))
    assert (counted.days, counted.estimated) == (days, False)


def test_an_imported_year_makes_its_days_certain(tmp_path: Path):
    file = tmp_path / "2027.csv"
    file.write_text(NEXT_YEAR, encoding="utf-8-sig")  # as a spreadsheet writes it
    start = date(2026, 12, 31)
    assert load_calendar().nth_workday(start, 25) == DueDate(date(2027, 2, 5), True)
    # 5 Feb is now a holiday, the next week too; Sunday the 14th is worked.
    assert load_calendar([file]).nth_workday(start, 25) == DueDate(date(2027, 2, 14), False)


def test_local_overrides_go_over_all():
    override = CalendarOverride(date=date(2026, 3, 20), workday=False, name="肉孜节")
    assert not load_calendar(overrides=[override]).is_workday(date(2026, 3, 20))


def with_line(line: str) -> str:
    return NEXT_YEAR + line + "\n"


@pytest.mark.parametrize(
    ("text", "where", "says"),
    [
        ("", "f.csv:1", "表头"),
        ("日期,类别,名称\n", "f.csv:1", "表头"),
        (with_line("2027-01-01,rest,元旦"), "f.csv:20", "2027-01-01 出现了两次"),
        (with_line("2027,published,又一次"), "f.csv:20", "2027 年出现了两次"),
        (with_line("2027-02-30,rest,春节"), "f.csv:20", "不是日期"),
        (with_line("2027/2/3,rest,春节"), "f.csv:20", "不是日期"),
        (with_line("20270203,rest,春节"), "f.csv:20", "不是日期"),
        (with_line("2027-02-03,休,春节"), "f.csv:20", "“休”不认识"),
        (with_line("2027-02-03,rest"), "f.csv:20", "应有 3 列，现有 2 列"),
        (with_line("2029-02-03,rest,春节"), "f.csv:20", "不在本文件所列的年份内"),
        (with_line('2027-02-03,rest,"春'), "f.csv:20", "引号"),
        (with_line("二〇二八,published,通知"), "f.csv:20", "不是年份"),
        (with_line("2028,published,"), "f.csv:20", "放假通知"),
        (with_line("2028,published,通知"), "f.csv", "2028-05-01 不是休息日"),
        (NEXT_YEAR.replace("2027-02", "2026-02"), "f.csv", "没有列全"),
    ],
)
def test_a_faulty_file_is_refused_with_its_place(text, where, says):
    with pytest.raises(InputError) as refused:
        parse_calendar(text, "f.csv")
    assert refused.value.field == where
    assert says in refused.value.message


def test_files_that_cannot_be_read_are_named(tmp_path: Path):
    with pytest.raises(InputError, match="读不到日历文件"):
        read_calendar_file(tmp_path / "none.csv")
    other = tmp_path / "gbk.csv"
    other.write_bytes(NEXT_YEAR.encode("gbk"))
    with pytest.raises(InputError, match=r"gbk\.csv 不是 UTF-8 文本"):
        read_calendar_file(other)


@settings(max_examples=200)
@given(st.text(st.characters(codec="utf-8"), max_size=60) | st.text('0123456789-,"rest\n#年'))
def test_any_text_is_read_or_refused(text):
    try:
        parse_calendar("date,kind,name\n" + text, "f.csv")
    except InputError as refused:
        assert refused.message
