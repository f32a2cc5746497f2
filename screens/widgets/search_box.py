"""The one box: a barcode, an identity number, an item's name, its pinyin or initials."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Unpack

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message

from screens.widgets.fields import Field, FoldingField
from screens.widgets.ink import cap
from screens.widgets.line import Line, Named

PLACEHOLDER = "扫码，或输入身份证号、事项名称、拼音首字母"
LIST_KEYS = {
    "up": "cursor_up",
    "down": "cursor_down",
    "pageup": "page_up",
    "pagedown": "page_down",
}


class _Slash(Line):
    DEFAULT_CSS = "_Slash { width: 4; }"

    def build(self, width: int) -> Text:
        return cap("/")


class SearchBox(Horizontal):
    """A field with its key before it. Arrow keys are handed to the list below."""

    DEFAULT_CSS = """
    SearchBox { height: 1; padding: 0 1; background: $band; }
    SearchBox Field { width: 1fr; }
    """

    @dataclass
    class Changed(Message):
        """The text is another now."""

        text: str

    @dataclass
    class Sent(Message):
        """Enter, or the end of a scan."""

        text: str

    @dataclass
    class Arrow(Message):
        """An arrow key: `action` is the list's action that answers it."""

        action: str

    def __init__(self, placeholder: str = PLACEHOLDER, **named: Unpack[Named]) -> None:
        super().__init__(**named)
        self.field = FoldingField(placeholder=placeholder)

    def compose(self) -> ComposeResult:
        yield _Slash()
        yield self.field

    @property
    def text(self) -> str:
        return self.field.value

    def clear(self) -> None:
        """Empty it."""
        self.field.value = ""

    def type_in(self, text: str) -> None:
        """Take over what was typed or scanned while the focus was elsewhere."""
        self.field.focus()
        self.field.insert_text_at_cursor(text)

    def on_input_changed(self, event: Field.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(event.value))

    def on_input_submitted(self, event: Field.Submitted) -> None:
        event.stop()
        self.post_message(self.Sent(event.value.strip()))

    def on_key(self, event: events.Key) -> None:
        if event.key in LIST_KEYS:
            event.stop()
            self.post_message(self.Arrow(LIST_KEYS[event.key]))
