"""Whether this terminal and this person may write an act on a case: one check for all acts."""

from __future__ import annotations

from data.clock import from_text
from data.errors import Refusal
from data.rules.case import Case
from data.rules.event import MAIN_LINE, Kind
from data.rules.lifecycle import TABLE
from data.rules.lifecycle import refusal as table_refusal
from data.rules.overdue import counts_as_accepted, deemed_refusal
from data.rules.words import EVENT_NAMES
from data.store import hub_settings, leases
from data.store.engine import Unit
from data.store.leases import Lease
from data.store.staff import Account
from window_app.services.office import Office

# What can no longer be told once a case counts as accepted.
TOO_LATE = frozenset({Kind.SUPPLEMENT_REQUESTED, Kind.DECLINED})


def act_refusal(unit: Unit, office: Office, case: Case, kind: Kind, who: Account) -> Refusal | None:
    """The state, the role, the holder, the clock and the five days, in this order."""
    return (
        (deemed_refusal(case) if kind in TOO_LATE else None)
        or table_refusal(case.status, kind, who.roles, case.holder.side)
        or _holder_refusal(unit, office, case, kind)
        or office.clock_refusal(unit)
        or _five_days(unit, office, case, kind)
    )


def holds(unit: Unit, office: Office, case: Case) -> bool:
    """Whether this terminal may write the main line.

    A task needs a lease that lives by this terminal's own clock. A station or an office that has
    met no hub has this one terminal: what is offered to it is its own.
    """
    if case.holder.kind == "terminal":
        return case.holder.feed == office.signer.feed
    if case.holder.kind != "task":
        return False
    if hub_settings.read_joined(unit) is None:
        return case.holder.address in office.terminal.addresses
    lease = leases.find(unit, case.case_id)
    return lease is not None and lease.address == case.holder.address and _lives(office, lease)


def _lives(office: Office, lease: Lease) -> bool:
    return lease.until is None or office.now() < from_text(lease.until)


def _holder_refusal(unit: Unit, office: Office, case: Case, kind: Kind) -> Refusal | None:
    """Only the holder writes the main line; side notes and a supervisor's acts need none."""
    if kind not in MAIN_LINE or not TABLE[(case.status, kind)].needs_holder:
        return None
    if holds(unit, office, case):
        return None
    if case.holder.kind == "task" and leases.find(unit, case.case_id) is not None:
        return Refusal(
            "lease_over",
            f"这件的领取已经过期，不能{EVENT_NAMES[kind]}。",
            hint="请先同步，再重新领取；别人可能已经领走。",
        )
    if case.holder.kind == "task" and case.holder.address in office.terminal.addresses:
        return Refusal("not_claimed", "这件还没有领取，不能办。", hint="请先领取。")
    holder = case.holder.terminal or case.holder.address or ""
    return Refusal(
        "not_holder",
        f"这件事不在本终端手里，不能{EVENT_NAMES[kind]}。",
        hint=f"现在由 {holder} 办理。" if holder else None,
    )


def _five_days(unit: Unit, office: Office, case: Case, kind: Kind) -> Refusal | None:
    """Deemed acceptance stands before any other act; where it could not be written, all wait."""
    if kind not in MAIN_LINE or not counts_as_accepted(case, office.today()):
        return None
    if not holds(unit, office, case):
        return None
    return Refusal(
        "acceptance_waits",
        f"告知期限 {case.notice_deadline} 已过，视为受理还没有记下，不能{EVENT_NAMES[kind]}。",
        hint="请退出后重新打开程序。",
        rule="行政许可法第三十二条第一款第(四)项",
    )
