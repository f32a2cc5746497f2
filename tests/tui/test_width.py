"""Text as terminals draw it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screens import width


def _safe(text: str) -> bool:
    return all(" " <= c <= "~" or unicodedata.east_asian_width(c) in "WF" for c in text)


@pytest.mark.parametrize(
    ("raw", "drawn"),
    [
        ("阿依古丽·买买提", "阿依古丽・买买提"),
        ("“一次告知”", "＂一次告知＂"),
        ("一 — 二", "一 － 二"),
        ("等等…", "等等..."),
        ("3×4", "3x4"),
        ("①⑳", "(1)(20)"),
        ("25℃", "25度"),
        ("Ⅳ", "IV"),
        ("André", "Andre"),
        ("¥5", "￥5"),
        ("m²", "m2"),
        ("\ue000", "〓"),
        ("√", "〓"),
        ("一\u200b二\x1b", "一二"),
        ("龚䶮㛃𠮷𬱖", "龚䶮㛃𠮷𬱖"),
    ],
)
def test_doubtful_characters_are_replaced(raw: str, drawn: str) -> None:
    assert width.shown(raw) == drawn


@given(st.text())
def test_whatever_comes_in_every_cell_is_certain(text: str) -> None:
    assert _safe(width.shown(text))
    assert _safe(width.shown_typed(text))


@given(st.text())
def test_typed_text_keeps_its_places(text: str) -> None:
    assert len(width.shown_typed(text)) == len(text)


@given(st.text(), st.integers(0, 40))
def test_cut_and_pad_count_cells(text: str, room: int) -> None:
    assert width.cells(width.cut(text, room)) <= room
    assert width.cells(width.pad(text, room)) == room
    assert width.cells(width.pad(text, room, right=True)) == room


def test_what_is_cut_says_so_and_halves_no_character() -> None:
    assert width.cut("食品经营许可", 9) == "食品经.."
    assert width.cut("食品经营许可", 12) == "食品经营许可"
    assert width.cut("食品", 1) == "."


@given(st.text(alphabet="食品经，。）》 ab12", max_size=60), st.integers(6, 30))
def test_lines_fit_and_lose_nothing(text: str, room: int) -> None:
    lines = width.wrap(text, room)
    assert all(width.cells(line) <= room for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_no_line_begins_with_a_closing_mark() -> None:
    lines = width.wrap("申请的食品经营许可（新办，餐饮服务），经当场核对，需要补正：", 20)
    assert not any(line[0] in width.NOT_AT_LINE_START for line in lines)


def test_full_width_digits_and_letters_become_ascii() -> None:
    assert width.half_width("４４１８０３　ＪｚＺ（）") == "441803 JzZ（）"
