"""How a checklist concludes where the situation ends the intake."""

from __future__ import annotations

import pytest

from data.rules.situation import Facts

WHO = {
    "id": "age",
    "choices": ["young", "grown"],
    "auto": {"fact": "age", "up_to": [[15, "young"], [200, "grown"]]},
}
KIND = {"id": "kind", "choices": ["new", "small", "far", "other"]}
SIZE = {"id": "size", "choices": ["big"]}
EXITS = [
    {"when": {"kind": "small"}, "outcome": "not_needed", "say": "不用办证。"},
    {"when": {"age": "young"}, "outcome": "not_eligible", "say": "年龄没到。"},
    {"when": {"kind": "far"}, "outcome": "not_ours", "say": "到镇里办。", "refer": "镇政府"},
    {"when": {"kind": "other"}, "outcome": "use_item", "say": "改办另一项。", "refer": "L-TEST-2"},
]
YOUNG, GROWN = Facts(age=12), Facts(age=40)


@pytest.fixture
def item(make_item):
    return make_item(questions=[KIND, WHO, SIZE], exits=EXITS, materials=[{"id": "form"}])


@pytest.mark.parametrize(
    ("answers", "kind", "say"),
    [
        ({"kind": "small"}, "exit:not_needed", "不用办证。"),
        ({"kind": "far"}, "exit:not_ours", "到镇里办。"),
        ({"kind": "other"}, "exit:use_item", "改办另一项。"),
        ({"age": "young"}, "exit:not_eligible", "年龄没到。"),
        # In order: the first that holds ends the intake.
        ({"kind": "small", "age": "young"}, "exit:not_needed", "不用办证。"),
        ({"kind": "far", "age": "young"}, "exit:not_eligible", "年龄没到。"),
    ],
)
def test_the_first_exit_goes_before_all_else(item, outcome_of, answers, kind, say):
    # Open questions, unseen materials and refused marks make no difference.
    for marks in ({}, {"form": "ok"}, {"form": "deferred"}):
        found = outcome_of(item, marks, answers)
        assert (found.kind, found.says) == (kind, [say])


def test_an_open_exit_ends_nothing(item, outcome_of):
    found = outcome_of(item, {"form": "ok"})
    assert (found.kind, found.points) == ("incomplete", ["?kind", "?age", "?size"])


def test_without_an_exit_the_list_concludes(item, outcome_of):
    answers = {"kind": "new", "age": "grown", "size": "big"}
    assert outcome_of(item, {"form": "ok"}, answers).kind == "accept"
    assert outcome_of(item, {"form": "missing"}, answers).kind == "supplement"


def test_an_exit_on_a_guess_asks_the_clerk_to_confirm(item, outcome_of):
    answers = {"kind": "new", "size": "big"}
    found = outcome_of(item, {"form": "ok"}, answers, facts=YOUNG)
    assert (found.kind, found.points) == ("incomplete", ["?age"])
    assert found.says == ["按推定的情形会终止办理，请先确认“age？”的答案。"]
    confirmed = outcome_of(item, {"form": "ok"}, {**answers, "age": "young"}, facts=YOUNG)
    assert confirmed.kind == "exit:not_eligible"
    changed = outcome_of(item, {"form": "ok"}, {**answers, "age": "grown"}, facts=YOUNG)
    assert changed.kind == "accept"


def test_a_guessed_exit_is_told_with_all_else_that_is_unfinished(item, outcome_of):
    found = outcome_of(item, {}, {"kind": "new"}, facts=YOUNG)
    assert (found.kind, found.points) == ("incomplete", ["?age", "?size", "form"])


def test_a_guess_that_ends_nothing_counts_as_an_answer(item, outcome_of):
    answers = {"kind": "new", "size": "big"}
    assert outcome_of(item, {"form": "ok"}, answers, facts=GROWN).kind == "accept"


def test_a_certain_exit_before_a_guessed_one_ends_the_intake(item, outcome_of):
    assert outcome_of(item, {}, {"kind": "small"}, facts=YOUNG).kind == "exit:not_needed"


def test_a_guessed_exit_before_a_certain_one_is_confirmed_first(item, outcome_of):
    found = outcome_of(item, {"form": "ok"}, {"kind": "far", "size": "big"}, facts=YOUNG)
    assert (found.kind, found.points) == ("incomplete", ["?age"])
    found = outcome_of(item, {"form": "ok"}, {"kind": "far", "age": "grown"}, facts=YOUNG)
    assert found.kind == "exit:not_ours"


def test_an_exit_that_holds_without_the_guess_is_certain(make_item, outcome_of):
    when = {"any": [{"age": "young"}, {"kind": "small"}]}
    item = make_item(questions=[KIND, WHO], exits=[{"when": when, "outcome": "not_needed"}])
    assert outcome_of(item, {}, {"kind": "small"}, facts=YOUNG).kind == "exit:not_needed"
    assert outcome_of(item, {}, {"kind": "new"}, facts=YOUNG).points == ["?age"]


def test_an_exit_for_want_of_a_question_rests_on_the_guess_that_closed_it(make_item, outcome_of):
    school = {"id": "school", "choices": ["yes"], "when": {"age": "young"}}
    way_out = {"when": {"not": {"school": "yes"}}, "outcome": "not_eligible"}
    item = make_item(questions=[WHO, school], exits=[way_out])
    found = outcome_of(item, {}, facts=GROWN)
    assert (found.kind, found.points) == ("incomplete", ["?age"])
    assert outcome_of(item, {}, {"age": "grown"}, facts=GROWN).kind == "exit:not_eligible"
    found = outcome_of(item, {}, {"age": "young", "school": "yes"}, facts=GROWN)
    assert found.kind == "accept"


INSISTS = {"insists": True}


@pytest.mark.parametrize(
    ("answers", "kind"),
    [
        # A not-eligible case is taken in all the same and the department answers.
        ({"kind": "new", "age": "young", "size": "big"}, "accept"),
        # Nobody can insist on what needs no permit or is another body's.
        ({"kind": "small", "age": "grown", "size": "big"}, "exit:not_needed"),
        ({"kind": "other", "age": "grown", "size": "big"}, "exit:use_item"),
        # Behind the exit that is insisted on the next one counts.
        ({"kind": "far", "age": "young", "size": "big"}, "exit:not_ours"),
    ],
)
def test_who_insists_is_taken_in_where_only_ground_is_not_met(item, outcome_of, answers, kind):
    found = outcome_of(item, {"form": "ok"}, answers, concluding=INSISTS)
    assert found.kind == kind


@pytest.mark.parametrize(
    ("marks", "kind", "points"),
    [
        ({}, "incomplete", ["form"]),
        ({"form": "missing"}, "supplement", ["form"]),
        ({"form": "ok"}, "accept", []),
    ],
)
def test_who_insists_is_held_to_the_list_like_all_others(item, outcome_of, marks, kind, points):
    answers = {"kind": "new", "age": "young", "size": "big"}
    found = outcome_of(item, marks, answers, concluding=INSISTS)
    assert (found.kind, found.points) == (kind, points)


def test_who_insists_need_not_confirm_the_guess(item, outcome_of):
    answers = {"kind": "new", "size": "big"}
    found = outcome_of(item, {"form": "ok"}, answers, facts=YOUNG, concluding=INSISTS)
    assert found.kind == "accept"
