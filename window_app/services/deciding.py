"""What the window itself decides (即办件): granted at once, the result registered, handed out.

行政许可法 34: what can be decided on the spot is decided on the spot, in writing. A refusal is
never the window's: such a case is handed on to the department.
"""

from __future__ import annotations

from collections.abc import Mapping
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
from window_app.services import acting, notices
from window_app.services.acting import Act
from window_app.services.office import Office
from window_app.views import CaseView

HOWS = {"pickup": "窗口领取", "post": "邮寄", "electronic": "电子送达"}


def approve(office: Office, number: str, who: Account) -> CaseView | Refusal:
    """Grant at the window, where the list and the clerk's authority allow it."""

    def make(unit: Unit, case: Case) -> Act | Refusal:
        day = office.today().isoformat()
        return _not_here(case, who) or Act({"decided_day": day}, (notices.APPROVAL,))

    return acting.do(office, number, Kind.APPROVED, who, make)


def register(
    office: Office, number: str, who: Account, values: Mapping[str, str]
) -> CaseView | Refusal:
    """Register the result's fields (a certificate's number, validity); then it can be fetched."""

    def make(unit: Unit, case: Case) -> Act | Refusal:
        refusal = result_refusal(case)
        if refusal is not None:
            return refusal
        item = office.list_of(unit, case).item(case.item)
        assert item is not None
        fields = _result_fields(item, values, office)
        return Act(
            {
                "result": {"fields": fields, "name": item.result.name, "valid": item.result.valid},
                "owner": owner_key(case.applicant.id_type, case.applicant.id_number),
                "records": form_fields.shared_values(item.fields, fields),
                "offer_to": None,
            }
        )

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
        return refusal or Act(body, (notices.DELIVERY,))

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


def _result_fields(item: Item, values: Mapping[str, str], office: Office) -> dict[str, str]:
    """The result's fields, checked; InputError names an unknown or missing one."""
    known = {field.id: field for field in item.fields if field.result}
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
