"""好差评: the applicant rates a visit, once, at the window (国办发〔2019〕51号: 一次一评).

The grade goes into the journal and is for supervisors alone: no list, page, paper or answer of
this terminal shows it. A visit is known by its last act: the head of the case as it stands.
"""

from __future__ import annotations

from data.errors import InputError, Refusal
from data.rules.case import Case
from data.rules.event import Kind
from data.rules.lifecycle import refusal as table_refusal
from data.rules.words import GRADE_NAMES, Role
from data.store import journal
from data.store.engine import Unit
from window_app.services.cases import find
from window_app.services.deeming import SYSTEM
from window_app.services.office import Office

CHANNEL = "窗口"  # 评价渠道 (GB/T 39046-2020 table 9)


def rate(office: Office, number: str, grade: int) -> Refusal | None:
    """Write the applicant's grade, 1 to 5; None once it stands. InputError names a wrong grade.

    Written by the system: whoever sits at the window is not the one who rates.
    """
    if grade not in GRADE_NAMES:
        raise InputError("grade_wrong", f"评价只能是 1 至 5：{grade}", field="grade")
    with office.store.write() as unit:
        case = find(unit, number)
        refusal = (
            table_refusal(case.status, Kind.RATED, [Role.SYSTEM], case.holder.side)
            or _rated_already(unit, case)
            or office.clock_refusal(unit)
        )
        if refusal is None:
            body: dict[str, object] = {
                "grade": grade,
                "channel": CHANNEL,
                "day": office.today().isoformat(),
            }
            office.append(unit, Kind.RATED, body, SYSTEM, case)
    return refusal


def is_rated(unit: Unit, case: Case) -> bool:
    """Whether the last act of the case has been rated."""
    events = journal.events_of(unit, case.case_id)
    return any(event.kind == Kind.RATED and event.base == case.head for event in events)


def _rated_already(unit: Unit, case: Case) -> Refusal | None:
    if not is_rated(unit, case):
        return None
    return Refusal("rated_already", "这一次已经评价过了。", hint="下次来办事可以再评价。")
