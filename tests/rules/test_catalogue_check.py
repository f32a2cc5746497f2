"""The sense of a catalogue, checked on plain values; files and lines are tested with the store."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from data.rules.catalogue_check import Known, catalogue_problems
from data.rules.item import Choice, Group, Item, Material, Question
from data.rules.listing import Catalogue
from data.store.catalogue_files import load_catalogue


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(Path(str(files("data") / "catalogue")))


def with_item(catalogue: Catalogue, code: str, **changed: Any) -> Catalogue:
    items = tuple(
        item.model_copy(update=changed) if item.code == code else item for item in catalogue.items
    )
    return catalogue.model_copy(update={"items": items})


def messages(catalogue: Catalogue, known: Known | None = None) -> list[str]:
    return [problem.message for problem in catalogue_problems(catalogue, known)]


def test_the_shipped_catalogue_makes_sense(catalogue: Catalogue) -> None:
    assert catalogue_problems(catalogue) == []


def test_a_path_leads_to_the_value(catalogue: Catalogue) -> None:
    changed = with_item(catalogue, "L-MARKET-006", theme="nothing")
    (problem,) = catalogue_problems(changed)
    kind, index, key = problem.path
    assert (kind, key) == ("items", "theme")
    assert changed.items[int(index)].code == "L-MARKET-006"


def question(question_id: str, *choices: str, when: Any = None, **whens: Any) -> Question:
    offered = tuple(Choice(id=c, name=c, when=whens.get(c)) for c in choices)
    return Question(id=question_id, ask=question_id, choices=offered, when=when)


def material(material_id: str, when: Any = None, group: str | None = None) -> Material:
    return Material(id=material_id, name=material_id, source="applicant", when=when, group=group)


def bare(catalogue: Catalogue, **changed: Any) -> Catalogue:
    """One item with nothing but what is named, in a catalogue of its own."""
    keys = ("questions", "exits", "variants", "groups", "materials", "fields", "fees")
    empty: dict[str, Any] = dict.fromkeys(keys, ())
    item = next(i for i in catalogue.items if i.code == "L-MARKET-006")
    own = item.model_copy(update={**empty, **changed})
    return catalogue.model_copy(update={"items": (own,), "bundles": ()})


A, B = question("a", "x", "y"), question("b", "x", "y", when={"a": "x"})


@pytest.mark.parametrize(
    "condition",
    [
        {"a": "x", "b": "y"},
        {"any": [{"a": "x"}, {"a": "y"}]},  # always holds: no fault
        {"not": {"b": "x"}},
        {"subject": "legal", "not": {"any": [{"a": "y"}, {"b": "y"}]}},
        {"a": ["x", "y"], "any": [{"b": "x"}, {"a": "y"}]},
    ],
)
def test_a_condition_that_can_hold_is_no_fault(
    catalogue: Catalogue, condition: dict[str, Any]
) -> None:
    assert messages(bare(catalogue, questions=(A, B), materials=(material("m", condition),))) == []


@pytest.mark.parametrize(
    ("condition", "path", "word"),
    [
        ({"a": "y", "b": "y"}, ("when",), "永远不成立"),
        ({"all": [{"b": "x"}, {"not": {"a": "x"}}]}, ("when",), "永远不成立"),
        ({"any": [{"a": "x"}, {"a": "y", "b": "x"}]}, ("when", "any", 1), "这一部分"),
        ({"a": "y", "any": [{"b": "x"}, {"a": "y"}]}, ("when", "any", 0), "这一部分"),
        ({"all": [{"a": "y"}, {"any": [{"a": "y"}, {"b": "x"}]}]},
         ("when", "all", 1, "any", 1), "这一部分"),
        ({"subject": "nobody"}, ("when", "subject"), "只能是"),
        ({"c": "x"}, ("when", "c"), "不存在"),
        ({"a": ["x", "z"]}, ("when", "a"), "没有选项"),
        ({"not": {}}, ("when", "not"), "空的"),
        ({"all": {"a": "x"}}, ("when", "all"), "列表"),
    ],
)  # fmt: skip
def test_a_condition_that_cannot_hold_is_named(
    catalogue: Catalogue, condition: dict[str, Any], path: tuple[Any, ...], word: str
) -> None:
    changed = bare(catalogue, questions=(A, B), materials=(material("m", condition),))
    (problem,) = catalogue_problems(changed)
    assert problem.path == ("items", 0, "materials", 0, *path)
    assert word in problem.message


def test_a_question_nobody_is_asked_takes_what_rests_on_it_along(catalogue: Catalogue) -> None:
    never = question("c", "x", "y", when={"a": "y", "b": "x"})
    changed = bare(catalogue, questions=(A, B, never), materials=(material("m", {"c": "x"}),))
    paths = [problem.path[2:] for problem in catalogue_problems(changed)]
    assert paths == [("questions", 2, "when"), ("materials", 0, "when")]


def test_a_choice_that_is_never_offered_is_named(catalogue: Catalogue) -> None:
    some = question("b", "x", "y", when={"a": "x"}, y={"a": "y"})
    (problem,) = catalogue_problems(bare(catalogue, questions=(A, some)))
    assert problem.path[2:] == ("questions", 1, "choices", 1, "when")


def test_a_question_without_a_choice_left_is_named(catalogue: Catalogue) -> None:
    dead_end = question("b", "x", "y", x={"a": "x"}, y={"a": "x", "subject": "legal"})
    (problem,) = catalogue_problems(bare(catalogue, questions=(A, dead_end)))
    assert problem.path[2:] == ("questions", 1, "choices")
    assert "没有一个选项" in problem.message
    covered = question("b", "x", "y", x={"a": "x"}, y={"a": "y"})
    assert messages(bare(catalogue, questions=(A, covered))) == []


def test_questions_that_rest_on_each_other_are_named_once(catalogue: Catalogue) -> None:
    one = question("c", "x", "y", when={"d": "x"})
    two = question("d", "x", "y", when={"c": "x"})
    found = messages(bare(catalogue, questions=(A, one, two)))
    assert len(found) == 1
    assert "c → d → c" in found[0] or "d → c → d" in found[0]


def test_only_the_first_variant_or_exit_that_holds_counts(catalogue: Catalogue) -> None:
    item = next(i for i in catalogue.items if i.exits)
    exits = tuple(
        item.exits[0].model_copy(update={"when": when, "outcome": "not_needed", "refer": None})
        for when in ({"a": ["x", "y"]}, {"a": "x"})
    )
    (problem,) = catalogue_problems(bare(catalogue, questions=(A,), exits=exits))
    assert problem.path[2:] == ("exits", 1, "when")
    assert "先成立" in problem.message


@pytest.mark.parametrize(
    ("need", "whens", "short"),
    [
        (1, [{"a": "x"}, None], False),
        (2, [{"a": "x"}, None], True),  # where a is y only one is asked for
        (2, [{"a": "x"}, {"a": "x"}], False),  # none is asked for where a is y
        (1, [{"a": "x"}, {"a": "y"}], False),
        (2, [{"a": "x"}, {"b": "y"}], True),
    ],
)
def test_a_group_can_always_be_complete(
    catalogue: Catalogue, need: int, whens: list[Any], short: bool
) -> None:
    members = tuple(material(f"m{n}", when, "g") for n, when in enumerate(whens))
    group = Group(id="g", name="证明", need=need)
    found = messages(bare(catalogue, questions=(A, B), groups=(group,), materials=members))
    assert [("证明" in message and "永远齐不了" in message) for message in found] == [True] * short


def test_parts_that_could_not_be_read_are_not_blamed(catalogue: Catalogue) -> None:
    item: Item = catalogue.items[0].model_copy(update={"department": "unheard"})
    changed = catalogue.model_copy(update={"items": (item, *catalogue.items[1:])})
    own = Known.of(changed)
    assert messages(changed) == ["清单里没有部门“unheard”。"]
    unread = Known(None, own.themes, own.life_events, own.shared_materials, own.items)
    assert messages(changed, unread) == []
