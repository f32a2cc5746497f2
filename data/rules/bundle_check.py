"""What can be wrong in a bundle: its members, their order, and what it answers for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any

from data.rules.condition_check import Ground
from data.rules.item import Item, Question
from data.rules.listing import Bundle, Member
from data.rules.problems import Path, Problem, chain, listed, repeated
from data.rules.question_check import question_problems


def bundle_problems(
    bundle: Bundle, items: Mapping[str, Item], known_codes: frozenset[str] | None
) -> Iterator[Problem]:
    """Paths begin at the bundle. `known_codes`: also items that are faulty; None: not known."""
    ground = Ground(bundle.questions, bundle.subjects)
    yield from repeated(bundle.subjects, ("subjects",), "申请对象", None)
    yield from question_problems(bundle.questions, ground)
    if bundle.limits.promised > bundle.limits.statutory:
        yield Problem(("limits", "promised"), "承诺时限不能超过法定时限。")
    yield from _lead(bundle, items)
    yield from repeated((m.item for m in bundle.members), ("members",), "事项", "item")
    for index, member in enumerate(bundle.members):
        path: Path = ("members", index)
        yield from ground.problems(member.when, (*path, "when"), "这个事项")
        yield from _order(bundle, member, (*path, "after"))
        item = items.get(member.item)
        if item is not None:
            yield from _member(bundle, member, item, path)
        elif known_codes is not None and member.item not in known_codes:
            yield Problem((*path, "item"), f"清单里没有事项“{member.item}”。")
    yield from _circle(bundle)
    yield from _joint(bundle)


def _lead(bundle: Bundle, items: Mapping[str, Item]) -> Iterator[Problem]:
    found = [items[member.item] for member in bundle.members if member.item in items]
    if len(found) == len(bundle.members) and all(i.department != bundle.lead for i in found):
        yield Problem(("lead",), f"牵头部门“{bundle.lead}”没有自己的事项，至少要有一个。")


def _order(bundle: Bundle, member: Member, path: Path) -> Iterator[Problem]:
    codes = {other.item for other in bundle.members}
    yield from repeated(member.after, path, "事项", None)
    for index, code in enumerate(member.after):
        if code == member.item:
            yield Problem((*path, index), "事项不能等自己的结果。")
        elif code not in codes:
            yield Problem((*path, index), f"“{code}”不是这一件事里的事项。")


def _circle(bundle: Bundle) -> Iterator[Problem]:
    codes = {member.item for member in bundle.members}
    graph = {m.item: [a for a in m.after if a in codes and a != m.item] for m in bundle.members}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle = error.args[1][:0:-1]
        numbers = {member.item: n for n, member in enumerate(bundle.members)}
        first = min(numbers[code] for code in circle)
        yield Problem(("members", first, "after"), f"事项互相等结果：{chain(circle)}。")


def _member(bundle: Bundle, member: Member, item: Item, path: Path) -> Iterator[Problem]:
    missing = [subject for subject in bundle.subjects if subject not in item.subjects]
    if len(missing) == len(bundle.subjects):
        message = f"“{item.name}”不接受{listed(missing)}申请，和这一件事的 subjects 不合。"
        yield Problem((*path, "item"), message)
    questions = {question.id: question for question in item.questions}
    for question_id, answer in member.answers.items():
        place = (*path, "answers", question_id)
        if question_id not in questions:
            yield Problem(place, f"“{item.name}”没有问题“{question_id}”。")
        else:
            yield from _answer(bundle, questions[question_id], answer, place)


def _answer(bundle: Bundle, question: Question, answer: Any, path: Path) -> Iterator[Problem]:
    known = [choice.id for choice in question.choices]
    if isinstance(answer, str):
        if answer not in known:
            message = f"问题“{question.id}”没有选项“{answer}”，可选：{listed(known)}。"
            yield Problem(path, message)
        return
    source_id = answer.get("from") if isinstance(answer, Mapping) else None
    if not isinstance(source_id, str) or len(answer) != 1:
        yield Problem(path, "应是选项代号，或 {from: 一件事的问题}。")
        return
    source = next((q for q in bundle.questions if q.id == source_id), None)
    if source is None:
        yield Problem((*path, "from"), f"这一件事没有问题“{source_id}”。")
        return
    strange = [choice.id for choice in source.choices if choice.id not in known]
    if strange:
        message = f"问题“{question.id}”没有选项{listed(strange)}，“{source_id}”的回答传不过去。"
        yield Problem((*path, "from"), message)
    if source.many and not question.many:
        yield Problem((*path, "from"), f"“{source_id}”可以多选，“{question.id}”只能选一项。")


def _joint(bundle: Bundle) -> Iterator[Problem]:
    codes = {member.item for member in bundle.members}
    yield from repeated((j.name for j in bundle.joint), ("joint",), "联合环节", "name")
    for index, joint in enumerate(bundle.joint):
        path: Path = ("joint", index, "members")
        yield from repeated(joint.members, path, "事项", None)
        for number, code in enumerate(joint.members):
            if code not in codes:
                yield Problem((*path, number), f"“{code}”不是这一件事里的事项。")
