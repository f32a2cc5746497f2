"""Boxes down a page: how high each is, which stay together, where a page ends.

A box is drawn at a top given in mm; nothing here knows what is in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from printing.sheet import Sheet

Draw = Callable[[Sheet, float], None]
"""Draws a box on a sheet, its top so many mm down."""


@dataclass(frozen=True, slots=True)
class Box:
    """height: mm; keep: the next box stands on the same page; head: drawn again above this box
    where a page begins with it; foot: drawn below it where a page ends with it (height 0);
    gap: white space, dropped where a page begins.
    """

    height: float
    draw: Draw
    keep: bool = False
    head: Box | None = None
    foot: Box | None = None
    gap: bool = False


def _nothing(_sheet: Sheet, _top: float) -> None:
    pass


def gap(height: float, *, keep: bool = False) -> Box:
    return Box(height, _nothing, keep=keep, gap=True)


def keep_last(boxes: list[Box], count: int) -> list[Box]:
    """The last `count` printed boxes (and the gaps between) stay with what follows."""
    kept = list(boxes)
    for at in range(len(kept) - 1, -1, -1):
        if count == 0:
            break
        count -= not kept[at].gap
        kept[at] = replace(kept[at], keep=True)
    return kept


def paginate(boxes: Iterable[Box], height: float) -> list[list[Box]]:
    """Boxes by page, none higher than `height` mm; no page is empty."""
    pages: list[list[Box]] = [[]]
    for group in _groups(boxes):
        if pages[-1] and _high(pages[-1]) + _high(group) > height:
            _turn(pages)
        for box in group:
            _place(box, pages, height)
    return pages


def _place(box: Box, pages: list[list[Box]], height: float) -> None:
    if pages[-1] and _high(pages[-1]) + box.height > height:
        _turn(pages)
    if not pages[-1]:
        if box.gap:
            return
        if box.head is not None:
            pages[-1].append(box.head)
    pages[-1].append(box)


def _turn(pages: list[list[Box]]) -> None:
    foot = pages[-1][-1].foot
    if foot is not None:
        pages[-1].append(foot)
    pages.append([])


def _groups(boxes: Iterable[Box]) -> Iterable[list[Box]]:
    group: list[Box] = []
    for box in boxes:
        group.append(box)
        if not box.keep:
            yield group
            group = []
    if group:
        yield group


def _high(boxes: list[Box]) -> float:
    return sum(box.height for box in boxes)
