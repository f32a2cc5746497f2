"""What wants the clerk: a word with a count, and where its cases are found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from data.rules.case import Status
from data.rules.overdue import late_deferred
from data.store import asides, cases, papers
from data.store.engine import Unit
from window_app.desk_views import CaseLine, Reminder, Tone
from window_app.services.office import Office

TO_JUDGE, TO_DECIDE, TO_REGISTER, OVERDUE = "收下待核", "待决定", "待登记", "超期"
NO_EFFECT = "未生效"
# The words whose cases have no screen of their own.
LISTED: Mapping[str, Callable[[CaseLine], bool]] = {
    OVERDUE: lambda line: line.left is not None and line.left < 0,
    TO_JUDGE: lambda line: line.status == Status.RECEIVED,
    TO_DECIDE: lambda line: line.status == Status.ACCEPTED and line.wants_act,
    TO_REGISTER: lambda line: line.status == Status.APPROVED,
}


def listed(word: str, wanted: Iterable[CaseLine]) -> list[CaseLine]:
    """The cases that a word counts; none for a word whose cases stand on another screen."""
    counts = LISTED.get(word)
    return [line for line in wanted if counts is not None and counts(line)]


def of_the_home(office: Office, tone: Tone) -> list[Reminder]:
    """What is wrong with the home itself; the sentence is told when it wakes."""
    return [Reminder(t.word, 1, t.tone) for t in office.troubles if t.tone == tone]


def of_cases(unit: Unit, office: Office, wanted: Sequence[CaseLine]) -> tuple[Reminder, ...]:
    """What wants the clerk, the loudest first; strong colour where the clerk has to act now."""
    standing = cases.by_status(unit)
    soon = [line for line in wanted if line.left is not None and 0 <= line.left <= 1]
    ending = sum(1 for line in soon if line.status == Status.SUPPLEMENTING)
    deferred = [case for case in cases.deferring(unit) if case.deferred_open]
    late = sum(1 for case in deferred if late_deferred(case, office.today()))
    all_of_them = (
        Reminder(OVERDUE, len(listed(OVERDUE, wanted)), "bad", opens="cases"),
        Reminder(NO_EFFECT, _without_effect(unit), "bad", opens="cases"),
        Reminder("补正将到期", ending, "warn", opens="supplements"),
        Reminder("打印失败", papers.failed_count(unit), "bad", opens="prints"),
        _to_judge(standing.get(Status.RECEIVED, 0), wanted, soon),
        _here(TO_DECIDE, wanted),
        _here(TO_REGISTER, wanted),
        Reminder(
            "补正待来", standing.get(Status.SUPPLEMENTING, 0) - ending, "info", opens="supplements"
        ),
        Reminder("容缺逾期", late, "bad", opens="supplements"),
        Reminder("容缺待补", len(deferred) - late, "vow", opens="supplements"),
        Reminder("待领取", standing.get(Status.READY, 0), "info", opens="hand_out"),
    )
    return tuple(reminder for reminder in all_of_them if reminder.count > 0)


def _without_effect(unit: Unit) -> int:
    """In how many cases the hub set something of ours aside, and nobody has settled it."""
    open_ones = (one for one in asides.everything(unit) if one.settled is None)
    return len({one.case_id for one in open_ones if one.case_id})


def _to_judge(count: int, wanted: Sequence[CaseLine], soon: Sequence[CaseLine]) -> Reminder:
    """What was taken in without a conclusion, with the day by which the next has to have one."""
    days = (line.due for line in wanted if line.status == Status.RECEIVED and line.due)
    is_soon = any(line.status == Status.RECEIVED for line in soon)
    return Reminder(TO_JUDGE, count, "warn" if is_soon else "info", next(days, ""), "cases")


def _here(word: str, wanted: Sequence[CaseLine]) -> Reminder:
    """What this window decides itself goes nowhere until the window takes the next step."""
    return Reminder(word, len(listed(word, wanted)), "info", opens="cases")
