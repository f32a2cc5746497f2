"""Lists of our own layout: blocks of lines, a `>` before the chosen one, keys taken in order.

Keys are answered here and not by bindings: those come round by the application, and a digit
typed right behind another would meet the row before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Unpack

from rich.text import Text
from textual import events
from textual.message import Message
from textual.reactive import reactive

from screens.widgets.ink import join, pad_text, plain
from screens.widgets.line import Line, Named, stacked

PAGE = 8


class Grown(Line):
    """A text as high as it must be; the screen is laid out anew only where that changes."""

    DEFAULT_CSS = "Grown { height: auto; }"

    def redraw(self) -> None:
        """Show it anew."""
        size = self.content_size
        lines = self.build(size.width).plain.count("\n") + 1 if size.width else 0
        self.refresh(layout=max(lines, self.least()) != size.height)

    def least(self) -> int:
        """The lines it has anyway."""
        return 0


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together; the cursor stands only on those with `is_row`."""

    lines: Sequence[Text]
    is_row: bool = True


class Rows(Line, can_focus=True):
    """A list with a cursor; `top` is the first line shown."""

    DEFAULT_CSS = """
    Rows { height: 1fr; background: $paper; }
    Rows > .rows--cursor { background: $cursor; color: $oncursor; text-style: bold; }
    Rows > .rows--rest { background: $rest; color: $ink; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--cursor", "rows--rest"}
    cursor: reactive[int] = reactive(0)

    @dataclass
    class Moved(Message):
        """The cursor stands on another row."""

        rows: Rows
        place: int

        @property
        def control(self) -> Rows:
            return self.rows

    def __init__(self, **named: Unpack[Named]) -> None:
        super().__init__(**named)
        self._top = 0
        self._shown: list[int | None] = []

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

    def build(self, width: int) -> Text:
        lines: list[tuple[Text, int | None]] = []
        row = -1
        for block in self.blocks(width - self.margin):
            row += block.is_row
            place = row if block.is_row else None
            for number, line in enumerate(block.lines):
                lines.append((self._line(line, width, place, number == 0), place))
        shown = self._window(lines)
        self._shown = [place for _, place in shown]
        return stacked([line for line, _ in shown])

    def _line(self, line: Text, width: int, place: int | None, is_first: bool) -> Text:
        here = place is not None and place == self.cursor and (self.has_focus or self.rests)
        pointer = plain((">" if here and is_first else "").center(self.margin))
        made = pad_text(join([pointer, line]), width)
        if here:
            name = "rows--cursor" if self.has_focus else "rows--rest"
            made.stylize_before(self.get_component_rich_style(name))
        return made

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

    def _window(self, lines: list[tuple[Text, int | None]]) -> list[tuple[Text, int | None]]:
        height = 0 if self.grows else self.size.height
        if not height or len(lines) <= height:
            self._top = 0
            return lines
        mine = [number for number, (_, place) in enumerate(lines) if place == self.cursor]
        first, last = (mine[0], mine[-1]) if mine else (0, 0)
        first = 0 if self.cursor == 0 else first
        self._top = max(min(self._top, first), last - height + 1)
        self._top = min(self._top, len(lines) - height)
        return lines[self._top : self._top + height]

    # Moving.

    def move(self, place: int) -> None:
        """Put the cursor on a row, as near as there is one."""
        place = max(0, min(place, self.count - 1))
        if place != self.cursor:
            self.cursor = place
            self.post_message(self.Moved(self, place))

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
