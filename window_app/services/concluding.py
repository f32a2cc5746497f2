"""Writing down what an intake came to: accepted, supplement, declined; and its papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from data.errors import Refusal
from data.rules.case import Case
from data.rules.conclusion import Conclusion, Mark
from data.rules.conclusion import Kind as Outcome
from data.rules.event import Kind
from data.rules.item import Item
from data.rules.listing import Department, Listing
from data.rules.numbers import Ground
from data.store.engine import Unit
from data.store.staff import Account
from window_app.services import bodies, notices, slips
from window_app.services.assessing import Assessment
from window_app.services.issuing_papers import Numbered, issue, number_papers
from window_app.services.notices import Plan
from window_app.services.office import Office

EVENTS = {
    Outcome.ACCEPT: Kind.ACCEPTED,
    Outcome.TOLERANT: Kind.ACCEPTED,
    Outcome.SUPPLEMENT: Kind.SUPPLEMENT_REQUESTED,
    Outcome.RETURN: Kind.SUPPLEMENT_REQUESTED,
    Outcome.NOT_NEEDED: Kind.DECLINED,
    Outcome.NOT_OURS: Kind.DECLINED,
}


@dataclass(frozen=True, slots=True)
class Ruling:
    """What was found, by which list: `item` has its variant in place.

    `new_reasons`: why points of a later round were not told before, by material and person.
    """

    catalogue: Listing
    item: Item
    conclusion: Conclusion
    marks: frozenset[Mark]
    new_reasons: Mapping[tuple[str, str | None], str] = field(default_factory=dict)

    @property
    def department(self) -> Department:
        department = self.catalogue.department(self.item.department)
        assert department is not None  # lint holds it
        return department


def ruling_of(assessment: Assessment) -> Ruling:
    """The ruling of an intake that is concluded."""
    assert assessment.conclusion is not None
    marks = frozenset(marked.mark for marked in assessment.marks.values())
    item = assessment.checklist.item
    return Ruling(assessment.catalogue, item, assessment.conclusion, marks)


def papers_of(ruling: Ruling) -> list[Plan]:
    """The papers a conclusion is told by."""
    match ruling.conclusion.kind:
        case Outcome.ACCEPT | Outcome.TOLERANT:
            later = (
                [notices.TOLERANCE, notices.TOLERANCE_PROMISE] if ruling.conclusion.later else []
            )
            promised = [notices.COMMITMENT] if Mark.COMMITTED in ruling.marks else []
            return [notices.ACCEPTANCE, *later, *promised]
        case Outcome.SUPPLEMENT:
            return [notices.SUPPLEMENT, notices.RECEIPT]
        case Outcome.RETURN:
            return [notices.RETURN]
    return [notices.DECLINE]


def number(unit: Unit, office: Office, ruling: Ruling) -> list[Numbered] | Refusal:
    """The numbers of a conclusion's papers; asked before anything is written."""
    return number_papers(
        unit,
        office,
        ruling.department,
        ruling.item.kind,
        slips.with_slip(unit, papers_of(ruling)),
        ground=ground_of(ruling.conclusion),
    )


def conclude(
    unit: Unit,
    office: Office,
    ruling: Ruling,
    case: Case,
    who: Account,
    numbered: list[Numbered],
    *,
    situation: dict[str, Any] | None = None,
    taught: dict[str, Any] | None = None,
) -> tuple[Case, list[int]]:
    """Write what the received case comes to: the case after it, and its print jobs.

    `situation` is what a case taken in without a conclusion is completed by, `taught` what
    that leaves for next time.
    """
    rows = situation["materials"] if situation else _dumped(case)
    body = {**(taught or {}), **_body(office, ruling, rows, who)}
    body["papers"] = [paper.named for paper in numbered]
    if situation is not None:
        body["situation"] = situation
    event, case = office.append(unit, EVENTS[ruling.conclusion.kind], body, who.name, case)
    return case, issue(unit, office, numbered, case, event, who)


def ground_of(conclusion: Conclusion) -> Ground | None:
    if conclusion.exit is None:
        return None
    return "not_ours" if conclusion.kind is Outcome.NOT_OURS else "not_needed"


def decides_here(item: Item, who: Account) -> bool:
    """Whether the clerk may decide at the window (即办件)."""
    return item.instant_at_window and item.department in who.authorised


def _dumped(case: Case) -> list[dict[str, Any]]:
    return [row.model_dump(mode="json") for row in case.materials]


def _body(
    office: Office, ruling: Ruling, rows: list[dict[str, Any]], who: Account
) -> dict[str, Any]:
    item, today, conclusion = ruling.item, office.today(), ruling.conclusion
    match EVENTS[conclusion.kind]:
        case Kind.ACCEPTED:
            return bodies.accepted(
                item.limits,
                office.calendar,
                how="tolerant" if conclusion.kind is Outcome.TOLERANT else "complete",
                day=today,
                rows=[
                    bodies.with_later_day(row, today, office.calendar)
                    for row in rows
                    if (row["id"], row["person"]) in {later.key for later in conclusion.later}
                ],
                terminal=office.terminal,
                offer_to=None if decides_here(item, who) else f"department:{item.department}",
            )
        case Kind.SUPPLEMENT_REQUESTED:
            return bodies.supplement_requested(
                item,
                conclusion,
                office.calendar,
                today,
                office.terminal,
                new_reasons=ruling.new_reasons,
            )
    return bodies.declined(conclusion, office.terminal)
