"""Case, matter and document numbers."""

import itertools
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from data.errors import InputError, Refusal
from data.rules.check_digits import decimal_check
from data.rules.numbers import (
    CaseNumber,
    DocumentKind,
    build_case_number,
    document_number,
    document_word,
    group_number,
    matter_number,
    parse_case_number,
    parse_matter_number,
    query_code,
)

DAY = date(2026, 11, 23)
NUMBER = CaseNumber("441803", DAY, "0001", "03", 127)
TEXT = "44180326112300010300127"
NUMBERS = st.builds(
    CaseNumber,
    region=st.from_regex(r"[0-9]{6}", fullmatch=True),
    day=st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    station=st.from_regex(r"[0-9]{4}", fullmatch=True),
    terminal=st.integers(1, 99).map("{:02d}".format),
    serial=st.integers(1, 99_999),
)


def test_decimal_check_is_iso_7064():
    # ISO 7064 MOD 11,10, worked by hand for 0794: 10+0→10·2=20→9; 9+7=16→6·2=12→1;
    # 1+9=10→10·2=20→9; 9+4=13→3·2=6→6; check 11-6 = 5.
    assert decimal_check("0794") == "5"


def test_parts_become_24_digits():
    number = build_case_number("441803", DAY, station="0001", terminal="03", serial=127)
    assert number == NUMBER
    assert str(NUMBER) == TEXT + decimal_check(TEXT)
    assert NUMBER.grouped == f"441803 261123 0001 03 00127 {decimal_check(TEXT)}"
    assert NUMBER.short == "1123-03-00127"
    assert NUMBER.short_on_terminal == "1123-00127"
    assert NUMBER.short_across_stations == "1123-0001-03-00127"


def test_a_longer_region_code_gives_its_county():
    number = build_case_number("441803102005", DAY, station="0001", terminal="03", serial=127)
    assert number == NUMBER


@given(NUMBERS)
def test_numbers_are_read_back_however_they_are_typed(number):
    wide = str(number).translate({code: code + 0xFEE0 for code in range(0x30, 0x3A)})
    for typed in (str(number), number.grouped, f" {wide}\n", number.grouped.replace(" ", "-")):
        assert parse_case_number(typed) == number
    matter = matter_number(number)
    assert parse_matter_number(matter) == number
    assert parse_matter_number(group_number(matter).lower()) == number
    assert group_number(matter) == f"M {number.grouped}"


@given(NUMBERS, st.integers(0, 23), st.integers(1, 9))
def test_every_single_wrong_digit_is_found(number, place, shift):
    text = str(number)
    wrong = text[:place] + str((int(text[place]) + shift) % 10) + text[place + 1 :]
    with pytest.raises(InputError, match="校验位不符"):
        parse_case_number(wrong)


@pytest.mark.parametrize("before", range(0, 1000, 7))
def test_of_45_swaps_of_neighbours_one_is_missed(before):
    """Whatever stands before, MOD 11,10 misses one pair, of digits next to each other (0 and 9)."""
    missed = [
        (a, b)
        for a, b in itertools.combinations(range(10), 2)
        if decimal_check(f"{before:03d}{a}{b}") == decimal_check(f"{before:03d}{b}{a}")
    ]
    assert len(missed) == 1
    assert missed[0][1] - missed[0][0] in (1, 9)


@given(NUMBERS, st.integers(0, 22))
def test_a_swap_is_found_where_the_check_digit_differs(number, place):
    text = str(number)
    a, b = text[place : place + 2]
    assume(abs(int(a) - int(b)) not in (0, 1, 9))
    with pytest.raises(InputError, match="校验位不符"):
        parse_case_number(text[:place] + b + a + text[place + 2 :])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "24 位数字，现在是 0 位"),
        (TEXT, "现在是 23 位"),
        ("4418032611230001030012X5", "第 23 位不是数字"),
        ("²" * 24, "第 1 位不是数字"),
        ("M" + str(NUMBER), "现在是 25 位"),
    ],
)
def test_what_is_no_case_number(text, says):
    with pytest.raises(InputError, match=says) as refused:
        parse_case_number(text)
    assert refused.value.field == "number"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("44180326023000010300127", "260230 不是真实的日期"),
        ("44180326112300010000127", "不能全是 0"),
        ("44180326112300010300000", "不能全是 0"),
    ],
)
def test_impossible_parts_are_refused_though_the_check_digit_is_right(body, says):
    with pytest.raises(InputError, match=says):
        parse_case_number(body + decimal_check(body))


def test_a_matter_number_begins_with_m():
    with pytest.raises(InputError, match="应以 M 开头"):
        parse_matter_number(str(NUMBER))


def test_used_up_serials_are_refused():
    refused = build_case_number("441803", DAY, station="0001", terminal="03", serial=100_000)
    assert isinstance(refused, Refusal)
    assert refused.code == "serial_exhausted"
    last = build_case_number("441803", DAY, station="0001", terminal="03", serial=99_999)
    assert isinstance(last, CaseNumber)
    paper = document_number(
        "清新市监", "收", year=2026, station="0001", terminal="03", serial=100_000
    )
    assert isinstance(paper, Refusal)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"region": "44180"}, "region"),
        ({"region": "44180３"}, "region"),
        ({"day": date(1999, 12, 31)}, "date"),
        ({"station": "1"}, "station"),
        ({"terminal": "00"}, "terminal"),
        ({"terminal": "3"}, "terminal"),
        ({"serial": 0}, "serial"),
    ],
)
def test_parts_out_of_form_are_bad_input(change, field):
    parts = {"region": "441803", "day": DAY, "station": "0001", "terminal": "03", "serial": 1}
    with pytest.raises(InputError) as refused:
        build_case_number(**(parts | change))
    assert refused.value.field == field


WORDS = {
    "receipt": "收",
    "acceptance": "许受",
    "supplement": "许补",
    "return": "退",
    "tolerance": "许容",
    "commitment": "诺",
    "transfer": "转",
    "special": "许特",
    "extension": "许延",
    "approval": "许准",
    "refusal": "许不准",
    "delivery": "达",
    "payment": "缴",
    "proxy": "委",
    "errand": "代",
    "guide": "告",
    "slip": "单",
}


@pytest.mark.parametrize("kind", [kind for kind in DocumentKind if kind != "decline"])
def test_document_words(kind):
    assert document_word(kind, "licence") == WORDS[kind]
    assert document_word(kind, "benefit") == WORDS[kind].removeprefix("许")


@pytest.mark.parametrize(
    ("item_kind", "ground", "word"),
    [
        ("licence", "not_needed", "许不受"),
        ("licence", "not_ours", "许不予受"),
        ("filing", "not_needed", "不受"),
        ("filing", "not_ours", "不予受"),
    ],
)
def test_a_declines_word_tells_its_ground(item_kind, ground, word):
    assert document_word(DocumentKind.DECLINE, item_kind, ground) == word


def test_a_decline_needs_its_ground():
    with pytest.raises(InputError):
        document_word(DocumentKind.DECLINE, "licence")


def test_document_number():
    word = document_word(DocumentKind.ACCEPTANCE, "licence")
    number = document_number("清新市监", word, year=2026, station="0001", terminal="03", serial=12)
    assert number == "清新市监许受字〔2026〕00010300012号"


def test_query_code_keeps_leading_zeros():
    assert query_code(lambda below: 42) == "000042"
    assert query_code(lambda below: below - 1) == "999999"


@given(st.text())
def test_any_text_is_read_or_refused(text):
    for parse in (parse_case_number, parse_matter_number):
        try:
            parse(text)
        except InputError as refused:
            assert refused.message
