"""How a checklist concludes where any so many of a group will do."""

from __future__ import annotations

import pytest

from data.rules.conclusion import Person

OTHER = "L-TEST-002"
LATER = {"need": "tolerable", "later_days": 5}
A, B, C = ({"id": i, "group": "g", **LATER} for i in "abc")
DEED = {"id": "a", "group": "g"}  # may not follow later


def group_item(make_item, need, materials, **keys):
    return make_item(groups=[{"id": "g", "need": need}], materials=materials, **keys)


@pytest.mark.parametrize(
    ("need", "marks", "kind", "points", "later"),
    [
        # In order when `need` of its members are, whatever the others.
        (1, "ok - -", "accept", "", ""),
        (1, "- ok -", "accept", "", ""),
        (1, "ok missing -", "accept", "", ""),
        (1, "ok missing defective", "accept", "", ""),
        (1, "ok deferred -", "accept", "", ""),
        (1, "fixed - missing", "accept", "", ""),
        (2, "ok ok -", "accept", "", ""),
        (2, "ok ok missing", "accept", "", ""),
        (2, "ok missing fixed", "accept", "", ""),
        (2, "ok ok ok", "accept", "", ""),
        # While it is not, all its members have to be looked at.
        (1, "- - -", "incomplete", "a b c", ""),
        (1, "missing - -", "incomplete", "b c", ""),
        (1, "missing defective -", "incomplete", "c", ""),
        (1, "deferred - -", "incomplete", "b c", ""),
        (2, "ok - -", "incomplete", "b c", ""),
        (2, "ok missing -", "incomplete", "c", ""),
        (2, "ok deferred -", "incomplete", "c", ""),
        # Not in order: every member that is missing or defective is told.
        (1, "missing missing missing", "supplement", "a b c", ""),
        (1, "defective missing missing", "supplement", "a b c", ""),
        (2, "ok missing defective", "supplement", "b c", ""),
        (2, "missing defective ok", "supplement", "a b", ""),
        (2, "missing missing missing", "supplement", "a b c", ""),
        # Deferred members count towards the group as later.
        (1, "deferred missing missing", "tolerant", "", "a"),
        (1, "missing deferred defective", "tolerant", "", "b"),
        (1, "deferred deferred missing", "tolerant", "", "a b"),
        (2, "ok deferred missing", "tolerant", "", "b"),
        (2, "deferred missing ok", "tolerant", "", "a"),
        (2, "deferred deferred missing", "tolerant", "", "a b"),
        (2, "deferred missing missing", "supplement", "b c", ""),
        (2, "deferred defective missing", "supplement", "b c", ""),
    ],
)
def test_a_group_of_three(make_item, outcome_of, need, marks, kind, points, later):
    item = group_item(make_item, need, [A, B, C])
    given = {i: mark for i, mark in zip("abc", marks.split(), strict=True) if mark != "-"}
    found = outcome_of(item, given)
    assert (found.kind, found.points, found.later) == (kind, points.split(), later.split())


@pytest.mark.parametrize("mark", ["ok", "fixed", "committed", "reused"])
def test_every_mark_in_order_counts_towards_the_group(make_item, outcome_of, mark):
    excused = {**DEED, "committable": True, "certificate": True}
    item = group_item(make_item, 1, [excused, B], commitment=True)
    assert outcome_of(item, {"a": mark}).kind == "accept"
    assert outcome_of(item, {"a": mark, "b": "missing"}).kind == "accept"


def test_a_refused_mark_is_refused_in_a_group_in_order_too(make_item, outcome_of):
    item = group_item(make_item, 1, [DEED, B])
    found = outcome_of(item, {"a": "deferred", "b": "ok"})
    assert (found.kind, found.points) == ("incomplete", ["a"])
    found = outcome_of(item, {"a": "ok", "b": "deferred"}, concluding={"bar": "未履行承诺"})
    assert (found.kind, found.points) == ("incomplete", ["b"])


def test_members_that_are_optional_by_themselves_still_make_the_group(make_item, outcome_of):
    item = group_item(make_item, 1, [{"id": i, "group": "g", "need": "optional"} for i in "ab"])
    assert outcome_of(item, {}).points == ["a", "b"]
    assert outcome_of(item, {"a": "missing", "b": "missing"}).points == ["a", "b"]
    assert outcome_of(item, {"b": "ok"}).kind == "accept"


@pytest.mark.parametrize(
    ("need", "marks", "says"),
    [
        (1, "missing missing", ["“材料a”(“组g”中任交 1 份即可)", "“材料b”(“组g”中任交 1 份即可)"]),
        (2, "missing missing", ["“材料a”(“组g”中任交 2 份即可)", "“材料b”(“组g”中任交 2 份即可)"]),
        # One is there already: one more is told, not two.
        (2, "ok missing", ["“材料b”(“组g”中任交 1 份即可)"]),
        (2, "deferred missing", ["“材料b”(“组g”中任交 1 份即可)"]),
    ],
)
def test_a_point_of_a_group_says_how_many_are_still_to_come(
    make_item, outcome_of, need, marks, says
):
    item = group_item(make_item, need, [A, B])
    found = outcome_of(item, dict(zip("ab", marks.split(), strict=True)))
    assert found.says == [f"补齐：{say}。" for say in says]


def test_a_defective_member_is_told_with_its_reasons(make_item, outcome_of):
    item = group_item(make_item, 1, [A])
    found = outcome_of(item, {"a": "defective 已过期"})
    assert found.says == ["补正：“材料a”(“组g”中任交 1 份即可)。已过期。"]


def test_points_of_groups_stand_in_the_order_of_the_list(make_item, outcome_of):
    item = make_item(
        groups=[{"id": "g", "need": 1}, {"id": "h", "need": 1}],
        materials=[{"id": "x", "group": "h"}, A, {"id": "form"}, {"id": "y", "group": "h"}, B],
    )
    found = outcome_of(item, dict.fromkeys(["x", "a", "form", "y", "b"], "missing"))
    assert (found.kind, found.points) == ("supplement", ["x", "a", "form", "y", "b"])


def test_one_group_in_order_does_not_help_another(make_item, outcome_of):
    item = make_item(
        groups=[{"id": "g", "need": 1}, {"id": "h", "need": 1}],
        materials=[A, B, {"id": "x", "group": "h"}, {"id": "y", "group": "h"}],
    )
    found = outcome_of(item, {"a": "ok", "x": "missing", "y": "missing"})
    assert (found.kind, found.points) == ("supplement", ["x", "y"])
    found = outcome_of(item, {"a": "deferred", "b": "missing", "x": "ok"})
    assert (found.kind, found.later) == ("tolerant", ["a"])


def test_members_the_situation_does_not_ask_for_do_not_count(make_item, outcome_of):
    questions = [{"id": "kind", "choices": ["own", "rent"]}]
    lease = {**B, "when": {"kind": "rent"}}
    item = group_item(make_item, 1, [A, lease], questions=questions)
    found = outcome_of(item, {"a": "missing", "b": "ok"}, {"kind": "own"})
    assert (found.kind, found.points) == ("supplement", ["a"])
    assert outcome_of(item, {"a": "missing", "b": "ok"}, {"kind": "rent"}).kind == "accept"


TWO = [Person("p1", "甲", True), Person("p2", "乙", True)]
EACH = {**A, "per": "member"}


@pytest.mark.parametrize(
    ("first", "second", "kind", "points", "later"),
    [
        ("ok", "ok", "accept", "", ""),
        ("ok", "fixed", "accept", "", ""),
        ("ok", "missing", "supplement", "a@p2 b", ""),
        ("ok", "deferred", "tolerant", "", "a@p2"),
        ("deferred", "deferred", "tolerant", "", "a@p1 a@p2"),
        # One person's is still missing: the member does not follow later as a whole.
        ("deferred", "missing", "supplement", "a@p2 b", ""),
        ("missing", "defective", "supplement", "a@p1 a@p2 b", ""),
    ],
)
def test_a_member_per_person_counts_when_it_does_for_each(
    make_item, outcome_of, first, second, kind, points, later
):
    item = group_item(make_item, 1, [EACH, B])
    marks = {"a@p1": first, "a@p2": second, "b": "missing"}
    found = outcome_of(item, marks, concluding={"people": TWO})
    assert (found.kind, found.points, found.later) == (kind, points.split(), later.split())


def test_another_member_makes_up_for_one_persons_fault(make_item, outcome_of):
    item = group_item(make_item, 1, [EACH, B])
    found = outcome_of(item, {"a@p1": "missing", "b": "ok"}, concluding={"people": TWO})
    assert found.kind == "accept"


def test_one_persons_fault_in_a_group_is_named_with_the_person(make_item, outcome_of):
    item = group_item(make_item, 1, [EACH])
    marks = {"a@p1": "ok", "a@p2": "missing"}
    found = outcome_of(item, marks, concluding={"people": TWO})
    assert found.says == ["补齐：“材料a”(乙)(“组g”中任交 1 份即可)。"]


COMES = {"id": "book", "group": "g", "result_of": OTHER}


@pytest.mark.parametrize(
    ("need", "bundle", "marks", "kind", "points"),
    [
        (1, [OTHER], {}, "accept", []),
        (1, [OTHER], {"a": "missing"}, "accept", []),
        (2, [OTHER], {"a": "ok"}, "accept", []),
        (2, [OTHER], {"a": "missing", "b": "missing"}, "supplement", ["a", "b"]),
        (2, [OTHER], {"a": "ok", "b": "missing"}, "accept", []),
        (2, [OTHER], {}, "incomplete", ["a", "b"]),
        # Alone the result does not arrive: it is asked for as any other.
        (1, [], {}, "incomplete", ["book", "a", "b"]),
        (1, [], {"book": "ok"}, "accept", []),
    ],
)
def test_what_arrives_from_the_bundle_counts_as_in_order(
    make_item, outcome_of, need, bundle, marks, kind, points
):
    item = group_item(make_item, need, [COMES, DEED, B])
    found = outcome_of(item, marks, bundle=bundle)
    assert (found.kind, found.points) == (kind, points)


def test_what_the_situation_does_not_ask_for_does_not_count_as_arriving(make_item, outcome_of):
    questions = [{"id": "holder", "choices": ["child", "self"]}]
    item = group_item(
        make_item, 1, [{**COMES, "when": {"holder": "child"}}, DEED], questions=questions
    )
    assert outcome_of(item, {}, {"holder": "child"}, bundle=[OTHER]).kind == "accept"
    found = outcome_of(item, {}, {"holder": "self"}, bundle=[OTHER])
    assert (found.kind, found.points) == ("incomplete", ["a"])
