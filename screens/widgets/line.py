"""The base of everything of ours that is drawn as text: built anew for the width it has.

Lines go straight to the screen's strips, without the library's own wrapping: they are laid out
already. `redraw` draws only the lines that differ, which is what a key on a long list changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, zip_longest
from typing import Self, TypedDict, Unpack

from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.color import TRANSPARENT
from textual.events import Resize
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from screens.widgets.ground import filters
from screens.widgets.ink import cut_text, join, plain
from screens.width import wrap

WIDE = 120


class Named(TypedDict, total=False):
    """How a widget is found by its parent and by the sheet."""

    id: str | None
    classes: str | None


class Line(Widget):
    """One line (or a few) of coloured text; subclasses give `build`, or `lines` where it is long.

    A line given out is never changed afterwards.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = "Line { height: 1; width: 1fr; }"

    def __init__(self, **named: Unpack[Named]) -> None:
        super().__init__(**named)
        self._laid: Sequence[Text] | None = None
        self._laid_size = self._room = Size()
        self._strips: dict[int, Strip] = {}
        self._is_faded = False
        self._is_stale = False
        self._is_at_it = False

    def build(self, width: int) -> Text:
        """The text for so many cells; may hold several lines."""
        raise NotImplementedError

    def lines(self, width: int) -> Sequence[Text]:
        """The text line by line."""
        return list(self.build(width).split("\n", allow_blank=True))

    @property
    def wide(self) -> bool:
        """Whether the layout of 120 columns holds."""
        return self.app.size.width >= WIDE

    # Drawing.

    def render_lines(self, crop: Region) -> list[Strip]:
        """The strips kept since they were drawn last, and anew those of other lines.

        The sheet gives no line of ours a border; a faded one is left to the library.
        """
        self._lay_out()
        if self._is_faded:
            return super().render_lines(crop)
        kept = self._strips
        strips = [kept[y] if y in kept else self._strip(y) for y in crop.line_range]
        left, right = crop.column_span
        whole = (left, right) == (0, self.outer_size.width)
        return strips if whole else [strip.crop(left, right) for strip in strips]

    def render_line(self, y: int) -> Strip:
        """One line without the air around it."""
        self._lay_out()
        ground = self.visual_style.rich_style
        return Strip(self._pieces(y, ground)).adjust_cell_length(self._room.width, ground)

    def _lay_out(self) -> None:
        if self._laid is None or self._laid_size != self.outer_size:
            self._laid_size, self._room = self.outer_size, self.size
            self._laid = self.lines(self._room.width)
            self._strips = {}
            self._is_faded = self.opacity != 1

    def _strip(self, y: int) -> Strip:
        """A whole line of the widget, from edge to edge."""
        air, style = self.styles.padding, self.visual_style
        ground, width = style.rich_style, self._laid_size.width
        pieces = self._pieces(y - air.top, ground)
        if air.left:
            pieces.insert(0, Segment(" " * air.left, ground))
        if room := width - sum(piece.cell_length for piece in pieces):
            pieces.append(Segment(" " * room, ground))
        for one in filters(self):
            pieces = one.apply(pieces, style.background or TRANSPARENT)
        made = self._strips[y] = Strip(pieces, width)
        return made

    def _pieces(self, y: int, ground: Style) -> list[Segment]:
        """A line of the text, cut at the width there is."""
        if self._laid is None or not 0 <= y < min(len(self._laid), self._room.height):
            return []
        text, width = self._laid[y], self._room.width
        pieces = segments(text, self.app.console, ground)
        return pieces if text.cell_len <= width else list(Strip(pieces).crop(0, width))

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        if not regions:
            self._laid = None
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def redraw(self) -> None:
        """Show what stands now; once this key is through, the lines that differ are drawn."""
        self._is_stale = True
        self.check_idle()

    def on_idle(self) -> None:
        if self._is_stale:
            self._is_stale, self._is_at_it = False, True
            self._draw_differing()
            self._is_at_it = False

    def check_idle(self) -> None:
        if not self._is_at_it:  # else it is idle just now, and what is refreshed is drawn
            super().check_idle()

    def _draw_differing(self) -> None:
        before, width = self._laid, self.size.width
        lines = self.lines(width) if width else ()
        if self.has_other_height(len(lines)):
            self.refresh(layout=True)
        elif before is None or self._laid_size != self.outer_size:
            self.refresh()
        else:
            self._laid, top = lines, self.styles.padding.top
            pairs = enumerate(zip_longest(before, lines))
            if differing := [y for y, (old, new) in pairs if old != new]:
                for y in differing:
                    self._strips.pop(y + top, None)
                self.refresh(*(Region(0, y, width, high) for y, high in runs(differing)))

    def has_other_height(self, lines: int) -> bool:
        """Whether so many lines need the screen to be laid out anew."""
        return False

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self.lines(width))

    def on_resize(self, event: Resize) -> None:
        self.refresh()


def runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Where each run of following numbers begins, and how many they are."""
    for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        (_, first), *rest = run
        yield first, len(rest) + 1


def segments(text: Text, console: Console, ground: Style) -> list[Segment]:
    """One line's text in the colours of the application; `ground` is what lies below it."""
    made: list[Segment] = []
    words, at = text.plain, 0
    for start, end, style in text.spans:
        if start < at:  # one style lies over another
            return list(Segment.apply_style(text.render(console), ground))
        if start > at:
            made.append(Segment(words[at:start], ground))
        if end > start:
            made.append(Segment(words[start:end], ground + console.get_style(style, default="")))
            at = end
    if at < len(words):
        made.append(Segment(words[at:], ground))
    return made


class Words(Line):
    """A coloured text that is set from outside; lines beyond the width are cut off."""

    DEFAULT_CSS = "Words { height: auto; }"

    def __init__(self, text: Text | str = "", **named: Unpack[Named]) -> None:
        super().__init__(**named)
        self._text = plain(text) if isinstance(text, str) else text

    @property
    def text(self) -> Text:
        return self._text

    def say(self, text: Text | str) -> None:
        """Show another text."""
        self._text = plain(text) if isinstance(text, str) else text
        self.refresh(layout=True)

    def build(self, width: int) -> Text:
        return stacked(cut_text(line, width) for line in self._text.split("\n"))


class Prose(Line):
    """Running Chinese text, broken so that no line begins with a closing mark."""

    DEFAULT_CSS = "Prose { height: auto; }"

    def __init__(self, text: str = "", *, style: str = "", **named: Unpack[Named]) -> None:
        super().__init__(**named)
        self._text = text
        self._style = style

    @property
    def text(self) -> str:
        return self._text

    def say(self, text: str, *, style: str | None = None) -> None:
        """Show another text, in another style if one is given."""
        self._text = text
        self._style = self._style if style is None else style
        self.refresh(layout=True)

    def build(self, width: int) -> Text:
        return stacked(plain(line, self._style) for line in wrap(self._text, width))


def stacked(lines: Iterable[Text]) -> Text:
    """Lines one below the other."""
    return join(lines, "\n")


class Facts(Line):
    """Labels and values; the values begin at one column, at least two cells behind the labels."""

    DEFAULT_CSS = "Facts { height: auto; }"

    def __init__(self, rows: Iterable[tuple[str, Text | str]] = (), **named: Unpack[Named]) -> None:
        super().__init__(**named)
        self._rows = list(rows)

    def say(self, rows: Iterable[tuple[str, Text | str]]) -> None:
        """Show other rows of (label, value)."""
        self._rows = list(rows)
        self.refresh(layout=True)

    def build(self, width: int) -> Text:
        return stacked(fact_lines(self._rows, width))


def fact_lines(rows: Sequence[tuple[str, Text | str]], width: int) -> list[Text]:
    """Labels and values of one panel; long values are broken."""
    labels = [plain(label, "muted") for label, _ in rows]
    column = max((label.cell_len for label in labels), default=0) + 2
    lines: list[Text] = []
    for label, (_, value) in zip(labels, rows, strict=True):
        first, *rest = _value_lines(value, width - column)
        lines.append(join([label, plain(" " * (column - label.cell_len)), first]))
        lines += [join([plain(" " * column), line]) for line in rest]
    return lines


def _value_lines(value: Text | str, width: int) -> list[Text]:
    if isinstance(value, Text):
        return [cut_text(value, width)]
    return [plain(line) for line in wrap(value, width)]
