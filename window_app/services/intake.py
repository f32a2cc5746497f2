"""Taking a case in: one act, one unit of work, then its papers.

The list decides what an intake comes to; the table decides who may; here it is written down.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from data.errors import Refusal
from data.rules.case import Case, Status
from data.rules.conclusion import Conclusion
from data.rules.conclusion import Kind as Outcome
from data.rules.event import Event, Kind
from data.rules.lifecycle import refusal as table_refusal
from data.rules.numbers import build_case_number, query_code
from data.rules.words import Role
from data.store import cases, drafts, journal, numbering, people
from data.store.engine import Unit
from data.store.staff import Account
from window_app.services import bodies, concluding, flags, notices, slips, spooling
from window_app.services.assessing import Assessment, assess
from window_app.services.forms import IntakeForm
from window_app.services.handed_in import Scans, material_rows, take_scans
from window_app.services.issuing_papers import Numbered, issue, number_papers
from window_app.services.office import Office
from window_app.services.showing import case_view
from window_app.views import ConclusionView, Submitted

NOT_STORED = frozenset({Outcome.INCOMPLETE, Outcome.NOT_ELIGIBLE, Outcome.USE_ITEM})


@dataclass(frozen=True, slots=True)
class NewCase:
    """What a case is known by from its first event on."""

    case_id: str
    number: str


def preview(office: Office, form: IntakeForm) -> Assessment | Refusal:
    """What an intake would come to now; stores nothing."""
    with office.store.read() as unit:
        catalogue = office.live_list(unit)
        if isinstance(catalogue, Refusal):
            return catalogue
        return assess(
            form,
            catalogue,
            office.terminal,
            base=lambda owner: people.records_of(unit, owner),
            bar=lambda owner: flags.bar(unit, owner, office.today()),
            today=office.today(),
        )


def submit(
    office: Office, form: IntakeForm, who: Account, folder: Path, *, draft: str | None = None
) -> Submitted | Refusal:
    """Take a case in and print its papers; `folder` is where scans are looked for.

    `draft` is gone in the same moment in which the case is there, and the case keeps its id: of
    one draft that two desks have open only one case comes.

    Refused, with every finding and nothing stored, where the intake cannot be concluded.
    """
    assessment = preview(office, form)
    if isinstance(assessment, Refusal):
        return assessment
    with office.store.read() as unit:
        refusal = unfit(assessment) or _act_refusal(unit, office, assessment, who)
    if refusal is not None:
        return refusal
    scans = take_scans(office, assessment, folder)
    with office.store.write() as unit:
        warnings = _open_already(unit, assessment)
        case_id = draft or journal.new_id()
        written = _taken_in_before(unit, case_id) or _write(
            unit, office, assessment, who, scans, case_id
        )
        if isinstance(written, Refusal):
            return written
        if draft is not None:
            drafts.remove(unit, draft)
    case, jobs = written
    spooling.print_jobs(office, jobs)
    with office.store.read() as unit:
        view = case_view(unit, office, case)
    concluded = None if assessment.is_errand else assessment.conclusion
    return Submitted(view, conclusion_view(concluded), warnings)


def conclusion_view(conclusion: Conclusion | None) -> ConclusionView | None:
    if conclusion is None:
        return None
    return ConclusionView(str(conclusion.kind), conclusion.findings, conclusion.exit)


def unfit(assessment: Assessment) -> Refusal | None:
    """Why nothing is stored: not all is known, or the matter goes another way."""
    conclusion = assessment.conclusion
    if conclusion is None or conclusion.kind not in NOT_STORED:
        return None
    rule = f"{assessment.item.code} 清单版本 {assessment.catalogue.version}"
    if conclusion.kind is Outcome.INCOMPLETE:
        count = len(conclusion.findings)
        return Refusal(
            "incomplete",
            f"还有 {count} 处没有完成，不能作结论；没有保存。",
            hint="请把列出的各点一次办完；确需先收下材料的，用“收下待核”(conclude: false)。",
            rule=rule,
            findings=(conclusion_view(conclusion),),
        )
    assert conclusion.exit is not None
    hints = {
        Outcome.NOT_ELIGIBLE: "申请人坚持申请的，可以照收(insists: true)，由部门答复。",
        Outcome.USE_ITEM: f"请改办事项 {conclusion.exit.refer}。",
    }
    return Refusal(
        conclusion.kind.partition(":")[2],
        conclusion.exit.say,
        hint=hints[conclusion.kind],
        rule=rule,
        findings=(conclusion_view(conclusion),),
    )


def _taken_in_before(unit: Unit, case_id: str) -> Refusal | None:
    """Whether another desk has taken in the same draft."""
    case = cases.by_id(unit, case_id)
    if case is None:
        return None
    return Refusal(
        "draft_taken_in",
        f"这份收件刚刚在别的画面办过了，编号 {case.number}。",
        hint="没有再办一次；按 F5 可以查到这一件。",
    )


def _open_already(unit: Unit, assessment: Assessment) -> tuple[str, ...]:
    """Cases of the same person for the same item that are still open."""
    number, item = assessment.applicant.id_number, assessment.item.code
    found = cases.open_numbers(unit, number, item)
    return tuple(f"同一申请人的同一事项已有在办：{other}。" for other in found)


def _write(
    unit: Unit, office: Office, assessment: Assessment, who: Account, scans: Scans, case_id: str
) -> tuple[Case, list[int]] | Refusal:
    """Everything of the act in one unit of work; a refusal writes nothing."""
    refusal = _act_refusal(unit, office, assessment, who)
    if refusal is not None:
        return refusal
    number = _case_number(unit, office)
    if isinstance(number, Refusal):
        return number
    new = NewCase(case_id, number)
    if assessment.conclusion is None or assessment.is_errand:
        return _take_in(unit, office, assessment, who, scans, new)
    ruling = concluding.ruling_of(assessment)
    numbered = concluding.number(unit, office, ruling)
    if isinstance(numbered, Refusal):
        return numbered
    _event, case = _receive(unit, office, assessment, who, scans, new, [])
    return concluding.conclude(unit, office, ruling, case, who, numbered)


def _take_in(
    unit: Unit, office: Office, assessment: Assessment, who: Account, scans: Scans, new: NewCase
) -> tuple[Case, list[int]] | Refusal:
    """Materials without a conclusion, or an errand: a receipt, and the case waits."""
    plans = [notices.ERRAND if assessment.is_errand else notices.RECEIPT]
    department = assessment.catalogue.department(assessment.item.department)
    assert department is not None  # lint holds it
    plans = slips.with_slip(unit, plans)
    numbered = number_papers(unit, office, department, assessment.item.kind, plans)
    if isinstance(numbered, Refusal):
        return numbered
    event, case = _receive(unit, office, assessment, who, scans, new, numbered)
    return case, issue(unit, office, numbered, case, event, who)


def _act_refusal(
    unit: Unit, office: Office, assessment: Assessment, who: Account
) -> Refusal | None:
    """Why this person may not do this now."""
    return (
        table_refusal(Status.DRAFT, Kind.RECEIVED, who.roles, "window")
        or _conclusion_refusal(assessment, who)
        or office.clock_refusal(unit)
    )


def _conclusion_refusal(assessment: Assessment, who: Account) -> Refusal | None:
    if assessment.conclusion is None or assessment.is_errand:
        return None
    kind = concluding.EVENTS[assessment.conclusion.kind]
    return table_refusal(Status.RECEIVED, kind, who.roles - {Role.SYSTEM}, "window")


def _case_number(unit: Unit, office: Office) -> str | Refusal:
    day = office.today()
    (serial,) = numbering.next_serials(unit, office.home, [f"case/{day.isoformat()}"])
    number = build_case_number(
        office.terminal.region,
        day,
        station=office.terminal.station,
        terminal=office.terminal.terminal,
        serial=serial,
    )
    return number if isinstance(number, Refusal) else str(number)


def _receive(
    unit: Unit,
    office: Office,
    assessment: Assessment,
    who: Account,
    scans: Scans,
    new: NewCase,
    papers: list[Numbered],
) -> tuple[Event, Case]:
    today = office.today()
    rows = material_rows(assessment, today, scans)
    body = bodies.received(
        assessment,
        office.terminal,
        office.calendar,
        number=new.number,
        query_code=query_code(secrets.randbelow),
        today=today,
        rows=rows,
        papers=[paper.named for paper in papers],
    )
    return office.open_case(unit, new.case_id, body, who.name)
