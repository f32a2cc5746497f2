"""容缺: what was allowed to follow later is handed in, in time or late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from data.errors import Refusal
from data.rules.case import Case, MaterialRow
from data.rules.conclusion import IN_ORDER, Mark, Marked, refused_mark
from data.rules.event import Kind
from data.rules.numbers import DocumentKind
from data.rules.person import owner_key
from data.store.engine import Unit
from data.store.staff import Account
from window_app.services import acting, later_notices, scenes
from window_app.services.acting import Act
from window_app.services.cases import find
from window_app.services.forms import HandedInForm, MarkForm
from window_app.services.holding import act_refusal
from window_app.services.office import Office
from window_app.services.supplementing import check_rows, checklist_of
from window_app.views import CaseView

# A promise cannot take the place of what was promised.
MARKS = IN_ORDER - {Mark.COMMITTED}


def hand_in(
    office: Office, number: str, form: HandedInForm, who: Account, folder: Path
) -> CaseView | Refusal:
    """Take deferred materials in and give a receipt; any window may, the holder goes on.

    Only what is in order counts; a late one is taken all the same while the case is open.
    `folder` is where scans are looked for.
    """
    check_rows(form.materials, form.scans)
    with office.store.read() as unit:
        case = find(unit, number)
        refusal = act_refusal(unit, office, case, Kind.DEFERRED_HANDED_IN, who)
        refusal = refusal or _refusal(unit, office, case, form)
    if refusal is not None:
        return refusal
    scans = {
        material: [asdict(office.blobs.take(folder / n, f"scans.{material}")) for n in names]
        for material, names in form.scans.items()
    }

    def make(unit: Unit, case: Case) -> Act | Refusal:
        refusal = _refusal(unit, office, case, form)
        if refusal is not None:
            return refusal
        rows = [_row(case, given, scans.get(given.id, [])) for given in form.materials]
        taken = tuple(MaterialRow.model_validate(row) for row in rows)
        receipt = partial(later_notices.receipt_of, taken, _still_open(case, taken))
        return Act(_body(office, case, rows), ((DocumentKind.RECEIPT, receipt),))

    return acting.do(office, number, Kind.DEFERRED_HANDED_IN, who, make)


def _refusal(unit: Unit, office: Office, case: Case, form: HandedInForm) -> Refusal | None:
    """Only what waits, and only where it is in order."""
    catalogue = office.list_of(unit, case)
    item = catalogue.item(case.item)
    assert item is not None  # the case keeps the version it was received under
    checklist = checklist_of(case, item, catalogue.region)
    waiting = {row.key: row for row in case.deferred_open}
    for position, given in enumerate(form.materials):
        field = f"materials[{position}].id"
        row = waiting.get((given.id, given.person))
        if row is None:
            names = "、".join(f"{one.name}({one.id})" for one in waiting.values())
            return Refusal(
                "not_deferred",
                f"这件没有容缺待补的材料“{given.id}”。",
                hint=f"还要补交：{names}" if names else "容缺材料已经补齐。",
                field=field,
            )
        if given.mark not in MARKS:
            return Refusal(
                "deferred_not_in_order",
                f"“{row.name}”还不合格，不能登记为已补交。",
                hint="请告诉申请人要改什么，补交期限不变。",
                field=f"materials[{position}].mark",
            )
        material = checklist.item.material(given.id)
        assert material is not None
        why = refused_mark(checklist, material, Marked(Mark(given.mark)))
        if why is not None:
            return Refusal("mark_not_allowed", why, field=f"materials[{position}].mark")
    return None


def _row(case: Case, given: MarkForm, scans: list[dict[str, Any]]) -> dict[str, Any]:
    """The row as it came."""
    row = next(one for one in case.deferred_open if one.key == (given.id, given.person))
    came = row.model_copy(update={"mark": Mark(given.mark), "source": given.source})
    return {**came.model_dump(mode="json"), "faults": list(given.faults), "scans": scans}


def _still_open(case: Case, taken: Sequence[MaterialRow]) -> list[str]:
    """What must follow yet, each with its day."""
    came = {row.key for row in taken}
    return [
        f"{scenes.name(row)}，须于{scenes.day_text(row.later_by or case.materials_day)}前补交"
        for row in case.deferred_open
        if row.key not in came
    ]


def _body(office: Office, case: Case, rows: list[dict[str, Any]]) -> dict[str, object]:
    today = office.today().isoformat()
    late = [row["id"] for row in rows if row["later_by"] < today]
    return {
        "number": case.number,
        "owner": owner_key(case.applicant.id_type, case.applicant.id_number),
        "day": today,
        "materials_day": today,
        "materials": rows,
        "late": late,
    }
