"""What a department does with a case before it decides: pass a step, or send it back.

It decides by the list the case was received under and may add nothing: a case goes back only for a
listed material and a listed fault or criterion, every point at one time (行政许可法 32 (1)(4), 72).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from data.errors import InputError, Refusal, WindowError
from data.rules.case import Case, MaterialRow
from data.rules.conclusion import Mark
from data.rules.deadlines import supplement_deadline
from data.rules.event import Kind
from data.rules.item import Item
from data.rules.words import ROLE_NAMES, Role
from data.store.engine import Unit
from data.store.staff import Account
from window_app.services import acting, cases, new_points, notices, queueing, steps
from window_app.services.acting import Act
from window_app.services.bodies import SUPPLEMENT_DAYS
from window_app.services.office import Office
from window_app.views import CaseView

# Who passes a step of this role; the step `approve` is passed by the decision itself.
PASSERS = {"handle": frozenset({Role.REVIEWER}), "check": frozenset({Role.REVIEWER, Role.HEAD})}


@dataclass(frozen=True, slots=True)
class SendBack:
    """One point: a material of the case, and the listed fault or criterion it does not meet.

    person: of a material that every member of a household brings
    new_reason: why a point comes that an earlier round did not tell
    """

    material: str
    fault: str
    person: str | None = None
    new_reason: str | None = None


def pass_step(
    office: Office, number: str, who: Account, *, opinion: str = ""
) -> CaseView | Refusal:
    """Pass the step that comes next; it is claimed at once for the one after, if theirs."""

    def make(unit: Unit, case: Case) -> Act | Refusal:
        step = steps.following(case)
        refusal = _not_theirs(step.role if step else "approve", who)
        if refusal is not None or step is None:
            return refusal or Refusal("no_step_left", "这件没有还要通过的步骤。")
        return Act(
            {
                "step": step.name,
                "role": step.role,
                **steps.said(opinion),
                "offer_to": case.holder.address,
            }
        )

    shown = acting.do(office, number, Kind.STEP_PASSED, who, make)
    if not isinstance(shown, Refusal) and _may_go_on(office, number, who):
        _claim_on(office, number, who)
        return cases.show(office, number)
    return shown


def send_back(
    office: Office, number: str, who: Account, points: Sequence[SendBack]
) -> CaseView | Refusal:
    """退回补正: to the window, with every point; the clock runs on unless the list stops it."""
    if not points:
        raise InputError("point_missing", "没有写退回哪份材料。", field="--material")

    def make(unit: Unit, case: Case) -> Act | Refusal:
        item = office.list_of(unit, case).item(case.item)
        assert item is not None  # the case keeps the version it was received under
        changed: dict[tuple[str, str | None], MaterialRow] = {}
        reasons: dict[tuple[str, str | None], str] = {}
        for point in points:
            row = _row(case, item, point)
            if isinstance(row, Refusal):
                return row
            refusal = _new_without_reason(case, row, point)
            if refusal is not None:
                return refusal
            so_far = changed[row.key].faults if row.key in changed else ()
            faults = tuple(dict.fromkeys((*so_far, point.fault)))
            changed[row.key] = row.model_copy(update={"mark": Mark.DEFECTIVE, "faults": faults})
            if point.new_reason and row.key not in new_points.told(case):
                reasons[row.key] = point.new_reason
        return Act(
            _sent_back(office, case, item, list(changed.values()), reasons), (notices.SUPPLEMENT,)
        )

    return acting.do(office, number, Kind.SENT_BACK, who, make)


def _may_go_on(office: Office, number: str, who: Account) -> bool:
    """Whether the next step is this person's too."""
    with office.store.read() as unit:
        step = steps.following(cases.find(unit, number))
    if step is None or step.role == "approve":
        return Role.HEAD in who.roles
    return not PASSERS[step.role].isdisjoint(who.roles)


def _claim_on(office: Office, number: str, who: Account) -> None:
    """Claim the next step where nobody was quicker; else it waits for whoever claims it."""
    if office.reach is None:
        return
    try:
        hub = office.reach()
        try:
            queueing.claim(office, hub, who, number=number, count=1)
        finally:
            hub.close()
    except WindowError:
        return


def _not_theirs(role: str, who: Account) -> Refusal | None:
    if role == "approve":
        return Refusal(
            "decision_is_next",
            "前面的步骤都通过了，下一步是决定。",
            hint="由首席代表用 window queue decide 作决定。",
        )
    allowed = PASSERS[role]
    if not allowed.isdisjoint(who.roles):
        return None
    names = "、".join(ROLE_NAMES[one] for one in Role if one in allowed)
    return Refusal("step_of_others", "您的角色不能通过这一步。", hint=f"由{names}办理。")


def _row(case: Case, item: Item, point: SendBack) -> MaterialRow | Refusal:
    """The material of the case that a point is about; refused for what the list does not ask."""
    rule = f"{case.item} 清单版本 {case.version}"
    row = next((r for r in case.materials if r.key == (point.material, point.person)), None)
    material = item.material(point.material)
    if row is None or material is None:
        listed = "、".join(dict.fromkeys(r.id for r in case.materials))
        return Refusal(
            "material_not_listed",
            f"这件的清单里没有材料“{point.material}”，不能因此退回。",
            hint=f"清单里的材料：{listed}",
            rule=rule,
            field="--material",
        )
    allowed = (*material.faults, *material.criteria)
    if point.fault not in allowed:
        return Refusal(
            "fault_not_listed",
            f"“{row.name}”的清单里没有“{point.fault}”这一条，不能因此退回。",
            hint="只能写清单里的：" + "；".join(allowed),
            rule=rule,
            field="--fault",
        )
    return row


def _new_without_reason(case: Case, row: MaterialRow, point: SendBack) -> Refusal | None:
    """A later round that adds a point says why it was not told before."""
    if not case.supplements or row.key in new_points.told(case) or point.new_reason:
        return None
    return Refusal(
        "new_point_needs_reason",
        f"“{row.name}”上次没有告知，不能再提出新的问题。",
        hint="补正内容应当一次告知。确有原因的用 --new-reason 写明，会记入监督。",
        rule=new_points.RULE,
        field="--material",
    )


def _sent_back(
    office: Office,
    case: Case,
    item: Item,
    rows: Sequence[MaterialRow],
    reasons: dict[tuple[str, str | None], str],
) -> dict[str, object]:
    today = office.today()
    deadline = supplement_deadline(today, item.supplement_days or SUPPLEMENT_DAYS, office.calendar)
    return {
        "told_on": today.isoformat(),
        "deadline": deadline.day.isoformat(),
        "deadline_estimated": deadline.estimated,
        "points": [_point(row, reasons.get(row.key)) for row in rows],
        "materials": [row.model_dump(mode="json") for row in rows],
        "calendar_digest": office.calendar.digest,
        "offer_to": f"station:{case.station}",
    }


def _point(row: MaterialRow, new_reason: str | None) -> dict[str, Any]:
    whose = f"({row.person_name})" if row.person_name else ""
    point = {
        "material": row.id,
        "person": row.person,
        "mark": str(row.mark),
        "faults": list(row.faults),
        "choice": "",
        "say": f"补正：“{row.name}”{whose}。{'；'.join(row.faults)}。",
    }
    return point | ({"new_reason": new_reason} if new_reason else {})
