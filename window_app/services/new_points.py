"""Points of a later round that an earlier one did not tell (XKF 32 (1)(4), 72).

Everything is told at once. Before acceptance a window may add a point, but never without a
reason: it stands on the notice and is a red entry in supervision.
"""

from __future__ import annotations

from collections.abc import Sequence

from data.errors import InputError, Refusal
from data.rules.case import Case, MaterialRow
from data.rules.conclusion import IN_ORDER, WANTING, Finding, Mark
from window_app.services.forms import BroughtForm, SupplementForm

Key = tuple[str, str | None]
RULE = "行政许可法第三十二条第一款第(四)项"


def told(case: Case) -> set[Key]:
    """What any round told."""
    return {(p["material"], p["person"]) for s in case.supplements for p in s.points}


def refusal(case: Case, form: SupplementForm) -> Refusal | None:
    """Why a point may not be added, or None; InputError for a material the case has not."""
    rows, known = {row.key: row for row in case.materials}, told(case)
    for position, given in enumerate(form.materials):
        where = f"materials[{position}]"
        key = given.id, given.person
        if key not in rows:
            raise InputError("not_in_case", f"这件没有材料“{given.id}”。", field=f"{where}.id")
        is_new = key not in known and Mark(given.mark) not in IN_ORDER
        found = _refused(case, rows[key], given, f"{where}.id") if is_new else None
        if found is not None:
            return found
        if given.new_reason and not is_new:
            raise InputError(
                "new_reason_not_asked",
                f"“{rows[key].name}”不是新提出的问题，不用写原因。",
                field=f"{where}.new_reason",
            )
    return None


def reasons(case: Case, form: SupplementForm, findings: Sequence[Finding]) -> dict[Key, str]:
    """The reason of each point that no round told before.

    A group that is no longer in order tells all its members: they share the reason.
    """
    rows, known = {row.key: row for row in case.materials}, told(case)
    given = {(one.id, one.person): one.new_reason for one in form.materials if one.new_reason}
    of_groups = {rows[key].group: why for key, why in given.items() if rows[key].group}
    found: dict[Key, str] = {}
    for finding in findings:
        key = finding.material or "", finding.person
        if key not in known and key in rows:
            why = given.get(key) or of_groups.get(rows[key].group)
            if why:
                found[key] = why
    return found


def _refused(case: Case, row: MaterialRow, given: BroughtForm, field: str) -> Refusal | None:
    if case.ever_accepted:
        return Refusal(
            "new_point_after_acceptance",
            f"这件已经受理，窗口不能对“{row.name}”提出新的问题。",
            hint="审核中发现的问题，由首席代表按清单退回补正。",
            rule=RULE,
            field=field,
        )
    if given.new_reason and Mark(given.mark) in WANTING:
        return None
    return Refusal(
        "new_point_needs_reason",
        f"“{row.name}”上次没有告知，不能再提出新的问题。",
        hint="补正内容应当一次告知。确有原因的写明原因(new_reason)，会记入监督。",
        rule=RULE,
        field=field,
    )
