"""The base of everything of ours that is drawn as text: built anew for the width it has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypedDict, Unpack

from rich.text import Text
from textual.events import Resize
from textual.geometry import Size
from textual.widget import Widget

from screens.widgets.ink import cut_text, join, plain
from screens.width import wrap

WIDE = 120


class Named(TypedDict, total=False):
    """How a widget is found by its parent and by the sheet."""

    id: str | None
    classes: str | None


class Line(Widget):
    """One line (or a few) of coloured text; subclasses build it."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Line { height: 1; width: 1fr; text-wrap: nowrap; text-overflow: clip; }"

    def build(self, width: int) -> Text:
        """The text for so many cells; may hold several lines."""
        raise NotImplementedError

    @property
    def wide(self) -> bool:
        """Whether the layout of 120 columns holds."""
        return self.app.size.width >= WIDE

    def render(self) -> Text:
        return self.build(self.content_size.width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self.build(width).plain.count("\n") + 1

    def on_resize(self, event: Resize) -> None:
        self.refresh()


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
