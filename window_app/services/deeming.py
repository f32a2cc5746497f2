"""Deemed acceptance: defects not told in time, so the case counts as accepted (XKF 32 (1)(4)).

Written by the terminal that holds the case, at its start, at its first change of day after the
deadline and before any other act on the case, as of the day the last materials were received.
"""

from __future__ import annotations

from datetime import date

from data.errors import Refusal
from data.rules.case import Case, Status
from data.rules.event import Kind
from data.rules.overdue import counts_as_accepted
from data.store import cases
from data.store.engine import Unit
from window_app.services import bodies, notices, spooling
from window_app.services.cases import find
from window_app.services.holding import holds
from window_app.services.issuing_papers import issue, number_papers
from window_app.services.office import Office

SYSTEM = "system"


def accept_overdue(office: Office) -> int:
    """Accept what was received and not concluded in time; gives how many."""
    with office.store.read() as unit:
        waiting = cases.with_status(unit, [Status.RECEIVED])
        due = [case.case_id for case in waiting if _is_overdue(unit, office, case)]
    return _accept_all(office, due) if due else 0


def first(office: Office, number: str) -> None:
    """Before another act on a case: a window left running since yesterday accepts it now.

    InputError where there is no such case.
    """
    with office.store.read() as unit:
        case = find(unit, number)
        is_overdue = _is_overdue(unit, office, case)
    if is_overdue and _accept_all(office, [case.case_id]):
        spooling.resume(office)


def _accept_all(office: Office, case_ids: list[str]) -> int:
    accepted = 0
    with office.store.write() as unit:
        if office.clock_refusal(unit) is not None:
            return 0
        for case_id in case_ids:
            case = cases.by_id(unit, case_id)
            if case is not None and _is_overdue(unit, office, case):
                accepted += _accept(unit, office, case)
    return accepted


def _is_overdue(unit: Unit, office: Office, case: Case) -> bool:
    return counts_as_accepted(case, office.today()) and holds(unit, office, case)


def _accept(unit: Unit, office: Office, case: Case) -> bool:
    department = office.list_of(unit, case).department(case.department)
    assert department is not None
    plans = [notices.ACCEPTANCE]
    numbered = number_papers(unit, office, department, case.item_kind, plans)
    if isinstance(numbered, Refusal):
        return False
    body = bodies.accepted(
        case.limits,
        office.calendar,
        how="deemed",
        day=date.fromisoformat(case.materials_day),
        rows=[],
        terminal=office.terminal,
        offer_to=f"department:{case.department}",
    )
    body["papers"] = [paper.named for paper in numbered]
    event, after = office.append(unit, Kind.ACCEPTED, body, SYSTEM, case)
    issue(unit, office, numbered, after, event, None)
    return True
