"""Where a line of Chinese text breaks (避头尾).

No line begins with ，。、；：） and their like, none ends with （《“; a date and a word of Latin
letters or digits stay whole while they fit. reportlab's own breaking does neither.
"""

from __future__ import annotations

import re
from collections.abc import Callable

NOT_FIRST = frozenset("，。、；：？！）》〉」』】〕〗］｝”’…—～·％‰℃°,.;:?!)]}%")
NOT_LAST = frozenset("（《〈「『【〔〖［｛“‘([{￥")

_PIECE = re.compile(r"\d+年\d+月\d+日|[!-~]+| +|.", re.DOTALL)

Measure = Callable[[str], float]


def break_lines(text: str, width: float, measure: Measure, *, first: float = 0.0) -> list[str]:
    """Lines of `text` no wider than `width`, the first shorter by `first`.

    `measure` gives a text's width in the same unit; it adds up over characters (no kerning).
    A line feed in `text` ends a line; an empty text is one empty line.
    """
    lines: list[str] = []
    for part in text.split("\n"):
        lines += _break_part(part, width, measure, 0.0 if lines else first)
    return lines


def _break_part(part: str, width: float, measure: Measure, first: float) -> list[str]:
    lines: list[str] = []
    line, used, room = "", 0.0, width - first
    for atom in _atoms(part):
        if used + measure(atom.rstrip(" ")) <= room:
            line += atom
            used += measure(atom)
            continue
        if line.strip(" "):
            lines.append(line.rstrip(" "))
            room = width
        line = atom.lstrip(" ")
        while measure(line.rstrip(" ")) > room:
            cut = _cut(line, room, measure)
            lines.append(line[:cut])
            line, room = line[cut:], width
        used = measure(line)
    return [*lines, line.rstrip(" ")]


def _atoms(part: str) -> list[str]:
    """What must not be broken, as long as it fits on a line."""
    atoms: list[str] = []
    for piece in _PIECE.findall(part):
        if atoms and (piece[0] in NOT_FIRST or atoms[-1][-1] in NOT_LAST):
            atoms[-1] += piece
        else:
            atoms.append(piece)
    return atoms


def _cut(line: str, room: float, measure: Measure) -> int:
    """How many characters of an atom wider than `room` go on this line; at least one."""
    fits = next((n for n in range(len(line), 1, -1) if measure(line[:n]) <= room), 1)
    for at in range(fits, 0, -1):
        if line[at] not in NOT_FIRST and line[at - 1] not in NOT_LAST:
            return at
    return fits
