"""情形引导: which questions are asked, what follows by itself, and what is still open.

A situation is resolved from the questions, the answers given and the facts of the applicant
step. A guess (`auto`) counts as an answer, but is remembered as a guess: an exit that rests
on one is confirmed by the clerk before it ends an intake.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from data.errors import InputError
from data.rules.conditions import Answer, Lookup, holds
from data.rules.item import Question, Subject

SUBJECT = "subject"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the applicant step knows; None where it does not.

    `age` in full years on the day; `sex` male or female; `region` the first six digits of the
    identity number; `id_type` a word of identity.ID_TYPES.
    """

    agent: bool | None = None
    age: int | None = None
    sex: str | None = None
    region: str | None = None
    id_type: str | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """The questions as they stand.

    answers: question -> chosen ids, guesses included, only questions that are asked
    guessed: the questions whose answer is a guess
    open_questions: asked and not answered, in the order of the list
    undecided: it depends on an open question whether these are asked
    dropped: questions that were answered but are not asked (any more)
    unasked_by_guess: not asked, but only because of a guess
    """

    subject: Subject
    answers: Mapping[str, tuple[str, ...]]
    guessed: frozenset[str] = frozenset()
    open_questions: tuple[str, ...] = ()
    undecided: frozenset[str] = frozenset()
    dropped: tuple[str, ...] = ()
    unasked_by_guess: frozenset[str] = frozenset()
    offered: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def provisional(self) -> bool:
        return bool(self.open_questions)

    def holds(self, condition: Mapping[str, Any] | None) -> bool | None:
        """Whether a condition holds here; None while it is open."""
        return holds(condition, self._lookup)

    def holds_without_guesses(self, condition: Mapping[str, Any] | None) -> bool | None:
        """The same with every guess, and what is not asked because of one, taken as open."""
        shaky = self.guessed | self.unasked_by_guess
        return holds(condition, lambda key: None if key in shaky else self._lookup(key))

    def _lookup(self, key: str) -> Answer:
        if key == SUBJECT:
            return (self.subject,)
        if key in self.open_questions or key in self.undecided:
            return None
        return self.answers.get(key, ())


def check_answers(questions: Sequence[Question], given: Mapping[str, Sequence[str]]) -> None:
    """Raise InputError for a question or choice that the list does not know, or a bad pair."""
    known = {question.id: question for question in questions}
    for question_id, chosen in given.items():
        where = f"answers.{question_id}"
        question = known.get(question_id)
        if question is None:
            raise InputError("unknown_question", f"清单里没有问题“{question_id}”。", field=where)
        _check_choices(question, chosen, where)


def _check_choices(question: Question, chosen: Sequence[str], where: str) -> None:
    known = {choice.id: choice for choice in question.choices}
    for choice_id in chosen:
        if choice_id not in known:
            words = "、".join(known)
            raise InputError(
                "unknown_choice",
                f"问题“{question.ask}”没有选项“{choice_id}”。",
                hint=f"可选：{words}",
                field=where,
            )
    if len(chosen) > 1 and not question.many:
        raise InputError("one_choice_only", f"问题“{question.ask}”只能选一项。", field=where)
    if len(set(chosen)) != len(chosen):
        raise InputError("choice_twice", f"问题“{question.ask}”有选项选了两次。", field=where)
    if len(chosen) > 1 and any(known[choice_id].alone for choice_id in chosen):
        raise InputError(
            "choice_stands_alone", f"问题“{question.ask}”里有不能与其他同选的选项。", field=where
        )


def resolve(
    questions: Sequence[Question],
    given: Mapping[str, Sequence[str]],
    *,
    subject: Subject,
    facts: Facts,
    region: str,
) -> Situation:
    """The situation that the answers and facts describe; `region` is the catalogue's."""
    return _Resolver(questions, given, subject, facts, region).situation()


class _Resolver:
    """Works each question out once, whatever order their conditions name each other in."""

    def __init__(
        self,
        questions: Sequence[Question],
        given: Mapping[str, Sequence[str]],
        subject: Subject,
        facts: Facts,
        region: str,
    ) -> None:
        self._questions = {question.id: question for question in questions}
        self._given = given
        self._subject = subject
        self._facts = facts
        self._region = region
        self._known: dict[str, Answer] = {SUBJECT: (subject,)}
        self._asked: dict[str, bool | None] = {}
        self._guessed: set[str] = set()
        self._unasked_by_guess: set[str] = set()
        self._offered: dict[str, tuple[str, ...]] = {}

    def situation(self) -> Situation:
        for question_id in self._questions:
            self._answer(question_id)
        asked = [q for q in self._questions if self._asked[q]]
        return Situation(
            subject=self._subject,
            answers={q: a for q in asked if (a := self._known[q])},
            guessed=frozenset(self._guessed),
            open_questions=tuple(q for q in asked if self._known[q] is None),
            undecided=frozenset(q for q, state in self._asked.items() if state is None),
            dropped=tuple(q for q in self._given if self._asked.get(q) is False),
            unasked_by_guess=frozenset(self._unasked_by_guess),
            offered={q: self._offered[q] for q in asked},
        )

    def _answer(self, question_id: str) -> Answer:
        if question_id in self._known:
            return self._known[question_id]
        question = self._questions.get(question_id)
        if question is None:
            return ()
        self._known[question_id] = None  # a circle of conditions stays open; lint names it
        asked = holds(question.when, self._answer)
        self._asked[question_id] = asked
        if asked:
            self._known[question_id] = self._chosen(question, self._answer)
        elif asked is False:
            self._known[question_id] = ()
            if holds(question.when, self._certain) is None:
                self._unasked_by_guess.add(question_id)
        return self._known[question_id]

    def _certain(self, question_id: str) -> Answer:
        """The answer as far as it rests on no guess."""
        answer = self._answer(question_id)
        shaky = self._guessed | self._unasked_by_guess
        return None if question_id in shaky else answer

    def _chosen(self, question: Question, lookup: Lookup) -> Answer:
        offered = tuple(c.id for c in question.choices if holds(c.when, lookup))
        self._offered[question.id] = offered
        given = tuple(c for c in self._given.get(question.id, ()) if c in offered)
        if given:
            return given
        guess = None if question.auto is None else self._guess(question.auto)
        if guess is None or guess not in offered:
            return None
        self._guessed.add(question.id)
        return (guess,)

    def _guess(self, auto: Mapping[str, Any]) -> str | None:
        """The choice that a fact points to; None where the fact is not known."""
        facts = self._facts
        match auto["fact"]:
            case "agent":
                return None if facts.agent is None else auto["yes" if facts.agent else "no"]
            case "age":
                return _by_age(auto["up_to"], facts.age)
            case "sex":
                return None if facts.sex is None else auto.get(facts.sex)
            case "region":
                inside = facts.region and facts.region[:6] == self._region[:6]
                return auto["inside" if inside else "outside"] if facts.region else None
            case "subject":
                return auto.get(self._subject)
            case "id_type":
                return None if not facts.id_type else auto.get(facts.id_type, auto.get("other"))
        return None


def _by_age(steps: Sequence[Sequence[Any]], age: int | None) -> str | None:
    if age is None:
        return None
    return next((choice for limit, choice in steps if age <= limit), None)
