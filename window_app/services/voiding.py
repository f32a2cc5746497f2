"""Voiding: a case that should not be (by a supervisor), and a paper that counts no longer.

Nothing is deleted: a voided paper stays in the record and is not printed again; the paper that
takes its place names it.
"""

from __future__ import annotations

from data.errors import InputError, Refusal
from data.rules.case import Case
from data.rules.event import Kind
from data.rules.numbers import parse_case_number
from data.store.engine import Unit
from data.store.papers import StoredPaper
from data.store.staff import Account
from window_app.services import acting, remaking
from window_app.services.acting import Act
from window_app.services.case_papers import named, void_refusal
from window_app.services.forms import reason
from window_app.services.office import Office
from window_app.views import CaseView


def void_case(
    office: Office, number: str, who: Account, *, why: str, replaced_by: str | None = None
) -> CaseView | Refusal:
    """A supervisor voids a case that was taken in by mistake; its papers are void with it.

    `replaced_by` is the number of the case that stands for it; it may be another station's.
    """
    said = reason(why)
    other = str(parse_case_number(replaced_by)) if replaced_by else None

    def make(unit: Unit, case: Case) -> Act | Refusal:
        if other == case.number:
            raise InputError(
                "replaced_by_itself", "代替的不能是这一件自己。", field="--replaced-by"
            )
        return Act({"why": said, "replaced_by": other})

    return acting.do(office, number, Kind.VOIDED, who, make)


def void_paper(
    office: Office,
    number: str,
    document: str,
    who: Account,
    *,
    why: str,
    replaced_by: str | None = None,
    anew: bool = False,
) -> CaseView | Refusal:
    """Void a paper, named by its kind or number.

    replaced_by: the paper of this case that takes its place already, by kind or number
    anew: make the paper that takes its place now, from the case as it stands today
    """
    said = reason(why)

    def make(unit: Unit, case: Case) -> Act | Refusal:
        paper = named(unit, case, document)
        refusal = void_refusal(case, paper)
        if refusal is not None:
            return refusal
        other = _other(unit, case, paper, replaced_by)
        plans = remaking.plans(case, paper) if anew else ()
        if isinstance(plans, Refusal):
            return plans
        body: dict[str, object] = {"number": paper.number, "why": said, "replaced_by": other}
        return Act(body, plans, case.decline_ground)

    return acting.do(office, number, Kind.PAPER_VOIDED, who, make)


def _other(unit: Unit, case: Case, paper: StoredPaper, replaced_by: str | None) -> str | None:
    if replaced_by is None:
        return None
    other = named(unit, case, replaced_by, field="--replaced-by").number
    if other == paper.number:
        raise InputError(
            "replaced_by_itself", "代替的不能是作废的这一份自己。", field="--replaced-by"
        )
    return other
