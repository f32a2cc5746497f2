"""The end of a paper: hand signatures at the left, seal over body and date at the right, foot.

The seal's circle, the body's name and the date are one box: they are never parted.
"""

from __future__ import annotations

from printing.document import Document, Seal
from printing.layout import Box
from printing.sheet import MM, Align, Sheet

CIRCLE = 42.0
BLOCK = 45.0
"""GB/T 9704 seals are at most 42 mm; 45 leaves room for a hand."""
FONT = 12.0
LINE = 7.0
PALE = 0.62
SEAL_FONT = 8.0
SEAL_LINE = 3.7
SEAL_WIDTH = 29.0
BODY_WIDTH = 80.0
SIGN_STEP = 13.0
SIGN_RULE = 28.0
BETWEEN = 5.0
FOOT_FONT = 9.0
FOOT_LINE = 4.6


def closing(document: Document, sheet: Sheet, left: float, width: float) -> list[Box]:
    """One box with signatures and foot at the left, the seal at the right; none where all lack."""
    seal = document.seal
    body = sheet.lines(seal.body, BODY_WIDTH, FONT) if seal else []
    side = _seal_width(seal, body, sheet)
    room = width - _beside_foot(seal, body, side)
    notes = [line for text in document.foot for line in sheet.lines(text, room, FOOT_FONT)]
    signs = len(document.signatures) * SIGN_STEP
    high = max(_seal_height(seal, body), signs + len(notes) * FOOT_LINE)

    labels = [f"{signature.label}：" for signature in document.signatures]
    start = max((sheet.faces.width(label, FONT) / MM for label in labels), default=0.0) + 1.0

    def draw(sheet: Sheet, top: float) -> None:
        for at, label in enumerate(labels):
            y = top + (at + 0.5) * SIGN_STEP
            sheet.text(left, y, label, FONT)
            sheet.rule(left + start, y + 3.0, left + start + SIGN_RULE, y + 3.0)
        for at, note in enumerate(notes):
            y = top + high - (len(notes) - at - 0.5) * FOOT_LINE
            sheet.text(left, y, note, FOOT_FONT)
        if seal:
            _seal(seal, body, sheet, left + width - side / 2, top)

    return [Box(high, draw)] if high else []


def _seal_width(seal: Seal | None, body: list[str], sheet: Sheet) -> float:
    if seal is None:
        return 0.0
    texts = [sheet.faces.width(line, FONT) / MM for line in [*body, seal.date]]
    return max([CIRCLE if seal.seal else 0.0, *texts])


def _beside_foot(seal: Seal | None, body: list[str], side: float) -> float:
    """What the foot leaves free: of a body of one line, only the circle reaches down to it."""
    if seal is None:
        return 0.0
    if seal.seal and len(body) == 1:
        return (side + CIRCLE) / 2 + BETWEEN
    return side + BETWEEN


def _seal_height(seal: Seal | None, body: list[str]) -> float:
    if seal is None:
        return 0.0
    return BLOCK if seal.seal else (len(body) + 1) * LINE + LINE


def _seal(seal: Seal, body: list[str], sheet: Sheet, x: float, top: float) -> None:
    """The circle's lower half holds name and date: a seal is put over them (骑年盖月)."""
    y = top + LINE
    if seal.seal:
        middle = top + BLOCK / 2
        sheet.dashed_circle(x, middle, CIRCLE, grey=PALE)
        _seal_text(seal.seal, sheet, x, middle - 2.5)
        y = middle + 3.0
    for at, line in enumerate([*body, seal.date]):
        sheet.text(x, y + at * LINE, line, FONT, align=Align.CENTRE)


def _seal_text(text: str, sheet: Sheet, x: float, bottom: float) -> None:
    lines = ["（盖章处）", *_balanced(text, sheet)]
    for at, line in enumerate(reversed(lines)):
        y = bottom - (at + 0.5) * SEAL_LINE
        sheet.text(x, y, line, SEAL_FONT, align=Align.CENTRE, grey=PALE)


def _balanced(text: str, sheet: Sheet) -> list[str]:
    """The seal's text in lines of about equal length."""
    count = len(sheet.lines(text, SEAL_WIDTH, SEAL_FONT))
    even = (sheet.faces.width(text, SEAL_FONT) / count + SEAL_FONT) / MM
    return sheet.lines(text, min(even, SEAL_WIDTH), SEAL_FONT)
