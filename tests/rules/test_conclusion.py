"""How a checklist concludes, sentence by sentence, for materials that stand alone.

Groups and exits have files of their own.
"""

from __future__ import annotations

import pytest

from data.rules.conclusion import Person

ADULT, SPOUSE, CHILD = Person("p1", "甲", True), Person("p2", "乙", True), Person("p3", "丙", False)
HOUSE = [ADULT, SPOUSE, CHILD]

# One required, one that may follow later, one optional, one of each way to be excused.
MATERIALS = [
    {"id": "form"},
    {"id": "plan", "need": "tolerable", "later_days": 5},
    {"id": "photo", "need": "optional"},
    {"id": "pledge", "committable": True},
    {"id": "card", "certificate": True},
    {"id": "data", "shared_data": "人口库"},
]
FINE = {"form": "ok", "plan": "ok", "pledge": "ok", "card": "ok", "data": "ok"}


@pytest.fixture
def item(make_item):
    return make_item(materials=MATERIALS, commitment=True)


@pytest.mark.parametrize("mark", ["ok", "fixed"])
def test_everything_in_order_is_accepted(item, outcome_of, mark):
    found = outcome_of(item, dict.fromkeys(FINE, mark))
    assert (found.kind, found.points, found.later) == ("accept", [], [])


# "deferred only where tolerable; committed only where committable and the item has commitment;
# neither with a broken promise; reused only for certificates and where shared_data names a
# source. Anything else is refused on that material."
ALLOWED = {
    "ok": {"form", "plan", "photo", "pledge", "card", "data"},
    "fixed": {"form", "plan", "photo", "pledge", "card", "data"},
    "missing": {"form", "plan", "photo", "pledge", "card", "data"},
    "defective": {"form", "plan", "photo", "pledge", "card", "data"},
    "deferred": {"plan"},
    "committed": {"pledge"},
    "reused": {"card", "data"},
}
EVERY_MARK = [(material["id"], mark) for mark in ALLOWED for material in MATERIALS]


@pytest.mark.parametrize(("material", "mark"), EVERY_MARK)
def test_which_marks_a_material_allows(item, outcome_of, material, mark):
    found = outcome_of(item, {**FINE, material: mark})
    is_refused = (found.kind, found.points) == ("incomplete", [material])
    assert is_refused == (material not in ALLOWED[mark])


@pytest.mark.parametrize(("material", "mark"), EVERY_MARK)
def test_a_broken_promise_forbids_deferring_and_committing(item, outcome_of, material, mark):
    found = outcome_of(item, {**FINE, material: mark}, concluding={"bar": "未履行承诺"})
    is_refused = (found.kind, found.points) == ("incomplete", [material])
    forbidden = mark in ("deferred", "committed") or material not in ALLOWED[mark]
    assert is_refused == forbidden


def test_nothing_is_committed_where_the_item_has_no_commitment(make_item, outcome_of):
    item = make_item(materials=MATERIALS)
    found = outcome_of(item, {**FINE, "pledge": "committed"})
    assert (found.kind, found.points) == ("incomplete", ["pledge"])
    assert found.says == ["“材料pledge”不适用告知承诺。"]


@pytest.mark.parametrize(
    ("marks", "kind", "points", "later"),
    [
        ({"pledge": "committed"}, "accept", [], []),
        ({"card": "reused", "data": "reused"}, "accept", [], []),
        # "Only deferred ones open → tolerant."
        ({"plan": "deferred"}, "tolerant", [], ["plan"]),
        ({"plan": "deferred", "pledge": "committed"}, "tolerant", [], ["plan"]),
        # "Any required or tolerable material missing or defective → supplement", all points.
        ({"form": "missing"}, "supplement", ["form"], []),
        ({"form": "defective"}, "supplement", ["form"], []),
        ({"plan": "missing"}, "supplement", ["plan"], []),
        ({"plan": "defective"}, "supplement", ["plan"], []),
        ({"pledge": "missing", "form": "defective"}, "supplement", ["form", "pledge"], []),
        ({"plan": "deferred", "form": "missing"}, "supplement", ["form"], []),
        # "Optional materials never stand in the way, looked at or not."
        ({"photo": "missing"}, "accept", [], []),
        ({"photo": "defective"}, "accept", [], []),
        ({"photo": "missing", "plan": "deferred"}, "tolerant", [], ["plan"]),
        ({"photo": "missing", "card": "missing"}, "supplement", ["card"], []),
    ],
)
def test_what_marks_come_to(item, outcome_of, marks, kind, points, later):
    found = outcome_of(item, {**FINE, **marks})
    assert (found.kind, found.points, found.later) == (kind, points, later)


@pytest.mark.parametrize("unseen", ["form", "plan", "pledge", "card", "data"])
def test_a_material_not_looked_at_leaves_all_unconcluded(item, outcome_of, unseen):
    marks = {key: mark for key, mark in FINE.items() if key != unseen}
    found = outcome_of(item, {**marks, "photo": "ok"})
    assert (found.kind, found.points) == ("incomplete", [unseen])
    assert found.says == [f"还没有核对“材料{unseen}”。"]


def test_nothing_is_told_before_all_is_looked_at(item, outcome_of):
    found = outcome_of(item, {"form": "missing", "plan": "ok", "card": "defective"})
    assert (found.kind, found.points) == ("incomplete", ["pledge", "data"])


@pytest.mark.parametrize("way", ["keep", "return"])
def test_the_item_says_whether_all_is_handed_back(make_item, outcome_of, way):
    item = make_item(materials=MATERIALS, supplement=way)
    found = outcome_of(item, {**FINE, "form": "missing", "card": "defective"})
    assert found.kind == {"keep": "supplement", "return": "return"}[way]
    assert found.points == ["form", "card"]
    assert outcome_of(item, {**FINE, "plan": "deferred"}).kind == "tolerant"
    assert outcome_of(item, FINE).kind == "accept"


@pytest.mark.parametrize(
    ("mark", "say"),
    [
        ("missing", "补齐：“材料form”。"),
        ("defective", "补正：“材料form”。应当符合：有签名；字迹清楚。"),
        ("defective 没有签名", "补正：“材料form”。没有签名。"),
        ("defective 没有签名 日期不对", "补正：“材料form”。没有签名；日期不对。"),
    ],
)
def test_missing_and_defective_have_words_of_their_own(make_item, outcome_of, mark, say):
    item = make_item(materials=[{"id": "form", "criteria": ["有签名", "字迹清楚"]}])
    found = outcome_of(item, {"form": mark})
    assert found.says == [say]
    assert found.faults == [tuple(mark.split()[1:])]


QUESTIONS = [
    {"id": "kind", "choices": ["new", "old"]},
    {"id": "why", "choices": ["lost"], "when": {"kind": "old"}},
    {"id": "size", "choices": ["small"]},
]


@pytest.fixture
def asking(make_item):
    return make_item(
        questions=QUESTIONS,
        materials=[{"id": "form"}, {"id": "proof", "when": {"kind": "old"}}],
        fields=[{"id": "area", "required": True}],
    )


@pytest.mark.parametrize(
    ("answers", "points"),
    [
        ({}, ["?kind", "?size"]),
        ({"kind": "old"}, ["?why", "?size", "proof"]),
        ({"kind": "old", "why": "lost"}, ["?size", "proof"]),
        ({"kind": "new"}, ["?size"]),
        ({"kind": "old", "why": "lost", "size": "small"}, ["proof"]),
        # What was answered before the first question changed is dropped.
        ({"kind": "new", "why": "lost", "size": "small"}, []),
    ],
)
def test_a_list_with_open_questions_cannot_conclude(asking, outcome_of, answers, points):
    found = outcome_of(asking, {"form": "ok"}, answers)
    assert (found.kind, found.points) == ("incomplete" if points else "accept", points)


def test_all_that_is_incomplete_is_told_at_once(make_item, outcome_of):
    item = make_item(
        questions=[{"id": "kind", "choices": ["new"]}],
        materials=[{"id": "form"}, {"id": "plan"}, {"id": "photo", "need": "optional"}],
        fields=[{"id": "area"}, {"id": "income", "per": "adult"}],
    )
    found = outcome_of(
        item,
        {"plan": "deferred"},
        concluding={"missing_fields": ["area", "income.p1"]},
    )
    assert found.kind == "incomplete"
    assert found.points == ["?kind", "form", "plan", "#area", "#income@p1"]
    assert found.says == [
        "还没有回答：kind？",
        "还没有核对“材料form”。",
        "“材料plan”不能容缺，清单没有允许后补。",
        "请填写“栏area”。",
        "请填写“栏income”。",
    ]


@pytest.fixture
def family(make_item):
    return make_item(
        materials=[
            {"id": "form"},
            {"id": "card", "per": "member", "need": "tolerable", "later_days": 5},
            {"id": "consent", "per": "adult", "need": "optional"},
        ]
    )


ALL_CARDS = {"form": "ok", "card@p1": "ok", "card@p2": "ok", "card@p3": "ok"}


@pytest.mark.parametrize(
    ("marks", "kind", "points", "later"),
    [
        ({}, "accept", [], []),
        ({"card@p2": "missing"}, "supplement", ["card@p2"], []),
        ({"card@p3": "deferred"}, "tolerant", [], ["card@p3"]),
        ({"card@p1": "deferred", "card@p3": "defective"}, "supplement", ["card@p3"], []),
        (
            {"card@p3": "missing", "card@p1": "missing", "form": "missing"},
            "supplement",
            ["form", "card@p1", "card@p3"],
            [],
        ),
        ({"card@p2": "reused"}, "incomplete", ["card@p2"], []),
        ({"consent@p1": "missing"}, "accept", [], []),
    ],
)
def test_a_material_per_person_is_weighed_for_each(family, outcome_of, marks, kind, points, later):
    found = outcome_of(family, {**ALL_CARDS, **marks}, concluding={"people": HOUSE})
    assert (found.kind, found.points, found.later) == (kind, points, later)


def test_one_persons_fault_is_named_with_the_person(family, outcome_of):
    marks = {**ALL_CARDS, "card@p2": "missing", "card@p3": "defective 已过期"}
    found = outcome_of(family, marks, concluding={"people": HOUSE})
    assert found.says == ["补齐：“材料card”(乙)。", "补正：“材料card”(丙)。已过期。"]


def test_a_person_not_looked_at_is_named(family, outcome_of):
    marks = {key: mark for key, mark in ALL_CARDS.items() if key != "card@p3"}
    found = outcome_of(family, marks, concluding={"people": HOUSE})
    assert (found.kind, found.says) == ("incomplete", ["还没有核对“材料card”(丙)。"])


def test_without_a_household_nothing_per_person_is_concluded(family, outcome_of):
    found = outcome_of(family, {"form": "ok"})
    assert (found.kind, found.points) == ("incomplete", ["#household"])
    assert outcome_of(family, ALL_CARDS, concluding={"people": [CHILD]}).kind == "accept"
