"""Reachability against a walk through every single combination of answers."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from itertools import chain, combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.rules.conditions import Answer, holds
from data.rules.item import Choice, Handling, Item, Limits, Question, Result, Subject
from data.rules.reach import Reach, every_situation
from data.rules.situation import Facts, resolve
from data.store.catalogue_files import load_catalogue

SUBJECTS: tuple[Subject, ...] = ("natural", "legal")
CHOICES = ("a", "b", "c")


def every_answer(
    questions: list[Question], answers: dict[str, Answer]
) -> Iterator[dict[str, Answer]]:
    """The slow way: every answer of every question, questions in an order that suits them."""
    if not questions:
        yield answers
        return
    question, *rest = questions
    if not holds(question.when, answers.get):
        yield from every_answer(rest, {**answers, question.id: ()})
        return
    offered = [c for c in question.choices if holds(c.when, answers.get)]
    if not offered:
        yield from every_answer(rest, {**answers, question.id: None})
    for chosen in sets_of(offered) if question.many else ((c,) for c in offered):
        yield from every_answer(rest, {**answers, question.id: tuple(c.id for c in chosen)})


def sets_of(offered: list[Choice]) -> Iterator[tuple[Choice, ...]]:
    together = [choice for choice in offered if not choice.alone]
    yield from ((choice,) for choice in offered if choice.alone)
    sizes = range(1, len(together) + 1)
    yield from chain.from_iterable(combinations(together, size) for size in sizes)


def conditions(names: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    chosen = st.sampled_from(CHOICES)
    wanted = st.one_of(chosen, st.lists(chosen, min_size=1, max_size=2, unique=True))
    subject = st.sampled_from(SUBJECTS).map(lambda s: {"subject": s})
    leaf = st.one_of(
        subject,
        *(wanted.map(lambda w, n=name: {n: w}) for name in names),  # type: ignore[misc]
    )
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=2).map(lambda parts: {"any": parts}),
            st.lists(inner, min_size=1, max_size=2).map(lambda parts: {"all": parts}),
            inner.map(lambda part: {"not": part}),
        ),
        max_leaves=3,
    )


@st.composite
def question_lists(draw: st.DrawFn) -> list[Question]:
    questions: list[Question] = []
    for number in range(draw(st.integers(1, 4))):
        names = [question.id for question in questions]
        condition = st.one_of(st.none(), conditions(names))
        choices = tuple(
            Choice(id=c, name=c, when=draw(condition), alone=draw(st.booleans()) and c == "c")
            for c in CHOICES
        )
        own = f"q{number}"
        many = draw(st.booleans())
        questions.append(
            Question(id=own, ask=own, choices=choices, many=many, when=draw(condition))
        )
    return questions


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_what_can_hold_is_what_a_walk_through_everything_finds(data: st.DataObject) -> None:
    questions = data.draw(question_lists())
    condition = data.draw(conditions([question.id for question in questions]))
    walked = any(
        holds(condition, answers.get)
        for subject in SUBJECTS
        for answers in every_answer(questions, {"subject": (subject,)})
    )
    shuffled = data.draw(st.permutations(questions))
    assert Reach(shuffled, SUBJECTS).can_hold(condition) is walked


def yes_no(question_id: str, when: dict[str, Any] | None = None, **more: Any) -> Question:
    choices = (Choice(id="yes", name="是"), Choice(id="no", name="否"))
    return Question(id=question_id, ask=question_id, choices=choices, when=when, **more)


def test_subjects_that_may_not_apply_are_not_reached() -> None:
    questions = [yes_no("q", {"subject": "legal"})]
    assert Reach(questions, ("natural",)).can_hold({"q": "yes"}) is False
    assert Reach(questions, ("natural", "legal")).can_hold({"q": "yes"}) is True


def test_circles_are_named_and_what_rests_on_them_is_open() -> None:
    questions = [yes_no("a", {"b": "yes"}), yes_no("b", {"a": "yes"}), yes_no("c")]
    reach = Reach(questions, SUBJECTS)
    assert [set(circle) for circle in reach.circles] == [{"a", "b"}]
    assert reach.can_hold({"a": "yes"}) is None
    assert reach.can_hold({"c": "yes"}) is True


def test_a_very_long_row_of_questions_is_no_trouble() -> None:
    questions = [yes_no("q0")]
    questions += [yes_no(f"q{n}", {f"q{n - 1}": "yes"}) for n in range(1, 3000)]
    reach = Reach(questions, SUBJECTS)
    assert reach.can_hold({"q100": "no"}) is True
    assert reach.can_hold({"q100": "no", "q50": "no"}) is False
    assert reach.can_hold({"q2999": "no"}) is None


def test_a_search_over_the_cap_has_no_answer() -> None:
    questions = [yes_no(f"q{n}", many=True) for n in range(20)]
    impossible = {"all": [{f"q{n}": ["yes", "no"]} for n in range(20)] + [{"subject": "x"}]}
    hard = {"any": [{"all": [impossible, {f"q{n}": "yes"}]} for n in range(20)]}
    assert Reach(questions, SUBJECTS).can_hold(hard) in (None, False)


def item_with(questions: tuple[Question, ...]) -> Item:
    return Item(
        code="L-1", name="事项", kind="licence", department="d", subjects=("natural", "legal"),
        theme="t", levels=("county",), handling=Handling.INSTANT, delivery=("pickup",),
        limits=Limits(statutory=0, promised=0), result=Result(name="证", kind="certificate"),
        questions=questions,
    )  # fmt: skip


def test_every_situation_takes_many_questions_one_by_one_and_all_together() -> None:
    choices = tuple(Choice(id=c, name=c, alone=c == "none") for c in ("none", "x", "y", "z"))
    extra = Question(id="extra", ask="?", choices=choices, many=True, when={"kind": "yes"})
    found = list(every_situation(item_with((yes_no("kind"), extra))))
    natural = [answers for subject, answers in found if subject == "natural"]
    assert len(found) == 2 * len(natural)
    assert natural == [
        {"kind": ("yes",), "extra": ("none",)},
        {"kind": ("yes",), "extra": ("x",)},
        {"kind": ("yes",), "extra": ("y",)},
        {"kind": ("yes",), "extra": ("z",)},
        {"kind": ("yes",), "extra": ("x", "y", "z")},
        {"kind": ("no",)},
    ]


@pytest.fixture(scope="module")
def shipped_items() -> tuple[Item, ...]:
    return load_catalogue(Path(str(files("data") / "catalogue"))).items


def test_every_shipped_situation_is_whole(shipped_items: tuple[Item, ...]) -> None:
    count = 0
    for item in shipped_items:
        for subject, answers in every_situation(item):
            count += 1
            situation = resolve(
                item.questions, answers, subject=subject, facts=Facts(), region="441803"
            )
            assert not situation.provisional, (item.code, answers)
            assert situation.answers == answers
    assert count > 8000
