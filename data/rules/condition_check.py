"""Whether a condition is well formed, names what exists, and can ever hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args

from data.rules.conditions import COMBINERS, references
from data.rules.item import Question, Subject
from data.rules.problems import Path, Problem, listed
from data.rules.reach import Condition, Reach
from data.rules.situation import SUBJECT


class Ground:
    """The questions that conditions may rest on, and what can be reached by them."""

    def __init__(self, questions: Sequence[Question], subjects: Sequence[Subject]) -> None:
        self.choices = {q.id: [choice.id for choice in q.choices] for q in questions}
        self.subjects = subjects
        sound = all(self.is_sound(when) for q in questions for when in _conditions_of(q))
        self.reach = Reach(questions, subjects) if sound else None

    def is_sound(self, condition: Condition | None) -> bool:
        """Well formed, and it names only what exists."""
        return condition is None or not any(self._formal(condition, ()))

    def problems(self, condition: Condition | None, path: Path, what: str) -> Iterator[Problem]:
        """Everything wrong with a condition; `what` is used only where it holds."""
        if condition is None:
            return
        formal = list(self._formal(condition, path))
        yield from formal
        if formal or self.reach is None:
            return
        if self.never(condition):
            yield Problem(path, f"这个条件永远不成立，{what}永远用不到，请改条件或删去。")
        else:
            yield from self._dead_parts(condition, path, [])

    def never(self, condition: Condition | None) -> bool:
        """Whether it is certain that the condition never holds."""
        if self.reach is None or not self.is_sound(condition):
            return False
        return self.reach.can_hold(condition) is False

    def _formal(self, condition: Any, path: Path) -> Iterator[Problem]:
        if not isinstance(condition, Mapping):
            yield Problem(path, "条件应是一组键值：问题代号和选项代号。")
            return
        if not condition:
            yield Problem(path, "条件是空的，请写明条件，或把它删去。")
        for key, value in condition.items():
            if key == "not":
                yield from self._formal(value, (*path, key))
            elif key in COMBINERS:
                yield from self._formal_parts(value, (*path, key))
            else:
                yield from self._formal_leaf(key, value, (*path, key))

    def _formal_parts(self, parts: Any, path: Path) -> Iterator[Problem]:
        if not isinstance(parts, list | tuple) or not parts:
            yield Problem(path, f"{path[-1]} 后面应是条件的列表，至少一个。")
            return
        for index, part in enumerate(parts):
            yield from self._formal(part, (*path, index))

    def _formal_leaf(self, question_id: str, value: Any, path: Path) -> Iterator[Problem]:
        wanted = [value] if isinstance(value, str) else value
        if not isinstance(wanted, list | tuple) or not wanted:
            yield Problem(path, "条件的值应是选项代号，或选项代号的列表。")
            return
        if question_id == SUBJECT:
            yield from self._formal_subjects(wanted, path)
            return
        if question_id not in self.choices:
            yield Problem(path, f"条件里的问题“{question_id}”不存在。")
            return
        known = self.choices[question_id]
        for choice_id in wanted:
            if not isinstance(choice_id, str):
                yield Problem(path, "条件的值应是选项代号；true、false 和数字请加引号。")
            elif choice_id not in known:
                message = f"问题“{question_id}”没有选项“{choice_id}”，可选：{listed(known)}。"
                yield Problem(path, message)

    def _formal_subjects(self, wanted: Sequence[Any], path: Path) -> Iterator[Problem]:
        for subject in wanted:
            if subject not in get_args(Subject):
                yield Problem(path, f"subject 只能是 natural、legal，不能是“{subject}”。")
            elif subject not in self.subjects:
                yield Problem(path, f"subjects 里没有“{subject}”，条件不会成立。")

    def _dead_parts(
        self, condition: Condition, path: Path, context: list[Condition]
    ) -> Iterator[Problem]:
        """The alternatives of a condition that can hold which themselves never do.

        `context` holds what must hold as well for the alternative to count.
        """
        for key, value in condition.items():
            others = [{name: part} for name, part in condition.items() if name != key]
            if key == "any":
                for index, part in enumerate(value):
                    place = (*path, key, index)
                    yield from self._dead_branch(part, place, [*context, *others])
            elif key == "all":
                for index, part in enumerate(value):
                    beside = [*context, *others, *value[:index], *value[index + 1 :]]
                    yield from self._dead_parts(part, (*path, key, index), beside)
            elif key == "not":
                yield from self._dead_leaves(value, (*path, key))

    def _dead_branch(
        self, part: Condition, path: Path, context: list[Condition]
    ) -> Iterator[Problem]:
        if self.never({"all": [part, *context]}):
            yield Problem(path, "条件的这一部分永远不成立，请改正或删去。")
        else:
            yield from self._dead_parts(part, path, context)

    def _dead_leaves(self, condition: Condition, path: Path) -> Iterator[Problem]:
        """Under `not` only a leaf that can hold nowhere at all is a slip."""
        for question_id, wanted in references(condition):
            if self.never({question_id: list(wanted)}):
                yield Problem(path, f"“{question_id}”永远不会是{listed(wanted)}，请改正或删去。")


def _conditions_of(question: Question) -> Iterator[Condition | None]:
    yield question.when
    for choice in question.choices:
        yield choice.when
