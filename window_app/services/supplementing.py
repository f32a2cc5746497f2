"""Supplements brought back, of any round: before acceptance they are concluded on, after it the
case goes back to the department once every point that was told is in order."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from data.errors import InputError, Refusal
from data.rules import checklist as lists
from data.rules.case import Case, MaterialRow
from data.rules.checklist import Checklist
from data.rules.conclusion import IN_ORDER, Mark, Marked, Person, conclude
from data.rules.conclusion import Kind as Outcome
from data.rules.deadlines import notice_deadline
from data.rules.event import Kind
from data.rules.item import Item
from data.rules.person import owner_key
from data.rules.situation import Facts, resolve
from data.store.engine import Unit
from data.store.staff import Account
from window_app.services import concluding, notices, spooling
from window_app.services.assessing import check_faults
from window_app.services.cases import find
from window_app.services.concluding import Ruling
from window_app.services.forms import SupplementForm
from window_app.services.holding import act_refusal
from window_app.services.intake import conclusion_view
from window_app.services.issuing_papers import issue, number_papers
from window_app.services.office import Office
from window_app.services.showing import case_view
from window_app.views import Submitted

Key = tuple[str, str | None]


def bring(
    office: Office, number: str, form: SupplementForm, who: Account, folder: Path
) -> Submitted | Refusal:
    """Take supplements in and conclude again by the list the case was received under."""
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
    told = _told(case)
    marks = {row.key: _marked(row) for row in case.materials if row.mark is not None}
    _check_form(form)
    for position, given in enumerate(form.materials):
        where = f"materials[{position}]"
        key = given.id, given.person
        row = next((r for r in case.materials if r.key == key), None)
        if row is None:
            raise InputError("not_in_case", f"这件没有材料“{given.id}”。", field=f"{where}.id")
        if key not in told and Mark(given.mark) not in IN_ORDER:
            return Refusal(
                "new_point_needs_reason",
                f"“{row.name}”上次没有告知，不能再提出新的问题。",
                hint="补正内容应当一次告知；只核对上次告知的各点。",
                rule="行政许可法第三十二条第一款第(四)项",
                field=f"{where}.id",
            )
        marks[key] = Marked(Mark(given.mark), tuple(given.faults), given.source)
    people = tuple(Person(m.id, m.name, m.is_adult) for m in case.household)
    conclusion = conclude(checklist, marks, people=people, insists=True)
    if conclusion.kind is Outcome.INCOMPLETE:
        return Refusal(
            "incomplete",
            f"还有 {len(conclusion.findings)} 处没有完成，不能作结论；没有保存。",
            findings=(conclusion_view(conclusion),),
        )
    return Ruling(catalogue, checklist.item, conclusion, frozenset(m.mark for m in marks.values()))


def _check_form(form: SupplementForm) -> None:
    """Each material once, faults only where there are some, scans only of what was brought."""
    seen: set[Key] = set()
    for position, given in enumerate(form.materials):
        check_faults(given, f"materials[{position}]")
        if (given.id, given.person) in seen:
            raise InputError(
                "material_twice",
                f"材料“{given.id}”写了两次。",
                field=f"materials[{position}].id",
            )
        seen.add((given.id, given.person))
    for name in form.scans:
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
    told = _told(case)
    lacking = [f for f in ruling.conclusion.findings if (f.material, f.person) in told]
    if not lacking:
        body = {**body, "offer_to": f"department:{case.department}"}
        _event, after = office.append(unit, Kind.SUPPLEMENTED, body, who.name, case)
        return after, []
    numbered = number_papers(unit, office, ruling.department, case.item_kind, [notices.RECEIPT])
    if isinstance(numbered, Refusal):
        return numbered
    note = {
        "day": office.today().isoformat(),
        "materials": body["materials"],
        "lacking": [finding.say for finding in lacking],
        "papers": [paper.named for paper in numbered],
    }
    event, after = office.append(unit, Kind.BROUGHT_IN, note, who.name, case)
    return after, issue(unit, office, numbered, after, event, who)


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


def _told(case: Case) -> set[Key]:
    """What any round told."""
    return {(p["material"], p["person"]) for s in case.supplements for p in s.points}


def _marked(row: MaterialRow) -> Marked:
    assert row.mark is not None
    return Marked(row.mark, row.faults, row.source)
