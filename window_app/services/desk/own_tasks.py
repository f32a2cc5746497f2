"""What a desk may begin: beside what it holds, what is offered to its own station.

Such a case is claimed at the hub when the act is done, so a lease it has not yet hinders nothing.
"""

from __future__ import annotations

from data.errors import Refusal
from data.rules.case import Case
from data.rules.event import Kind
from data.store import hub_settings
from data.store.engine import Unit
from data.store.staff import Account
from window_app.services.holding import act_refusal
from window_app.services.office import Office

CLAIMED_WHEN_DONE = ("not_claimed", "lease_over")


def beginning_refusal(
    unit: Unit, office: Office, case: Case, kind: Kind, who: Account
) -> Refusal | None:
    """Why an act cannot be begun here, by this person and now."""
    refusal = act_refusal(unit, office, case, kind, who)
    if refusal is None or refusal.code not in CLAIMED_WHEN_DONE:
        return refusal
    is_own = case.holder.address == office.terminal.address
    if not is_own or hub_settings.read_joined(unit) is None:
        return refusal
    return office.clock_refusal(unit)
