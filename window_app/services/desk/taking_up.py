"""A case taken in without a conclusion becomes a draft again, to be concluded."""

from __future__ import annotations

from data.errors import Refusal
from data.rules.case import Applicant, Case, Status
from data.rules.event import Kind
from data.store.engine import Unit
from data.store.staff import Account
from window_app.services.desk.draft import Draft, DraftMark, mark_key
from window_app.services.holding import act_refusal
from window_app.services.office import Office


def refusal(unit: Unit, office: Office, case: Case, who: Account) -> Refusal | None:
    """Why this case cannot be concluded here by this person."""
    if case.status is Status.RECEIVED and case.is_errand:
        return Refusal("errand_not_here", "代办件由有权受理的窗口作结论。")
    return act_refusal(unit, office, case, Kind.ACCEPTED, who)


def draft_of(case: Case, draft_id: str, owner: str) -> Draft:
    """The case as it was typed: the same person, item, answers, marks and fields."""
    return Draft(
        id=draft_id,
        owner=owner,
        step="materials",
        case=case.number,
        subject=case.subject,
        applicant=_party(case.applicant),
        agent=_party(case.agent) if case.agent else None,
        household=[_texts(member.model_dump()) for member in case.household],
        item=case.item,
        version=case.version,
        answers={question: list(chosen) for question, chosen in case.answers.items()},
        marks={
            mark_key(*row.key): DraftMark(
                mark=str(row.mark), faults=list(row.faults), source=row.source
            )
            for row in case.materials
            if row.mark is not None
        },
        fields=_flat(case.fields),
    )


def _party(party: Applicant) -> dict[str, str]:
    values = _texts(party.model_dump())
    return {name: value for name, value in values.items() if name not in ("birth", "sex")}


def _texts(values: dict[str, object]) -> dict[str, str]:
    return {name: value for name, value in values.items() if isinstance(value, str)}


def _flat(fields: dict[str, object]) -> dict[str, str]:
    """{income: {p1: …}} becomes `income.p1`."""
    flat: dict[str, str] = {}
    for name, value in fields.items():
        if isinstance(value, dict):
            flat.update({f"{name}.{person}": str(one) for person, one in value.items()})
        else:
            flat[name] = str(value)
    return flat
