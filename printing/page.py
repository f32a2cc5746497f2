"""A document on A4: the bytes of a PDF. Same document, same fonts: same bytes.

All sizes are mm from the top left; margins follow GB/T 9704 at the sides (28 and 26 mm) and are
narrower above and below, so that an ordinary notice stays on one sheet.
"""

from __future__ import annotations

from collections.abc import Iterator
from threading import Lock

from printing import grid
from printing.closing import closing
from printing.document import Block, Codes, Document, Paragraph, Table
from printing.faces import Faces, Weight, faces
from printing.layout import Box, gap, keep_last, paginate
from printing.sheet import MM, PAGE_HEIGHT, PAGE_WIDTH, Align, Sheet

LEFT = 28.0
RIGHT = 26.0
TOP = 21.0
BOTTOM = 21.0
WIDTH = PAGE_WIDTH - LEFT - RIGHT
HEIGHT = PAGE_HEIGHT - TOP - BOTTOM

HEAD_LINE = 16.0
FOOT_LINE = PAGE_HEIGHT - 16.0
SMALL = 9.0

TITLE_FONT = 22.0
TITLE_LINE = 10.5
NUMBER_LINE = 6.5
BODY_FONT = 12.0
BODY_LINE = 6.5
INDENT = 2 * BODY_FONT / MM
GAP = 2.5

BAR_MODULE = 0.33
BAR_HEIGHT = 12.0
QR_MODULE = 0.64
CODES_HEIGHT = 19.0
CAPTION_LINE = 5.0

WATERMARK_FONT = 150.0
WATERMARK_GREY = 0.92

LINES_BEFORE_SEAL = 2
"""The seal is never alone on a page: so many lines or rows go with it."""
MOST_SPREAD = 1.0
"""A line is spread to the margin by at most so many points a character."""

RUNT = 2
"""A last line of so few characters (one and its full stop) is no line of its own."""
LESS_FULL = 2
"""By at most so many characters other lines give way to it; the margin is reached by spreading."""

_one_at_a_time = Lock()
"""reportlab's fonts keep state while a document is written."""


def render(document: Document, fonts: Faces | None = None) -> bytes:
    """The PDF of `document`; raises PaperError where no font has one of its characters."""
    with _one_at_a_time:
        sheet = Sheet(fonts or faces(), title=_name(document))
        pages = paginate(_boxes(document, sheet), HEIGHT)
        for number, page in enumerate(pages, 1):
            _draw_page(sheet, document, page, f"第 {number} 页 / 共 {len(pages)} 页")
        return sheet.finish()


def _name(document: Document) -> str:
    """What this paper is called in the file's properties and at the foot of each page."""
    return " ".join(filter(None, (document.title, document.number or document.codes.caption)))


def _draw_page(sheet: Sheet, document: Document, boxes: list[Box], page: str) -> None:
    if document.watermark:
        sheet.slanted(document.watermark, WATERMARK_FONT, grey=WATERMARK_GREY)
        mark = f"【{document.watermark}】本文书不具有法律效力"
        sheet.text(LEFT, HEAD_LINE, mark, SMALL, weight=Weight.BOLD)
    if document.reprint:
        mark = f"补打第 {document.reprint} 次"
        sheet.text(LEFT + WIDTH, HEAD_LINE, mark, SMALL, align=Align.RIGHT)
    top = TOP
    for box in boxes:
        box.draw(sheet, top)
        top += box.height
    sheet.text(LEFT, FOOT_LINE, _name(document), SMALL)
    sheet.text(LEFT + WIDTH, FOOT_LINE, page, SMALL, align=Align.RIGHT)
    sheet.next_page()


def _boxes(document: Document, sheet: Sheet) -> list[Box]:
    boxes = [*_title(document, sheet), *_codes(document.codes)]
    if document.addressee:
        boxes += [gap(GAP), *_paragraph(Paragraph(document.addressee, indent=False), sheet)]
    before: Block | None = None
    for block in document.blocks:
        if not (isinstance(before, Paragraph) and isinstance(block, Paragraph)):
            boxes.append(gap(GAP))
        boxes += _block(block, sheet)
        before = block
    end = closing(document, sheet, LEFT, WIDTH)
    return [*keep_last(boxes, LINES_BEFORE_SEAL), gap(GAP, keep=True), *end] if end else boxes


def _block(block: Block, sheet: Sheet) -> list[Box]:
    if isinstance(block, Paragraph):
        return _paragraph(block, sheet)
    if isinstance(block, Table):
        return grid.table(block, sheet, LEFT, WIDTH)
    return grid.fields(block, sheet, LEFT, WIDTH)


def _title(document: Document, sheet: Sheet) -> Iterator[Box]:
    for line in sheet.lines(document.title, WIDTH, TITLE_FONT, weight=Weight.BOLD):
        yield _centred(line, TITLE_FONT, TITLE_LINE, Weight.BOLD)
    if document.number:
        for line in sheet.lines(document.number, WIDTH, BODY_FONT):
            yield _centred(line, BODY_FONT, NUMBER_LINE, Weight.REGULAR)


def _centred(text: str, size: float, height: float, weight: Weight) -> Box:
    def draw(sheet: Sheet, top: float) -> None:
        middle = LEFT + WIDTH / 2
        sheet.text(middle, top + height / 2, text, size, weight=weight, align=Align.CENTRE)

    return Box(height, draw, keep=True)


def _codes(codes: Codes) -> list[Box]:
    """Bars at the left with their digits below, QR at the right, white paper under both."""
    if not (codes.barcode or codes.qr):
        return [gap(GAP)]

    def draw(sheet: Sheet, top: float) -> None:
        sheet.blank(LEFT, top, WIDTH, CODES_HEIGHT)
        note = top + BAR_HEIGHT + CAPTION_LINE / 2
        side = 0.0
        if codes.barcode:
            sheet.barcode(LEFT, top, codes.barcode, module=BAR_MODULE, height=BAR_HEIGHT)
            sheet.text(LEFT, note, codes.caption, SMALL + 1)
        if codes.qr:
            side = sheet.qr(LEFT + WIDTH, top, codes.qr, module=QR_MODULE)
        x = LEFT + WIDTH - side - 4 * QR_MODULE - 2
        sheet.text(x, note, codes.note, SMALL + 1, align=Align.RIGHT)

    return [gap(GAP), Box(CODES_HEIGHT, draw)]


def _paragraph(paragraph: Paragraph, sheet: Sheet) -> list[Box]:
    """Line by line; no page ends after the first line or begins with the last one."""
    indent = INDENT if paragraph.indent else 0.0
    lines = _body_lines(paragraph.text, sheet, indent)
    last = len(lines) - 1
    return [
        _body_line(
            line,
            indent if at == 0 else 0.0,
            ends=at == last,
            keep=at < last and at in (0, last - 1),
        )
        for at, line in enumerate(lines)
    ]


def _body_lines(text: str, sheet: Sheet, indent: float) -> list[str]:
    """Lines as full as they go, a little less where else a single character would be the last."""
    lines = sheet.lines(text, WIDTH, BODY_FONT, first=indent)
    if len(lines) == 1 or len(lines[-1]) > RUNT:
        return lines
    for narrower in range(1, LESS_FULL + 1):
        room = WIDTH - narrower * BODY_FONT / MM
        others = sheet.lines(text, room, BODY_FONT, first=indent)
        if len(others) == len(lines) and len(others[-1]) > RUNT:
            return others
    return lines


def _body_line(text: str, indent: float, *, ends: bool, keep: bool) -> Box:
    def draw(sheet: Sheet, top: float) -> None:
        spread = 0.0 if ends else _spread(sheet, text, WIDTH - indent)
        sheet.text(LEFT + indent, top + BODY_LINE / 2, text, BODY_FONT, spread=spread)

    return Box(BODY_LINE, draw, keep=keep)


def _spread(sheet: Sheet, text: str, width: float) -> float:
    """Points to add after each character so that a full line reaches the right margin."""
    room = width * MM - sheet.faces.width(text, BODY_FONT)
    each = room / max(len(text) - 1, 1)
    return each if 0 < each <= MOST_SPREAD else 0.0
