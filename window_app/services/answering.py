"""Another window asks for a case that this terminal holds: it is offered there by itself.

Not while somebody has it open here; then it stays asked for until they are through.
"""

from __future__ import annotations

from data.errors import Refusal
from data.exchange.shapes import Ask, Hub
from data.rules.case import OPEN, Case
from data.rules.event import Event, Kind
from data.rules.words import ROLE_NAMES, Role
from data.store import cases, hub_settings, journal
from data.store.engine import Unit
from data.store.staff import Account
from window_app.services import deeming
from window_app.services.deeming import SYSTEM
from window_app.services.office import Office

ASKERS = frozenset({Role.CLERK, Role.AGENT, Role.ISSUER})


def ask(hub: Hub, number: str, who: Account) -> Refusal | None:
    """Ask the window that holds a case to offer it here; HubRefusal where nobody can be asked."""
    if ASKERS.isdisjoint(who.roles):
        wanted = "、".join(ROLE_NAMES[role] for role in Role if role in ASKERS)
        return Refusal("role_may_not", "您的角色不能请别的窗口转来办件。", hint=f"由{wanted}办理。")
    hub.ask(Ask(number=number, person=who.name))
    return None


def answer_all(office: Office) -> int:
    """Offer what other stations asked for and nobody has open here; how many were offered."""
    with office.store.read() as unit:
        joined = hub_settings.read_joined(unit)
        wanted = [cases.by_id(unit, case_id) for case_id in joined.asked] if joined else []
    free = [case for case in wanted if case and case.number not in office.on_screen]
    for case in free:
        deeming.first(office, case.number)
    if not wanted:
        return 0
    with office.store.write() as unit:
        if office.clock_refusal(unit) is not None:
            return 0
        offered = sum(_answer(unit, office, case.case_id) for case in free)
        done = {case.case_id for case in free}
        known = hub_settings.read_joined(unit)
        left = tuple(one for one in (known.asked if known else ()) if one not in done)
        hub_settings.change_joined(unit, asked=left)
    return offered


def _answer(unit: Unit, office: Office, case_id: str) -> bool:
    """Offer a case as it stands now to whoever asked last since its last step."""
    case = cases.by_id(unit, case_id)
    asks = [] if case is None else _asks(case, journal.events_of(unit, case_id))
    if case is None or not asks or case.status not in OPEN:
        return False
    if case.holder.kind != "terminal" or case.holder.feed != office.signer.feed:
        return False
    asked = asks[-1].body or {}
    body: dict[str, object] = {
        "offer_to": asked["address"],
        "why": f"申请人到了 {asked['terminal']}，那里请求转来",
        "terminal": office.terminal.label,
        "papers": [],
    }
    office.append(unit, Kind.OFFERED, body, SYSTEM, case)
    return True


def _asks(case: Case, events: list[Event]) -> list[Event]:
    asks = (one for one in events if one.kind == Kind.ASKED_FOR and one.base == case.head)
    return sorted(asks, key=lambda event: event.order)
