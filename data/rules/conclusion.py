"""From marks to a conclusion, word for word as the catalogue's README says.

Every finding is collected before anything is decided: the applicant hears all points at once
(行政许可法 32 (1)(4)). 补齐 answers what is missing, 补正 what is defective.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from data.rules.checklist import Checklist
from data.rules.conditions import references
from data.rules.item import Exit, Group, Material, Need


class Mark(StrEnum):
    """How a material was found at the window; not looked at is no mark."""

    OK = "ok"
    FIXED = "fixed"
    MISSING = "missing"
    DEFECTIVE = "defective"
    DEFERRED = "deferred"
    COMMITTED = "committed"
    REUSED = "reused"


IN_ORDER = frozenset({Mark.OK, Mark.FIXED, Mark.COMMITTED, Mark.REUSED})
WANTING = frozenset({Mark.MISSING, Mark.DEFECTIVE})


class Kind(StrEnum):
    """What an intake comes to."""

    ACCEPT = "accept"
    TOLERANT = "tolerant"
    SUPPLEMENT = "supplement"
    RETURN = "return"
    INCOMPLETE = "incomplete"
    NOT_NEEDED = "exit:not_needed"
    NOT_OURS = "exit:not_ours"
    NOT_ELIGIBLE = "exit:not_eligible"
    USE_ITEM = "exit:use_item"


@dataclass(frozen=True, slots=True)
class Person:
    """A member of the household; adult means 18 full years on the day."""

    id: str
    name: str
    is_adult: bool


@dataclass(frozen=True, slots=True)
class Marked:
    """A mark with its reasons; `source` is where a reused material was found."""

    mark: Mark
    faults: tuple[str, ...] = ()
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One line to be marked: a material, for one person where it is asked per person."""

    material: Material
    person: Person | None

    @property
    def key(self) -> tuple[str, str | None]:
        return self.material.id, self.person.id if self.person else None


Marks = Mapping[tuple[str, str | None], Marked]


@dataclass(frozen=True, slots=True)
class Finding:
    """One point, in words for the applicant; `mark` is None where nothing was looked at.

    `choice` says how far other members of the group may stand in.
    """

    say: str
    material: str | None = None
    person: str | None = None
    question: str | None = None
    field: str | None = None
    mark: Mark | None = None
    faults: tuple[str, ...] = ()
    choice: str = ""


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What follows from the list and the marks; `later` rows are deferred."""

    kind: Kind
    findings: tuple[Finding, ...] = ()
    exit: Exit | None = None
    later: tuple[Row, ...] = ()


def rows_of(materials: Sequence[Material], people: Sequence[Person]) -> tuple[Row, ...]:
    """The lines to be marked, per person where the list says so."""
    rows: list[Row] = []
    for material in materials:
        if material.per is None:
            rows.append(Row(material, None))
        else:
            wanted = [p for p in people if material.per == "member" or p.is_adult]
            rows.extend(Row(material, person) for person in wanted)
    return tuple(rows)


def conclude(
    checklist: Checklist,
    marks: Marks,
    *,
    people: Sequence[Person] = (),
    missing_fields: Sequence[str] = (),
    bar: str | None = None,
    insists: bool = False,
) -> Conclusion:
    """The conclusion of an intake.

    people: the household, applicant included; needed where materials are asked per person
    missing_fields: ids of required form fields that are empty
    bar: what stands against the applicant, in words: no tolerance and no commitment then
    insists: a not-eligible applicant wants the case taken in all the same
    """
    ways_out = [e for e in checklist.exits if not (insists and e.outcome == "not_eligible")]
    certain = next((e for e in ways_out[:1] if not checklist.is_guessed(e)), None)
    if certain is not None:
        kind = Kind(f"exit:{certain.outcome}")
        return Conclusion(kind, (Finding(certain.say),), exit=certain)
    rows = rows_of(checklist.materials, people)
    unfinished = (
        *_guessed_exits(checklist, ways_out[:1]),
        *_open_questions(checklist),
        *_unlisted_household(checklist, people),
        *_unfit_rows(checklist, rows, marks, bar),
        *(_missing_field(checklist, field_id) for field_id in missing_fields),
    )
    if unfinished:
        return Conclusion(Kind.INCOMPLETE, unfinished)
    return _weigh(checklist, rows, marks)


def refused_mark(
    checklist: Checklist, material: Material, marked: Marked, *, bar: str | None = None
) -> str | None:
    """Why the list does not allow a mark on a material, or None where it does."""
    match marked.mark:
        case Mark.DEFERRED if material.need is not Need.TOLERABLE:
            return f"“{material.name}”不能容缺，清单没有允许后补。"
        case Mark.COMMITTED if not (material.committable and checklist.item.commitment):
            return f"“{material.name}”不适用告知承诺。"
        case Mark.DEFERRED | Mark.COMMITTED if bar:
            return f"申请人有失信标记：{bar}。“{material.name}”不能容缺或者承诺。"
        case Mark.REUSED if not (material.certificate or material.shared_data):
            return f"“{material.name}”不能免交，清单没有可以调用的证照或者共享数据。"
    return None


def _guessed_exits(checklist: Checklist, ways_out: Sequence[Exit]) -> Iterator[Finding]:
    for way_out in ways_out:
        for question in checklist.item.questions:
            if question.id in _rests_on(checklist, way_out):
                say = f"按推定的情形会终止办理，请先确认“{question.ask}”的答案。"
                yield Finding(say, question=question.id)


def _rests_on(checklist: Checklist, way_out: Exit) -> frozenset[str]:
    """The guesses an exit names; all guesses where it names none but is asked because of one."""
    guessed = checklist.situation.guessed
    return guessed & {question for question, _ in references(way_out.when)} or guessed


def _open_questions(checklist: Checklist) -> Iterator[Finding]:
    for question in checklist.item.questions:
        if question.id in checklist.situation.open_questions:
            yield Finding(f"还没有回答：{question.ask}", question=question.id)


def _unlisted_household(checklist: Checklist, people: Sequence[Person]) -> Iterator[Finding]:
    if not people and any(m.per for m in checklist.materials):
        yield Finding("本事项按人收取材料，请先列出家庭成员。", field="household")


def _missing_field(checklist: Checklist, field_id: str) -> Finding:
    base, _, person = field_id.partition(".")
    label = next((f.label for f in checklist.fields if f.id == base), base)
    return Finding(f"请填写“{label}”。", field=base, person=person or None)


def _unfit_rows(
    checklist: Checklist, rows: Sequence[Row], marks: Marks, bar: str | None
) -> Iterator[Finding]:
    """Rows that were not looked at, or whose mark the list does not allow."""
    settled = {
        g.id for g in checklist.groups if _in_order_count(checklist, rows, marks, g) >= g.need
    }
    for row in rows:
        marked = marks.get(row.key)
        if marked is None:
            if not _may_be_left(row.material, settled):
                yield _finding(row, f"还没有核对“{row.material.name}”{_whose(row)}。", None)
            continue
        why = refused_mark(checklist, row.material, marked, bar=bar)
        if why is not None:
            yield _finding(row, why, marked)


def _may_be_left(material: Material, settled: Collection[str]) -> bool:
    """Whether nobody has to look at it: it is optional, or its group is in order without it."""
    if material.group is not None:
        return material.group in settled
    return material.need is Need.OPTIONAL


def _weigh(checklist: Checklist, rows: Sequence[Row], marks: Marks) -> Conclusion:
    """All rows looked at and every mark allowed: supplement, tolerant or accept."""
    points: list[Finding] = []
    later: list[Row] = []
    for row in rows:
        marked = marks.get(row.key)
        if row.material.group is not None or row.material.need is Need.OPTIONAL or not marked:
            continue
        if marked.mark in WANTING:
            points.append(_point(row, marked))
        elif marked.mark is Mark.DEFERRED:
            later.append(row)
    for group in checklist.groups:
        group_points, group_later = _weigh_group(checklist, rows, marks, group)
        points.extend(group_points)
        later.extend(group_later)
    if points:
        kind = Kind.RETURN if checklist.item.supplement == "return" else Kind.SUPPLEMENT
        order = {row.key: n for n, row in enumerate(rows)}
        points.sort(key=lambda f: order[(f.material or "", f.person)])
        return Conclusion(kind, tuple(points))
    return Conclusion(Kind.TOLERANT if later else Kind.ACCEPT, later=tuple(later))


def _weigh_group(
    checklist: Checklist, rows: Sequence[Row], marks: Marks, group: Group
) -> tuple[list[Finding], list[Row]]:
    """A group's points and what follows later; nothing where it is in order."""
    in_order = _in_order_count(checklist, rows, marks, group)
    if in_order >= group.need:
        return [], []
    marked_rows = [
        (row, marked)
        for row in rows
        if row.material.group == group.id and (marked := marks.get(row.key)) is not None
    ]
    wanting = [(row, marked) for row, marked in marked_rows if marked.mark in WANTING]
    short = {row.material.id for row, _ in wanting}
    deferred = [row for row, m in marked_rows if m.mark is Mark.DEFERRED]
    later = [row for row in deferred if row.material.id not in short]
    lacking = group.need - in_order - len({row.material.id for row in later})
    if lacking <= 0:
        return [], later
    return [_point(row, marked, group, lacking) for row, marked in wanting], []


def _in_order_count(checklist: Checklist, rows: Sequence[Row], marks: Marks, group: Group) -> int:
    """How many members of a group are in order; one asked per person must be so for each."""
    arriving = sum(m.group == group.id for m in checklist.arriving)
    wanting = {
        row.material.id
        for row in rows
        if row.material.group == group.id
        and ((m := marks.get(row.key)) is None or m.mark not in IN_ORDER)
    }
    members = {m.id for m in checklist.materials if m.group == group.id}
    return arriving + len(members - wanting)


def _point(row: Row, marked: Marked, group: Group | None = None, lacking: int = 0) -> Finding:
    """One line of the supplement notice: 补齐 or 补正, what, whose, why.

    `lacking` is how many of the group's are still to come.
    """
    name = f"“{row.material.name}”{_whose(row)}"
    choice = f"“{group.name}”中任交 {lacking} 份即可" if group else ""
    told = f"{name}({choice})" if choice else name
    if marked.mark is Mark.MISSING:
        say = f"补齐：{told}。"
    else:
        reasons = "；".join(marked.faults) or "应当符合：" + "；".join(row.material.criteria)
        say = f"补正：{told}。{reasons}。"
    return replace(_finding(row, say, marked), choice=choice)


def _finding(row: Row, say: str, marked: Marked | None) -> Finding:
    material, person = row.key
    return Finding(
        say,
        material=material,
        person=person,
        mark=marked.mark if marked else None,
        faults=marked.faults if marked else (),
    )


def _whose(row: Row) -> str:
    return f"({row.person.name})" if row.person else ""
