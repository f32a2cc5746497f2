"""Which situations a list of questions can lead to, without walking through all of them.

A search looks only at the questions that a condition rests on, and takes choices that none of
the conditions tells apart as one. Circular questions and searches beyond the cap have no
answer (None): the caller takes them as reachable.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from itertools import combinations
from typing import Any

from data.rules.conditions import Answer, Lookup, holds, references
from data.rules.item import Item, Question, Subject
from data.rules.situation import SUBJECT

CAP = 20_000  # situations looked at before a search gives up
DEPTH = 200  # questions that one condition may rest on, directly or not

Condition = Mapping[str, Any]
Test = Callable[[Lookup], bool | None]
# For one question: each choice with its condition and the leaves that name it.
Classes = list[tuple[str, Condition | None, bool]]


class Reach:
    """What can be reached by answering `questions`, for each of the subjects.

    `order` puts each question after those it rests on; `circles` are those that cannot be.
    """

    def __init__(self, questions: Sequence[Question], subjects: Sequence[Subject]) -> None:
        self._questions = {question.id: question for question in questions}
        self._subjects = subjects
        self._named = {q.id: _named_by(q) for q in questions}
        self.order, self.circles = _sorted(self._questions, self._named)
        self._rank = {question_id: n for n, question_id in enumerate(self.order)}
        self._circular = frozenset(q for circle in self.circles for q in circle)
        self._found: dict[str, bool | None] = {}

    def can_hold(self, condition: Condition | None) -> bool | None:
        """Whether some situation makes the condition hold; None where that is not known."""
        if condition is None:
            return True
        if self._simple(condition):
            return True
        key = repr(condition)
        if key not in self._found:
            self._found[key] = self.find((condition,), lambda lookup: holds(condition, lookup))
        return self._found[key]

    def find(self, conditions: Iterable[Condition | None], test: Test) -> bool | None:
        """Whether some situation passes `test`, which rests on `conditions` alone.

        `test` answers None as long as the questions answered so far leave it open.
        """
        leaves = [leaf for condition in conditions for leaf in references(condition)]
        needed = self._needed({question_id for question_id, _ in leaves})
        if needed & self._circular or len(needed) > DEPTH:
            return None
        for question_id in needed & self._named.keys():
            leaves.extend(self._named[question_id])
        order = sorted(needed & self._rank.keys(), key=self._rank.__getitem__)
        search = _Search(self._steps(order, leaves, SUBJECT in needed), test)
        return search.succeeds()

    def _simple(self, condition: Condition) -> bool:
        """One leaf that names a choice which is always offered: no search needed."""
        if len(condition) != 1:
            return False
        ((key, wanted),) = condition.items()
        question = self._questions.get(key)
        if question is None or question.when is not None or not isinstance(wanted, str):
            return False
        return any(choice.id == wanted and choice.when is None for choice in question.choices)

    def _needed(self, question_ids: set[str]) -> set[str]:
        """The questions named, and those that their conditions rest on."""
        needed: set[str] = set()
        waiting = list(question_ids)
        while waiting:
            question_id = waiting.pop()
            if question_id not in needed:
                needed.add(question_id)
                waiting.extend(name for name, _ in self._named.get(question_id, ()))
        return needed

    def _steps(
        self, order: Sequence[str], leaves: Sequence[tuple[str, tuple[str, ...]]], by_subject: bool
    ) -> list[Callable[[Lookup], Iterator[tuple[str, Answer]]]]:
        subjects = self._subjects if by_subject else self._subjects[:1]
        named: dict[str, list[tuple[str, ...]]] = {}
        for question_id, wanted in leaves:
            named.setdefault(question_id, []).append(wanted)
        steps = [_step(self._questions[q], named.get(q, [])) for q in order]
        return [lambda _: ((SUBJECT, (subject,)) for subject in subjects), *steps]


class _Search:
    """Goes through the answers step by step, and turns back as soon as the test is settled."""

    def __init__(self, steps: Sequence[Callable[[Lookup], Any]], test: Test) -> None:
        self._steps = steps
        self._test = test
        self._answers: dict[str, Answer] = {}
        self._looked_at = 0

    def succeeds(self) -> bool | None:
        try:
            return self._from(0)
        except _TooMany:
            return None

    def _from(self, number: int) -> bool:
        self._looked_at += 1
        if self._looked_at > CAP:
            raise _TooMany
        settled = self._test(self._answers.get)
        if settled is not None or number == len(self._steps):
            return settled is True
        for question_id, answer in self._steps[number](self._answers.get):
            self._answers[question_id] = answer
            if self._from(number + 1):
                return True
            del self._answers[question_id]
        return False


class _TooMany(Exception):
    """The search is over the cap."""


def _named_by(question: Question) -> list[tuple[str, tuple[str, ...]]]:
    """Every leaf in the question's own condition and in its choices'."""
    leaves = list(references(question.when))
    for choice in question.choices:
        leaves.extend(references(choice.when))
    return leaves


def _sorted(
    questions: Mapping[str, Question], named: Mapping[str, Sequence[tuple[str, Any]]]
) -> tuple[list[str], list[tuple[str, ...]]]:
    """The questions so that each comes after those it rests on; and the circles there are."""
    circles: list[tuple[str, ...]] = []
    graph = {q: dict.fromkeys(name for name, _ in named[q] if name in questions) for q in questions}
    while True:
        try:
            return list(TopologicalSorter(graph).static_order()), circles
        except CycleError as error:
            circle = error.args[1]  # each rests on the one before; the first stands last again
            circles.append(tuple(circle[:0:-1]))
            del graph[circle[1]][circle[0]]


def _step(
    question: Question, leaves: Sequence[tuple[str, ...]]
) -> Callable[[Lookup], Iterator[tuple[str, Answer]]]:
    """The answers to try for a question, given the answers so far."""
    classes = _classes(question, leaves)

    def answers(lookup: Lookup) -> Iterator[tuple[str, Answer]]:
        asked = holds(question.when, lookup)
        if asked is None:
            yield question.id, None
        elif not asked:
            yield question.id, ()
        else:
            offered = [(c, alone) for c, when, alone in classes if holds(when, lookup)]
            for answer in _answers(offered, question.many):
                yield question.id, answer

    return answers


def _classes(question: Question, leaves: Sequence[tuple[str, ...]]) -> Classes:
    """One choice for all that the same leaves name and that are offered together."""
    seen: dict[tuple[Any, ...], tuple[str, Condition | None, bool]] = {}
    for choice in question.choices:
        named = frozenset(n for n, wanted in enumerate(leaves) if choice.id in wanted)
        alone = choice.alone and question.many
        seen.setdefault((named, repr(choice.when), alone), (choice.id, choice.when, alone))
    return list(seen.values())


def _answers(offered: Sequence[tuple[str, bool]], many: bool) -> Iterator[Answer]:
    """Every answer from what is offered; open (None) where nothing is."""
    if not offered:
        yield None
    elif not many:
        for choice_id, _ in offered:
            yield (choice_id,)
    else:
        together = [choice_id for choice_id, alone in offered if not alone]
        for choice_id, alone in offered:
            if alone:
                yield (choice_id,)
        for size in range(1, len(together) + 1):
            yield from combinations(together, size)


def every_situation(item: Item) -> Iterator[tuple[Subject, dict[str, tuple[str, ...]]]]:
    """Every combination of answers that can be given, for each subject.

    A `many` question is answered with every single choice, and with all together that do not
    stand alone. A question with no choice left has no answer.
    """
    reach = Reach(item.questions, item.subjects)
    questions = [question for q in reach.order if (question := item.question(q))]
    for subject in item.subjects:
        for answers in _walk(questions, 0, {SUBJECT: (subject,)}):
            given = {q.id: answers[q.id] for q in item.questions if answers.get(q.id)}
            yield subject, {q: chosen for q, chosen in given.items() if chosen}


def _walk(
    questions: Sequence[Question], number: int, answers: dict[str, Answer]
) -> Iterator[dict[str, Answer]]:
    if number == len(questions):
        yield answers
        return
    question = questions[number]
    for answer in _given(question, answers.get):
        yield from _walk(questions, number + 1, {**answers, question.id: answer})


def _given(question: Question, lookup: Lookup) -> Iterator[Answer]:
    if not holds(question.when, lookup):
        yield ()
        return
    offered = [choice for choice in question.choices if holds(choice.when, lookup)]
    if not offered:
        yield None
    for choice in offered:
        yield (choice.id,)
    together = tuple(choice.id for choice in offered if not choice.alone)
    if question.many and len(together) > 1:
        yield together
