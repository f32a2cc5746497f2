"""Machine-readable marks as plain modules; `page.py` draws them as rectangles.

Code 128 by python-barcode's tables, QR by segno. No picture is made in between.
"""

from __future__ import annotations

START_C = 105
CHECK_MODULUS = 103


def code128(digits: str) -> str:
    """Modules of a Code 128 symbol in set C, "1" a bar, "0" a gap, without quiet zones.

    `digits`: an even count of ASCII digits; 24 of them make 167 modules. Set C is forced:
    python-barcode's own `build` drops a leading pair such as 99, taking it for a set switch.
    """
    from barcode.charsets import code128 as tables

    if not digits or len(digits) % 2 or not (digits.isascii() and digits.isdigit()):
        raise ValueError(f"Code 128 set C wants an even count of digits: {digits!r}")
    pairs = [int(digits[at : at + 2]) for at in range(0, len(digits), 2)]
    check = (START_C + sum(at * pair for at, pair in enumerate(pairs, 1))) % CHECK_MODULUS
    bars = "".join(tables.CODES[value] for value in (START_C, *pairs, check))
    return f"{bars}{tables.STOP}11"


def qr(text: str) -> tuple[bytes, ...]:
    """Rows of a QR symbol (a full one: many scanners cannot read Micro QR), 1 a dark module."""
    import segno

    return tuple(bytes(row) for row in segno.make_qr(text, error="m").matrix)


def dark_runs(row: bytes) -> list[tuple[int, int]]:
    """(start, length) of each unbroken stretch of dark modules."""
    runs: list[tuple[int, int]] = []
    start: int | None = None
    for at, dark in enumerate([*row, 0]):
        if dark and start is None:
            start = at
        elif not dark and start is not None:
            runs.append((start, at - start))
            start = None
    return runs
