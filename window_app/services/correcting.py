"""Contact data put right, and what else is written beside a case: side notes of a window."""

from __future__ import annotations

from data.errors import InputError, Refusal
from data.rules.case import Case
from data.rules.event import Kind
from data.rules.fields import PHONE
from data.rules.person import owner_key
from data.store.engine import Unit
from data.store.staff import Account
from window_app.services import acting
from window_app.services.acting import Act
from window_app.services.forms import reason
from window_app.services.office import Office
from window_app.views import CaseView

LONGEST_ADDRESS = 200
NOTES = (Kind.WITHDRAWAL_ASKED, Kind.MOVED, Kind.NOTIFIED)


def correct(
    office: Office,
    number: str,
    who: Account,
    *,
    why: str,
    phone: str | None = None,
    address: str | None = None,
) -> CaseView | Refusal:
    """Put the applicant's phone or address right; the next form is filled with it too."""
    said = reason(why)
    contact = _contact(phone, address)

    def make(unit: Unit, case: Case) -> Act | Refusal:
        kind = "person" if case.subject == "natural" else "entity"
        return Act(
            {
                "contact": contact,
                "why": said,
                "owner": owner_key(case.applicant.id_type, case.applicant.id_number),
                "records": {f"{kind}.{name}": value for name, value in contact.items()},
            }
        )

    return acting.do(office, number, Kind.CORRECTED, who, make)


def note(office: Office, number: str, kind: str, who: Account, *, why: str) -> CaseView | Refusal:
    """Write down that a withdrawal was asked for, that materials moved, or who was told what."""
    if kind not in NOTES:
        known = "、".join(NOTES)
        raise InputError("note_unknown", f"只能记 {known}：{kind}", field="KIND")
    body: dict[str, object] = {"why": reason(why), "day": office.today().isoformat()}
    return acting.do(office, number, Kind(kind), who, lambda unit, case: Act(body))


def _contact(phone: str | None, address: str | None) -> dict[str, str]:
    given = {"phone": (phone or "").strip(), "address": (address or "").strip()}
    contact = {name: value for name, value in given.items() if value}
    if not contact:
        raise InputError("nothing_to_correct", "请写明要更正的电话或者地址。", field="--phone")
    if "phone" in contact and not PHONE.fullmatch(contact["phone"]):
        raise InputError("phone_wrong", f"电话号码“{contact['phone']}”写法不对。", field="--phone")
    if len(contact.get("address", "")) > LONGEST_ADDRESS:
        raise InputError(
            "address_too_long", f"地址太长了，最多 {LONGEST_ADDRESS} 个字。", field="--address"
        )
    return contact
