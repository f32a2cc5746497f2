"""Whether this terminal and this person may write an act on a case: one check for all acts."""

from __future__ import annotations

from data.errors import Refusal
from data.rules.case import Case
from data.rules.event import MAIN_LINE, Kind
from data.rules.lifecycle import TABLE
from data.rules.lifecycle import refusal as table_refusal
from data.rules.words import EVENT_NAMES
from data.store.engine import Unit
from data.store.staff import Account
from window_app.services.office import Office


def act_refusal(unit: Unit, office: Office, case: Case, kind: Kind, who: Account) -> Refusal | None:
    """The state, the role, the holder and the clock, in this order."""
    return (
        table_refusal(case.status, kind, who.roles, case.holder.side)
        or _holder_refusal(office, case, kind)
        or office.clock_refusal(unit)
    )


def _holder_refusal(office: Office, case: Case, kind: Kind) -> Refusal | None:
    """Only the holder writes the main line; side notes and a supervisor's acts need none."""
    if kind not in MAIN_LINE or not TABLE[(case.status, kind)].needs_holder:
        return None
    if case.holder.kind == "terminal" and case.holder.feed == office.signer.feed:
        return None
    # A station that has met no hub has this one terminal: what is offered to it is its own.
    if case.holder.kind == "task" and case.holder.address == office.terminal.address:
        return None
    holder = case.holder.terminal or case.holder.address or ""
    return Refusal(
        "not_holder",
        f"这件事不在本终端手里，不能{EVENT_NAMES[kind]}。",
        hint=f"现在由 {holder} 办理。" if holder else None,
    )
