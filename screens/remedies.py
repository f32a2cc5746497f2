"""What Textual's own widgets need so that they draw no character of doubtful width.

Called once before the first screen. The rest of the remedies is the first rule of `app.tcss`.
"""

from __future__ import annotations

from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.widgets._radio_button import RadioButton
from textual.widgets._toggle_button import ToggleButton

from screens.width import passes

KEY_WORDS = {
    "up": "上",
    "down": "下",
    "left": "左",
    "right": "右",
    "enter": "回车",
    "space": "空格",
    "backspace": "退格",
    "delete": "删除",
    "escape": "Esc",
    "tab": "Tab",
    "pageup": "上页",
    "pagedown": "下页",
    "home": "行首",
    "end": "行尾",
    "slash": "/",
}
_PREFIXES = {"ctrl": "Ctrl", "shift": "Shift", "alt": "Alt", "super": "Super"}


class PlainScrollBarRender(ScrollBarRender):
    """A scrollbar of whole cells."""

    VERTICAL_BARS = [" "] * 8
    HORIZONTAL_BARS = [" "] * 8


def apply() -> None:
    """Idempotent."""
    ScrollBar.renderer = PlainScrollBarRender
    ToggleButton.BUTTON_LEFT = "["
    ToggleButton.BUTTON_RIGHT = "]"
    RadioButton.BUTTON_INNER = "o"


def key_word(key: str) -> str:
    """How a key is called on a screen: `ctrl+n` → `Ctrl+N`, `up` → 上."""
    *prefixes, name = key.split("+")
    word = KEY_WORDS.get(name, name.upper() if prefixes or len(name) > 1 else name)
    if not all(map(passes, word)):
        word = name
    return "+".join([_PREFIXES.get(prefix, prefix) for prefix in prefixes] + [word])
