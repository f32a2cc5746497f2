"""Supplements brought back, of any round: before acceptance they are concluded on, after it the
case goes back to the department once every point that was told is in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from data.errors import InputError, Refusal
from data.rules import checklist as lists
from data.rules.case import Case, MaterialRow
from data.rules.checklist import Checklist
from data.rules.conclusion import Kind as Outcome
from data.rules.conclusion import Mark, Marked, Person, conclude
from data.rules.deadlines import notice_deadline
from data.rules.event import Kind
from data.rules.item import Item
from data.rules.numbers import DocumentKind
from data.rules.person import owner_key
from data.rules.situation import Facts, resolve
from data.store import drafts
from data.store.engine import Unit
from data.store.staff import Account
from window_app.services import (
    acting,
    concluding,
    flags,
    later_notices,
    leasing,
    new_points,
    scenes,
    spooling,
)
from window_app.services.acting import Act
from window_app.services.assessing import check_faults
from window_app.services.cases import find
from window_app.services.concluding import Ruling
from window_app.services.forms import MarkForm, SupplementForm
from window_app.services.holding import act_refusal
from window_app.services.intake import conclusion_view
from window_app.services.office import Office
from window_app.services.showing import case_view
from window_app.views import Submitted

Key = tuple[str, str | None]


def bring(
    office: Office,
    number: str,
    form: SupplementForm,
    who: Account,
    folder: Path,
    *,
    draft: str | None = None,
) -> Submitted | Refusal:
    """Take supplements in and conclude again by the list the case was received under.

    `draft` goes in the same moment.
    """
    refusal = leasing.before(office, number, Kind.SUPPLEMENTED, who)
    if refusal is not None:
        return refusal
    with office.store.read() as unit:
        case = find(unit, number)
        refusal = act_refusal(unit, office, case, Kind.SUPPLEMENTED, who)
        ruling = None if refusal else _rule(unit, office, case, form)
    if refusal is not None:
        return refusal
    assert ruling is not None
    if isinstance(ruling, Refusal):
        return ruling
    scans = {
        m: [asdict(office.blobs.take(folder / n, f"scans.{m}")) for n in names]
        for m, names in form.scans.items()
    }
    with office.store.write() as unit:
        written = _write(unit, office, case, ruling, form, who, scans)
        if isinstance(written, Refusal):
            return written
        if draft is not None:
            drafts.remove(unit, draft)
    after, jobs = written
    spooling.print_jobs(office, jobs)
    concluded = None if case.ever_accepted else conclusion_view(ruling.conclusion)
    with office.store.read() as unit:
        return Submitted(case_view(unit, office, after), concluded)


def checklist_of(case: Case, item: Item, region: str) -> Checklist:
    """The list of a stored case: its answers as they were frozen, guesses included."""
    situation = resolve(
        item.questions,
        case.answers,
        subject=case.subject,
        facts=Facts(),
        region=region,
    )
    return lists.build(item, situation)


def _rule(unit: Unit, office: Office, case: Case, form: SupplementForm) -> Ruling | Refusal:
    """The conclusion over the marks as they stand with what was brought."""
    catalogue = office.list_of(unit, case)
    item = catalogue.item(case.item)
    assert item is not None
    checklist = checklist_of(case, item, catalogue.region)
    check_rows(form.materials, form.scans)
    refusal = new_points.refusal(case, form)
    if refusal is not None:
        return refusal
    marks = {row.key: _marked(row) for row in case.materials if row.mark is not None}
    for given in form.materials:
        marks[given.id, given.person] = Marked(Mark(given.mark), tuple(given.faults), given.source)
    people = tuple(Person(m.id, m.name, m.is_adult) for m in case.household)
    owner = owner_key(case.applicant.id_type, case.applicant.id_number)
    conclusion = conclude(
        checklist,
        marks,
        people=people,
        bar=flags.bar(unit, owner, office.today()),
        insists=True,
    )
    if conclusion.kind is Outcome.INCOMPLETE:
        return Refusal(
            "incomplete",
            f"还有 {len(conclusion.findings)} 处没有完成，不能作结论；没有保存。",
            findings=(conclusion_view(conclusion),),
        )
    return Ruling(
        catalogue,
        checklist.item,
        conclusion,
        frozenset(m.mark for m in marks.values()),
        new_points.reasons(case, form, conclusion.findings),
    )


def check_rows(materials: Sequence[MarkForm], scans: Mapping[str, Sequence[str]]) -> None:
    """Each material once, faults only where there are some, scans only of what was brought."""
    seen: set[Key] = set()
    for position, given in enumerate(materials):
        check_faults(given, f"materials[{position}]")
        if (given.id, given.person) in seen:
            raise InputError(
                "material_twice",
                f"材料“{given.id}”写了两次。",
                field=f"materials[{position}].id",
            )
        seen.add((given.id, given.person))
    for name in scans:
        if name not in {material for material, _person in seen}:
            raise InputError("scan_not_asked", f"这次没有补交材料“{name}”。", field=f"scans.{name}")


def _write(
    unit: Unit,
    office: Office,
    case: Case,
    ruling: Ruling,
    form: SupplementForm,
    who: Account,
    scans: dict[str, list[dict[str, Any]]],
) -> tuple[Case, list[int]] | Refusal:
    """`supplemented`, then what it comes to; refused where the case moved meanwhile."""
    fresh = find(unit, case.number)
    refusal = act_refusal(unit, office, fresh, Kind.SUPPLEMENTED, who)
    if refusal is not None or fresh.head != case.head:
        return refusal or Refusal(
            "case_moved", "这件刚刚被别处改动，请重新打开后再办。", hint="没有保存任何内容。"
        )
    body = _supplemented(office, fresh, form, scans)
    if fresh.ever_accepted:
        return _back_to_department(unit, office, fresh, ruling, body, who)
    numbered = concluding.number(unit, office, ruling)
    if isinstance(numbered, Refusal):
        return numbered
    _event, after = office.append(unit, Kind.SUPPLEMENTED, body, who.name, fresh)
    return concluding.conclude(unit, office, ruling, after, who, numbered)


def _back_to_department(
    unit: Unit,
    office: Office,
    case: Case,
    ruling: Ruling,
    body: dict[str, Any],
    who: Account,
) -> tuple[Case, list[int]] | Refusal:
    """Acceptance happens once. What is less than every point is only noted, with a receipt."""
    told = new_points.told(case)
    lacking = [f for f in ruling.conclusion.findings if (f.material or "", f.person) in told]
    if not lacking:
        body = {**body, "offer_to": f"department:{case.department}"}
        _event, after = office.append(unit, Kind.SUPPLEMENTED, body, who.name, case)
        return after, []
    says = [finding.say for finding in lacking]
    rows = [MaterialRow.model_validate(row) for row in body["materials"]]
    brought = [row for row in rows if row.mark in scenes.HANDED_IN]
    receipt = partial(later_notices.receipt_of, brought, says)
    note: dict[str, object] = {
        "day": office.today().isoformat(),
        "materials": body["materials"],
        "lacking": says,
    }
    act = Act(note, ((DocumentKind.RECEIPT, receipt),))
    return acting.write(unit, office, case, Kind.BROUGHT_IN, act, who)


def _supplemented(
    office: Office, case: Case, form: SupplementForm, scans: dict[str, list[dict[str, Any]]]
) -> dict[str, Any]:
    today = office.today()
    rows = {row.key: row for row in case.materials}
    changed = []
    for given in form.materials:
        row = rows[given.id, given.person].model_copy(
            update={
                "mark": Mark(given.mark),
                "faults": tuple(given.faults),
                "source": given.source,
                "scans": tuple(scans.get(given.id, ())),
            }
        )
        changed.append(row.model_dump(mode="json"))
    return {
        "number": case.number,
        "owner": owner_key(case.applicant.id_type, case.applicant.id_number),
        "materials": changed,
        "materials_day": today.isoformat(),
        "notice_deadline": _deadline(office, case, today),
        "terminal": office.terminal.label,
        "calendar_digest": office.calendar.digest,
    }


def _deadline(office: Office, case: Case, today: date) -> str:
    """The five days begin anew with the last materials."""
    return notice_deadline(today, case.accept_days, office.calendar).day.isoformat()


def _marked(row: MaterialRow) -> Marked:
    assert row.mark is not None
    return Marked(row.mark, row.faults, row.source)
