"""The list for a situation: exactly these materials, fields, fees and limits, and no others."""

from __future__ import annotations

from decimal import Decimal

import pytest

from data.rules.checklist import fee_amount, fee_words, with_variant
from data.rules.conclusion import Person, rows_of
from data.rules.item import Fee, Handling
from data.rules.situation import Facts

KIND = {"id": "kind", "choices": ["new", "change", "renew"]}
OTHER = "L-TEST-002"


def ids(parts):
    return [part.id for part in parts]


@pytest.fixture
def item(make_item):
    return make_item(
        questions=[KIND],
        materials=[
            {"id": "form"},
            {"id": "plan", "when": {"kind": "new"}},
            {"id": "old", "when": {"not": {"kind": "new"}}},
            {"id": "body", "when": {"subject": "legal"}},
        ],
        fields=[
            {"id": "area"},
            {"id": "reason", "when": {"kind": ["change", "renew"]}},
            {"id": "number", "result": True},
        ],
    )


@pytest.mark.parametrize(
    ("answers", "subject", "materials", "possible", "fields"),
    [
        ({"kind": "new"}, "natural", ["form", "plan"], [], ["area"]),
        ({"kind": "new"}, "legal", ["form", "plan", "body"], [], ["area"]),
        ({"kind": "renew"}, "natural", ["form", "old"], [], ["area", "reason"]),
        ({}, "natural", ["form"], ["plan", "old"], ["area"]),
        ({}, "legal", ["form", "body"], ["plan", "old"], ["area"]),
    ],
)
def test_what_is_asked_for(item, checklist_of, answers, subject, materials, possible, fields):
    found = checklist_of(item, answers, subject=subject)
    assert ids(found.materials) == materials
    assert ids(found.possible) == possible
    assert ids(found.fields) == fields
    assert found.provisional == (not answers)


def test_a_material_is_found_while_it_may_yet_be_asked(item, checklist_of):
    open_list = checklist_of(item)
    assert open_list.material("form").id == "form"
    assert open_list.material("plan").id == "plan"
    assert checklist_of(item, {"kind": "renew"}).material("plan") is None


VARIANTS = [
    {
        "when": {"kind": "change"},
        "name": "变更",
        "limits": {"statutory": 8, "promised": 3},
        "fees": [],
        "steps": [{"name": "批准", "role": "approve", "days": 3}],
    },
    {
        "when": {"kind": ["change", "renew"]},
        "name": "变更或延续",
        "limits": {"statutory": 0, "promised": 0},
        "handling": "instant",
        "instant_at_window": True,
        "result": {"name": "延续决定", "kind": "decision"},
        "special": [{"name": "检验", "days": 5}],
    },
]
FEE = {"name": "工本费", "amount": "10.00", "unit": "本", "basis": "规定"}


@pytest.fixture
def varied(make_item):
    return make_item(questions=[KIND], variants=VARIANTS, fees=[FEE])


def test_without_a_variant_the_item_is_as_published(varied, checklist_of):
    found = checklist_of(varied, {"kind": "new"})
    assert found.variant is None
    assert found.item == varied
    assert (found.limits.statutory, found.limits.promised) == (20, 10)
    assert [fee.name for fee in found.fees] == ["工本费"]


def test_the_first_variant_that_holds_replaces_what_it_names(varied, checklist_of):
    found = checklist_of(varied, {"kind": "change"})
    assert found.variant.name == "变更"
    assert (found.limits.statutory, found.limits.promised) == (8, 3)
    assert found.fees == ()
    assert [step.name for step in found.item.steps] == ["批准"]
    # What only the second names stays the item's; a name is a label.
    assert found.item.handling is Handling.PROMISE
    assert found.item.result.name == "许可证"
    assert found.item.name == "试验事项"


def test_a_later_variant_counts_where_the_first_does_not_hold(varied, checklist_of):
    found = checklist_of(varied, {"kind": "renew"})
    assert found.variant.name == "变更或延续"
    assert found.limits.promised == 0
    assert found.item.handling is Handling.INSTANT
    assert found.item.instant_at_window is True
    assert found.item.result.name == "延续决定"
    assert [special.name for special in found.item.special] == ["检验"]
    assert [fee.name for fee in found.fees] == ["工本费"]


def test_an_open_variant_changes_nothing_yet(varied, checklist_of):
    assert checklist_of(varied).variant is None
    assert with_variant(varied, None) is varied


def test_a_group_is_on_the_list_while_a_member_is(make_item, checklist_of):
    item = make_item(
        questions=[KIND],
        groups=[{"id": "home", "need": 1}, {"id": "work", "need": 1}],
        materials=[
            {"id": "deed", "group": "home"},
            {"id": "lease", "group": "home", "when": {"kind": "new"}},
            {"id": "contract", "group": "work", "when": {"kind": "renew"}},
        ],
    )
    assert ids(checklist_of(item, {"kind": "new"}).groups) == ["home"]
    assert ids(checklist_of(item, {"kind": "renew"}).groups) == ["home", "work"]


def test_rows_stand_once_for_each_person_the_list_names(make_item):
    materials = make_item(
        materials=[
            {"id": "form"},
            {"id": "card", "per": "member"},
            {"id": "consent", "per": "adult"},
        ]
    ).materials
    people = [Person("p1", "甲", True), Person("p2", "乙", False)]
    keys = [row.key for row in rows_of(materials, people)]
    assert keys == [("form", None), ("card", "p1"), ("card", "p2"), ("consent", "p1")]
    assert [row.key for row in rows_of(materials, [])] == [("form", None)]


def fee(**keys):
    return Fee(**{**FEE, **keys})


@pytest.mark.parametrize(
    ("amount", "quantity", "values", "yuan"),
    [
        ("10.00", (), {}, "10.00"),
        ("10.00", ("sheets",), {"sheets": "3"}, "30.00"),
        ("1.50", ("width", "days"), {"width": "2.5", "days": "4"}, "15.00"),
        ("0.10", ("area",), {"area": "0.5"}, "0.05"),
        ("0.05", ("area",), {"area": "0.5"}, "0.03"),
        ("0.05", ("area",), {"area": "0.49"}, "0.02"),
        ("0.25", ("area",), {"area": "0.1"}, "0.03"),
        ("10.00", ("sheets",), {"sheets": "0"}, "0.00"),
        ("10.00", ("sheets",), {}, None),
        ("10.00", ("sheets",), {"sheets": ""}, None),
        ("10.00", ("width", "days"), {"width": "2"}, None),
    ],
)
def test_a_fee_is_its_amount_times_its_quantities(amount, quantity, values, yuan):
    found = fee_amount(fee(amount=amount, quantity=quantity), values)
    assert found == (None if yuan is None else Decimal(yuan))
    assert found is None or found.as_tuple().exponent == -2


@pytest.mark.parametrize(
    ("unit", "words"),
    [
        ("元", "20.00元"),
        ("元/平方米·日", "20.00元/平方米·日"),
        ("张", "每张20.00元"),
        ("每证", "每证20.00元"),
    ],
)
def test_a_fee_is_told_with_its_unit(unit, words):
    assert fee_words(fee(amount="20.00", unit=unit)) == words


def test_a_fee_is_taken_only_where_its_condition_holds(make_item, checklist_of):
    item = make_item(questions=[KIND], fees=[FEE, {**FEE, "name": "加急", "when": {"kind": "new"}}])
    names = [fee.name for fee in checklist_of(item, {"kind": "new"}).fees]
    assert names == ["工本费", "加急"]
    assert [fee.name for fee in checklist_of(item, {"kind": "renew"}).fees] == ["工本费"]
    assert [fee.name for fee in checklist_of(item).fees] == ["工本费"]


@pytest.fixture
def in_a_matter(make_item):
    return make_item(
        questions=[KIND],
        groups=[{"id": "proof", "need": 1}],
        materials=[
            {"id": "licence", "result_of": OTHER, "when": {"kind": ["new", "change"]}},
            {"id": "book", "group": "proof", "result_of": OTHER},
            {"id": "card", "group": "proof", "shared_data": "人口库"},
        ],
        fields=[
            {"id": "code", "result_of": f"{OTHER}.code"},
            {"id": "place", "result_of": ["L-TEST-003.place", "L-TEST-004.place"]},
        ],
    )


def test_what_comes_from_the_same_bundle_is_not_asked_for(in_a_matter, checklist_of):
    alone = checklist_of(in_a_matter, {"kind": "new"})
    assert ids(alone.materials) == ["licence", "book", "card"]
    assert alone.arriving == ()
    assert ids(alone.fields) == ["code", "place"]

    together = checklist_of(in_a_matter, {"kind": "new"}, bundle=[OTHER, "L-TEST-004"])
    assert ids(together.materials) == ["card"]
    assert ids(together.arriving) == ["licence", "book"]
    assert together.fields == ()


def test_other_items_of_a_bundle_bring_nothing(in_a_matter, checklist_of):
    found = checklist_of(in_a_matter, {"kind": "new"}, bundle=["L-TEST-009"])
    assert ids(found.materials) == ["licence", "book", "card"]
    assert ids(found.fields) == ["code", "place"]


def test_what_the_situation_does_not_ask_for_does_not_arrive_either(in_a_matter, checklist_of):
    found = checklist_of(in_a_matter, {"kind": "renew"}, bundle=[OTHER])
    assert ids(found.arriving) == ["book"]
    assert checklist_of(in_a_matter, bundle=[OTHER]).possible == ()


def test_shared_data_is_still_a_line_of_the_list(in_a_matter, checklist_of):
    card = checklist_of(in_a_matter, {"kind": "new"}).material("card")
    assert card.shared_data == "人口库"


def test_exits_that_hold_stand_in_order(make_item, checklist_of):
    auto = {"fact": "age", "up_to": [[15, "young"], [200, "grown"]]}
    item = make_item(
        questions=[KIND, {"id": "age", "choices": ["young", "grown"], "auto": auto}],
        exits=[
            {"when": {"age": "young"}, "outcome": "not_eligible"},
            {"when": {"kind": "change"}, "outcome": "use_item", "refer": OTHER},
        ],
    )
    both = checklist_of(item, {"kind": "change"}, facts=Facts(age=12))
    assert [e.outcome for e in both.exits] == ["not_eligible", "use_item"]
    assert both.exit.outcome == "not_eligible"
    assert [both.is_guessed(e) for e in both.exits] == [True, False]
    assert checklist_of(item, {"kind": "new"}, facts=Facts(age=20)).exit is None
    assert checklist_of(item, {"age": "young"}, facts=Facts(age=20)).exit.outcome == "not_eligible"
