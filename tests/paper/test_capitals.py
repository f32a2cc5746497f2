"""Money in capitals: the rules' own examples, and every amount read back."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printing.capitals import DIGITS, in_capitals, in_figures

SMALL = {"拾": 10, "佰": 100, "仟": 1000}


@pytest.mark.parametrize(
    ("yuan", "expected"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("0.55", "伍角伍分"),
        ("1", "壹元整"),
        ("10", "壹拾元整"),
        ("15.00", "壹拾伍元整"),
        ("20.2", "贰拾元贰角整"),
        ("20.02", "贰拾元零贰分"),
        ("101", "壹佰零壹元整"),
        ("1001", "壹仟零壹元整"),
        ("1010", "壹仟零壹拾元整"),
        ("1100.10", "壹仟壹佰元壹角整"),
        # The four examples of the rules for filling in bills.
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("12300.50", "壹万贰仟叁佰元伍角整"),
        ("10000", "壹万元整"),
        ("10001", "壹万零壹元整"),
        ("100070", "壹拾万零柒拾元整"),
        ("1010000", "壹佰零壹万元整"),
        ("100000000", "壹亿元整"),
        ("100000001", "壹亿零壹元整"),
        ("100001000", "壹亿零壹仟元整"),
        ("1002003004.05", "壹拾亿零贰佰万叁仟零肆元零伍分"),
        ("1000000000000", "壹万亿元整"),
    ],
)
def test_capitals(yuan: str, expected: str) -> None:
    assert in_capitals(Decimal(yuan)) == expected


@given(st.integers(0, 10**16 - 1) | st.integers(0, 2000).map(lambda n: n * 10_000))
def test_capitals_read_back(fen: int) -> None:
    text = in_capitals(Decimal(fen).scaleb(-2))
    assert _read(text) == fen
    assert "零零" not in text and (text.startswith("零") is (fen == 0))
    assert text.endswith("整") is not text.endswith("分")


def _read(text: str) -> int:
    """Fen of an amount in capitals."""
    found = re.fullmatch(r"(?:(.+)元)?零?(?:(.)角)?(?:(.)分)?整?", text)
    assert found is not None
    whole, jiao, fen = (part or "零" for part in found.groups())
    return _number(whole) * 100 + DIGITS.index(jiao) * 10 + DIGITS.index(fen)


def _number(text: str) -> int:
    for word, unit in (("亿", 10**8), ("万", 10**4)):
        high, found, low = text.rpartition(word)
        if found:
            return _number(high) * unit + (_number(low) if low else 0)
    total = digit = 0
    for character in text:
        if character in DIGITS:
            digit = DIGITS.index(character)
        else:
            total += digit * SMALL[character]
            digit = 0
    return total + digit


@pytest.mark.parametrize(
    ("yuan", "expected"),
    [("0", "0.00"), ("20.5", "20.50"), ("12322.50", "12,322.50"), ("1E+3", "1,000.00")],
)
def test_figures(yuan: str, expected: str) -> None:
    assert in_figures(Decimal(yuan)) == expected


@pytest.mark.parametrize("write", [in_capitals, in_figures])
@pytest.mark.parametrize("yuan", ["-0.01", "0.005", "NaN"])
def test_no_amount_is_no_text(write: Callable[[Decimal], str], yuan: str) -> None:
    with pytest.raises((ValueError, ArithmeticError)):
        write(Decimal(yuan))
