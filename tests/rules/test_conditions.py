"""What a `when` means, in three values: it holds, it does not, it is open."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.rules.conditions import Answer, holds, references, wanted

ANSWERS: dict[str, Answer] = {
    "kind": ("new",),
    "extra": ("a", "b"),
    "waits": None,
    "unasked": (),
    "subject": ("legal",),
}
YES, NO, OPEN = {"kind": "new"}, {"kind": "old"}, {"waits": "x"}
PART = {True: YES, False: NO, None: OPEN}

# Worked out by hand: one false makes `all` false, one true makes `any` true, else open spreads.
TABLE = [
    # first, second, all, any
    (True, True, True, True),
    (True, False, False, True),
    (True, None, None, True),
    (False, True, False, True),
    (False, False, False, False),
    (False, None, False, None),
    (None, True, None, True),
    (None, False, False, None),
    (None, None, None, None),
]


def ask(condition: Mapping[str, Any] | None) -> bool | None:
    return holds(condition, lambda key: ANSWERS.get(key, ()))


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (None, True),
        ({}, True),
        ({"kind": "new"}, True),
        ({"kind": "old"}, False),
        ({"kind": ["old", "new"]}, True),
        ({"kind": ["old", "older"]}, False),
        ({"extra": "a"}, True),
        ({"extra": ["b", "c"]}, True),
        ({"extra": ["c", "d"]}, False),
        ({"waits": "x"}, None),
        ({"waits": ["x", "y"]}, None),
        ({"unasked": "x"}, False),
        ({"subject": "legal"}, True),
        ({"subject": "natural"}, False),
        ({"subject": ["natural", "legal"]}, True),
        # Under `not`: open stays open; a question that is not asked does not hold.
        ({"not": {"kind": "new"}}, False),
        ({"not": {"kind": "old"}}, True),
        ({"not": {"waits": "x"}}, None),
        ({"not": {"not": {"waits": "x"}}}, None),
        ({"not": {"unasked": "x"}}, True),
        ({"not": {"subject": "natural"}}, True),
        # Several keys: all must hold.
        ({"kind": "new", "extra": "a"}, True),
        ({"kind": "new", "extra": "c"}, False),
        ({"kind": "new", "waits": "x"}, None),
        ({"kind": "old", "waits": "x"}, False),
        ({"kind": "new", "not": {"waits": "x"}}, None),
        ({"kind": "new", "any": [NO, YES]}, True),
        ({"kind": "new", "any": [NO, NO]}, False),
        # Nested: not all of (new, open) is open; not any of (new, open) is settled.
        ({"not": {"all": [YES, OPEN]}}, None),
        ({"not": {"any": [YES, OPEN]}}, False),
        ({"any": [{"all": [YES, OPEN]}, YES]}, True),
        ({"all": [{"any": [NO, OPEN]}, NO]}, False),
        ({"all": []}, True),
        ({"any": []}, False),
    ],
)
def test_what_a_condition_comes_to(condition, expected):
    assert ask(condition) is expected


@pytest.mark.parametrize(("first", "second", "both", "either"), TABLE)
def test_truth_table(first, second, both, either):
    parts = [PART[first], PART[second]]
    assert ask({"all": parts}) is both
    assert ask({"any": parts}) is either
    assert ask({"not": {"all": parts}}) is (None if both is None else not both)
    assert ask({"not": {"any": parts}}) is (None if either is None else not either)


def test_the_truth_table_is_whole():
    assert {row[:2] for row in TABLE} == set(product((True, False, None), repeat=2))


def test_wanted_reads_one_id_and_a_list_alike():
    assert wanted("new") == ("new",)
    assert wanted(["new", "old"]) == ("new", "old")


def test_references_names_every_question_of_a_condition():
    condition = {
        "kind": "new",
        "not": {"extra": ["a", "b"]},
        "any": [{"subject": "legal"}, {"all": [{"waits": "x"}, {"not": {"unasked": "y"}}]}],
    }
    assert list(references(condition)) == [
        ("kind", ("new",)),
        ("extra", ("a", "b")),
        ("subject", ("legal",)),
        ("waits", ("x",)),
        ("unasked", ("y",)),
    ]
    assert list(references(None)) == []


NAMES, CHOICES = ("p", "q", "r"), ("x", "y")
LEAVES = st.dictionaries(
    st.sampled_from(NAMES), st.sampled_from(CHOICES) | st.just(list(CHOICES)), max_size=2
)
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map(lambda c: {"not": c}),
        st.lists(inner, max_size=3).map(lambda cs: {"any": cs}),
        st.lists(inner, max_size=3).map(lambda cs: {"all": cs}),
    ),
    max_leaves=8,
)
KNOWN = st.sampled_from([(), ("x",), ("y",), ("x", "y")])


@given(
    CONDITIONS, st.fixed_dictionaries(dict.fromkeys(NAMES, KNOWN)), st.sets(st.sampled_from(NAMES))
)
def test_an_answer_never_overturns_what_was_settled_without_it(condition, answers, still_open):
    early = holds(condition, lambda key: None if key in still_open else answers[key])
    late = holds(condition, answers.__getitem__)
    assert late is not None
    assert early in (None, late)


@given(CONDITIONS, st.fixed_dictionaries(dict.fromkeys(NAMES, KNOWN | st.none())))
def test_only_the_questions_that_are_named_matter(condition, answers):
    named = {question for question, _ in references(condition)}

    def lookup(key: str) -> Answer:
        assert key in named
        return answers[key]

    assert holds(condition, lookup) == holds({"all": [condition]}, answers.__getitem__)
