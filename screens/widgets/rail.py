"""The steps of an intake under the head: done, current, to come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Unpack

from rich.text import Text
from textual.reactive import reactive

from screens.widgets.ink import join, pad_text, plain
from screens.widgets.line import Line, Named


class Rail(Line):
    """Steps in equal parts; `current` counts from 0, all before it are done."""

    DEFAULT_CSS = "Rail { background: $band; }"

    current: reactive[int] = reactive(0)

    def __init__(self, steps: Sequence[str], current: int = 0, **named: Unpack[Named]) -> None:
        super().__init__(**named)
        self._steps = tuple(steps)
        self.set_reactive(Rail.current, current)

    def build(self, width: int) -> Text:
        room = width // len(self._steps)
        parts: list[Text] = []
        for place, step in enumerate(self._steps):
            words, style = self._state(place, f" {place + 1} {step}")
            last = place == len(self._steps) - 1
            part = pad_text(plain(words), width - room * place if last else room)
            part.stylize(style)
            parts.append(part)
        return join(parts)

    def _state(self, place: int, words: str) -> tuple[str, str]:
        if place < self.current:
            return f"{words} 完", "ok.soft"
        if place == self.current:
            return f"{words} {'进行中' if self.wide else '在办'}", "chip.main"
        return words, "idlecap"
