"""Concluding what was taken in without a conclusion (收下待核), by the list of its receipt."""

from __future__ import annotations

from pathlib import Path

from data.errors import InputError, Refusal
from data.rules.case import Case
from data.rules.check_digits import normalise
from data.rules.event import Kind
from data.rules.identity import IdentityKind
from data.store import drafts, people
from data.store.engine import Unit
from data.store.staff import Account
from window_app.services import bodies, concluding, deeming, flags, leasing, spooling
from window_app.services.assessing import Assessment, assess
from window_app.services.cases import find
from window_app.services.forms import IntakeForm
from window_app.services.handed_in import Scans, material_rows, take_scans
from window_app.services.holding import act_refusal
from window_app.services.intake import conclusion_view, unfit
from window_app.services.office import Office
from window_app.services.showing import case_view
from window_app.views import Submitted


def conclude(
    office: Office,
    number: str,
    form: IntakeForm,
    who: Account,
    folder: Path,
    *,
    draft: str | None = None,
) -> Submitted | Refusal:
    """Conclude a received case: its item and applicant stay, everything else may be completed.

    `draft` goes in the same moment.
    """
    deeming.first(office, number)
    assessment = _assess(office, number, form)
    if isinstance(assessment, Refusal):
        return assessment
    refusal = unfit(assessment) or leasing.before(office, number, Kind.ACCEPTED, who)
    if refusal is not None:
        return refusal
    scans = take_scans(office, assessment, folder)
    with office.store.write() as unit:
        written = _write(unit, office, number, assessment, who, scans)
        if isinstance(written, Refusal):
            return written
        if draft is not None:
            drafts.remove(unit, draft)
    case, jobs = written
    spooling.print_jobs(office, jobs)
    with office.store.read() as unit:
        return Submitted(case_view(unit, office, case), conclusion_view(assessment.conclusion))


def _assess(office: Office, number: str, form: IntakeForm) -> Assessment | Refusal:
    with office.store.read() as unit:
        case = find(unit, number)
        _check_same(case, form)
        return assess(
            form.model_copy(update={"conclude": True}),
            office.list_of(unit, case),
            office.terminal,
            base=lambda owner: people.records_of(unit, owner),
            bar=lambda owner: flags.bar(unit, owner, office.today()),
            today=office.today(),
        )


def _check_same(case: Case, form: IntakeForm) -> None:
    """The matter and the person were settled when the materials were taken in."""
    has_rules = case.applicant.id_type in set(IdentityKind)
    for field, was, given in (
        ("item", case.item, form.item),
        ("subject", case.subject, form.subject),
        ("applicant.name", case.applicant.name, form.applicant.name),
        (
            "applicant.id_number",
            case.applicant.id_number,
            normalise(form.applicant.id_number) if has_rules else form.applicant.id_number,
        ),
    ):
        if was != given:
            raise InputError(
                "not_this_case",
                f"和收件时的不一样：{given}。",
                hint="请核对办件编号。",
                field=field,
            )


def _write(
    unit: Unit, office: Office, number: str, assessment: Assessment, who: Account, scans: Scans
) -> tuple[Case, list[int]] | Refusal:
    assert assessment.conclusion is not None
    case = find(unit, number)
    kind = concluding.EVENTS[assessment.conclusion.kind]
    refusal = act_refusal(unit, office, case, kind, who)
    if refusal is not None:
        return refusal
    ruling = concluding.ruling_of(assessment)
    numbered = concluding.number(unit, office, ruling)
    if isinstance(numbered, Refusal):
        return numbered
    today = office.today()
    rows = material_rows(assessment, today, scans)
    return concluding.conclude(
        unit,
        office,
        ruling,
        case,
        who,
        numbered,
        situation=bodies.situation(assessment, ruling.item, rows),
        taught=bodies.taught(assessment, number=case.number, today=today),
    )
