"""Lists of our own layout: blocks of lines, a `>` before the chosen one, keys taken in order.

Keys are answered here and not by bindings: those come round by the application, and a digit
typed right behind another would meet the row before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple, Unpack

from rich.style import Style
from rich.text import Text
from textual import events
from textual.reactive import reactive

from screens.widgets.ink import join, pad_text, plain
from screens.widgets.line import Line, Named

PAGE = 8


class Grown(Line):
    """A text as high as it must be; the screen is laid out anew only where that changes."""

    DEFAULT_CSS = "Grown { height: auto; }"

    def has_other_height(self, lines: int) -> bool:
        return max(lines, self.least()) != self.content_size.height

    def least(self) -> int:
        """The lines it has anyway."""
        return 0


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together; the cursor stands only on those with `is_row`."""

    lines: Sequence[Text]
    is_row: bool = True


class _Laid(NamedTuple):
    """A line of a block: the row it belongs to, None where the cursor does not stand."""

    text: Text
    place: int | None
    is_first: bool


# Lines as they were drawn last, with what they were made of.
_Kept = dict[tuple[int, int, bool, Style | None], tuple[Text, Text]]


class Rows(Line, can_focus=True):
    """A list with a cursor; `top` is the first line shown."""

    DEFAULT_CSS = """
    Rows { height: 1fr; background: $paper; }
    Rows > .rows--cursor { background: $cursor; color: $oncursor; text-style: bold; }
    Rows > .rows--rest { background: $rest; color: $ink; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--cursor", "rows--rest"}
    cursor: reactive[int] = reactive(0, repaint=False)

    def __init__(self, **named: Unpack[Named]) -> None:
        super().__init__(**named)
        self._top = 0
        self._shown: list[int | None] = []
        self._kept: _Kept = {}
        self._grounds: dict[str, Style] = {}

    def blocks(self, width: int) -> Iterable[Block]:
        """The blocks, for lines of so many cells (the pointer's margin is taken off)."""
        return ()

    @property
    def margin(self) -> int:
        """Cells before each line, where the pointer stands."""
        return 2

    @property
    def count(self) -> int:
        """How many rows the cursor can stand on."""
        raise NotImplementedError

    # Drawing.

    def lines(self, width: int) -> list[Text]:
        made: list[_Laid] = []
        row = -1
        for block in self.blocks(width - self.margin):
            row += block.is_row
            place = row if block.is_row else None
            made += [_Laid(line, place, number == 0) for number, line in enumerate(block.lines)]
        shown = self._window(made)
        self._shown = [line.place for line in shown]
        kept, self._kept = self._kept, {}
        ground = self._ground()
        return [self._line(line, width, ground, kept) for line in shown]

    def _ground(self) -> Style | None:
        """The colours of the row under the cursor, where it has its own."""
        if not (self.has_focus or self.rests):
            return None
        if self._laid is None:  # the colours too may be others now
            self._grounds.clear()
        name = "rows--cursor" if self.has_focus else "rows--rest"
        if name not in self._grounds:
            self._grounds[name] = self.get_component_rich_style(name)
        return self._grounds[name]

    def _line(self, line: _Laid, width: int, ground: Style | None, kept: _Kept) -> Text:
        """The line with its pointer; the one made last time where nothing about it changed."""
        here = ground is not None and line.place is not None and line.place == self.cursor
        key = (id(line.text), width, here and line.is_first, ground if here else None)
        found = kept.get(key)
        if found is None or found[0] is not line.text:
            pointer = plain((">" if here and line.is_first else "").center(self.margin))
            made = pad_text(join([pointer, line.text]), width)
            if here and ground is not None:
                made.stylize_before(ground)
            found = line.text, made
        self._kept[key] = found
        return found[1]

    @property
    def grows(self) -> bool:
        """Whether the list is as high as its rows, and never scrolls by itself."""
        return False

    @property
    def rests(self) -> bool:
        """Whether the row keeps a ground of its own while another widget has the focus."""
        return True

    def on_cursor(self, place: int) -> bool:
        """Whether this row is under the cursor, where quiet words lose their colour."""
        return self.has_focus and place == self.cursor

    def _window(self, lines: list[_Laid]) -> list[_Laid]:
        height = 0 if self.grows else self.size.height
        if not height or len(lines) <= height:
            self._top = 0
            return lines
        mine = [number for number, line in enumerate(lines) if line.place == self.cursor]
        first, last = (mine[0], mine[-1]) if mine else (0, 0)
        first = 0 if self.cursor == 0 else first
        self._top = max(min(self._top, first), last - height + 1)
        self._top = min(self._top, len(lines) - height)
        return lines[self._top : self._top + height]

    # Moving.

    def move(self, place: int) -> None:
        """Put the cursor on a row, as near as there is one."""
        self.cursor = max(0, min(place, self.count - 1))

    def _watch_cursor(self) -> None:
        self.redraw()

    def on_key(self, event: events.Key) -> None:
        if self.took(event):
            event.stop()
            event.prevent_default()

    def took(self, event: events.Key) -> bool:
        """Answer a key; False leaves it to the screen."""
        steps = {"up": -1, "down": 1, "pageup": -PAGE, "pagedown": PAGE}
        if event.key in steps:
            self.move(self.cursor + steps[event.key])
        elif event.key == "home":
            self.move(0)
        elif event.key == "end":
            self.move(self.count - 1)
        else:
            return False
        return True

    def on_click(self, event: events.Click) -> None:
        place = self._shown[event.y] if event.y < len(self._shown) else None
        if place is not None:
            self.move(place)
            self.clicked(place)

    def clicked(self, place: int) -> None:
        """A row was clicked."""

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()
