"""补打: a kept paper printed again, the same but for its mark; every print is in the journal."""

from __future__ import annotations

from data.clock import to_text
from data.errors import InputError, Refusal
from data.rules.case import Case
from data.rules.event import Kind
from data.store import papers
from data.store.engine import Unit
from data.store.papers import StoredPaper
from data.store.staff import Account
from window_app.services import spooling
from window_app.services.cases import find
from window_app.services.holding import act_refusal
from window_app.services.office import Office
from window_app.views import DocumentView


def reprint(
    office: Office, number: str, document: str, who: Account, *, printer: str
) -> DocumentView | Refusal:
    """Print a case's paper again, named by its kind or number. PaperError where it fails."""
    with office.store.write() as unit:
        case = find(unit, number)
        refusal = act_refusal(unit, office, case, Kind.PRINTED, who)
        if refusal is not None:
            return refusal
        paper = _named(unit, case, document)
        at = to_text(office.now())
        job = papers.order_print(unit, paper.number, printer, copies=1, at=at)
        body: dict[str, object] = {"number": paper.number, "reprint": paper.prints}
        office.append(unit, Kind.PRINTED, body, who.name, case)
    (printed,) = spooling.print_jobs(office, [job])
    if printed.problem is not None:
        raise printed.problem
    return DocumentView(paper.kind, paper.number, printed.reference)


def _named(unit: Unit, case: Case, document: str) -> StoredPaper:
    """The newest paper of that kind, or the one with that number."""
    stored = papers.of_case(unit, case.case_id)
    found = [paper for paper in stored if document in (paper.kind, paper.number)]
    if not found:
        kinds = "、".join(dict.fromkeys(paper.kind for paper in stored)) or "没有"
        raise InputError(
            "paper_unknown",
            f"这件没有文书“{document}”。",
            hint=f"现有文书：{kinds}",
            field="DOCUMENT",
        )
    return found[-1]
