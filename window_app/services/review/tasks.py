"""The department's tasks as a list: what the hub says, or without a line what the home knows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from data.errors import Refusal
from data.exchange.refusals import HubRefusal, HubUnreachable
from data.exchange.shapes import TaskFact
from data.rules.case import Case, Status
from data.rules.numbers import parse_case_number
from data.store import cases
from data.store.engine import Unit
from data.store.staff import Account
from window_app.desk_views import TaskCounts, TaskLine, TaskList
from window_app.desk_views.review import ReviewAct
from window_app.services import leasing
from window_app.services.desk import home
from window_app.services.office import Office
from window_app.services.review import standing

T = TypeVar("T")
AWAY = "连不上中心，下面是本机知道的；能看，领取和办理要等线路恢复。"
MOST_FOUND = 200


def asked(work: Callable[[], T | Refusal]) -> T | Refusal:
    """What the hub answers; its no as any refusal."""
    try:
        return work()
    except HubRefusal as no:
        return Refusal(no.code, no.message, hint=no.hint)


def department(office: Office) -> str:
    """The address whose tasks these are."""
    return office.terminal.addresses[-1]


def task_list(office: Office, who: Account) -> TaskList:
    """Every task of the department; where the hub does not answer, those this home knows."""
    try:
        with leasing.hub_of(office) as hub:
            facts = hub.tasks(department(office))
    except HubUnreachable:
        return _known_here(office, who, AWAY)
    except HubRefusal as no:
        return _known_here(office, who, f"中心没有答复：{no.message}")
    with office.store.read() as unit:
        found = [(cases.by_id(unit, fact.case_id), fact) for fact in facts]
        lines = [line_of(unit, office, case, who, fact) for case, fact in found if case is not None]
    return _list(lines)


def _known_here(office: Office, who: Account, away: str) -> TaskList:
    with office.store.read() as unit:
        here = [case for case in cases.not_final(unit) if is_ours(office, case)]
        lines = [line_of(unit, office, case, who, None) for case in here]
    return replace(_list(lines), away=away)


def is_ours(office: Office, case: Case) -> bool:
    """Whether a case is the department's task now, as far as this home knows."""
    return case.holder.kind == "task" and case.holder.address == department(office)


def found(office: Office, who: Account, text: str, numbers: Sequence[str]) -> list[TaskLine]:
    """Cases of this home by number, its tail, name or identity number; newest first."""
    with office.store.read() as unit:
        hits = cases.search(unit, text, numbers=numbers, limit=MOST_FOUND)
        return [line_of(unit, office, case, who, None) for case in hits]


def line_of(
    unit: Unit, office: Office, case: Case, who: Account, fact: TaskFact | None
) -> TaskLine:
    """A task in the list; `fact` is the hub's word on it, None where it was not asked."""
    shown = home.case_line(unit, office, case)
    lease = standing.own_lease(unit, office, case)
    hand, by, until = standing.hand_of(lease, fact)
    acts: tuple[ReviewAct, ...] = ()
    if standing.is_unconfirmed(unit, office, case):
        step, next_is = standing.UNCONFIRMED, standing.WAITING
    elif is_ours(office, case):
        step, acts = standing.step_word(case), standing.acts_of(case, who, hand)
        next_is = standing.next_words(case, acts, hand, by, until)
    else:
        hand, step, next_is = "waiting", shown.status_word, shown.next
    return TaskLine(
        number=case.number,
        short=parse_case_number(case.number).short_across_stations,
        light="stopped" if case.status is Status.SUSPENDED else shown.light,
        item=shown.item,
        applicant=shown.applicant,
        due=shown.due,
        step=step,
        left=shown.left,
        waits=_waits(case),
        hand=hand,
        by=by,
        until=until,
        next=next_is,
        acts=acts,
        order=f"{case.accepted_day} {case.number}",
    )


def _waits(case: Case) -> str:
    """What somebody else still has to bring or say."""
    later = case.deferred_open
    if case.is_withdrawal_asked:
        return "要求撤回"
    return f"容缺 {later[0].later_by[5:]}" if later and later[0].later_by else ""


def _list(lines: Iterable[TaskLine]) -> TaskList:
    ordered = tuple(lines)
    return TaskList(
        ordered,
        TaskCounts(
            whole=len(ordered),
            mine=sum(line.hand == "mine" for line in ordered),
            near=sum(line.light == "yellow" for line in ordered),
            late=sum(line.light == "red" for line in ordered),
            stopped=sum(line.light == "stopped" for line in ordered),
        ),
    )
