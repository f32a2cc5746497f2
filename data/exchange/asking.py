"""Another window: it is brought a case that a window of the hub holds, and asks for it.

The hub writes the asking down as a side note on the case: so it reaches the holder like any other
line, and its terminal offers the case by itself. Who asks often is written down once in a while.
"""

from __future__ import annotations

from datetime import timedelta

from data.clock import from_text, to_text
from data.exchange import own_acts
from data.exchange.refusals import HubRefusal
from data.exchange.shapes import Ask
from data.rules.case import FINAL, Case
from data.rules.event import Kind
from data.rules.words import STATUS_NAMES
from data.store import cases, journal
from data.store.engine import Unit
from data.store.journal import Entry
from data.store.members import Member
from data.store.signing import Signer

AGAIN = timedelta(minutes=10)  # after which the same station's asking is written down again


def ask(unit: Unit, signer: Signer, member: Member, wanted: Ask, *, at: str) -> None:
    """Write down that a station asks for a case; HubRefusal where there is nobody to ask."""
    own_acts.lock(unit)
    case = cases.by_number(unit, wanted.number)
    if case is None:
        raise HubRefusal("case_unknown", f"中心没有这件：{wanted.number}")
    address = f"station:{member.place.station}"
    _check(case, member, address)
    if _is_asked(unit, case, address, since=to_text(from_text(at) - AGAIN)):
        return
    body = {"address": address, "terminal": member.label}
    entry = Entry(Kind.ASKED_FOR, body, wanted.person, at, case.case_id)
    own_acts.write(unit, signer, case, entry)


def _check(case: Case, member: Member, address: str) -> None:
    holder = case.holder
    if case.status in FINAL:
        status = STATUS_NAMES[case.status]
        raise HubRefusal("case_ended", f"这件已经是“{status}”，不用转来。")
    if holder.kind == "terminal" and holder.feed == member.feed:
        raise HubRefusal("held_here", "这件就在本终端手里。", hint="请同步以后直接办。")
    if holder.kind == "task" and holder.address == address:
        raise HubRefusal("offered_here", "这件已经移交给本站，直接领取就好。")
    if holder.kind != "terminal":
        raise HubRefusal(
            "not_at_a_window",
            f"这件由 {holder.address} 办理，不在窗口手里。",
            hint="申请人带来的材料，请代收并出接收凭证。",
        )


def _is_asked(unit: Unit, case: Case, address: str, *, since: str) -> bool:
    """Whether this station has asked since that moment and since the last step on the case."""
    return any(
        event.kind == Kind.ASKED_FOR
        and event.base == case.head
        and event.at > since
        and (event.body or {}).get("address") == address
        for event in journal.events_of(unit, case.case_id)
    )
