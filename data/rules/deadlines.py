"""Due dates, the stopped clock and the lights.

The day after acceptance is day 1; a due date is the end of its day. A special procedure that
stops the clock (XKF 45) takes out all its days, both ends with them. A limit in calendar days is
not moved off a rest day: it binds the office, and the earlier day keeps it. Knows no clock:
`today` is the legal day (Asia/Shanghai), given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Literal

from data.errors import InputError
from data.rules.calendar import DueDate as DueDate
from data.rules.calendar import WorkCalendar, day_after
from data.rules.item import Limits, Unit
from data.rules.listing import LightRule

Base = Literal["promised", "statutory"]
DELIVERY_DAYS = 10  # working days from the decision to handing over the licence (XKF 44)
CARRY_UP_DAYS = 2  # working days for an agent to carry a village case up


@dataclass(frozen=True, slots=True)
class StoppedPeriod:
    """Days that do not count, both ends included in the stop; `last` None: still stopped."""

    first: date
    last: date | None = None

    def __post_init__(self) -> None:
        if self.last is not None and self.last < self.first:
            raise InputError(
                "stopped_period_reversed",
                f"停止计时的起止日期颠倒：{self.first} 至 {self.last}。",
                field="stopped",
            )

    def covers(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Term:
    """One running limit: `days` of `unit` from `start`, which is day 0.

    `extension` are days added (XKF 42). `printed` is the due date last given in print: where it
    was certain, it is never shortened by a new calendar.
    """

    start: date
    days: int
    unit: Unit = "working"
    extension: int = 0
    stopped: tuple[StoppedPeriod, ...] = ()
    printed: DueDate | None = None

    @property
    def limit(self) -> int:
        """All days there are, in the term's unit."""
        return self.days + self.extension

    def is_stopped(self, day: date) -> bool:
        return any(period.covers(day) for period in self.stopped)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a term stands on a day; all counts are in the term's unit.

    `due` is None while an open stop keeps it unknown. `days_left` is 0 on the due date, negative
    when overdue; while stopped it is what remains. `estimated`: an unpublished year was reached.
    """

    due: DueDate | None
    limit: int
    used: int
    days_left: int
    overdue: bool
    stopped: bool
    estimated: bool

    @property
    def share_used(self) -> float:
        """Used days / limit; an instant item has no other day, its share is 1."""
        return self.used / self.limit if self.limit else 1.0


class Light(StrEnum):
    """In the order in which the worse one counts."""

    NONE = "none"
    GREEN = "green"
    STOPPED = "stopped"
    YELLOW = "yellow"
    RED = "red"


def case_term(
    limits: Limits,
    base: Base,
    accepted: date,
    *,
    extension: int = 0,
    stopped: Iterable[StoppedPeriod] = (),
    printed: DueDate | None = None,
) -> Term:
    """The promise (承诺时限), by which supervision runs, or the law's limit (法定时限)."""
    days = limits.promised if base == "promised" else limits.statutory
    return Term(accepted, days, limits.unit, extension, tuple(stopped), printed)


def due_date(term: Term, calendar: WorkCalendar) -> DueDate | None:
    """The last day of the term; None where an open stop begins before it is reached.

    An instant item is due on its own day, or where that is stopped on the first that counts.
    """
    day = term.start
    for _ in range(term.limit or int(term.is_stopped(day))):
        following = _next_counted(day, term, calendar)
        if following is None:
            return None
        day = following
    return keep_promise(term.printed, DueDate(day, _estimated(term, day, calendar)))


def keep_promise(printed: DueDate | None, computed: DueDate) -> DueDate:
    """A date once printed as certain is never shortened; a later one is given anew."""
    if printed is not None and not printed.estimated and printed.day >= computed.day:
        return printed
    return computed


def standing(term: Term, today: date, calendar: WorkCalendar) -> Standing:
    """How `term` stands at the beginning of `today`.

    A stop that begins after the limit was used up heals nothing: the term stays overdue.
    """
    due = due_date(term, calendar)
    used = _counted(term, term.start, today, calendar)
    overdue = due is not None and today > due.day
    reached = today if due is None else max(due.day, today)
    return Standing(
        due=due,
        limit=term.limit,
        used=used,
        days_left=term.limit - used if due is None else _days_left(term, due.day, today, calendar),
        overdue=overdue,
        stopped=term.is_stopped(today) and not overdue,
        estimated=_estimated(term, reached, calendar),
    )


def case_light(
    rules: Iterable[LightRule],
    promised: Standing | None,
    statutory: Standing | None = None,
) -> Light:
    """The light of a whole case; none before its clock runs."""
    if promised is None:
        return Light.NONE
    bases = {"promised": promised, "statutory": statutory or promised}
    return _light(promised, [(r, bases[r.base]) for r in rules if r.scope == "case"])


def step_light(rules: Iterable[LightRule], step: Standing | None) -> Light:
    """The light of a step; it has one limit of its own, which stands for either base."""
    if step is None:
        return Light.NONE
    return _light(step, [(rule, step) for rule in rules if rule.scope == "step"])


def worst_light(lights: Iterable[Light]) -> Light:
    """The light to show for several."""
    return max(lights, key=list(Light).index, default=Light.NONE)


def notice_deadline(received: date, accept_days: int, calendar: WorkCalendar) -> DueDate:
    """Last day on which defects can be told (XKF 32); after it the case counts as accepted."""
    return calendar.nth_workday(received, accept_days)


def supplement_deadline(told: date, supplement_days: int, calendar: WorkCalendar) -> DueDate:
    """Last day for the applicant to bring what is lacking."""
    return calendar.nth_workday(told, supplement_days)


def deferred_deadline(accepted: date, later_days: int, calendar: WorkCalendar) -> DueDate:
    """Last day for a material that may follow (容缺)."""
    return calendar.nth_workday(accepted, later_days)


def delivery_deadline(decided: date, calendar: WorkCalendar) -> DueDate:
    """Last day to hand the result over (XKF 44)."""
    return calendar.nth_workday(decided, DELIVERY_DAYS)


def carry_up_deadline(received: date, calendar: WorkCalendar) -> DueDate:
    """Last day for an agent to carry a case to the station that takes it."""
    return calendar.nth_workday(received, CARRY_UP_DAYS)


def _counts(day: date, term: Term, calendar: WorkCalendar) -> bool:
    in_unit = term.unit == "calendar" or calendar.is_workday(day)
    return in_unit and not term.is_stopped(day)


def _next_counted(day: date, term: Term, calendar: WorkCalendar) -> date | None:
    """The next day that counts; None where an open stop comes first."""
    open_stop = min((p.first for p in term.stopped if p.last is None), default=None)
    while True:
        day = day_after(day)
        if open_stop is not None and day >= open_stop:
            return None
        if _counts(day, term, calendar):
            return day


def _counted(term: Term, after: date, until: date, calendar: WorkCalendar) -> int:
    """Days that count after `after` up to and with `until`."""
    count = 0
    day = after
    while day < until:
        day = day_after(day)
        count += _counts(day, term, calendar)
    return count


def _days_left(term: Term, due: date, today: date, calendar: WorkCalendar) -> int:
    """Negative once the due date is past, also where only rest days passed since."""
    if today <= due:
        return _counted(term, max(today, term.start), due, calendar)
    return -max(1, _counted(term, due, today, calendar))


def _estimated(term: Term, last: date, calendar: WorkCalendar) -> bool:
    """Calendar days need no calendar; working days do, from day 1 on."""
    if term.unit == "calendar" or last <= term.start:
        return False
    return calendar.is_estimated(day_after(term.start), last)


def _light(standing: Standing, judged: list[tuple[LightRule, Standing]]) -> Light:
    """The worst rule that holds; while the clock stands no rule is asked."""
    if standing.stopped:
        return Light.STOPPED
    lights = [Light(rule.light) for rule, base in judged if _holds(rule, base)]
    return worst_light([*lights, Light.GREEN])


_TESTS: dict[str, Callable[[Standing, Any], bool]] = {
    "days_left": lambda standing, days: standing.days_left <= days,
    "share_used": lambda standing, share: standing.share_used >= share,
    "overdue": lambda standing, overdue: standing.overdue is overdue,
}


def _holds(rule: LightRule, standing: Standing) -> bool:
    """Every key of `when` must hold; an unknown key, which lint refuses, never does."""
    return all(key in _TESTS and _TESTS[key](standing, v) for key, v in rule.when.items())
