"""A document on a roll of 58 or 80 mm: the bytes a roll printer is sent.

For slips alone: thermal paper fades, so no paper of law is printed on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock

from data.errors import PaperError
from printing.document import Block, Document, Paragraph, Table
from printing.escpos import Picture, encode
from printing.faces import Faces, Weight, faces
from printing.printers import DOTS, Paper
from printing.sheet import Align
from printing.strip import Roll, Strip, gap, picture

SLIP = "slip"
BAR_HEIGHT = 88
GAP = 12

_one_at_a_time = Lock()
"""A font of FreeType keeps state while a character is drawn."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Dots: font sizes of title, text and small print, and the side of the QR code."""

    title: int
    body: int
    small: int
    qr: int


SIZES = {Paper.ROLL_80: Sizes(40, 26, 22, 280), Paper.ROLL_58: Sizes(34, 24, 20, 240)}


def render(document: Document, paper: Paper, fonts: Faces | None = None) -> bytes:
    """ESC/POS that prints `document`; PaperError where no font has one of its characters."""
    return encode(draw(document, paper, fonts))


def draw(document: Document, paper: Paper, fonts: Faces | None = None) -> Picture:
    """The picture itself."""
    if document.kind != SLIP:
        raise needs_sheets(document.title)
    with _one_at_a_time:
        roll = Roll(DOTS[paper], fonts or faces())
        return picture(_strips(document, roll, SIZES[paper]), roll.width)


def needs_sheets(title: str) -> PaperError:
    return PaperError(
        "paper_needs_sheets",
        f"“{title}”不能用小票机打印，热敏纸的字会褪掉。",
        hint="请用 A4 打印机；小票机只打印查询单(slip)。",
    )


def _strips(document: Document, roll: Roll, sizes: Sizes) -> Iterator[Strip]:
    codes = document.codes
    yield from _head(document, roll, sizes)
    if codes.barcode:
        yield from (gap(GAP), roll.barcode(codes.barcode, BAR_HEIGHT))
        yield from roll.text(_caption(codes.caption, roll, sizes), sizes.small, align=Align.CENTRE)
    yield roll.rule()
    for block in document.blocks:
        yield from _block(block, roll, sizes)
    if codes.qr:
        yield roll.rule()
        yield roll.qr(codes.qr, sizes.qr)
        yield from roll.text(codes.note, sizes.body, weight=Weight.BOLD, align=Align.CENTRE)
    yield roll.rule()
    for text in document.foot:
        yield from roll.text(text, sizes.small)


def _caption(caption: str, roll: Roll, sizes: Sizes) -> str:
    """The number is never parted: where the label leaves no room it has a line of its own."""
    is_narrow = roll.faces.width(caption, sizes.small) > roll.width
    return caption.replace("：", "：\n", 1) if is_narrow else caption


def _head(document: Document, roll: Roll, sizes: Sizes) -> Iterator[Strip]:
    if document.reprint:
        mark = f"补打第 {document.reprint} 次"
        yield from roll.text(mark, sizes.small, align=Align.RIGHT)
    yield from roll.text(document.title, sizes.title, weight=Weight.BOLD, align=Align.CENTRE)
    if document.watermark:
        mark = f"【{document.watermark}】本单不具有法律效力"
        yield from roll.text(mark, sizes.small, weight=Weight.BOLD, align=Align.CENTRE)
    if document.number:
        yield from roll.text(document.number, sizes.small, align=Align.CENTRE)


def _block(block: Block, roll: Roll, sizes: Sizes) -> Iterator[Strip]:
    if isinstance(block, Table):
        raise TypeError("a slip has no table")
    if isinstance(block, Paragraph):
        yield from roll.text(block.text, sizes.body)
        return
    for line in block:
        yield from roll.beside(line.label, line.value, sizes.body)
