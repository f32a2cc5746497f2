"""The queue as a terminal sees it: what its addresses are offered, claiming it, giving it back.

The hub leases. A terminal that joined none sees what its own home has offered, and leases nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from data.errors import Refusal
from data.exchange.refusals import HubRefusal
from data.exchange.shapes import Claim, Hub, LeaseFact, TaskFact
from data.rules.case import Case, Status
from data.rules.event import Kind
from data.rules.lifecycle import NOTES
from data.rules.words import ROLE_NAMES, Role
from data.store import cases, leases
from data.store.engine import Unit
from data.store.leases import Lease
from data.store.staff import Account
from window_app.services import syncing
from window_app.services.cases import find
from window_app.services.office import Office
from window_app.services.showing import case_clock
from window_app.views import LeaseView, TaskView


def offered_here(office: Office, *, department: str | None) -> tuple[TaskView, ...]:
    """What this home has offered, to one department or to all and to stations."""
    with office.store.read() as unit:
        offered = [case for case in cases.not_final(unit) if case.holder.kind == "task"]
        return tuple(
            _task(unit, office, case, None)
            for case in offered
            if department in (None, case.department)
        )


def offered_to_us(
    office: Office, hub: Hub, *, department: str | None
) -> tuple[TaskView, ...] | Refusal:
    """The tasks of this terminal's addresses at the hub, after an exchange with it."""
    answer = syncing.exchange(office, hub)
    if isinstance(answer, Refusal):
        return answer
    facts = [fact for address in office.terminal.addresses for fact in hub.tasks(address)]
    with office.store.read() as unit:
        known = [(cases.by_id(unit, fact.case_id), fact) for fact in facts]
        return tuple(
            _task(unit, office, case, fact)
            for case, fact in known
            if case is not None and department in (None, case.department)
        )


def claim(
    office: Office, hub: Hub, who: Account, *, number: str | None, count: int
) -> tuple[LeaseView, ...] | Refusal:
    """Lease this case's task, or the most pressing of the department or else of the station.

    HubRefusal where the task is somebody else's.
    """
    address = _address_of(office, number)
    refusal = _worker_refusal(who, address)
    if refusal is not None:
        return refusal
    wanted = Claim(address=address, person=who.name, number=number, count=count)
    with office.store.read() as unit:
        held = leases.fences(unit)
    given = hub.claim(wanted)
    answer = syncing.exchange(office, hub)
    if isinstance(answer, Refusal):
        return answer
    with office.store.write() as unit:
        return tuple(_leased(unit, office, who, fact, held) for fact in given)


def renew(office: Office, hub: Hub, case_id: str) -> LeaseView | Refusal:
    """Hold on to a task; HubRefusal `lease_lost` where somebody else may have it by now."""
    with office.store.read() as unit:
        case, lease = cases.by_id(unit, case_id), leases.find(unit, case_id)
    if case is None or lease is None:
        return Refusal("not_claimed", "这件还没有领取，不能办。", hint="请先领取。")
    try:
        fact = hub.renew(_fact(lease))
    except HubRefusal:
        with office.store.write() as unit:
            leases.drop(unit, case_id)
        raise
    renewed = Lease(fact.case_id, fact.address, fact.fence, fact.person, fact.until)
    with office.store.write() as unit:
        leases.keep(unit, renewed)
    return LeaseView(case.number, renewed.fence, renewed.until)


def release(office: Office, hub: Hub, who: Account, number: str) -> LeaseView | Refusal:
    """Give a task back, once all that waits is sent: somebody else may claim it."""
    answer = syncing.exchange(office, hub)
    if isinstance(answer, Refusal):
        return answer
    with office.store.read() as unit:
        case = find(unit, number)
        lease = leases.find(unit, case.case_id)
    if lease is None:
        return Refusal("not_claimed_here", "这件不是本终端领的，不用放回。")
    hub.give_back(_fact(lease))
    with office.store.write() as unit:
        leases.drop(unit, case.case_id)
        body: dict[str, object] = {"fence": lease.fence, "address": lease.address}
        office.append(unit, Kind.RELEASED, body, who.name, find(unit, number))
    return LeaseView(case.number, lease.fence, lease.until)


def _address_of(office: Office, number: str | None) -> str:
    """Whose task is claimed: the one this case is offered to, else the department's."""
    ours = office.terminal.addresses
    with office.store.read() as unit:
        case = None if number is None else cases.by_number(unit, number)
    offered = case.holder.address if case is not None and case.holder.kind == "task" else None
    return offered if offered in ours else ours[-1]


def _fact(lease: Lease) -> LeaseFact:
    return LeaseFact(**asdict(lease))


def _worker_refusal(who: Account, address: str) -> Refusal | None:
    """Who works tasks: a clerk at a window, in a department its own reviewers and heads."""
    is_window = address.startswith("station:")
    in_department = frozenset({Role.REVIEWER, Role.HEAD})
    allowed = NOTES[Kind.CLAIMED] - in_department if is_window else in_department
    if not allowed.isdisjoint(who.roles) and (
        is_window or address == f"department:{who.department}"
    ):
        return None
    wanted = "、".join(ROLE_NAMES[role] for role in Role if role in allowed)
    return Refusal(
        "may_not_claim",
        "您的角色或者部门不能领取这里的件。",
        hint=f"由{wanted}领取。" if is_window else f"由本部门的{wanted}领取。",
    )


def _leased(
    unit: Unit, office: Office, who: Account, fact: LeaseFact, held: Mapping[str, int]
) -> LeaseView:
    """Keep a lease; a claim is in the case's history once, however often it is asked for."""
    case = cases.by_id(unit, fact.case_id)
    assert case is not None  # what is offered to an address comes with the pull
    leases.keep(unit, Lease(fact.case_id, fact.address, fact.fence, fact.person, fact.until))
    if held.get(fact.case_id) != fact.fence:
        body: dict[str, object] = {"fence": fact.fence, "address": fact.address}
        office.append(unit, Kind.CLAIMED, body, who.name, case)
    return LeaseView(case.number, fact.fence, fact.until)


def _task(unit: Unit, office: Office, case: Case, fact: TaskFact | None) -> TaskView:
    clock = case_clock(unit, office, case)
    return TaskView(
        number=case.number,
        matter=case.matter,
        item=case.item,
        step=case.next_step,
        state="leased" if fact and fact.leased_to else "waiting",
        due=clock.due.promised if clock.due else None,
        light="stopped" if case.status is Status.SUSPENDED else clock.light,
        waits_for=(),
        leased_to=fact.leased_to if fact else None,
    )
