"""Ruled tables as boxes: fields with their labels, and lists with a head that is repeated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

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
MAX_LINES = 30
"""A cell with more lines is cut into several rows, so that a row always fits on a page."""


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
    boxes = [_title(value.title, left)] if value.title else []
    boxes.append(replace(head, keep=bool(value.rows)))
    for row in value.rows:
        cells = [
            _cell(sheet, text, column.share * width, Align.CENTRE if column.centred else Align.LEFT)
            for text, column in zip(row, value.columns, strict=True)
        ]
        boxes += [replace(box, head=head) for box in _rows(cells, left)]
    return boxes


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
    """One row, or several where a cell is longer than a page could hold."""
    slices = zip_longest(*(_slices(cell) for cell in cells))
    return [
        _row([part or replace(cell, lines=()) for part, cell in zip(row, cells, strict=True)], left)
        for row in slices
    ]


def _slices(cell: Cell) -> Iterable[Cell]:
    for start in range(0, len(cell.lines), MAX_LINES):
        yield replace(cell, lines=cell.lines[start : start + MAX_LINES])


def _row(cells: list[Cell], left: float) -> Box:
    height = max(len(cell.lines) for cell in cells) * LINE + 2 * PAD_Y

    def draw(sheet: Sheet, top: float) -> None:
        sheet.grid(left, top, [cell.width for cell in cells], height)
        x = left
        for cell in cells:
            _write(cell, sheet, x, top + height / 2)
            x += cell.width

    return Box(height, draw)


def _write(cell: Cell, sheet: Sheet, x: float, middle: float) -> None:
    start = x + PAD_X + (cell.width - 2 * PAD_X) * cell.align.value
    for at, line in enumerate(cell.lines):
        y = middle + (at - (len(cell.lines) - 1) / 2) * LINE
        sheet.text(start, y, line, FONT, weight=cell.weight, align=cell.align)
