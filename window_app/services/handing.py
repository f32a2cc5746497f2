"""Handing a case on or back: offers, an errand's arrival, withdrawal, taking over."""

from __future__ import annotations

import re

from data.errors import InputError, Refusal
from data.rules.case import Case
from data.rules.deadlines import notice_deadline
from data.rules.event import Kind
from data.store import cases
from data.store.engine import Unit
from data.store.staff import Account
from window_app.services import acting, later_notices
from window_app.services.acting import Act
from window_app.services.office import Office
from window_app.views import CaseView

ADDRESS = re.compile(r"station:\d{4}|department:[a-z][a-z0-9_]*", re.ASCII)


def offer(
    office: Office, number: str, address: str, who: Account, *, why: str
) -> CaseView | Refusal:
    """Offer a case to a department or to a station's windows; then whoever claims it holds it."""
    if not ADDRESS.fullmatch(address):
        raise address_wrong(address)
    act = Act({"offer_to": address, "why": why})
    return acting.do(office, number, Kind.OFFERED, who, lambda unit, case: act)


def address_wrong(address: str) -> InputError:
    """An address that is none."""
    return InputError(
        "address_wrong",
        f"移交给谁写得不对：{address}",
        hint="写成 station:0002 或者 department:market。",
        field="--to",
    )


def arrive(office: Office, number: str, who: Account) -> CaseView | Refusal:
    """An errand is received by the station that takes it: the five days begin."""
    today = office.today()

    def make(unit: Unit, case: Case) -> Act | Refusal:
        if not case.is_errand:
            return Refusal("not_an_errand", "这不是代办件，不用登记到达。")
        deadline = notice_deadline(today, case.accept_days, office.calendar)
        return Act(
            {
                "materials_day": today.isoformat(),
                "notice_deadline": deadline.day.isoformat(),
                "calendar_digest": office.calendar.digest,
            }
        )

    return acting.do(office, number, Kind.ARRIVED, who, make)


def withdraw(office: Office, number: str, who: Account, *, why: str) -> CaseView | Refusal:
    """The applicant takes the application back, in writing; the materials go back by a list."""
    act = Act({"why": why, "day": office.today().isoformat()}, (later_notices.WITHDRAWAL,))
    return acting.do(office, number, Kind.WITHDRAWN, who, lambda unit, case: act)


def take_over_restored(unit: Unit, office: Office, who: str) -> int:
    """Take over every case of this home that another feed holds: no hub will be met."""
    taken = 0
    for case in cases.not_final(unit):
        if case.holder.kind == "terminal" and case.holder.feed != office.signer.feed:
            body: dict[str, object] = {
                "why": "从备份恢复，原终端不再使用",
                "person": who,
                "terminal": office.terminal.label,
                "offer_to": None,
            }
            office.append(unit, Kind.TAKEN_OVER, body, who, case)
            taken += 1
    return taken
