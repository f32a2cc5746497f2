"""A choice in a form: said in words, picked by its digit; open only while it has the focus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Unpack

from rich.text import Text
from textual import events
from textual.message import Message
from textual.reactive import reactive

from screens.widgets.ink import join, plain
from screens.widgets.line import Line, Named, stacked

Option = tuple[str, str]
OPEN = "按数字选"


class Choices(Line, can_focus=True):
    """Options of (stored word, name); digits pick, left and right step, Enter goes on."""

    DEFAULT_CSS = """
    Choices { height: auto; padding: 0 1; background: $rest; color: $ink; }
    Choices:focus { background: $fieldon; color: $onfield; }
    """

    value: reactive[str] = reactive("")
    options: reactive[Sequence[Option]] = reactive((), layout=True)

    @dataclass
    class Chosen(Message):
        """Another option is chosen."""

        choices: Choices
        value: str

        @property
        def control(self) -> Choices:
            return self.choices

    @dataclass
    class Submitted(Message):
        """Enter."""

        choices: Choices

        @property
        def control(self) -> Choices:
            return self.choices

    def __init__(self, options: Sequence[Option], value: str = "", **named: Unpack[Named]) -> None:
        super().__init__(**named)
        self.set_reactive(Choices.options, tuple(options))
        self.set_reactive(Choices.value, value)

    def build(self, width: int) -> Text:
        if self.has_focus:
            return stacked(self._open_lines(width))
        name = dict(self.options).get(self.value)
        return plain(name) if name else plain(OPEN, "muted")

    def _open_lines(self, width: int) -> list[Text]:
        lines, line = [], plain("")
        for number, (value, name) in enumerate(self.options, start=1):
            piece = _option(number, name, value == self.value)
            if line.cell_len and line.cell_len + piece.cell_len > width + 2:
                lines.append(line)
                line = plain("")
            line = join([line, piece])
        return [*lines, line]

    def on_key(self, event: events.Key) -> None:
        values = [value for value, _ in self.options]
        at = values.index(self.value) if self.value in values else -1
        steps = {"left": -1 if at > 0 else 0, "right": 1, "space": 1}
        if event.key == "enter":
            self.post_message(self.Submitted(self))
        elif event.key.isdigit() and 1 <= int(event.key) <= len(values):
            self.choose(values[int(event.key) - 1])
        elif event.key in steps and values:
            self.choose(values[(at + steps[event.key]) % len(values)])
        else:
            return
        event.stop()
        event.prevent_default()

    def choose(self, value: str) -> None:
        """As if the person had picked it."""
        if value != self.value:
            self.value = value
            self.post_message(self.Chosen(self, value))

    def on_focus(self) -> None:
        self.refresh(layout=True)

    def on_blur(self) -> None:
        self.refresh(layout=True)


def _option(number: int, name: str, is_chosen: bool) -> Text:
    cap = plain(f" {number} " if number < 10 else "   ", "chip.main" if is_chosen else "idlecap")
    return join([cap, plain(f" {name}", "strong" if is_chosen else ""), plain("  ")])
