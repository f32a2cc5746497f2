"""一表式: what is filled in by itself, what is missing, what a value may be."""

from __future__ import annotations

from datetime import date

import pytest

from data.errors import InputError
from data.rules.conclusion import Person
from data.rules.fields import LONGEST, check, fill, missing, shared_values
from data.rules.item import FormField

TODAY = date(2026, 11, 23)
PEOPLE = (Person("p1", "甲", True), Person("p2", "乙", False))


def field(field_id="f", kind="text", **keys):
    return FormField(id=field_id, label=f"栏{field_id}", type=kind, **keys)


def filled(fields, given, base=None):
    return fill(fields, given, base or {}, people=PEOPLE, today=TODAY)


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        ("text", "  门面房 ", "门面房"),
        ("address", "太和镇１号", "太和镇１号"),
        ("number", "120", "120"),
        ("number", "１２０．５", "120.5"),
        ("number", "0.000001", "0.000001"),
        ("money", "3000", "3000.00"),
        ("money", "0.1", "0.10"),
        ("money", "12.50", "12.50"),
        ("date", "2026-11-01", "2026-11-01"),
        ("phone", "0763-5812315", "0763-5812315"),
        ("phone", "１３９００００００００", "13900000000"),
        ("phone", "+86 13900000000", "+86 13900000000"),
        ("id_number", "11010519491231002x", "11010519491231002X"),
        ("credit_code", "91350100m000100y43", "91350100M000100Y43"),
    ],
)
def test_a_value_is_kept_as_it_will_be_printed(kind, given, kept):
    assert check(field(kind=kind), given, TODAY, "fields.f") == kept


@pytest.mark.parametrize(
    ("kind", "given", "why"),
    [
        ("text", 12, "应当是文字"),
        ("text", ["a"], "应当是文字"),
        ("text", "长" * (LONGEST + 1), "太长了"),
        ("number", "12a", "应当是数字"),
        ("number", "-1", "应当是数字"),
        ("number", "1e3", "应当是数字"),
        ("number", "1,000", "应当是数字"),
        ("number", "1" * 13, "应当是数字"),
        ("money", "3.005", "最多两位小数"),
        ("money", "三千", "应当是数字"),
        ("date", "2026-02-30", "应当是日期"),
        ("date", "11月1日", "应当是日期"),
        ("phone", "12", "应当是电话号码"),
        ("phone", "call me", "应当是电话号码"),
        ("id_number", "110105194912310021", ""),
        ("id_number", "123", ""),
        ("credit_code", "91350100M000100Y44", ""),
    ],
)
def test_a_value_of_another_kind_is_refused(kind, given, why):
    with pytest.raises(InputError) as refused:
        check(field(kind=kind), given, TODAY, "fields.f")
    assert (refused.value.code, refused.value.field) == ("field_wrong", "fields.f")
    assert why in refused.value.message
    assert "栏f" in refused.value.message


def test_a_choice_is_one_of_those_listed():
    colours = field(kind="choice", choices=("红", "蓝"))
    assert check(colours, " 红 ", TODAY, "fields.f") == "红"
    with pytest.raises(InputError, match="只能选：红、蓝"):
        check(colours, "绿", TODAY, "fields.f")


def test_the_longest_value_still_fits():
    assert check(field(), "长" * LONGEST, TODAY, "fields.f") == "长" * LONGEST


def test_a_field_that_is_not_asked_is_refused():
    with pytest.raises(InputError) as refused:
        filled([field("area")], {"colour": "红"})
    assert (refused.value.code, refused.value.field) == ("field_not_asked", "fields.colour")


@pytest.mark.parametrize("blank", [None, "", "   "])
def test_an_empty_field_is_filled_from_the_base_record(blank):
    fields = [field("tel", "phone", shared="person.phone"), field("area", "number")]
    base = {"person.phone": "0763-5812315", "person.address": "太和镇"}
    given = {"area": blank} if blank is None else {"tel": blank, "area": blank}
    assert filled(fields, given, base) == {"tel": "0763-5812315"}


def test_what_is_given_goes_before_the_base_record():
    fields = [field("tel", "phone", shared="person.phone")]
    assert filled(fields, {"tel": "13900000000"}, {"person.phone": "0763-5812315"}) == {
        "tel": "13900000000"
    }
    assert filled(fields, {}, {}) == {}


def test_a_choice_from_the_base_record_must_still_be_offered():
    fields = [field("school", "choice", choices=("本科", "专科"), shared="person.education")]
    assert filled(fields, {}, {"person.education": "本科"}) == {"school": "本科"}
    assert filled(fields, {}, {"person.education": "中专"}) == {}


def test_a_field_per_person_has_a_value_for_each():
    fields = [field("income", "money", per="member"), field("work", per="adult")]
    given = {"income": {"p1": "3000", "p2": ""}, "work": {"p1": "务农"}}
    assert filled(fields, given) == {"income": {"p1": "3000.00"}, "work": {"p1": "务农"}}
    assert filled(fields, {}) == {}
    assert filled(fields, {"income": {"p1": " "}}) == {}


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({"income": "3000"}, "fields.income"),
        ({"income": ["3000"]}, "fields.income"),
        ({"income": {"p9": "3000"}}, "fields.income.p9"),
        ({"income": {"p1": "三千"}}, "fields.income.p1"),
        ({"work": {"p2": "务农"}}, "fields.work.p2"),
    ],
)
def test_a_value_for_nobody_is_refused(given, where):
    fields = [field("income", "money", per="member"), field("work", per="adult")]
    with pytest.raises(InputError) as refused:
        filled(fields, given)
    assert (refused.value.code, refused.value.field) == ("field_wrong", where)


def test_required_fields_that_are_empty_are_named_with_the_person():
    fields = [
        field("area", "number", required=True),
        field("name", required=True),
        field("note"),
        field("income", "money", required=True, per="member"),
        field("work", required=True, per="adult"),
        field("hobby", per="member"),
    ]
    given = {"name": "甲记", "income": {"p1": "0"}, "work": {}}
    lacking = missing(fields, filled(fields, given), PEOPLE)
    assert lacking == ("area", "income.p2", "work.p1")
    given = {"area": "1", "name": "甲记", "income": {"p1": "0", "p2": "0"}, "work": {"p1": "无"}}
    assert missing(fields, filled(fields, given), PEOPLE) == ()


def test_blanks_do_not_fill_a_required_field():
    fields = [field("name", required=True), field("income", required=True, per="adult")]
    values = filled(fields, {"name": "  ", "income": {"p1": "  "}})
    assert values == {}
    assert missing(fields, values, PEOPLE) == ("name", "income.p1")


def test_shared_values_are_kept_for_the_next_visit():
    fields = [
        field("tel", "phone", shared="person.phone"),
        field("street", "address", shared="person.address"),
        field("each", shared="person.name", per="member"),
        field("area", "number"),
    ]
    values = filled(fields, {"tel": "13900000000", "each": {"p1": "甲"}, "area": "12"})
    assert shared_values(fields, values) == {"person.phone": "13900000000"}
