"""Cases as a person may see them: masked, with due dates, lights, papers and sync state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from data.rules.case import CLOCK_RUNS, Case, Status
from data.rules.deadlines import (
    DueDate,
    Light,
    StoppedPeriod,
    Term,
    case_light,
    case_term,
    standing,
    worst_light,
)
from data.rules.identity import mask_credit_code, mask_identity, mask_name, mask_phone
from data.rules.overdue import late_deferred
from data.store import journal, papers
from data.store.engine import Unit
from data.store.papers import Job, StoredPaper
from window_app.services import telling
from window_app.services.office import Office
from window_app.views import (
    CaseView,
    DocumentView,
    DueView,
    HistoryLine,
    HolderView,
    MaterialView,
)

UNCONFIRMED = "等中心确认"
# Accepted and not decided: the clock stands or, during a send-back, runs on.
PAUSED = (Status.SUSPENDED, Status.SUPPLEMENTING)


def case_view(unit: Unit, office: Office, case: Case) -> CaseView:
    """A case masked; its query code is shown at its own station alone, never to reviewers."""
    clock = case_clock(unit, office, case)
    return CaseView(
        number=case.number,
        matter=case.matter,
        query_code=case.query_code if case.station == office.terminal.station else None,
        item=case.item,
        item_name=case.item_name,
        version=case.version,
        status=str(case.status),
        holder=HolderView(case.holder.kind, case.holder.address, case.holder.terminal),
        applicant=masked_applicant(case),
        received=case.received_at,
        accepted=case.accepted_day,
        notice_deadline=case.notice_deadline if case.status is Status.RECEIVED else None,
        due=clock.due,
        days_left=clock.days_left,
        light=clock.light,
        materials=tuple(
            MaterialView(
                row.id, row.name, row.person, str(row.mark) if row.mark else None, row.faults
            )
            for row in case.materials_now
        ),
        documents=documents(unit, case),
        sync=journal.sync_state(unit, case.case_id),
    )


@dataclass(frozen=True, slots=True)
class CaseClock:
    """Where a case's time limit stands; `days_left` None where no clock runs."""

    due: DueView | None
    days_left: int | None
    light: str


def case_clock(unit: Unit, office: Office, case: Case) -> CaseClock:
    """Due dates, days left and light of a case today; what a list needs, without papers.

    A deferred material that is late is red whatever the clock says.
    """
    promised, statutory = (_term(case, base) for base in ("promised", "statutory"))
    today = office.today()
    runs = case.ever_accepted and case.status in (*CLOCK_RUNS, *PAUSED)
    stand = standing(promised, today, office.calendar) if promised and runs else None
    law = standing(statutory, today, office.calendar) if statutory and runs else None
    light = case_light(office.lights_of(unit, case), stand, law)
    late = Light.RED if late_deferred(case, today) else Light.NONE
    return CaseClock(
        due=_due(case, stand.due if stand else None, law.due if law else None),
        days_left=stand.days_left if stand else None,
        light=str(worst_light([light, late])),
    )


def history(unit: Unit, case: Case) -> tuple[HistoryLine, ...]:
    """Every event of a case in the order it was written here."""
    events = sorted(journal.events_of(unit, case.case_id), key=lambda e: e.order)
    return tuple(
        HistoryLine(
            e.kind, e.is_main_line, e.at, e.actor, e.feed, e.number, e.hash, telling.note(e)
        )
        for e in events
    )


def documents(unit: Unit, case: Case) -> tuple[DocumentView, ...]:
    """The papers of a case with where their last print went; those made elsewhere follow."""
    stored = papers.of_case(unit, case.case_id)
    last = {job.document: job for job in papers.jobs_of(unit, [p.number for p in stored])}
    here = {paper.number for paper in stored}
    elsewhere = [paper for paper in case.papers if paper.number not in here]
    return (
        *(_document(case, paper, last.get(paper.number)) for paper in stored),
        *(
            DocumentView(paper.kind, paper.number, None, voided=case.is_paper_void(paper.number))
            for paper in elsewhere
        ),
    )


def _document(case: Case, paper: StoredPaper, job: Job | None) -> DocumentView:
    return DocumentView(
        kind=paper.kind,
        number=paper.number,
        path=job.reference if job else None,
        problem=job.reason if job else UNCONFIRMED,
        voided=case.is_paper_void(paper.number),
    )


def masked_applicant(case: Case) -> dict[str, str | None]:
    """Name, number and phone as lists and screens show them."""
    applicant = case.applicant
    is_body = applicant.id_type == "credit_code"
    mask = mask_credit_code if is_body else mask_identity
    phone = case.contact["phone"].value if "phone" in case.contact else applicant.phone
    return {
        "name": applicant.name if is_body else mask_name(applicant.name),
        "id_type": applicant.id_type,
        "id_number": mask(applicant.id_number),
        "phone": mask_phone(phone) if phone else None,
    }


def _term(case: Case, base: str) -> Term | None:
    if case.accepted_day is None or case.due is None:
        return None
    printed = date.fromisoformat(case.due.promised if base == "promised" else case.due.statutory)
    return case_term(
        case.limits,
        "promised" if base == "promised" else "statutory",
        date.fromisoformat(case.accepted_day),
        extension=case.extended_days,
        stopped=[
            StoppedPeriod(
                date.fromisoformat(s.since), date.fromisoformat(s.until) if s.until else None
            )
            for s in case.stops
            if s.stops_clock
        ],
        printed=DueDate(printed, case.due.estimated),
    )


def _due(case: Case, promised: DueDate | None, statutory: DueDate | None) -> DueView | None:
    """The dates as they stand; as printed where the clock has stopped for good."""
    if case.due is None:
        return None
    return DueView(
        promised=promised.day.isoformat() if promised else case.due.promised,
        statutory=statutory.day.isoformat() if statutory else case.due.statutory,
        estimated=promised.estimated if promised else case.due.estimated,
    )
