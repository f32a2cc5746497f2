"""From an intake form to what it comes to: list, marks, fields and conclusion. Stores nothing.

The desk asks this at every keystroke; submitting asks it once more before it writes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from data.errors import InputError, Refusal
from data.rules import checklist as lists
from data.rules import fields as form_fields
from data.rules.case import Applicant, Member
from data.rules.checklist import Checklist
from data.rules.conclusion import Conclusion, Mark, Marked, Person, Row, conclude, rows_of
from data.rules.item import Item
from data.rules.listing import Listing
from data.rules.situation import Situation, check_answers, resolve
from data.store.settings import Terminal
from window_app.services import parties
from window_app.services.forms import IntakeForm, MarkForm

Key = tuple[str, str | None]
BaseRecords = Callable[[str], Mapping[str, str]]
Bars = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Assessment:
    """An intake as the list sees it.

    conclusion: None where the materials are taken in without concluding
    rows: the lines that are asked for, with `possible` ones while questions are open
    missing_fields: required form fields that are empty
    """

    form: IntakeForm
    catalogue: Listing
    item: Item
    applicant: Applicant
    agent: Applicant | None
    household: tuple[Member, ...]
    checklist: Checklist
    rows: tuple[Row, ...]
    marks: dict[Key, Marked]
    fields: dict[str, Any]
    is_errand: bool
    conclusion: Conclusion | None

    @property
    def people(self) -> tuple[Person, ...]:
        return parties.people_of(self.household)

    @property
    def situation(self) -> Situation:
        return self.checklist.situation


def assess(
    form: IntakeForm,
    catalogue: Listing,
    terminal: Terminal,
    *,
    base: BaseRecords,
    bar: Bars,
    today: date,
) -> Assessment | Refusal:
    """What an intake comes to. InputError for bad input, Refusal where it is not taken here.

    base, bar: what is known of a person, and what stands against them in words
    """
    item = find_item(catalogue, form.item)
    parties.check_subject(form)
    refusal = scope_refusal(catalogue, item, form.subject, terminal)
    if refusal is not None:
        return refusal
    applicant, found = parties.party(form.applicant, today, "applicant")
    agent = parties.party(form.agent, today, "agent")[0] if form.agent else None
    household = parties.household(form, today)
    check_answers(item.questions, form.answers)
    situation = resolve(
        item.questions,
        form.answers,
        subject=form.subject,
        facts=parties.facts_of(form, found, today),
        region=catalogue.region,
    )
    checklist = lists.build(item, situation)
    people = parties.people_of(household)
    marks = _marks(form, item, people)
    unlisted = _unlisted(checklist, marks, catalogue)
    if unlisted is not None:
        return unlisted
    known = {**base(parties.owner_of(applicant)), **parties.record_of(form.subject, applicant)}
    filled = _filled(form, checklist, known, people, today)
    return Assessment(
        form=form,
        catalogue=catalogue,
        item=item,
        applicant=applicant,
        agent=agent,
        household=household,
        checklist=checklist,
        rows=rows_of(_asked(form, checklist), people),
        marks=marks,
        fields=filled,
        is_errand=is_errand(item, terminal),
        conclusion=conclude(
            checklist,
            marks,
            people=people,
            missing_fields=form_fields.missing(checklist.fields, filled, people),
            bar=bar(parties.owner_of(applicant)),
            insists=form.insists,
        )
        if form.conclude
        else None,
    )


def find_item(catalogue: Listing, code: str) -> Item:
    """The item with this code; InputError where the list has none."""
    item = catalogue.item(code)
    if item is None:
        raise InputError(
            "unknown_item",
            f"清单里没有事项“{code}”。",
            hint="用 window catalogue search 按名称或拼音查找。",
            field="item",
        )
    return item


class Offered(Protocol):
    """What of an item says who takes it; a line of the item finder tells it too."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def subjects(self) -> tuple[str, ...]: ...
    @property
    def theme(self) -> str: ...
    @property
    def levels(self) -> tuple[str, ...]: ...
    @property
    def proxy(self) -> bool: ...
    @property
    def place(self) -> str | None: ...
    @property
    def phone(self) -> str | None: ...


def is_errand(item: Offered, terminal: Terminal) -> bool:
    """At a village an item that is not taken there may be carried up for the applicant."""
    return terminal.level == "village" and "village" not in item.levels and item.proxy


def scope_refusal(
    catalogue: Listing, item: Offered, subject: str, terminal: Terminal
) -> Refusal | None:
    """Why this window does not take the item, and who does; None where it does."""
    rule = f"{item.code} 清单版本 {catalogue.version}"
    if subject not in item.subjects:
        who = "个人" if "natural" in item.subjects else "单位和个体工商户"
        return Refusal(
            "subject_not_served", f"“{item.name}”只受理{who}的申请。", rule=rule, field="subject"
        )
    takes = (
        subject in terminal.subjects
        and (not terminal.themes or item.theme in terminal.themes)
        and (terminal.level in item.levels or is_errand(item, terminal))
    )
    if not takes:
        names = {"city": "市级", "county": "区县", "town": "镇街", "village": "村居"}
        where = "、".join(names[level] for level in item.levels)
        return Refusal(
            "not_taken_here",
            f"本窗口不办“{item.name}”，请到{where}窗口：{item.place or '见办事指南'}。",
            hint=f"咨询电话：{item.phone}" if item.phone else None,
            rule=rule,
            field="item",
        )
    if is_errand(item, terminal) and terminal.carries_to is None:
        return Refusal(
            "no_carrier",
            "本村站没有设定代办件送到哪个站点，不能代收。",
            hint="请管理员在设站时用 --carries-to 指定镇街站点。",
        )
    return None


def _asked(form: IntakeForm, checklist: Checklist) -> tuple[Any, ...]:
    return checklist.materials if form.conclude else checklist.materials + checklist.possible


def _filled(
    form: IntakeForm,
    checklist: Checklist,
    known: Mapping[str, str],
    people: tuple[Person, ...],
    today: date,
) -> dict[str, Any]:
    """Fields that this situation does not ask for are dropped, unknown ones refused."""
    asked = {field.id for field in checklist.fields}
    elsewhere = {f.id for f in checklist.item.fields if not f.result} - asked
    given = {name: value for name, value in form.fields.items() if name not in elsewhere}
    return form_fields.fill(checklist.fields, given, known, people=people, today=today)


def _marks(form: IntakeForm, item: Item, people: tuple[Person, ...]) -> dict[Key, Marked]:
    marks: dict[Key, Marked] = {}
    for position, given in enumerate(form.materials):
        where = f"materials[{position}]"
        _check_person(given, item, people, where)
        key = given.id, given.person
        if key in marks:
            raise InputError("material_twice", f"材料“{given.id}”写了两次。", field=f"{where}.id")
        check_faults(given, where)
        marks[key] = Marked(Mark(given.mark), tuple(given.faults), given.source)
    return marks


def check_faults(given: MarkForm, where: str) -> None:
    """Faults stand only beside a mark that has some."""
    if given.faults and given.mark not in ("defective", "fixed", "missing"):
        raise InputError(
            "faults_without_defect",
            f"材料“{given.id}”标为合格，又写了问题。",
            field=f"{where}.faults",
        )


def _check_person(given: MarkForm, item: Item, people: tuple[Person, ...], where: str) -> None:
    material = item.material(given.id)
    if material is None:
        return
    if material.per is None and given.person is not None:
        raise InputError(
            "person_not_asked", f"“{material.name}”不按人收取。", field=f"{where}.person"
        )
    if material.per is not None and given.person not in {p.id for p in people}:
        raise InputError(
            "person_unknown",
            f"“{material.name}”按人收取，请写明是哪位家庭成员的。",
            hint="person 填 household 里的 id。",
            field=f"{where}.person",
        )


def _unlisted(
    checklist: Checklist, marks: Mapping[Key, Marked], catalogue: Listing
) -> Refusal | None:
    """A window takes only what the list asks for the situation (行政许可法 31)."""
    if checklist.exits:
        asked = {m.id for m in checklist.item.materials}
    else:
        asked = {m.id for m in checklist.materials + checklist.possible}
    for position, (material_id, _person) in enumerate(marks):
        if material_id not in asked:
            material = checklist.item.material(material_id)
            name = material.name if material else material_id
            return Refusal(
                "not_on_list",
                f"这种情形的清单不要“{name}”，不能收取。",
                hint="只收清单列出的材料；多交的请退还申请人。",
                rule=f"{checklist.item.code} 清单版本 {catalogue.version}；行政许可法第三十一条",
                field=f"materials[{position}].id",
            )
    return None
