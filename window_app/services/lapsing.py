"""Ending what was not answered in time, and opening it again.

No machine ends a case: its holder confirms that the applicant did not come (补正不来), or that a
deferred material is late where the list says that this ends the case.
"""

from __future__ import annotations

from data.errors import Refusal
from data.rules.case import Case
from data.rules.event import Kind
from data.rules.overdue import lapse_ground, late_deferred
from data.store.engine import Unit
from data.store.staff import Account
from window_app.services import acting
from window_app.services.acting import Act
from window_app.services.forms import reason
from window_app.services.office import Office
from window_app.views import CaseView


def lapse(
    office: Office, number: str, who: Account, *, why: str | None = None
) -> CaseView | Refusal:
    """End a case whose supplement, or deferred material, did not come by its day."""

    def make(unit: Unit, case: Case) -> Act | Refusal:
        ground = lapse_ground(case, office.today())
        if isinstance(ground, Refusal):
            return ground
        said = why or _why(case, office)
        return Act({"ground": ground, "why": said, "day": office.today().isoformat()})

    return acting.do(office, number, Kind.LAPSED, who, make)


def reopen(office: Office, number: str, who: Account, *, why: str) -> CaseView | Refusal:
    """A supervisor puts a lapsed case back: in the state before, with who held it before.

    The clock of an accepted case is as if it had never ended: the days between count.
    """
    said = reason(why)
    return acting.do(
        office,
        number,
        Kind.REOPENED,
        who,
        lambda unit, case: Act({"why": said, "day": office.today().isoformat()}),
    )


def _why(case: Case, office: Office) -> str:
    late = late_deferred(case, office.today())
    if late:
        return "容缺材料逾期没有补交：" + "、".join(row.name for row in late)
    return f"补正期限 {case.supplements[-1].deadline} 已过，申请人没有补正"
