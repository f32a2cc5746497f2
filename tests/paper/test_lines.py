"""Line breaking without a font: every character is one wide."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printing.lines import NOT_FIRST, NOT_LAST, break_lines


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 5, [""]),
        ("一二三四五六", 5, ["一二三四五", "六"]),
        ("一二三四五，六", 5, ["一二三四", "五，六"]),
        ("一二三四（五）六", 5, ["一二三四", "（五）六"]),
        ("一二三2026年1月3日止", 10, ["一二三", "2026年1月3日止"]),
        ("甲 food licence 乙", 8, ["甲 food", "licence", "乙"]),
        ("甲ABCDEFGHIJ乙", 4, ["甲", "ABCD", "EFGH", "IJ乙"]),
        ("一二\n\n三", 5, ["一二", "", "三"]),
        ("一二三四五》。”", 5, ["一二三四", "五》。”"]),
    ],
)
def test_breaks(text: str, width: int, lines: list[str]) -> None:
    assert break_lines(text, width, len) == lines


def test_the_first_line_is_shorter_by_its_indent() -> None:
    assert break_lines("一二三四五六七", 5, len, first=2) == ["一二三", "四五六七"]


CHARACTERS = st.text(alphabet="一二三四，。；：）（《》“”ab1 、", max_size=60)


@given(CHARACTERS, st.integers(3, 12))
def test_nothing_is_lost_and_nothing_too_wide(text: str, width: int) -> None:
    lines = break_lines(text, width, len)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(len(line) <= width for line in lines)


@given(
    st.lists(st.sampled_from(["一二", "三，", "（四", "五）。", "《六》", "a1", "七"]), max_size=30)
)
def test_lines_begin_and_end_as_they_may(parts: list[str]) -> None:
    text = "零" + "".join(parts) + "末"
    for line in break_lines(text, 12, len):
        assert line[0] not in NOT_FIRST and line[-1] not in NOT_LAST
