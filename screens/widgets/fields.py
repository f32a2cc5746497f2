"""Input fields: one line, no frame, safe for input methods, pastes and characters of any plane."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import ClassVar, Unpack

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from screens.widgets.line import Named
from screens.width import cells, half_width, shown_typed

_NOT_TYPED = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def typed(text: str) -> str:
    """What a person can have meant to type: no control characters; full-width space a space."""
    return "".join(
        char for char in text.replace("\u3000", " ") if unicodedata.category(char) not in _NOT_TYPED
    )


class Field(Input, inherit_bindings=False):
    """A text field. Textual's Emacs keys are left out: `Ctrl` keys belong to the registry."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "cursor_left", show=False),
        Binding("right", "cursor_right", show=False),
        Binding("shift+left", "cursor_left(True)", show=False),
        Binding("shift+right", "cursor_right(True)", show=False),
        Binding("home", "home", show=False),
        Binding("end", "end", show=False),
        Binding("shift+home", "home(True)", show=False),
        Binding("shift+end", "end(True)", show=False),
        Binding("backspace", "delete_left", show=False),
        Binding("delete", "delete_right", show=False),
        Binding("enter", "submit", show=False),
        Binding("ctrl+a", "select_all", show=False),
        Binding("ctrl+x", "cut", show=False),
        Binding("ctrl+c", "copy", show=False),
        Binding("ctrl+v", "paste", show=False),
    ]
    LIMIT: ClassVar[int] = 200

    @dataclass
    class TooLong(Message):
        """More was typed or pasted than the field takes; the rest was left out."""

        field: Field
        limit: int

        @property
        def control(self) -> Field:
            return self.field

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        limit: int | None = None,
        **named: Unpack[Named],
    ) -> None:
        self.limit = limit or self.LIMIT
        super().__init__(value, placeholder=placeholder, select_on_focus=False, **named)
        self.cursor_blink = False

    def validate_value(self, value: str) -> str:
        """Keep what can be typed, and no more than the limit."""
        value = typed(value)
        if len(value) > self.limit:
            self.post_message(self.TooLong(self, self.limit))
        return value[: self.limit]

    def on_key(self, event: events.Key) -> None:
        """Rare characters that the language's tables do not know yet are printable too."""
        if event.character and not event.is_printable and (text := typed(event.character)):
            self.insert_text_at_cursor(text)
            event.stop()

    @property
    def _value(self) -> Text:
        return Text(shown_typed(self.value), no_wrap=True, overflow="ignore", end="")

    def _position_to_cell(self, position: int) -> int:
        return cells(shown_typed(self.value[:position]))


class FoldingField(Field):
    """A field for numbers, codes and search words: full-width digits and letters become ASCII."""

    def validate_value(self, value: str) -> str:
        return super().validate_value(half_width(value))


class Secret(Field):
    """A password field: one `*` a character."""

    LIMIT = 128

    @property
    def _value(self) -> Text:
        # Without `end=""` the row breaks.
        return Text("*" * len(self.value), no_wrap=True, overflow="ignore", end="")

    def _position_to_cell(self, position: int) -> int:
        return position

    def action_copy(self) -> None:
        """A password is not copied."""

    def action_cut(self) -> None:
        """Nor cut."""
