"""An answer changes only what its question reaches (Hypothesis, over the shipped items)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.rules.checklist import Checklist, build
from data.rules.item import Item, Question
from data.rules.reach import every_situation
from data.rules.situation import Facts, resolve


def named(condition: Mapping[str, Any] | None) -> set[str]:
    """The questions that a condition names, read from the list as it is written."""
    found: set[str] = set()
    for key, value in (condition or {}).items():
        if key == "not":
            found |= named(value)
        elif key in ("any", "all"):
            found |= {name for part in value for name in named(part)}
        else:
            found.add(key)
    return found


def rests_on(question: Question) -> set[str]:
    return named(question.when).union(*(named(choice.when) for choice in question.choices))


def reached(questions: Sequence[Question], start: str) -> set[str]:
    """A question with all that it opens, directly or not."""
    found = {start}
    while True:
        more = {q.id for q in questions if rests_on(q) & found} - found
        if not more:
            return found
        found |= more


def checklist(item: Item, answers: Mapping[str, Sequence[str]], subject: str) -> Checklist:
    facts = Facts(agent=True, age=30, sex="female", region="441803", id_type="resident_id")
    situation = resolve(item.questions, answers, subject=subject, facts=facts, region="441803")
    return build(item, situation)


def states(found: Checklist) -> dict[str, dict[str, Any]]:
    """How each part of the item stands: asked, possible or not; held or not."""
    situation = found.situation
    return {
        "materials": {m.id: situation.holds(m.when) for m in found.item.materials},
        "listed": {m.id: found.material(m.id) is not None for m in found.item.materials},
        "fields": {f.id: f in found.fields for f in found.item.fields},
        "exits": {n: e in found.exits for n, e in enumerate(found.item.exits)},
        "questions": {
            q.id: (situation.answers.get(q.id), q.id in situation.open_questions)
            for q in found.item.questions
        },
    }


def parts(item: Item, kind: str) -> dict[Any, set[str]]:
    """Each part of the item with the questions that it may rest on."""
    match kind:
        case "materials" | "listed":
            return {m.id: named(m.when) for m in item.materials}
        case "fields":
            return {f.id: named(f.when) for f in item.fields}
        case "exits":
            return {n: named(e.when) for n, e in enumerate(item.exits)}
    return {q.id: {q.id} for q in item.questions}


@pytest.fixture(scope="session")
def situations(shipped):
    """The situations of an item, listed when it is first asked for."""

    @cache
    def of(code: str) -> list[Any]:
        return list(every_situation(shipped.item(code)))

    return of


@pytest.fixture(scope="session")
def asking(shipped) -> list[Item]:
    return [item for item in shipped.items if item.questions]


def draw_change(data: st.DataObject, item: Item, situations: Any) -> tuple[Any, ...]:
    """A situation, one of its questions, and another answer to it (or none)."""
    subject, answers = data.draw(st.sampled_from(situations(item.code)))
    question = item.question(data.draw(st.sampled_from(sorted(answers))))
    others = [(choice.id,) for choice in question.choices] + [()]
    other = data.draw(st.sampled_from([o for o in others if o != answers[question.id]]))
    return subject, answers, question.id, {**answers, question.id: other}


@given(data=st.data())
def test_an_answer_changes_only_what_its_question_reaches(asking, situations, data):
    item = data.draw(st.sampled_from(asking))
    subject, answers, question, changed = draw_change(data, item, situations)
    reach = reached(item.questions, question)
    before = states(checklist(item, answers, subject))
    after = states(checklist(item, changed, subject))
    for kind in before:
        rests = parts(item, kind)
        for part, state in before[kind].items():
            if not rests[part] & reach:
                assert after[kind][part] == state, f"{item.code} {kind} {part}"


@given(data=st.data())
def test_an_answer_taken_back_brings_the_list_back(asking, situations, data):
    item = data.draw(st.sampled_from(asking))
    subject, answers, question, changed = draw_change(data, item, situations)
    restored = {**changed, question: answers[question]}
    assert checklist(item, restored, subject) == checklist(item, answers, subject)


@given(data=st.data())
def test_the_order_of_answers_does_not_matter(asking, situations, data):
    item = data.draw(st.sampled_from(asking))
    subject, answers = data.draw(st.sampled_from(situations(item.code)))
    shuffled = dict(data.draw(st.permutations(list(answers.items()))))
    assert checklist(item, shuffled, subject) == checklist(item, answers, subject)


def test_answers_do_change_the_list(asking, situations):
    """What is shown to be local is not empty: each item's list differs between situations."""
    lists = {
        item.code: {
            tuple(m.id for m in checklist(item, answers, subject).materials)
            for subject, answers in situations(item.code)[:200]
        }
        for item in asking
    }
    assert [code for code, found in lists.items() if len(found) == 1] == []
