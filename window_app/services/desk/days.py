"""How many working days are left till a day, as the desk's lists count them."""

from __future__ import annotations

from datetime import date

from data.rules.calendar import WorkCalendar
from data.rules.deadlines import Light


def days_to(calendar: WorkCalendar, today: date, day: date) -> int:
    """Working days left till a day; negative once it is past."""
    if today > day:
        return -max(1, calendar.workdays_between(day, today).days)
    return calendar.workdays_between(today, day).days


def light_of(left: int) -> Light:
    """Red once the day is past, yellow on it and the day before."""
    return Light.RED if left < 0 else Light.YELLOW if left <= 1 else Light.GREEN
