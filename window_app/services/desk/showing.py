"""An intake draft as the screen shows it after a key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from data.rules.conclusion import IN_ORDER, Mark, Row
from data.rules.deadlines import deferred_deadline
from data.rules.identity import age_on
from data.rules.item import Material, Need
from window_app.desk_views import (
    ChoiceView,
    FieldLine,
    IntakeView,
    MaterialLine,
    MemberView,
    PartyView,
    QuestionView,
)
from window_app.services.desk.draft import STEPS, Draft, DraftMark, Step, mark_key
from window_app.services.desk.outlook import exit_view, is_applicant_ready, outlook
from window_app.services.desk.standing import (
    FieldState,
    Standing,
    Surroundings,
    birth_of,
    check_number,
)
from window_app.services.scenes import WAYS

LETTERS = {
    Mark.OK: "合",
    Mark.FIXED: "改",
    Mark.REUSED: "免",
    Mark.COMMITTED: "诺",
    Mark.MISSING: "缺",
    Mark.DEFECTIVE: "误",
    Mark.DEFERRED: "容",
}
WORDS = {
    Mark.OK: "合格",
    Mark.FIXED: "已改好",
    Mark.REUSED: "免交",
    Mark.COMMITTED: "承诺",
    Mark.MISSING: "缺少",
}
SOURCES = {"applicant": "申请人自备", "government": "政府部门核发", "intermediary": "中介机构出具"}
NEEDS = {Need.REQUIRED: "必交", Need.TOLERABLE: "可容缺", Need.OPTIONAL: "可不交"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A view with what it was made from."""

    standing: Standing
    around: Surroundings
    view: IntakeView


def intake_view(
    standing: Standing, around: Surroundings, before: Shown | None = None
) -> IntakeView:
    """Everything the intake screen shows; what is the same as `before` is taken over."""
    draft, item = standing.draft, standing.item
    kept = before if before and before.standing.checklist is standing.checklist else None
    household = tuple(_member(member, around.today) for member in draft.household)
    return IntakeView(
        draft_id=draft.id,
        step=draft.step,
        done=tuple(step for step in STEPS if _is_done(step, standing)),
        subject=draft.subject,
        applicant=_party(draft.applicant, around.today),
        agent=_party(draft.agent, around.today) if draft.agent is not None else None,
        household=household,
        needs_household=any(row.per for row in _all_materials(standing)),
        item_code=item.code if item else None,
        item_name=item.name if item else None,
        item_subjects=item.subjects if item else (),
        questions=kept.view.questions if kept else _questions(standing),
        way_out=exit_view(standing, around),
        insists=draft.insists,
        materials=_materials(standing, around, kept),
        fields=tuple(_field(state) for state in standing.fields),
        delivery=draft.delivery or (item.delivery[0] if item else None),
        deliveries=tuple((way, WAYS[way]) for way in item.delivery) if item else (),
        outlook=outlook(standing, around),
        list_changed=_list_changed(draft, around),
    )


def _list_changed(draft: Draft, around: Surroundings) -> str | None:
    """Said where the list changed since the draft was begun."""
    if draft.version is None or draft.version == around.catalogue.version:
        return None
    return f"清单已由 {draft.version} 改为 {around.catalogue.version}，请按新清单再核对一次。"


def _is_done(step: Step, standing: Standing) -> bool:
    checklist, conclusion = standing.checklist, standing.conclusion
    if step == "applicant":
        return is_applicant_ready(standing)
    if checklist is None or conclusion is None:
        return False
    findings = conclusion.findings
    match step:
        case "item":
            return True
        case "situation":
            return not checklist.provisional
        case "materials":
            return not checklist.provisional and not any(f.material for f in findings if not f.mark)
        case "form":
            return not any(f.field for f in findings)
    return False


def _party(values: dict[str, str], today: date) -> PartyView:
    found = check_number(values, today)
    birth = found.birth if found and found.valid else None
    return PartyView(
        values=dict(values),
        birth=birth,
        sex={"male": "男", "female": "女"}.get(found.sex or "") if found else None,
        age=age_on(date.fromisoformat(birth), today) if birth else None,
        region=found.normalised[:6] if birth and found else None,
        warnings=found.warnings if found else (),
        problem=found.problem if found else None,
    )


def _member(values: dict[str, str], today: date) -> MemberView:
    birth = birth_of(values, today)
    found = check_number(values, today)
    problem = found.problem if found and not found.valid else None
    if birth is None and problem is None:
        problem = "请填写出生日期或者身份证号码。"
    is_adult = birth is not None and birth <= today and age_on(birth, today) >= 18
    return MemberView(values["id"], dict(values), is_adult, problem)


def _all_materials(standing: Standing) -> tuple[Material, ...]:
    checklist = standing.checklist
    return checklist.materials + checklist.possible if checklist else ()


def _questions(standing: Standing) -> tuple[QuestionView, ...]:
    checklist = standing.checklist
    if checklist is None:
        return ()
    situation = checklist.situation
    views = []
    for question in checklist.item.questions:
        if question.id not in situation.offered:
            continue
        chosen = situation.answers.get(question.id, ())
        offered = situation.offered[question.id]
        views.append(
            QuestionView(
                id=question.id,
                ask=question.ask,
                many=question.many,
                choices=tuple(
                    ChoiceView(c.id, c.name, c.note, c.id in chosen)
                    for c in question.choices
                    if c.id in offered
                ),
                is_open=question.id in situation.open_questions,
                is_guess=question.id in situation.guessed,
            )
        )
    return tuple(views)


def _materials(
    standing: Standing, around: Surroundings, kept: Shown | None
) -> tuple[MaterialLine, ...]:
    """A line for each row; those made before from the same row, mark and surroundings stand."""
    if kept is None or kept.around is not around or kept.standing.rows != standing.rows:
        return tuple(_material(row, standing, around) for row in standing.rows)
    marks, before = standing.marks, kept.standing.marks
    scans = standing.draft.scans
    return tuple(
        line
        if row.material.group is None
        and marks.get(row.key) == before.get(row.key)
        and line.scans == tuple(scans.get(row.material.id, ()))
        else _material(row, standing, around)
        for row, line in zip(standing.rows, kept.view.materials, strict=True)
    )


def _material(row: Row, standing: Standing, around: Surroundings) -> MaterialLine:
    material, checklist = row.material, standing.checklist
    assert checklist is not None
    key = mark_key(*row.key)
    mark = standing.draft.marks.get(key)
    group = next((g for g in checklist.groups if g.id == material.group), None)
    return MaterialLine(
        key=row.key,
        name=material.name,
        person=row.person.name if row.person else None,
        copies=_copies(material),
        need=NEEDS[material.need],
        group=f"{group.name}任选{group.need}份" if group else None,
        mark=mark.mark if mark else None,
        mark_letter=LETTERS[Mark(mark.mark)] if mark else "未",
        mark_word=_word(mark, material, around) if mark else "",
        criteria=material.criteria,
        faults=material.faults,
        chosen_faults=tuple(mark.faults) if mark else (),
        source=SOURCES[material.source],
        note=material.note,
        blank=material.blank,
        sample=material.sample,
        offer=_offer(material, around),
        scans=tuple(standing.draft.scans.get(material.id, ())),
        is_possible=material in checklist.possible,
        settled_by_group=group is not None and _is_settled(group.id, group.need, standing),
    )


def _is_settled(group: str, need: int, standing: Standing) -> bool:
    marks = standing.marks
    members = [r for r in standing.rows if r.material.group == group]
    return sum(1 for r in members if r.key in marks and marks[r.key].mark in IN_ORDER) >= need


def _copies(material: Material) -> str:
    """原1 复2 核 交: how many are kept, seen, handed in."""
    parts = [
        f"原{material.originals}" if material.originals else "",
        f"复{material.copies}" if material.copies else "",
        "核" if material.check_original else "",
        "交回" if material.surrender else "",
    ]
    return " ".join(part for part in parts if part)


def _word(mark: DraftMark, material: Material, around: Surroundings) -> str:
    kind = Mark(mark.mark)
    if kind is Mark.DEFECTIVE:
        return f"{len(mark.faults)}处" if mark.faults else "不符"
    if kind is Mark.DEFERRED:
        by = deferred_deadline(around.today, material.later_days or 0, around.calendar)
        return f"{by.day:%m-%d}前"
    return WORDS[kind]


def _offer(material: Material, around: Surroundings) -> str | None:
    """Where a material need not be handed in: shared data, or a certificate seen before."""
    if material.shared_data:
        return f"可查{material.shared_data}，免交"
    known = material.use or f"{material.id}"
    for certificate in around.certificates:
        is_valid = (certificate.valid_until or "9999") >= around.today.isoformat()
        if material.certificate and certificate.certificate == known and is_valid:
            return f"档案有{certificate.name}({certificate.seen_on}核验)，可免交"
    return None


def _field(state: FieldState) -> FieldLine:
    person = f"({state.person.name})" if state.person else ""
    return FieldLine(
        key=state.key,
        label=state.field.label + person,
        type=state.field.type,
        required=state.field.required,
        value=state.value,
        choices=state.field.choices,
        is_filled_in=state.is_filled_in,
        problem=state.problem,
    )
