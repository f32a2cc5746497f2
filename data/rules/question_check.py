"""What can be wrong with questions: their ids, their circles, their guesses, dead ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from data.rules.condition_check import Ground
from data.rules.conditions import COMBINERS, Lookup, holds
from data.rules.item import Choice, Question
from data.rules.problems import Path, Problem, chain, listed, repeated
from data.rules.reach import Reach
from data.rules.situation import SUBJECT

_RESERVED = COMBINERS | {SUBJECT}
_GUESSES = {
    "agent": ("yes", "no"),
    "age": ("up_to",),
    "sex": ("male", "female"),
    "region": ("inside", "outside"),
    "subject": ("natural", "legal"),
    "id_type": ("resident_id", "other"),
}


def question_problems(questions: Sequence[Question], ground: Ground) -> Iterator[Problem]:
    """Every problem of a list of questions; paths begin at `questions`."""
    yield from repeated((q.id for q in questions), ("questions",), "问题代号")
    for index, question in enumerate(questions):
        path: Path = ("questions", index)
        if question.id in _RESERVED:
            yield Problem((*path, "id"), f"“{question.id}”有固定的意思，问题不能用这个代号。")
        yield from ground.problems(question.when, (*path, "when"), "这个问题")
        yield from _choice_problems(question, path, ground)
        yield from _guess_problems(question, (*path, "auto"))
    if ground.reach is not None:
        yield from _circles(questions, ground.reach)
        yield from _dead_ends(questions, ground.reach)


def _choice_problems(question: Question, path: Path, ground: Ground) -> Iterator[Problem]:
    places = (*path, "choices")
    yield from repeated((c.id for c in question.choices), places, "选项代号")
    yield from repeated((c.name for c in question.choices), places, "选项名称", "name")
    for index, choice in enumerate(question.choices):
        place = (*places, index, "when")
        own = list(ground.problems(choice.when, place, "这个选项"))
        yield from own
        if not own and not ground.never(question.when) and _never_offered(question, choice, ground):
            yield Problem(place, "问到这个问题时，这个选项的条件永远不成立。")
        if choice.alone and not question.many:
            message = "alone 只用在可以多选（many: true）的问题里。"
            yield Problem((*places, index, "alone"), message)


def _never_offered(question: Question, choice: Choice, ground: Ground) -> bool:
    if question.when is None or choice.when is None:
        return False
    return ground.never({"all": [question.when, choice.when]})


def _guess_problems(question: Question, path: Path) -> Iterator[Problem]:
    auto = question.auto
    if auto is None:
        return
    fact = auto.get("fact")
    if not isinstance(fact, str) or fact not in _GUESSES:
        yield Problem((*path, "fact"), f"fact 只能是 {listed(_GUESSES)}。")
        return
    keys = _GUESSES[fact]
    for key in auto:
        if key not in ("fact", *keys):
            message = f"不认识的键“{key}”，{fact} 只有 {listed(keys)}。"
            yield Problem((*path, key), message)
    for key in keys:
        if key not in auto:
            yield Problem(path, f"缺少必填的“{key}”。")
        elif key == "up_to":
            yield from _age_problems(question, auto[key], (*path, key))
        else:
            yield from _guessed_choice(question, auto[key], (*path, key))


def _age_problems(question: Question, steps: Any, path: Path) -> Iterator[Problem]:
    if not isinstance(steps, list | tuple) or not steps:
        yield Problem(path, "up_to 应是 [年龄, 选项] 的列表。")
        return
    before = -1
    for index, step in enumerate(steps):
        place = (*path, index)
        if not isinstance(step, list | tuple) or len(step) != 2 or type(step[0]) is not int:
            yield Problem(place, "这里应是 [年龄, 选项]，年龄是整数。")
            continue
        if step[0] <= before:
            yield Problem(place, "年龄应从小到大排列。")
        before = max(before, step[0])
        yield from _guessed_choice(question, step[1], place)


def _guessed_choice(question: Question, choice_id: Any, path: Path) -> Iterator[Problem]:
    known = [choice.id for choice in question.choices]
    if choice_id not in known:
        message = f"问题“{question.id}”没有选项“{choice_id}”，可选：{listed(known)}。"
        yield Problem(path, message)


def _circles(questions: Sequence[Question], reach: Reach) -> Iterator[Problem]:
    numbers: Mapping[str, int] = {question.id: n for n, question in enumerate(questions)}
    for circle in reach.circles:
        first = min(numbers[question_id] for question_id in circle)
        key = "when" if questions[first].when else "choices"
        message = f"问题的条件绕成了圈：{chain(circle)}，请去掉其中一个条件。"
        yield Problem(("questions", first, key), message)


def _dead_ends(questions: Sequence[Question], reach: Reach) -> Iterator[Problem]:
    """Questions that can be asked while none of their choices is offered."""
    for index, question in enumerate(questions):
        if any(choice.when is None for choice in question.choices):
            continue
        conditions = [question.when, *(choice.when for choice in question.choices)]
        if reach.find(conditions, partial(_no_choice, question)):
            message = "有的情形下问到这个问题却没有一个选项可选，请改选项的条件。"
            yield Problem(("questions", index, "choices"), message)


def _no_choice(question: Question, lookup: Lookup) -> bool | None:
    asked = holds(question.when, lookup)
    offered = [holds(choice.when, lookup) for choice in question.choices]
    if asked is False or True in offered:
        return False
    return None if asked is None or None in offered else True
