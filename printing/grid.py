"""Ruled tables as boxes: fields with their labels, and lists with a head that is repeated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil

from printing.document import Line, Table
from printing.faces import Weight
from printing.layout import Box
from printing.sheet import Align, Sheet

FONT = 10.5
LINE = 4.9
PAD_X = 1.6
PAD_Y = 1.0
LABEL = 26.0
TITLE = 8.0
TITLE_FONT = 12.0
WHOLE_LINES = 10
"""A row of more lines may go on over the page: it is set in slices of at most so many lines."""
SLICE_LINES = 5
TOGETHER = 40.0
"""mm: a table's first two and last two rows stand together where they are not higher."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Lines of text in `width` mm."""

    lines: tuple[str, ...]
    width: float
    align: Align = Align.CENTRE
    weight: Weight = Weight.REGULAR


def fields(lines: tuple[Line, ...], sheet: Sheet, left: float, width: float) -> list[Box]:
    """The label-and-value table, two fields a row unless one is wide."""
    boxes: list[Box] = []
    for pair in _pairs(lines):
        value = width / len(pair) - LABEL
        cells: list[Cell] = []
        for line in pair:
            cells.append(_cell(sheet, line.label, LABEL))
            cells.append(_cell(sheet, line.value, value, Align.LEFT))
        boxes += _rows(cells, left)
    return boxes


def _pairs(lines: tuple[Line, ...]) -> Iterator[tuple[Line, ...]]:
    waiting: Line | None = None
    for line in lines:
        if line.wide and waiting is not None:
            yield (waiting,)
            waiting = None
        if line.wide:
            yield (line,)
        elif waiting is None:
            waiting = line
        else:
            yield (waiting, line)
            waiting = None
    if waiting is not None:
        yield (waiting,)


def table(value: Table, sheet: Sheet, left: float, width: float) -> list[Box]:
    """Title, head and rows; every page that begins with a row begins with the head."""
    head = _head(value, sheet, left, width)
    rows: list[list[Box]] = []
    for row in value.rows:
        cells = [
            _cell(sheet, text, column.share * width, Align.CENTRE if column.centred else Align.LEFT)
            for text, column in zip(row, value.columns, strict=True)
        ]
        rows.append([replace(box, head=head) for box in _rows(cells, left)])
    boxes = [_title(value.title, left)] if value.title else []
    boxes.append(replace(head, keep=bool(rows)))
    return [*boxes, *(box for row in _paired(rows) for box in row)]


def _paired(rows: list[list[Box]]) -> list[list[Box]]:
    """No row is alone on a page: the first two stay together, and the last two."""
    paired = list(rows)
    for at in {0, len(rows) - 2}:
        pair = [box for row in rows[at : at + 2] for box in row] if at >= 0 else []
        if 0 <= at < len(rows) - 1 and sum(box.height for box in pair) <= TOGETHER:
            paired[at] = [replace(box, keep=True) for box in rows[at]]
    return paired


def _head(value: Table, sheet: Sheet, left: float, width: float) -> Box:
    cells = [
        _cell(sheet, column.head, column.share * width, weight=Weight.BOLD)
        for column in value.columns
    ]
    return _row(cells, left)


def _title(text: str, left: float) -> Box:
    def draw(sheet: Sheet, top: float) -> None:
        sheet.text(left, top + TITLE / 2, text, TITLE_FONT, weight=Weight.BOLD)

    return Box(TITLE, draw, keep=True)


def _cell(
    sheet: Sheet,
    text: str,
    width: float,
    align: Align = Align.CENTRE,
    weight: Weight = Weight.REGULAR,
) -> Cell:
    lines = sheet.lines(text, width - 2 * PAD_X, FONT, weight=weight)
    return Cell(tuple(lines), width, align, weight)


def _rows(cells: list[Cell], left: float) -> list[Box]:
    """One row, or slices of one that is long: read from the top, closed where a page ends."""
    count = max(len(cell.lines) for cell in cells)
    if count <= WHOLE_LINES:
        return [_row(cells, left)]
    slices = ceil(count / SLICE_LINES)
    cuts = [count * at // slices for at in range(slices + 1)]
    return [
        _slice(
            [replace(cell, lines=cell.lines[start:end]) for cell in cells],
            left,
            end - start,
            above=start == 0,
            below=end == count,
        )
        for start, end in pairwise(cuts)
    ]


def _row(cells: list[Cell], left: float) -> Box:
    height = max(len(cell.lines) for cell in cells) * LINE + 2 * PAD_Y

    def draw(sheet: Sheet, top: float) -> None:
        sheet.grid(left, top, [cell.width for cell in cells], height)
        for x, cell in _placed(cells, left):
            first = top + height / 2 - (len(cell.lines) - 1) / 2 * LINE
            _write(cell, sheet, x, first)

    return Box(height, draw)


def _slice(cells: list[Cell], left: float, count: int, *, above: bool, below: bool) -> Box:
    """`count` lines of a long row, ruled `above` where it begins and `below` where it ends."""
    widths = [cell.width for cell in cells]
    height = count * LINE + PAD_Y * (above + below)

    def draw(sheet: Sheet, top: float) -> None:
        sheet.grid(left, top, widths, height, above=above, below=below)
        for x, cell in _placed(cells, left):
            _write(cell, sheet, x, top + PAD_Y * above + LINE / 2)

    def close(sheet: Sheet, top: float) -> None:
        sheet.rule(left, top, left + sum(widths), top)

    return Box(height, draw, foot=None if below else Box(0.0, close))


def _placed(cells: list[Cell], left: float) -> Iterator[tuple[float, Cell]]:
    """Each cell with its left edge."""
    for cell in cells:
        yield left, cell
        left += cell.width


def _write(cell: Cell, sheet: Sheet, x: float, first: float) -> None:
    """The cell's lines, the middle of the first so many mm down."""
    start = x + PAD_X + (cell.width - 2 * PAD_X) * cell.align.value
    for at, line in enumerate(cell.lines):
        y = first + at * LINE
        sheet.text(start, y, line, FONT, weight=cell.weight, align=cell.align)
