"""补打: a kept paper printed again, the same but for its mark; every print is in the journal."""

from __future__ import annotations

from data.errors import Refusal
from data.rules.event import Kind
from data.store import printers
from data.store.staff import Account
from window_app.services import spooling
from window_app.services.case_papers import named
from window_app.services.cases import find
from window_app.services.holding import act_refusal
from window_app.services.issuing_papers import order_again
from window_app.services.office import Office
from window_app.views import DocumentView


def reprint(
    office: Office, number: str, document: str, who: Account, *, printer: str | None = None
) -> DocumentView | Refusal:
    """Print a case's paper again, named by its kind or number. PaperError where it fails.

    `printer` None: the one that prints this kind of paper here.
    """
    with office.store.write() as unit:
        case = find(unit, number)
        refusal = act_refusal(unit, office, case, Kind.PRINTED, who)
        if refusal is not None:
            return refusal
        paper = named(unit, case, document)
        usual = printers.chosen(unit, paper.kind, otherwise=office.default_printer)
        job = order_again(unit, office, case, paper, printer=printer or usual, who=who)
    if isinstance(job, Refusal):
        return job
    (printed,) = spooling.print_jobs(office, [job])
    if printed.problem is not None:
        raise printed.problem
    return DocumentView(paper.kind, paper.number, printed.reference)
