"""What must be settled with the hub before an act is written, and which acts wait for its word.

A window claims what was offered to its own station without being asked; a department's person has
claimed before, and the lease is renewed. What a terminal holds itself needs no hub.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from data.errors import Refusal
from data.exchange.refusals import HubRefusal
from data.exchange.shapes import Hub
from data.rules.case import Case
from data.rules.event import MAIN_LINE, Kind
from data.rules.lifecycle import TABLE
from data.store import hub_settings, outbox
from data.store.engine import Unit
from data.store.staff import Account
from window_app.services import holding, queueing, syncing
from window_app.services.cases import find
from window_app.services.office import Office


def before(office: Office, number: str, kind: Kind, who: Account) -> Refusal | None:
    """Claim, renew or catch up as the act needs it; why it cannot be done, or None.

    HubUnreachable where the hub is needed and does not answer: nothing has been written.
    """
    with office.store.read() as unit:
        case = find(unit, number)
        row = TABLE.get((case.status, kind))
        if row is None or kind not in MAIN_LINE or hub_settings.read_joined(unit) is None:
            return None
        ours = case.holder.kind == "task" and case.holder.address in office.terminal.addresses
        leased = holding.holds(unit, office, case)
        unanswered = outbox.is_unanswered(unit, case.case_id, case.head)
    by_department = case.holder.side == "department"
    if not row.needs_holder:
        return _settle(office, lambda hub: syncing.exchange(office, hub))
    if ours and leased and by_department:
        return _settle(office, lambda hub: _hold_on(office, hub, case, sends_first=unanswered))
    if ours and not leased and not by_department:
        return _settle(office, lambda hub: _claim(office, hub, who, number))
    return None


def needs_word(unit: Unit, case: Case, kind: Kind) -> bool:
    """Whether an act counts only once the hub has taken it: a department's, and what goes over
    the holder's head. What a window does with the cases it holds is final at once."""
    row = TABLE.get((case.status, kind)) if kind in MAIN_LINE else None
    if row is None or hub_settings.read_joined(unit) is None:
        return False
    return case.holder.side == "department" or not row.needs_holder


@contextmanager
def hub_of(office: Office) -> Iterator[Hub]:
    """A line to the hub, closed at the end; HubUnreachable where there is none."""
    assert office.reach is not None  # every home that acts has one
    hub = office.reach()
    try:
        yield hub
    finally:
        hub.close()


def _claim(office: Office, hub: Hub, who: Account, number: str) -> object:
    """Claim a task of the own station, unless the hub gives it unasked."""
    answer = syncing.exchange(office, hub)
    with office.store.read() as unit:
        if isinstance(answer, Refusal) or holding.holds(unit, office, find(unit, number)):
            return answer
    return queueing.claim(office, hub, who, number=number, count=1)


def _hold_on(office: Office, hub: Hub, case: Case, *, sends_first: bool) -> object:
    """Renew the lease; first what waits is sent, where it may be what ends the lease."""
    answer = syncing.exchange(office, hub) if sends_first else None
    return answer if isinstance(answer, Refusal) else queueing.renew(office, hub, case.case_id)


def _settle(office: Office, ask: Callable[[Hub], object]) -> Refusal | None:
    try:
        with hub_of(office) as hub:
            answer = ask(hub)
    except HubRefusal as no:
        return Refusal(no.code, no.message, hint=no.hint)
    return answer if isinstance(answer, Refusal) else None
