"""One act on one case, as every service does it.

Deemed acceptance comes first, then what the hub must be asked, then whether it may be done here
and now, then the event with its papers in one unit of work; printing follows the commit and,
where the act waits for it, the hub's word.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from data.errors import Refusal
from data.rules.case import Case
from data.rules.event import Kind
from data.rules.numbers import Ground
from data.store.engine import Unit
from data.store.staff import Account
from window_app.services import confirming, deeming, leasing, slips, spooling
from window_app.services.cases import find, show
from window_app.services.holding import act_refusal
from window_app.services.issuing_papers import issue, number_papers
from window_app.services.notices import Plan
from window_app.services.office import Office
from window_app.services.showing import case_view
from window_app.views import CaseView


@dataclass(frozen=True, slots=True)
class Act:
    """What an act writes: the body of its event, without terminal and papers, and its papers.

    `ground` words the number of a decline.
    """

    body: dict[str, object]
    plans: tuple[Plan, ...] = ()
    ground: Ground | None = None


Make = Callable[[Unit, Case], Act | Refusal]
Written = tuple[Case, list[int]] | Refusal


def do(office: Office, number: str, kind: Kind, who: Account, make: Make) -> CaseView | Refusal:
    """Write one event on a case: the case as it stands then, or why it was not written.

    `make` sees the case in the unit of work, once state, role, holder and clock are checked.
    """
    deeming.first(office, number)
    refusal = leasing.before(office, number, kind, who)
    if refusal is not None:
        return refusal
    with office.store.write() as unit:
        if office.order is not None:
            office.order.lock(unit)
        case = find(unit, number)
        waits = leasing.needs_word(unit, case, kind)
        act = act_refusal(unit, office, case, kind, who) or make(unit, case)
        written = act if isinstance(act, Refusal) else write(unit, office, case, kind, act, who)
    if waits and not isinstance(written, Refusal):
        return confirming.confirm(office, written[0]) or show(office, number)
    return shown(office, written)


def write(unit: Unit, office: Office, case: Case, kind: Kind, act: Act, who: Account) -> Written:
    """The event with its numbered papers, in the caller's unit of work."""
    numbered = []
    if act.plans:
        department = office.list_of(unit, case).department(case.department)
        assert department is not None  # the case keeps the version it was received under
        plans, ground = slips.with_slip(unit, list(act.plans)), act.ground
        found = number_papers(unit, office, department, case.item_kind, plans, ground=ground)
        if isinstance(found, Refusal):
            return found
        numbered = found
    body = {
        **act.body,
        "terminal": office.terminal.label,
        "papers": [paper.named for paper in numbered],
    }
    waits = leasing.needs_word(unit, case, kind)
    event, after = office.append(unit, kind, body, who.name, case)
    return after, issue(unit, office, numbered, after, event, who, waits=waits)


def shown(office: Office, written: Written) -> CaseView | Refusal:
    """Print what was written, and show the case."""
    if isinstance(written, Refusal):
        return written
    case, jobs = written
    spooling.print_jobs(office, jobs)
    with office.store.read() as unit:
        return case_view(unit, office, case)
