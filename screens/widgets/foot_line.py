"""Key lines: the foot of every screen, and the second line of keys of a list.

Three densities, the first that fits: cap, space, label, two spaces; cap, label, one space;
cap without air inside, label, one space. What still does not fit is found in the help.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Unpack

from rich.text import Text
from textual import events
from textual.message import Message

from screens.keys import Key
from screens.widgets.ink import cap, join, plain
from screens.widgets.line import Line, Named


@dataclass(frozen=True, slots=True)
class _Target:
    start: int
    end: int
    key: Key


def _roomy(key: Key) -> Text:
    return join([cap(key.cap), plain(f" {key.label}  ", "ink")])


def _close(key: Key) -> Text:
    return join([cap(key.cap), plain(f"{key.short or key.label} ", "ink")])


def _tight(key: Key) -> Text:
    return join([cap(key.cap, inner=""), plain(f"{key.short or key.label} ", "ink")])


DENSITIES: tuple[Callable[[Key], Text], ...] = (_roomy, _close, _tight)


class KeyLine(Line):
    """Keys with their labels; each is a target for the mouse."""

    DEFAULT_CSS = "KeyLine { background: $rest; }"

    @dataclass
    class Pressed(Message):
        """A key was clicked."""

        key: Key

    def __init__(self, keys: Iterable[Key] = (), **named: Unpack[Named]) -> None:
        super().__init__(**named)
        self._keys = tuple(keys)
        self._targets: list[_Target] = []

    @property
    def keys(self) -> tuple[Key, ...]:
        return self._keys

    def show_keys(self, keys: Sequence[Key]) -> None:
        """Show other keys."""
        self._keys = tuple(keys)
        self.refresh()

    def build(self, width: int) -> Text:
        margin = 1 if self.wide else 0
        for draw in DENSITIES:
            pieces = [draw(key) for key in self._keys]
            if sum(piece.cell_len for piece in pieces) + margin - 1 <= width:
                break
        return self._laid_out(pieces, margin, width)

    def _laid_out(self, pieces: list[Text], margin: int, width: int) -> Text:
        self._targets = []
        used = margin
        fitting: list[Text] = [plain(" " * margin)]
        for key, piece in zip(self._keys, pieces, strict=True):
            if used + len(piece.plain.rstrip()) > width:
                break
            self._targets.append(_Target(used, used + piece.cell_len, key))
            fitting.append(piece)
            used += piece.cell_len
        return join(fitting)

    def on_click(self, event: events.Click) -> None:
        for target in self._targets:
            if target.start <= event.x < target.end:
                self.post_message(self.Pressed(target.key))


class FootLine(KeyLine):
    """The last line of every screen."""

    DEFAULT_CSS = "FootLine { background: $band; }"
