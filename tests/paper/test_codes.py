"""Codes as modules."""

from __future__ import annotations

import pytest
from barcode.codex import Code128

from printing.codes import code128, dark_runs, qr


def test_24_digits_are_167_modules() -> None:
    """55 mm at 0.33 mm a module."""
    assert len(code128("441803261123000103001275")) == 167


def test_agrees_with_python_barcode() -> None:
    assert [code128("441803261123")] == Code128("441803261123").build()


def test_a_leading_99_stays() -> None:
    assert len(code128("9900")) == len(code128("4400"))


@pytest.mark.parametrize("digits", ["", "123", "12a4", "１２"])
def test_what_set_c_cannot_say_is_refused(digits: str) -> None:
    with pytest.raises(ValueError, match="even count of digits"):
        code128(digits)


def test_a_full_qr_symbol() -> None:
    """Micro QR has at most 17 modules."""
    assert len(qr("441803261123000103001275 305118")) == 25
    assert len(qr("1")) == 21


def test_dark_runs() -> None:
    assert dark_runs(bytes([1, 1, 0, 1])) == [(0, 2), (3, 1)]
    assert dark_runs(bytes(3)) == []
