"""Event bodies: every value is frozen that the case needs later, so replay reads no list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from data.rules.calendar import DueDate, WorkCalendar
from data.rules.case import Due, MaterialRow, Member
from data.rules.checklist import fee_amount, fee_words
from data.rules.conclusion import Conclusion, Finding, Mark, Marked, Row
from data.rules.deadlines import (
    case_term,
    deferred_deadline,
    due_date,
    notice_deadline,
    supplement_deadline,
)
from data.rules.fields import shared_values
from data.rules.item import Fee, Item, Limits, Material
from data.rules.person import owner_key
from data.store.settings import Terminal
from window_app.services import parties
from window_app.services.assessing import Assessment

SUPPLEMENT_DAYS = 20  # working days where an item that keeps materials names none


def received(
    assessment: Assessment,
    terminal: Terminal,
    calendar: WorkCalendar,
    *,
    number: str,
    query_code: str,
    today: date,
    rows: list[dict[str, Any]],
    papers: list[dict[str, str]],
) -> dict[str, Any]:
    """What `received` freezes. Unconcluded materials keep the item's own limits, no variant."""
    form, catalogue = assessment.form, assessment.catalogue
    item = assessment.checklist.item if form.conclude else assessment.item
    deadline = notice_deadline(today, catalogue.accept_days, calendar)
    return {
        **situation(assessment, item, rows),
        "item": item.code,
        "item_name": item.name,
        "item_kind": item.kind,
        "department": item.department,
        "number": number,
        "query_code": query_code,
        "version": catalogue.version,
        "catalogue_digest": catalogue.digest,
        "calendar_digest": calendar.digest,
        "is_sample": catalogue.sample,
        "accept_days": catalogue.accept_days,
        "station": terminal.station,
        "terminal": terminal.label,
        "offer_to": f"station:{terminal.carries_to}" if assessment.is_errand else None,
        "carries_to": terminal.carries_to if assessment.is_errand else None,
        "subject": form.subject,
        "applicant": assessment.applicant.model_dump(),
        "agent": assessment.agent.model_dump() if assessment.agent else None,
        "guessed": sorted(assessment.situation.guessed),
        "insists": form.insists,
        "papers": papers,
        "materials_day": today.isoformat(),
        "notice_deadline": deadline.day.isoformat(),
        "notice_estimated": deadline.estimated,
        "owner": owner(assessment),
        "records": shared_values(assessment.checklist.fields, assessment.fields),
    }


def situation(assessment: Assessment, item: Item, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """What the situation settles; of a case taken in without a conclusion, once it has one."""
    return {
        "household": [member.model_dump() for member in assessment.household],
        "answers": {key: list(value) for key, value in assessment.situation.answers.items()},
        "fields": assessment.fields,
        "fees": [_fee(fee, assessment.fields) for fee in assessment.checklist.fees],
        "delivery": assessment.form.delivery or item.delivery[0],
        "materials": rows,
        "limits": item.limits.model_dump(),
        "supplement_way": item.supplement,
        "supplement_days": item.supplement_days,
        "deferred_late": item.deferred_late,
        "steps": [step.model_dump() for step in item.steps],
        "special": [special.model_dump() for special in item.special],
        "instant_at_window": item.instant_at_window,
    }


def taught(assessment: Assessment, *, number: str, today: date) -> dict[str, Any]:
    """What a late conclusion leaves for next time beside its situation."""
    return {
        "number": number,
        "owner": owner(assessment),
        "records": shared_values(assessment.checklist.fields, assessment.fields),
        "materials_day": today.isoformat(),
    }


def accepted(
    limits: Limits,
    calendar: WorkCalendar,
    *,
    how: str,
    day: date,
    rows: list[dict[str, Any]],
    terminal: Terminal,
    offer_to: str | None,
) -> dict[str, Any]:
    """What `accepted` freezes: the day, both limits as printed, when deferred materials follow."""
    return {
        "how": how,
        "accepted_day": day.isoformat(),
        "due": due_of(limits, day, calendar).model_dump(),
        "materials": rows,
        "terminal": terminal.label,
        "offer_to": offer_to,
        "calendar_digest": calendar.digest,
    }


def owner(assessment: Assessment) -> str:
    """Whose base record and archive the applicant's is."""
    return parties.owner_of(assessment.applicant)


def due_of(limits: Limits, day: date, calendar: WorkCalendar) -> Due:
    """Promised and statutory due dates of a case accepted on a day."""
    promised, statutory = (
        _reached(due_date(case_term(limits, base, day), calendar))
        for base in ("promised", "statutory")
    )
    return Due(
        promised=promised.day.isoformat(),
        statutory=statutory.day.isoformat(),
        estimated=promised.estimated or statutory.estimated,
    )


def supplement_requested(
    item: Item,
    conclusion: Conclusion,
    calendar: WorkCalendar,
    today: date,
    terminal: Terminal,
    *,
    new_reasons: Mapping[tuple[str, str | None], str],
) -> dict[str, Any]:
    """All points at once, and by when they must be answered; new ones with their reason."""
    days = item.supplement_days or SUPPLEMENT_DAYS
    deadline = supplement_deadline(today, days, calendar)
    return {
        "told_on": today.isoformat(),
        "deadline": deadline.day.isoformat(),
        "deadline_estimated": deadline.estimated,
        "points": [_point(finding, new_reasons) for finding in conclusion.findings],
        "terminal": terminal.label,
        "calendar_digest": calendar.digest,
    }


def declined(conclusion: Conclusion, terminal: Terminal) -> dict[str, Any]:
    """On what ground (行政许可法 32 (1)(1), (2)), in which words, and who is competent."""
    assert conclusion.exit is not None
    return {
        "ground": conclusion.exit.outcome,
        "why": conclusion.exit.say,
        "competent": conclusion.exit.refer,
        "terminal": terminal.label,
    }


def _point(finding: Finding, new_reasons: Mapping[tuple[str, str | None], str]) -> dict[str, Any]:
    """One point as it is kept; `new_reason` marks what an earlier round could have told."""
    reason = new_reasons.get((finding.material or "", finding.person))
    told = {
        "material": finding.material,
        "person": finding.person,
        "mark": str(finding.mark) if finding.mark else None,
        "faults": list(finding.faults),
        "choice": finding.choice,
        "say": finding.say,
    }
    return told | ({"new_reason": reason} if reason else {})


def material_row(
    row: Row,
    marked: Marked | None,
    *,
    item: str,
    owner: str,
    members: tuple[Member, ...],
    today: date,
    scans: tuple[dict[str, Any], ...] = (),
) -> dict[str, Any]:
    """One line of the list as it is frozen, with its mark."""
    material = row.material
    value = MaterialRow(
        id=material.id,
        name=material.name,
        person=row.person.id if row.person else None,
        person_name=row.person.name if row.person else None,
        mark=marked.mark if marked else None,
        faults=marked.faults if marked else (),
        source=_source(material, marked),
        need=material.need,
        group=material.group,
        originals=material.originals,
        copies=material.copies,
        check_original=material.check_original,
        surrender=material.surrender,
        certificate=_certificate(material, item),
        later_days=material.later_days,
        owner=_owner(row, owner, members) if material.certificate else None,
        valid_until=_valid_until(material, today),
        scans=scans,
    )
    return value.model_dump(mode="json")


def with_later_day(
    row: dict[str, Any], accepted_on: date, calendar: WorkCalendar
) -> dict[str, Any]:
    """A deferred row with the day by which it must follow."""
    day = deferred_deadline(accepted_on, row["later_days"] or 0, calendar)
    return {**row, "later_by": day.day.isoformat()}


def _fee(fee: Fee, values: dict[str, Any]) -> dict[str, str]:
    amount = fee_amount(fee, {key: v for key, v in values.items() if isinstance(v, str)})
    text = fee_words(fee) if amount is None else f"{amount}元"
    return {"name": fee.name, "amount": text}


def _source(material: Material, marked: Marked | None) -> str | None:
    if marked is None or marked.mark is not Mark.REUSED:
        return None
    return marked.source or material.shared_data


def _certificate(material: Material, item: str) -> str | None:
    """The archive's name for a certificate: the shared material, or this item's own."""
    if not material.certificate:
        return None
    return material.use or f"{item}.{material.id}"


def _owner(row: Row, applicant: str, members: tuple[Member, ...]) -> str:
    member = next((m for m in members if row.person and m.id == row.person.id), None)
    if member is None or not member.id_type or not member.id_number:
        return applicant
    return owner_key(member.id_type, member.id_number)


def _valid_until(material: Material, today: date) -> str | None:
    if material.valid_days is None:
        return None
    return (today + timedelta(days=material.valid_days)).isoformat()


def _reached(day: DueDate | None) -> DueDate:
    assert day is not None  # nothing is stopped on the day of acceptance
    return day
