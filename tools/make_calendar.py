"""Makes data/calendar/cn.csv from chinesecalendar, which follows the State Council's notices.

Run after a new release of chinesecalendar: python tools/make_calendar.py LAST_YEAR
"""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar

FIRST_YEAR = 2004
OUTPUT = Path(__file__).parent.parent / "data" / "calendar" / "cn.csv"
TITLE = "国务院办公厅关于{}年部分节假日安排的通知"
# Document numbers where confirmed, and notices that changed a year already arranged.
REMARKS = {
    2015: "；2015年9月3日放假及调休",
    2016: "（国办发明电〔2015〕18号）",
    2019: "；调整2019年劳动节假期",
    2020: "；延长2020年春节假期",
    2024: "（国办发明电〔2023〕7号）",
    2025: "（国办发明电〔2024〕12号）",
    2026: "（国办发明电〔2025〕7号）",
}
HEAD = """\
# National working-day calendar; the format is described in README.md beside this file.
# Source: State Council notices, named in each year's row.
# Made by tools/make_calendar.py from chinesecalendar {version} (MIT, see NOTICE).
date,kind,name
"""


def source(year: int) -> str:
    """The notice a year follows."""
    return TITLE.format(year) + REMARKS.get(year, "")


def name(day: date) -> str:
    """The holiday a day off, or a make-up day, belongs to."""
    found = chinese_calendar.constants.holidays.get(day) or chinese_calendar.workdays.get(day)
    return chinese_calendar.Holiday(found).chinese if found else ""


def year_lines(year: int) -> list[str]:
    """The year's row, then every day that differs from Monday to Friday."""
    lines = [f"{year},published,{source(year)}"]
    day = date(year, 1, 1)
    while day.year == year:
        workday = chinese_calendar.is_workday(day)
        if workday != (day.weekday() < 5):
            lines.append(f"{day},{'work' if workday else 'rest'},{name(day)}")
        day += timedelta(1)
    return lines


def main(last_year: int) -> None:
    """Write the file whole."""
    lines = [line for year in range(FIRST_YEAR, last_year + 1) for line in year_lines(year)]
    head = HEAD.format(version=chinese_calendar.__version__)
    OUTPUT.write_text(head + "\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
