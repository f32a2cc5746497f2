"""Identity numbers and credit codes: the vectors, hand-made faults, and any text at all."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from data.errors import InputError
from data.rules.check_digits import (
    CREDIT_ALPHABET,
    credit_check,
    identity_check,
    normalise,
    organisation_check,
)
from data.rules.identity import (
    ID_TYPES,
    IdentityKind,
    age_on,
    check_by_type,
    check_credit_code,
    check_identity,
    mask_credit_code,
    mask_identity,
    mask_name,
    mask_phone,
    region_code,
)

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "identity.json").read_text("utf-8"))
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize("number", VECTORS["resident_id"]["valid"])
def test_valid_numbers(number):
    check = check_identity(number, TODAY)
    assert check.valid, check.problem
    assert check.normalised == number
    assert check.birth == date.fromisoformat(number[6:14]).isoformat()
    assert check.sex == ("male" if number[16] in "13579" else "female")
    expected = IdentityKind.HMT_RESIDENCE if number[0] == "8" else IdentityKind.RESIDENT_ID
    assert check.kind == expected
    assert region_code(check) == number[:6]
    assert not check.warnings


@pytest.mark.parametrize("number", VECTORS["resident_id"]["invalid"])
def test_invalid_numbers(number):
    check = check_identity(number, TODAY)
    assert not check.valid
    assert check.problem
    assert (check.birth, check.sex, region_code(check)) == (None, None, None)


@pytest.mark.parametrize("case", VECTORS["resident_id"]["normalises"], ids=lambda c: c["given"])
def test_identity_numbers_are_normalised(case):
    assert check_identity(case["given"], TODAY).normalised == case["normalised"]


@pytest.mark.parametrize("number", VECTORS["foreigner"]["valid"])
def test_foreigners_permanent_card(number):
    check = check_identity(number, TODAY)
    assert (check.valid, check.kind) == (True, IdentityKind.FOREIGNER_PERMANENT)
    assert (check.birth, check.sex) == ("1985-02-14", "male")
    assert region_code(check) is None


def test_the_older_foreigners_card_is_checked_in_form_only():
    check = check_identity("abc 110185021412", TODAY)
    assert (check.valid, check.kind) == (True, IdentityKind.FOREIGNER_PERMANENT)
    assert (check.birth, len(check.warnings)) == (None, 1)


@pytest.mark.parametrize("code", VECTORS["credit_code"]["valid"])
def test_valid_credit_codes(code):
    check = check_credit_code(code)
    assert (check.valid, check.kind, check.normalised) == (True, IdentityKind.CREDIT_CODE, code)
    assert (check.birth, check.sex) == (None, None)
    assert region_code(check) == code[2:8]


@pytest.mark.parametrize("code", VECTORS["credit_code"]["invalid"])
def test_invalid_credit_codes(code):
    check = check_credit_code(code)
    assert not check.valid
    assert check.problem


@pytest.mark.parametrize("case", VECTORS["credit_code"]["normalises"], ids=lambda c: c["given"])
def test_credit_codes_are_normalised(case):
    assert check_credit_code(case["given"]).normalised == case["normalised"]


def test_examples_of_the_standards():
    # GB 11643 annex: 11010519491231002X. GB 11714: D2143569-X.
    assert identity_check("11010519491231002") == "X"
    assert organisation_check("D2143569") == "X"
    # A registered company: 91110000600037341L.
    assert credit_check("91110000600037341") == "L"


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("", "空"),
        ("44180319900101", "应为 18 位，现在是 14 位"),
        ("441803900101118", "15 位的旧号码"),
        ("4418031990O1011180", "第 11 位应为数字，现在是“O”"),
        ("44180319900101118A", "第 18 位应为数字或 X"),
        ("44180X199001011180", "第 6 位应为数字"),
        ("441803199002301180", "第 7 至 14 位 19900230 不是真实的日期"),
        ("441803189912311180", "早于 1900 年"),
        ("441803202611241180", "2026-11-24 还没有到"),
        ("441803199001011180", "校验码"),
        ("44180319900101118\x00", "U+0000"),
    ],
)
def test_the_problem_says_what_and_where(number, says):
    assert says in check_identity(number, TODAY).problem


def test_born_today_is_no_fault():
    body = "44180320261123118"
    assert check_identity(body + identity_check(body), TODAY).valid


def test_an_unknown_region_is_a_warning_only():
    body = "77180319900101118"
    check = check_identity(body + identity_check(body), TODAY)
    assert check.valid
    assert "77" in check.warnings[0]


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("", "空"),
        ("9144180360003734", "现在是 16 位"),
        ("B1441803MA2ABCDE10", "第 1 位（登记管理部门）“B”"),
        ("90441803MA2ABCDE10", "第 2 位（机构类别）不能是 0"),
        ("9144180AMA2ABCDE10", "第 8 位（登记机关行政区划）应为数字"),
        ("91441803I0003734OS", "第 9 位“I”不是代码可用的字符。代码中不用字母"),
        ("91110000600037341K", "校验码"),
    ],
)
def test_a_credit_codes_problem_says_what_and_where(code, says):
    assert says in check_credit_code(code).problem


def test_a_wrong_inner_organisation_code_is_a_warning_only():
    # 60003734 gives 1, so this code is right inside and outside.
    assert organisation_check("60003734") == "1"
    assert check_credit_code("91110000600037341L").warnings == ()
    body = "91110000600037342"
    check = check_credit_code(body + credit_check(body))
    assert check.valid
    assert "组织机构代码" in check.warnings[0]


def test_codes_of_national_bodies_have_no_province():
    body = "91100000600037341"
    assert check_credit_code(body + credit_check(body)).warnings == ()


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        ("2008-11-23", "2026-11-22", 17),
        ("2008-11-23", "2026-11-23", 18),
        ("2026-11-23", "2026-11-23", 0),
        ("2026-11-24", "2026-11-23", -1),
        # Born 29 February: 28 February where the month has no 29th (2100 has none either).
        ("2008-02-29", "2026-02-27", 17),
        ("2008-02-29", "2026-02-28", 18),
        ("2008-02-29", "2028-02-28", 19),
        ("2008-02-29", "2028-02-29", 20),
        ("2008-02-29", "2100-02-28", 92),
        ("2008-02-28", "2028-02-28", 20),
    ],
)
def test_full_years(birth, day, age):
    assert age_on(date.fromisoformat(birth), date.fromisoformat(day)) == age


RESIDENT = VECTORS["resident_id"]["valid"][0]
HMT = VECTORS["resident_id"]["valid"][1]
CREDIT = VECTORS["credit_code"]["valid"][0]


@pytest.mark.parametrize(
    ("id_type", "number", "valid"),
    [
        ("resident_id", RESIDENT, True),
        ("resident_id", HMT, False),
        ("hmt_residence", HMT, True),
        ("hmt_residence", RESIDENT, False),
        ("foreigner_permanent", VECTORS["foreigner"]["valid"][0], True),
        ("credit_code", CREDIT, True),
        ("credit_code", RESIDENT, False),
        ("passport", "e1234 5678", True),
        ("hmt_permit", "H1234567801", True),
        ("military_id", "南字第１２３４５６７号", True),
        ("other", "  ", False),
        ("other", "x" * 50, True),
        ("other", "x" * 51, False),
        ("other", "a\x07b", False),
    ],
)
def test_each_type_by_its_own_rules(id_type, number, valid):
    check = check_by_type(id_type, number, TODAY)
    assert check.valid is valid
    assert (check.problem is None) is valid


def test_soft_types_keep_their_spaces_and_tell_no_birth():
    check = check_by_type("military_id", " 南字第１２３４５６７号 ", TODAY)
    assert (check.kind, check.normalised) == ("military_id", "南字第1234567号")
    assert (check.birth, region_code(check)) == (None, None)
    assert check_by_type("passport", "e1234  5678", TODAY).normalised == "E1234 5678"


def test_a_number_of_another_type_is_named():
    problem = check_by_type("resident_id", HMT, TODAY).problem
    assert problem == "这是港澳台居民居住证的号码，所选证件类型是居民身份证。"


def test_an_unknown_type_is_bad_input():
    with pytest.raises(InputError) as refused:
        check_by_type("library_card", "1", TODAY)
    assert refused.value.field == "id_type"


@pytest.mark.parametrize(
    ("mask", "text", "masked"),
    [
        (mask_name, "王小明", "王*明"),
        (mask_name, "欧阳小明", "欧**明"),
        (mask_name, "王明", "王*"),
        (mask_name, "王", "*"),
        (mask_name, "", ""),
        (mask_phone, "13812343210", "138****3210"),
        (mask_phone, "0763-5812345", "076*****2345"),
        (mask_phone, "12345", "1****"),
        (mask_identity, "441803199001011180", "441803********1180"),
        (mask_identity, "E12345678", "E*****678"),
        (mask_identity, "1234", "1***"),
        (mask_credit_code, "91110000600037341L", "911100********341L"),
        (mask_credit_code, "", ""),
    ],
)
def test_masks(mask, text, masked):
    assert mask(text) == masked


BIRTHS = st.dates(date(1900, 1, 1), TODAY).map("{:%Y%m%d}".format)


@given(st.from_regex(r"[1-6][0-9]{5}", fullmatch=True), BIRTHS, st.integers(0, 999))
def test_every_well_made_number_is_valid(region, birth, sequence):
    body = f"{region}{birth}{sequence:03d}"
    check = check_identity(body + identity_check(body), TODAY)
    assert check.valid
    assert age_on(date.fromisoformat(check.birth), TODAY) >= 0


@given(st.sampled_from(VECTORS["resident_id"]["valid"]), st.integers(0, 16), st.integers(1, 9))
def test_every_single_wrong_digit_is_found(number, place, shift):
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert not check_identity(wrong, TODAY).valid


@given(
    st.sampled_from(VECTORS["credit_code"]["valid"]),
    st.integers(0, 17),
    st.sampled_from(CREDIT_ALPHABET),
)
def test_every_single_wrong_character_is_found(code, place, char):
    wrong = code[:place] + char + code[place + 1 :]
    assert check_credit_code(wrong).valid is (wrong == code)


NEARLY = st.text("0123456789XxＸ１ -AIO٣²", min_size=15, max_size=20)


@given(st.text() | NEARLY, st.sampled_from(sorted(ID_TYPES)))
@example("\ud800", "passport")
@example("٣" * 18, "resident_id")
@example("²" * 18, "credit_code")
@example("ß" * 18, "credit_code")
def test_any_text_gets_an_answer(text, id_type):
    for check in (
        check_identity(text, TODAY),
        check_credit_code(text),
        check_by_type(id_type, text, TODAY),
    ):
        assert check.valid is (check.problem is None)
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(min_size=1), st.sampled_from([mask_phone, mask_identity, mask_credit_code]))
def test_masks_keep_the_length_and_hide_something(text, mask):
    masked = mask(text)
    assert len(masked) == len(text)
    assert len(text) == 1 or "*" in masked


def test_tomorrow_is_another_day():
    body = "44180320261124118"
    number = body + identity_check(body)
    assert not check_identity(number, TODAY).valid
    assert check_identity(number, TODAY + timedelta(1)).valid
