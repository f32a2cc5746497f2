"""What a supervisor reads about a new list."""

from __future__ import annotations

from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from data.rules.catalogue_diff import Change, diff
from data.rules.item import Item, Material
from data.rules.listing import Catalogue
from data.store.catalogue_files import load_catalogue

CODE = "L-MARKET-006"


@pytest.fixture(scope="module")
def old() -> Catalogue:
    return load_catalogue(Path(str(files("data") / "catalogue")))


def food(catalogue: Catalogue) -> Item:
    item = catalogue.item(CODE)
    assert item is not None
    return item


def changes(old: Catalogue, **changed: Any) -> list[Change]:
    new_item = food(old).model_copy(update=changed)
    items = tuple(new_item if item.code == CODE else item for item in old.items)
    return diff(old, old.model_copy(update={"items": items}))


def texts(found: list[Change]) -> list[str]:
    return [str(change) for change in found]


def test_the_same_list_has_no_changes(old: Catalogue) -> None:
    assert diff(old, old) == []


def test_limits_are_told_in_days(old: Catalogue) -> None:
    limits = food(old).limits.model_copy(update={"promised": 5})
    (change,) = changes(old, limits=limits)
    assert str(change) == "食品经营许可：承诺时限 由 7 个工作日 改为 5 个工作日"
    assert (change.kind, change.about, change.part) == ("changed", CODE, "limits.promised")


def test_materials_added_taken_away_and_changed(old: Catalogue) -> None:
    first, second, *rest = food(old).materials
    extra = Material(id="plan", name="平面图", source="applicant", originals=1)
    fewer = second.model_copy(update={"copies": 2, "when": None})
    found = changes(old, materials=(fewer, *rest, extra))
    assert texts(found) == [
        "食品经营许可：材料“营业执照或其他主体资格证明”的复印件 由 1 改为 2",
        "食品经营许可：材料“营业执照或其他主体资格证明”的条件 由 "
        "办理哪一种？选“新办”或“变更”或“延续” 改为 无",
        "食品经营许可：新增材料“平面图”（必要，原件1份）",
        f"食品经营许可：取消材料“{first.name}”",
    ]
    assert [change.kind for change in found] == ["changed", "changed", "added", "removed"]


def test_questions_and_their_choices(old: Catalogue) -> None:
    first, *rest = food(old).questions
    fewer = first.model_copy(update={"choices": first.choices[:-1], "ask": "办什么？"})
    assert texts(changes(old, questions=(fewer, *rest[1:]))) == [
        "食品经营许可：情形问题“办什么？”的问法 由 办理哪一种？ 改为 办什么？",
        "食品经营许可：情形问题“办什么？” 取消选项“注销”",
        "食品经营许可：取消情形问题“从事哪一类食品经营？”",
    ]


def test_fields_texts_and_words_of_the_format(old: Catalogue) -> None:
    item = food(old)
    fields = (*item.fields[:-1], item.fields[-1].model_copy(update={"label": "有效期到"}))
    found = changes(
        old, fields=fields, conditions=item.conditions[1:], department="health", handling="instant"
    )
    assert texts(found) == [
        "食品经营许可：办理部门 由 清新区市场监督管理局 改为 清新区卫生健康局",
        "食品经营许可：办件类型 由 承诺件 改为 即办件",
        f"食品经营许可：受理条件 取消“{item.conditions[0]}”",
        "食品经营许可：表单字段“有效期到”的名称 由 有效期至 改为 有效期到",
    ]


def test_order_alone_is_a_change(old: Catalogue) -> None:
    (change,) = changes(old, materials=tuple(reversed(food(old).materials)))
    assert str(change) == "食品经营许可：材料的顺序有变化"


def test_items_and_bundles_that_come_and_go(old: Catalogue) -> None:
    fewer = old.model_copy(update={"items": old.items[1:], "bundles": old.bundles[1:]})
    gone = old.items[0]
    assert texts(diff(old, fewer)) == [
        f"取消事项“{gone.name}”（{gone.code}）",
        f"取消一件事“{old.bundles[0].name}”",
    ]
    assert texts(diff(fewer, old)) == [
        f"新增事项“{gone.name}”（{gone.code}）",
        f"新增一件事“{old.bundles[0].name}”",
    ]


def test_the_head_and_the_departments(old: Catalogue) -> None:
    office, *rest = old.departments
    moved = office.model_copy(update={"phone": "12345"})
    new = old.model_copy(update={"version": "2026.12", "departments": (moved, *rest)})
    assert texts(diff(old, new)) == [
        "清单：版本 由 2026.11 改为 2026.12",
        f"清单：部门“{office.name}”的电话 由 {office.phone} 改为 12345",
    ]


def test_every_item_can_be_told_from_every_other(old: Catalogue) -> None:
    """Whatever differs, it is told in Chinese words, and in both directions."""
    items = old.items
    for one, other in pairwise(items):
        twin = other.model_copy(update={"code": one.code})
        before = old.model_copy(update={"items": (one,), "bundles": ()})
        after = old.model_copy(update={"items": (twin,), "bundles": ()})
        assert diff(before, after)
        assert len(diff(before, after)) >= 3
        assert all("None" not in str(change) for change in diff(after, before))
