"""An intake draft weighed by the rules: in memory, fast enough for every key.

Knows no store: the list, the day, the calendar and what is known of the person are handed in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from data.errors import InputError
from data.rules import checklist as lists
from data.rules import fields as form_fields
from data.rules.calendar import WorkCalendar
from data.rules.check_digits import normalise
from data.rules.checklist import Checklist
from data.rules.conclusion import Conclusion, Mark, Marked, Person, Row, conclude, rows_of
from data.rules.identity import (
    ID_TYPES,
    IdentityCheck,
    IdentityKind,
    age_on,
    check_by_type,
    check_credit_code,
    check_identity,
    region_code,
)
from data.rules.item import FormField, Item
from data.rules.listing import Listing
from data.rules.person import Certificate, owner_key
from data.rules.situation import Facts, Situation, resolve
from data.store.settings import Terminal
from window_app.desk_views import RowKey
from window_app.services.desk.draft import Draft, mark_key

ADULT = 18


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What does not change while a draft is typed; `bars`: what stands against whom, in words."""

    catalogue: Listing
    terminal: Terminal
    calendar: WorkCalendar
    today: date
    records: Mapping[str, str] = field(default_factory=dict)
    certificates: tuple[Certificate, ...] = ()
    bars: Mapping[str, str] = field(default_factory=dict)

    def bar(self, identity: IdentityCheck | None) -> str | None:
        """Why this person gets no tolerance and no commitment; None where they may."""
        if identity is None or not identity.valid:
            return None
        return self.bars.get(owner_key(identity.kind, identity.normalised))


@dataclass(frozen=True, slots=True)
class FieldState:
    """A form field as it stands: its value, whether it was filled in by itself, its problem."""

    field: FormField
    key: str
    person: Person | None
    value: str
    is_filled_in: bool
    problem: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A draft as the rules see it; `checklist` None while no item is chosen."""

    draft: Draft
    item: Item | None
    identity: IdentityCheck | None
    people: tuple[Person, ...]
    checklist: Checklist | None
    rows: tuple[Row, ...]
    fields: tuple[FieldState, ...]
    conclusion: Conclusion | None
    marks: Mapping[RowKey, Marked] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "marks", marks_of(self.draft))

    @property
    def asked(self) -> set[str]:
        """Keys of the marks that count."""
        return {mark_key(*row.key) for row in self.rows}


def weigh(draft: Draft, around: Surroundings, before: Standing | None = None) -> Standing:
    """The draft weighed; never raises for what was typed.

    before: how it stood until now; its list is taken over where the situation is the same
    """
    identity = check_number(draft.applicant, around.today)
    people = people_of(draft, around.today)
    item = around.catalogue.item(draft.item) if draft.item else None
    if item is None:
        return Standing(draft, None, identity, people, None, (), (), None)
    checklist = _checklist(item, _situation(draft, item, identity, around), before)
    materials = checklist.materials + checklist.possible
    rows = rows_of(materials, people)
    fields = _fields(draft, checklist, around, people)
    conclusion = conclude(
        checklist,
        marks_of(draft),
        people=people,
        missing_fields=[f.key for f in fields if f.problem or _is_missing(f)],
        bar=around.bar(identity),
        insists=draft.insists,
    )
    return Standing(draft, item, identity, people, checklist, rows, fields, conclusion)


def check_number(values: Mapping[str, str], today: date) -> IdentityCheck | None:
    """What a typed number says; None while nothing is typed or the kind is unknown."""
    number, kind = values.get("id_number", ""), values.get("id_type", "")
    if not normalise(number) or kind not in ID_TYPES:
        return None
    return check_by_type(kind, number, today)


def kind_of(number: str, today: date) -> IdentityKind | None:
    """The kind a whole, valid number tells; None where it tells none."""
    for found in (check_identity(number, today), check_credit_code(number)):
        if found.valid:
            return IdentityKind(found.kind)
    return None


def people_of(draft: Draft, today: date) -> tuple[Person, ...]:
    """The household as far as it is known; an adult has 18 full years on the day."""
    return tuple(
        Person(member["id"], member.get("name", ""), _is_adult(member, today))
        for member in draft.household
    )


def birth_of(member: Mapping[str, str], today: date) -> date | None:
    """From the typed date, or from the number."""
    found = check_number(member, today)
    text = member.get("birth") or (found.birth if found and found.valid else None) or ""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def marks_of(draft: Draft) -> dict[tuple[str, str | None], Marked]:
    """The marks as the rules take them."""
    marks: dict[tuple[str, str | None], Marked] = {}
    for key, one in draft.marks.items():
        material, _, person = key.partition("@")
        marks[material, person or None] = Marked(Mark(one.mark), tuple(one.faults), one.source)
    return marks


def facts_of(draft: Draft, identity: IdentityCheck | None, today: date) -> Facts:
    """What the applicant step tells the questions so far."""
    known = identity if identity is not None and identity.valid else None
    birth = date.fromisoformat(known.birth) if known and known.birth else None
    return Facts(
        agent=draft.agent is not None,
        age=age_on(birth, today) if birth else None,
        sex=known.sex if known else None,
        region=region_code(known) if known else None,
        id_type=draft.applicant.get("id_type"),
    )


def _situation(
    draft: Draft, item: Item, identity: IdentityCheck | None, around: Surroundings
) -> Situation:
    known = {q.id: {c.id for c in q.choices} for q in item.questions}
    given = {
        question: [c for c in chosen if c in known[question]]
        for question, chosen in draft.answers.items()
        if question in known
    }
    return resolve(
        item.questions,
        given,
        subject=draft.subject,
        facts=facts_of(draft, identity, around.today),
        region=around.catalogue.region,
    )


def _checklist(item: Item, situation: Situation, before: Standing | None) -> Checklist:
    kept = before.checklist if before is not None and before.item is item else None
    return kept if kept and kept.situation == situation else lists.build(item, situation)


def _is_adult(member: Mapping[str, str], today: date) -> bool:
    birth = birth_of(member, today)
    return birth is not None and birth <= today and age_on(birth, today) >= ADULT


def _fields(
    draft: Draft, checklist: Checklist, around: Surroundings, people: tuple[Person, ...]
) -> tuple[FieldState, ...]:
    base = {**around.records, **applicant_record(draft)}
    states: list[FieldState] = []
    for one in checklist.fields:
        if one.per is None:
            states.append(_field(one, None, draft, base, around.today))
        else:
            wanted = [p for p in people if one.per == "member" or p.is_adult]
            states.extend(_field(one, person, draft, base, around.today) for person in wanted)
    return tuple(states)


def applicant_record(draft: Draft) -> dict[str, str]:
    """What the applicant step fills into the form."""
    kind = "person" if draft.subject == "natural" else "entity"
    number = "id_number" if draft.subject == "natural" else "credit_code"
    names = {"id_number": number}
    return {
        f"{kind}.{names.get(name, name)}": value
        for name, value in draft.applicant.items()
        if value and name != "id_type"
    }


def _field(
    one: FormField,
    person: Person | None,
    draft: Draft,
    base: Mapping[str, str],
    today: date,
) -> FieldState:
    key = f"{one.id}.{person.id}" if person else one.id
    typed = draft.fields.get(key)
    filled = base.get(one.shared, "") if one.shared and person is None else ""
    value = filled if typed is None else typed
    problem = None
    if value.strip():
        try:
            form_fields.check(one, value, today, key)
        except InputError as error:
            problem = error.message
    return FieldState(one, key, person, value, typed is None and bool(filled), problem)


def _is_missing(state: FieldState) -> bool:
    return state.field.required and not state.value.strip()
