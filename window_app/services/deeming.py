"""Deemed acceptance: defects not told in time, so the case counts as accepted (XKF 32 (1)(4)).

Written by the terminal that holds the case, at its start and before any other act, as of the
day the last materials were received.
"""

from __future__ import annotations

from datetime import date

from data.errors import Refusal
from data.rules.case import Case, Status
from data.rules.event import Kind
from data.store import cases
from data.store.engine import Unit
from window_app.services import bodies, notices
from window_app.services.issuing_papers import issue, number_papers
from window_app.services.office import Office

SYSTEM = "system"


def accept_overdue(office: Office) -> int:
    """Accept what was received and not concluded in time; gives how many."""
    today = office.today().isoformat()
    with office.store.read() as unit:
        due = [case.case_id for case in cases.with_status(unit, [Status.RECEIVED])]
    if not due:
        return 0
    with office.store.write() as unit:
        if office.clock_refusal(unit) is not None:
            return 0
        overdue = [case for case_id in due if (case := _overdue(unit, office, case_id, today))]
        for case in overdue:
            _accept(unit, office, case)
    return len(overdue)


def _overdue(unit: Unit, office: Office, case_id: str, today: str) -> Case | None:
    case = cases.by_id(unit, case_id)
    if case is None or case.status is not Status.RECEIVED or case.is_errand:
        return None
    is_held = case.holder.kind == "terminal" and case.holder.feed == office.signer.feed
    return case if is_held and today > case.notice_deadline else None


def _accept(unit: Unit, office: Office, case: Case) -> None:
    department = office.list_of(unit, case).department(case.department)
    assert department is not None
    plans = [notices.ACCEPTANCE]
    numbered = number_papers(unit, office, department, case.item_kind, plans)
    if isinstance(numbered, Refusal):
        return
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
