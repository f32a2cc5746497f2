"""情形引导: what is asked, what is guessed, what is dropped, what is refused."""

from __future__ import annotations

from itertools import permutations

import pytest

from data.errors import InputError
from data.rules.situation import Facts, check_answers

KIND = {"id": "kind", "choices": ["new", "old"]}
WHY = {"id": "why", "choices": ["lost", "worn"], "when": {"kind": "old"}}
WHERE = {"id": "where", "choices": ["road", "home"], "when": {"why": "lost"}}


@pytest.fixture
def item(make_item):
    return make_item(questions=[KIND, WHY, WHERE])


def test_at_first_only_what_does_not_depend_is_asked(item, situation_of):
    found = situation_of(item)
    assert found.open_questions == ("kind",)
    assert found.undecided == {"why", "where"}
    assert found.provisional
    assert found.answers == {}


def test_an_answer_opens_the_questions_that_rest_on_it(item, situation_of):
    found = situation_of(item, {"kind": "old"})
    assert found.open_questions == ("why",)
    assert found.undecided == {"where"}
    assert found.answers == {"kind": ("old",)}


def test_an_answer_settles_what_is_not_asked(item, situation_of):
    found = situation_of(item, {"kind": "new"})
    assert not found.provisional
    assert found.undecided == frozenset()
    assert found.holds({"why": "lost"}) is False
    assert found.holds({"not": {"where": "road"}}) is True


def test_answers_to_questions_no_longer_asked_are_dropped(item, situation_of):
    found = situation_of(item, {"kind": "new", "why": "lost", "where": "road"})
    assert found.answers == {"kind": ("new",)}
    assert found.dropped == ("why", "where")
    assert not found.provisional


def test_an_answer_given_too_early_waits_for_its_question(item, situation_of):
    found = situation_of(item, {"why": "lost"})
    assert found.answers == {}
    assert found.dropped == ()
    assert found.holds({"why": "lost"}) is None
    assert situation_of(item, {"why": "lost", "kind": "old"}).answers["why"] == ("lost",)


def test_conditions_may_stand_in_any_order(make_item, situation_of):
    for order in permutations([KIND, WHY, WHERE]):
        item = make_item(questions=list(order))
        found = situation_of(item, {"kind": "old", "why": "lost", "where": "home"})
        assert found.answers == {"kind": ("old",), "why": ("lost",), "where": ("home",)}
        assert not found.provisional


def test_questions_in_a_circle_stay_open(make_item, situation_of):
    item = make_item(
        questions=[
            {"id": "hen", "choices": ["x"], "when": {"egg": "x"}},
            {"id": "egg", "choices": ["x"], "when": {"hen": "x"}},
        ]
    )
    found = situation_of(item, {"hen": "x", "egg": "x"})
    assert found.answers == {}
    assert found.undecided == {"hen", "egg"}
    assert found.holds({"hen": "x"}) is None


def test_subject_is_always_known(item, situation_of):
    assert situation_of(item, subject="legal").holds({"subject": "legal"}) is True
    assert situation_of(item, subject="natural").holds({"subject": "legal"}) is False


AGE = {"fact": "age", "up_to": [[15, "child"], [59, "adult"], [200, "elder"]]}
AGES = ["child", "adult", "elder"]
AGENT = {"fact": "agent", "yes": "proxy", "no": "self"}
SEX = {"fact": "sex", "male": "he", "female": "she"}
PLACE = {"fact": "region", "inside": "here", "outside": "there"}
SUBJECT = {"fact": "subject", "natural": "person", "legal": "body"}
PAPER = {"fact": "id_type", "resident_id": "card", "passport": "pass", "other": "else"}
CARD_ONLY = {"fact": "id_type", "resident_id": "card"}


@pytest.mark.parametrize(
    ("auto", "facts", "guess"),
    [
        (AGENT, Facts(agent=True), "proxy"),
        (AGENT, Facts(agent=False), "self"),
        (AGENT, Facts(), None),
        (AGE, Facts(age=0), "child"),
        (AGE, Facts(age=15), "child"),
        (AGE, Facts(age=16), "adult"),
        (AGE, Facts(age=59), "adult"),
        (AGE, Facts(age=60), "elder"),
        (AGE, Facts(age=201), None),
        (AGE, Facts(), None),
        (SEX, Facts(sex="male"), "he"),
        (SEX, Facts(sex="female"), "she"),
        (SEX, Facts(), None),
        (PLACE, Facts(region="441803"), "here"),
        (PLACE, Facts(region="441802"), "there"),
        (PLACE, Facts(), None),
        (PAPER, Facts(id_type="resident_id"), "card"),
        (PAPER, Facts(id_type="passport"), "pass"),
        (PAPER, Facts(id_type="hmt_residence"), "else"),
        (PAPER, Facts(), None),
        (CARD_ONLY, Facts(id_type="passport"), None),
    ],
)
def test_auto_follows_from_each_fact(make_item, situation_of, auto, facts, guess):
    choices = AGES if auto is AGE else sorted({*auto.values()} - {auto["fact"]})
    item = make_item(questions=[{"id": "q", "choices": choices, "auto": auto}])
    found = situation_of(item, facts=facts)
    assert found.answers == ({"q": (guess,)} if guess else {})
    assert found.guessed == ({"q"} if guess else set())
    assert found.open_questions == (() if guess else ("q",))


@pytest.mark.parametrize(("subject", "guess"), [("natural", "person"), ("legal", "body")])
def test_auto_follows_from_the_subject(make_item, situation_of, subject, guess):
    item = make_item(questions=[{"id": "q", "choices": ["person", "body"], "auto": SUBJECT}])
    assert situation_of(item, subject=subject).answers == {"q": (guess,)}


def test_the_clerk_may_change_what_was_guessed(make_item, situation_of):
    item = make_item(questions=[{"id": "who", "choices": ["self", "proxy"], "auto": AGENT}])
    changed = situation_of(item, {"who": "self"}, facts=Facts(agent=True))
    assert changed.answers == {"who": ("self",)}
    assert changed.guessed == frozenset()
    confirmed = situation_of(item, {"who": "proxy"}, facts=Facts(agent=True))
    assert confirmed.guessed == frozenset()


def test_a_guess_answers_but_is_known_as_one(make_item, situation_of):
    item = make_item(
        questions=[
            {"id": "who", "choices": ["self", "proxy"], "auto": AGENT},
            {"id": "paper", "choices": ["yes"], "when": {"who": "proxy"}},
        ]
    )
    found = situation_of(item, facts=Facts(agent=True))
    assert found.open_questions == ("paper",)
    assert found.holds({"who": "proxy"}) is True
    assert found.holds_without_guesses({"who": "proxy"}) is None
    assert found.holds_without_guesses({"any": [{"subject": "natural"}, {"who": "self"}]}) is True


def test_what_is_not_asked_because_of_a_guess_rests_on_it_too(make_item, situation_of):
    item = make_item(
        questions=[
            {"id": "who", "choices": ["self", "proxy"], "auto": AGENT},
            {"id": "paper", "choices": ["yes"], "when": {"who": "proxy"}},
            {"id": "stamp", "choices": ["yes"], "when": {"paper": "yes"}},
            {"id": "firm", "choices": ["yes"], "when": {"subject": "legal", "who": "proxy"}},
        ]
    )
    guessed = situation_of(item, facts=Facts(agent=False))
    for question in ("paper", "stamp"):
        assert guessed.holds({"not": {question: "yes"}}) is True
        assert guessed.holds_without_guesses({"not": {question: "yes"}}) is None
    assert guessed.holds_without_guesses({"not": {"firm": "yes"}}) is True
    certain = situation_of(item, {"who": "self"}, facts=Facts(agent=False))
    assert certain.holds_without_guesses({"not": {"stamp": "yes"}}) is True


def test_a_guess_that_is_not_offered_is_no_answer(make_item, situation_of):
    choices = ["self", {"id": "proxy", "when": {"subject": "legal"}}]
    item = make_item(questions=[{"id": "who", "choices": choices, "auto": AGENT}])
    found = situation_of(item, facts=Facts(agent=True))
    assert found.offered == {"who": ("self",)}
    assert found.open_questions == ("who",)
    assert situation_of(item, subject="legal", facts=Facts(agent=True)).guessed == {"who"}


def test_a_choice_is_offered_only_where_its_condition_holds(make_item, situation_of):
    choices = ["always", {"id": "later", "when": {"kind": "old"}}]
    item = make_item(questions=[KIND, {"id": "q", "choices": choices}])
    assert situation_of(item).offered["q"] == ("always",)
    assert situation_of(item, {"kind": "old"}).offered["q"] == ("always", "later")
    assert situation_of(item, {"kind": "old", "q": "later"}).answers["q"] == ("later",)
    lost = situation_of(item, {"kind": "new", "q": "later"})
    assert lost.open_questions == ("q",)
    assert lost.answers == {"kind": ("new",)}


def test_of_many_choices_those_no_longer_offered_fall_away(make_item, situation_of):
    choices = ["a", {"id": "b", "when": {"kind": "old"}}, "c"]
    item = make_item(questions=[KIND, {"id": "q", "choices": choices, "many": True}])
    assert situation_of(item, {"kind": "new", "q": ["a", "b", "c"]}).answers["q"] == ("a", "c")
    assert situation_of(item, {"kind": "old", "q": ["a", "b", "c"]}).answers["q"] == ("a", "b", "c")


def test_many_with_nothing_chosen_is_not_answered(make_item, situation_of):
    item = make_item(questions=[{"id": "q", "choices": ["a", "none"], "many": True}])
    found = situation_of(item, {"q": []})
    assert found.open_questions == ("q",)
    assert found.holds({"not": {"q": "a"}}) is None


MANY = {"id": "many", "many": True, "choices": ["a", "b", {"id": "none", "alone": True}]}


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"colour": ["red"]}, "unknown_question", "answers.colour"),
        ({"kind": ["red"]}, "unknown_choice", "answers.kind"),
        ({"many": ["a", "red"]}, "unknown_choice", "answers.many"),
        ({"kind": ["new", "old"]}, "one_choice_only", "answers.kind"),
        ({"many": ["a", "a"]}, "choice_twice", "answers.many"),
        ({"many": ["a", "none"]}, "choice_stands_alone", "answers.many"),
        ({"kind": ["new"], "why": ["red"]}, "unknown_choice", "answers.why"),
    ],
)
def test_answers_that_cannot_be_are_refused(make_item, given, code, field):
    item = make_item(questions=[KIND, WHY, MANY])
    with pytest.raises(InputError) as refused:
        check_answers(item.questions, given)
    assert (refused.value.code, refused.value.field) == (code, field)


@pytest.mark.parametrize(
    "given", [{}, {"kind": ["new"]}, {"many": []}, {"many": ["none"]}, {"many": ["b", "a"]}]
)
def test_answers_that_can_be_pass(make_item, given):
    assert check_answers(make_item(questions=[KIND, MANY]).questions, given) is None


def test_an_unknown_choice_is_told_what_there_is(make_item):
    with pytest.raises(InputError) as refused:
        check_answers(make_item(questions=[KIND]).questions, {"kind": ["red"]})
    assert refused.value.hint == "可选：new、old"
