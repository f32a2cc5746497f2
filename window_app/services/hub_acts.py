"""What a supervisor does at the hub: settles what was set aside, takes cases over.

Written in the hub's own feed. Nothing that was set aside is ever applied later: the person writes
the act anew, or drops it; here it is written down which.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from data.clock import to_text
from data.errors import InputError, Refusal
from data.exchange import own_acts
from data.rules.case import Case
from data.rules.event import Kind
from data.rules.lifecycle import refusal as table_refusal
from data.rules.words import Role
from data.store import asides, cases, members
from data.store.asides import Aside
from data.store.engine import Unit
from data.store.journal import Entry
from data.store.staff import Account
from window_app.services import access
from window_app.services.cases import find
from window_app.services.forms import reason
from window_app.services.handing import ADDRESS, address_wrong
from window_app.services.office import Office
from window_app.services.showing import case_view
from window_app.views import CaseView

How = Literal["redone", "dropped", "taken_over", "voided"]


@dataclass(frozen=True, slots=True)
class Settling:
    """How a supervisor settles what was set aside: `to` an address, where it is taken over."""

    how: How
    why: str
    to: str | None = None


def set_aside(office: Office, *, settled: bool) -> tuple[Aside, ...]:
    """What the hub set aside, the oldest first; settled ones only where they are asked for."""
    with office.store.read() as unit:
        found = asides.everything(unit)
    return tuple(one for one in found if settled or one.settled is None)


def shown(office: Office, which: str) -> tuple[Aside, ...]:
    """The event with this id, or all of the case with this number; InputError where none."""
    with office.store.read() as unit:
        return _named(unit, which)


def resolve(
    office: Office, which: str, who: Account, settling: Settling
) -> tuple[Aside, ...] | Refusal:
    """Settle an event, or all of a case that are not settled yet; they as they stand then."""
    _check(settling)
    if Role.SUPERVISOR not in who.roles:
        return access.not_allowed(who, Role.SUPERVISOR, "处理未生效事项")
    with office.store.write() as unit:
        own_acts.lock(unit)
        named = _named(unit, which)
        open_ones = [one for one in named if one.settled is None]
        if not open_ones:
            return Refusal("aside_settled", "这一项已经处理过了。", hint="用 hub aside show 查看。")
        refusal = _act(unit, office, open_ones[0], who, settling)
        if refusal is not None:
            return refusal
        for one in open_ones:
            _note(unit, office, one, who, settling)
        return _named(unit, which)


def take_over(
    office: Office, number: str, who: Account, *, to: str, why: str
) -> CaseView | Refusal:
    """Offer a case that a lost terminal held to a station or department."""
    said = reason(why)
    _check_address(to)
    if Role.SUPERVISOR not in who.roles:
        return access.not_allowed(who, Role.SUPERVISOR, "接管办件")
    with office.store.write() as unit:
        own_acts.lock(unit)
        case = find(unit, number)
        taken = _taken_over(unit, office, case, who, to, said)
        return taken if isinstance(taken, Refusal) else case_view(unit, office, taken)


def _check(settling: Settling) -> None:
    reason(settling.why)
    if settling.how not in get_args(How):
        words = "、".join(get_args(How))
        raise InputError("how_wrong", f"--how 只能是 {words}：{settling.how}", field="--how")
    if settling.how == "taken_over":
        _check_address(settling.to or "")
    elif settling.to is not None:
        raise InputError("to_for_nobody", "只有接管(taken_over)才写 --to。", field="--to")


def _check_address(to: str) -> None:
    if not ADDRESS.fullmatch(to):
        raise address_wrong(to)


def _named(unit: Unit, which: str) -> tuple[Aside, ...]:
    found = tuple(one for one in asides.everything(unit) if which in (one.event, one.number))
    if not found:
        raise InputError(
            "aside_unknown",
            f"没有这一项未生效的：{which}",
            hint="写事件的标识或者办件编号；用 hub aside list 查看。",
            field="WHICH",
        )
    return found


def _act(
    unit: Unit, office: Office, one: Aside, who: Account, settling: Settling
) -> Refusal | None:
    """The hub's own step on the case, where settling needs one."""
    if settling.how not in ("taken_over", "voided"):
        return None
    case = cases.by_id(unit, one.case_id) if one.case_id else None
    if case is None:
        return Refusal(
            "case_not_at_hub",
            "这件的收件没有生效，中心没有这件，不能接管或者作废。",
            hint="请选 redone 或者 dropped。",
        )
    if settling.how == "voided":
        done = _voided(unit, office, case, who, settling.why)
    else:
        done = _taken_over(unit, office, case, who, settling.to or "", settling.why)
    return done if isinstance(done, Refusal) else None


def _voided(unit: Unit, office: Office, case: Case, who: Account, why: str) -> Case | Refusal:
    refusal = table_refusal(case.status, Kind.VOIDED, who.roles, case.holder.side)
    if refusal is not None:
        return refusal
    body: dict[str, object] = {"why": why, "replaced_by": None, "terminal": office.terminal.label}
    return office.append(unit, Kind.VOIDED, body, who.name, case)[1]


def _taken_over(
    unit: Unit, office: Office, case: Case, who: Account, to: str, why: str
) -> Case | Refusal:
    refusal = table_refusal(case.status, Kind.TAKEN_OVER, who.roles, case.holder.side)
    return (
        refusal
        or _held_refusal(unit, case)
        or _nobody_there(unit, to)
        or own_acts.take_over(
            unit,
            office.signer,
            case,
            to=to,
            why=why,
            who=who.name,
            at=to_text(office.now()),
        )
    )


def _held_refusal(unit: Unit, case: Case) -> Refusal | None:
    """Only what a terminal holds that works no more is taken over; what waits is claimed."""
    if case.holder.kind != "terminal":
        return Refusal(
            "nobody_holds",
            f"这件没有终端持有，正等 {case.holder.address} 领取。",
            hint="请直接领取。",
        )
    holder = members.by_feed(unit, case.holder.feed or "")
    if holder is not None and holder.revoked_at is None:
        return Refusal(
            "terminal_works",
            f"持有这件的终端 {holder.label} 还在用，不能接管。",
            hint="请那台终端移交；终端丢了、坏了的，先用 window hub revoke 停用。",
        )
    return None


def _nobody_there(unit: Unit, to: str) -> Refusal | None:
    live = (one for one in members.everybody(unit) if one.revoked_at is None)
    if any(to in one.addresses for one in live):
        return None
    return Refusal("address_unstaffed", f"{to} 没有在用的终端，移交过去没有人能领。")


def _note(unit: Unit, office: Office, one: Aside, who: Account, settling: Settling) -> None:
    """What became of one event, as a side note on its case."""
    body: dict[str, object] = {
        "event": one.event,
        "kind": one.kind,
        "how": settling.how,
        "why": settling.why.strip(),
        "to": settling.to,
    }
    case = cases.by_id(unit, one.case_id) if one.case_id else None
    if case is not None:
        office.append(unit, Kind.VERDICT_RESOLVED, body, who.name, case)
        return
    at = to_text(office.now())
    entry = Entry(Kind.VERDICT_RESOLVED, body, who.name, at, one.case_id)
    station = one.terminal.partition("-")[0]
    own_acts.write_on_unknown(unit, office.signer, entry, [f"station:{station}"])
