"""Decisions: granted or refused, the result registered, handed out.

行政许可法 34: what can be decided on the spot (即办件) is decided on the spot, in writing, by the
window in the department's name. A refusal is never the window's: such a case is handed on.
行政许可法 38: a refusal names its reasons and basis, and tells the remedies.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from data.errors import InputError, Refusal
from data.rules import fields as form_fields
from data.rules.case import Case
from data.rules.check_digits import normalise
from data.rules.event import Kind
from data.rules.identity import check_identity
from data.rules.item import Item
from data.rules.overdue import result_refusal
from data.rules.person import owner_key
from data.store.engine import Unit
from data.store.staff import Account
from window_app.services import acting, decision_notices, steps
from window_app.services.acting import Act
from window_app.services.office import Office
from window_app.views import CaseView

STATION = re.compile(r"\d{4}", re.ASCII)
HOWS = {"pickup": "窗口领取", "post": "邮寄", "electronic": "电子送达"}


def approve(office: Office, number: str, who: Account, *, opinion: str = "") -> CaseView | Refusal:
    """Grant: a department's head, all steps before passed; or the window, where it may."""

    def make(unit: Unit, case: Case) -> Act | Refusal:
        here = case.holder.side == "window"
        refusal = _not_here(case, who) if here else steps.not_yet(case)
        body = {"decided_day": office.today().isoformat(), **steps.said(opinion)}
        return refusal or Act(body, (decision_notices.APPROVAL,))

    return acting.do(office, number, Kind.APPROVED, who, make)


def refuse(
    office: Office,
    number: str,
    who: Account,
    *,
    reasons: Sequence[str],
    opinion: str = "",
    false_materials: bool = False,
) -> CaseView | Refusal:
    """Refuse, with every reason; `false_materials` flags the applicant (XKF 78)."""
    given = [one.strip() for one in reasons if one.strip()]
    if not given:
        raise InputError("reason_missing", "没有写不予的理由。", field="--reason")

    def make(unit: Unit, case: Case) -> Act | Refusal:
        body: dict[str, object] = {
            "decided_day": office.today().isoformat(),
            "number": case.number,
            "owner": owner_key(case.applicant.id_type, case.applicant.id_number),
            "reasons": given,
            "why": "；".join(given),
            **steps.said(opinion),
        }
        if false_materials:
            body["false_materials"] = True
        return steps.not_yet(case) or Act(body, (decision_notices.REFUSAL,))

    return acting.do(office, number, Kind.REFUSED, who, make)


def register(
    office: Office,
    number: str,
    who: Account,
    values: Mapping[str, str],
    *,
    pieces: int = 1,
    hand_out_at: str | None = None,
) -> CaseView | Refusal:
    """Register the result's fields (a certificate's number, validity); then it can be fetched.

    pieces: how many there are to hand out
    hand_out_at: the station that hands out; that of the receipt where none is named
    """
    if hand_out_at is not None and not STATION.fullmatch(hand_out_at):
        raise InputError(
            "station_wrong", f"站点号是 4 位数字：{hand_out_at}", field="--hand-out-at"
        )

    def make(unit: Unit, case: Case) -> Act | Refusal:
        refusal = result_refusal(case)
        if refusal is not None:
            return refusal
        item = office.list_of(unit, case).item(case.item)
        assert item is not None
        goes_on = hand_out_at is not None or case.holder.side == "department"
        offer_to = f"station:{hand_out_at or case.station}" if goes_on else None
        fields = _result_fields(item, values, office, is_granted=case.decision == "approved")
        return Act({**_result(case, item, fields, pieces), "offer_to": offer_to})

    return acting.do(office, number, Kind.RESULT_REGISTERED, who, make)


def hand_out(
    office: Office,
    number: str,
    who: Account,
    *,
    to: str,
    id_number: str,
    how: str,
    courier: str | None = None,
    is_proxy_seen: bool | None = None,
) -> CaseView | Refusal:
    """Give the result to the applicant or agent whose identity was checked (XKF 44).

    courier: under which number it was posted
    is_proxy_seen: whether an agent showed the 授权委托书; None where none is needed
    """
    if how not in HOWS:
        words = "、".join(HOWS)
        raise InputError("how_wrong", f"领取方式只能是 {words}：{how}", field="--how")

    def make(unit: Unit, case: Case) -> Act | Refusal:
        today = office.today()
        body: dict[str, object] = {
            "day": today.isoformat(),
            "to": to,
            "id_number": id_number,
            "how": how,
        }
        told = {"courier": courier or None, "is_proxy_seen": is_proxy_seen}
        body |= {name: value for name, value in told.items() if value is not None}
        refusal = _not_receiver(case, to, id_number, today) or _no_proxy(is_proxy_seen)
        return refusal or Act(body, (decision_notices.DELIVERY,))

    return acting.do(office, number, Kind.DELIVERED, who, make)


def _not_here(case: Case, who: Account) -> Refusal | None:
    """The window decides only instant items, by a clerk the department has authorised."""
    rule = f"{case.item} 清单版本 {case.version}"
    if not case.instant_at_window:
        return Refusal("not_instant", "清单没有授权窗口当场决定这个事项。", rule=rule)
    if case.department not in who.authorised:
        return Refusal(
            "not_authorised",
            "您没有这个部门的授权，不能在窗口决定。",
            hint="请移交部门办理，或者由有授权的人员办理。",
            rule=rule,
        )
    return None


def _no_proxy(is_proxy_seen: bool | None) -> Refusal | None:
    if is_proxy_seen is not False:
        return None
    return Refusal(
        "proxy_not_seen", "代理人没有出示授权委托书，不能发给。", hint="请核对委托书后再发。"
    )


def _result(case: Case, item: Item, fields: Mapping[str, str], pieces: int) -> dict[str, object]:
    """The result as it is frozen, and what it teaches of the applicant."""
    return {
        "result": {
            "fields": dict(fields),
            "name": item.result.name,
            "valid": item.result.valid,
            "pieces": pieces,
        },
        "owner": owner_key(case.applicant.id_type, case.applicant.id_number),
        "records": form_fields.shared_values(item.fields, fields),
    }


def _result_fields(
    item: Item, values: Mapping[str, str], office: Office, *, is_granted: bool
) -> dict[str, str]:
    """The result's fields, checked; InputError names an unknown or missing one.

    What is refused has none.
    """
    known = {field.id: field for field in item.fields if field.result and is_granted}
    for name in values:
        if name not in known:
            raise InputError(
                "field_not_asked",
                f"这个事项的结果没有栏目“{name}”。",
                hint="可用：" + ("、".join(known) or "没有"),
                field=name,
            )
    checked = {
        name: form_fields.check(known[name], value, office.today(), name)
        for name, value in values.items()
    }
    lacking = [f for f in known.values() if f.required and not checked.get(f.id)]
    if lacking:
        label = lacking[0].label
        raise InputError("field_missing", f"请填写“{label}”。", field=lacking[0].id)
    return checked


def _not_receiver(case: Case, to: str, id_number: str, today: date) -> Refusal | None:
    """Only the applicant, their legal representative or the agent may fetch the result."""
    people = [case.applicant, *([case.agent] if case.agent else [])]
    names = {(person.name, person.id_number) for person in people}
    number = normalise(id_number)
    if (to, number) in names:
        return None
    # Of a body's representative the list holds the name; the number was checked on the card.
    if to == case.applicant.legal_representative and check_identity(number, today).valid:
        return None
    return Refusal(
        "not_receiver",
        "领取人和申请人、代理人都对不上，不能发给。",
        hint="请核对姓名和证件号码；委托他人领取的要有授权委托书。",
        field="--to",
    )
