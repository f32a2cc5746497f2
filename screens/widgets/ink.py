"""Coloured words: badges, marks, lights, key caps, bars, search hits.

Styles are named, never spelled out; the application's console knows the names of the theme in
use (`palette.styles`), so a text drawn again after a change of theme takes its new colours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from rich.text import Text

from screens import width
from screens.width import cells, shown

# How a material was found, by the stored word; `None` is not looked at yet.
MARKS: dict[str | None, tuple[str, str]] = {
    "ok": ("合", "ok.settled"),
    "fixed": ("改", "ok.settled"),
    "reused": ("免", "info.settled"),
    "committed": ("诺", "vow.settled"),
    "missing": ("缺", "bad"),
    "defective": ("误", "fault"),
    "deferred": ("容", "warn"),
    None: ("未", "muted"),
}
LIGHTS: dict[str, tuple[str, str]] = {
    "green": ("绿", "ok.settled"),
    "yellow": ("黄", "warn"),
    "red": ("红", "bad"),
    "stopped": ("停", "idle"),
    "none": ("", ""),
}
MARK_CELLS = 4


def plain(text: str, style: str = "") -> Text:
    """A text for a screen in one named style."""
    built = Text(shown(text), no_wrap=True, overflow="crop", end="")
    if style:
        built.stylize(style)
    return built


def join(parts: Iterable[Text | str], between: str = "") -> Text:
    """Texts one behind the other."""
    glue = Text(between, end="")
    made = glue.join(plain(part) if isinstance(part, str) else part for part in parts)
    made.no_wrap, made.overflow, made.end = True, "crop", ""
    return made


def badge(word: str, family: str) -> Text:
    """A word on the strong colour of its family: something wants an act."""
    return plain(f" {word} ", family)


def soft_badge(word: str, family: str) -> Text:
    """A word on the soft colour of its family: good to know."""
    return plain(f" {word} ", f"{family}.soft")


def mark(stored: str | None) -> Text:
    """A material's mark, four cells; a word or a date always follows it."""
    word, style = MARKS[stored]
    return plain(f" {word} ", style)


def light(stored: str) -> Text:
    """A case's light, four cells; blank while no clock runs."""
    word, style = LIGHTS[stored]
    return plain(f" {word} ", style) if word else plain(" " * MARK_CELLS)


def status(words: str, family: str | None = None) -> Text:
    """A status word; coloured only where somebody has to act."""
    return plain(words, f"{family}.status" if family else "")


def remaining(words: str, *, overdue: bool = False) -> Text:
    """Days left (`7天`, `停表`, `-`), loud when overdue (`超1天`)."""
    text = plain(words, "bad.ink" if overdue else "")
    if overdue:
        text.stylize("strong")
    return text


def cap(word: str, *, inner: str = " ") -> Text:
    """A key cap."""
    return plain(f"{inner}{word}{inner}", "keycap")


def hits(text: str, ranges: Iterable[tuple[int, int]]) -> Text:
    """A text with the characters that matched a search marked; places count in `text`."""
    built = Text(no_wrap=True, overflow="crop", end="")
    edges = {0, len(text)}
    marked: set[int] = set()
    for start, end in ranges:
        edges |= {start, end}
        marked |= set(range(start, end))
    for start, end in pairwise(sorted(edge for edge in edges if 0 <= edge <= len(text))):
        built.append(plain(text[start:end], "hit" if start in marked else ""))
    return built


def bar(parts: Sequence[tuple[str, int]], length: int, *, whole: int | None = None) -> Text:
    """A bar of background cells: parts of (family or `bar`, count); the rest is empty.

    Every part that is not zero gets a cell; the figure stands beside the bar. `whole` is the
    count that fills the length (default: the sum).
    """
    counts = [(name, count) for name, count in parts if count > 0]
    total = max(whole or 0, sum(count for _, count in counts), 1)
    sizes = [max(1, round(count * length / total)) for _, count in counts]
    while sum(sizes) > length and max(sizes) > 1:
        sizes[sizes.index(max(sizes))] -= 1
    built = Text(no_wrap=True, overflow="crop", end="")
    for (name, _), size in zip(counts, sizes, strict=True):
        built.append(plain(" " * size, f"{name}.area"))
    return built.append(plain(" " * max(0, length - sum(sizes)), "empty.area"))


def cut_text(text: Text, room: int) -> Text:
    """A coloured text in at most `room` cells, ending in two points where it was cut."""
    if text.cell_len <= room:
        return text
    kept = text[: len(width.head(text.plain, max(0, room - cells(width.CUT))))]
    kept.append(plain(width.CUT[: max(0, room)]))
    kept.no_wrap, kept.overflow, kept.end = True, "crop", ""
    return kept


def pad_text(text: Text, room: int, *, right: bool = False) -> Text:
    """A coloured text in exactly `room` cells."""
    text = cut_text(text, room)
    fill = plain(" " * (room - text.cell_len))
    return join([fill, text]) if right else join([text, fill])


def spread(left: Text, right: Text, room: int) -> Text:
    """Left and right of one line; the left gives way, two cells stay between."""
    gap = 2 if right.cell_len else 0
    left = cut_text(left, max(0, room - right.cell_len - gap))
    return join([pad_text(left, max(0, room - right.cell_len)), cut_text(right, room)])
