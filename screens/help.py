"""The help: every key that works on a screen, from the registry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.text import Text
from textual.widget import Widget

from screens import keys
from screens.keys import Key
from screens.widgets.card import Card
from screens.widgets.ink import cap, join, pad_text, plain
from screens.widgets.line import Line, stacked
from screens.width import first_that_fits

CAP_CELLS = 12
LABEL_CELLS = 10


class KeyList(Line):
    """Keys by where they hold: cap, label, what it does, and the `Ctrl` twin."""

    DEFAULT_CSS = "KeyList { height: auto; }"

    def __init__(self, used: Sequence[Key]) -> None:
        super().__init__()
        self._groups = keys.grouped(used)

    def build(self, width: int) -> Text:
        lines: list[Text] = []
        for where, entries in self._groups:
            lines += [plain(""), plain(where.value, "strong.muted")] if lines else []
            lines = lines or [plain(where.value, "strong.muted")]
            lines += [_key_line(entry, width) for entry in entries]
        return stacked(lines)


def _key_line(entry: Key, width: int) -> Text:
    caps = pad_text(cap(entry.cap), CAP_CELLS)
    words = first_that_fits((entry.label, entry.short or entry.label), LABEL_CELLS - 1)
    label = pad_text(plain(words, "strong"), LABEL_CELLS)
    twin = plain(entry.twin_cap, "muted")
    room = width - CAP_CELLS - LABEL_CELLS - 7
    return join([caps, label, pad_text(plain(entry.help), room), pad_text(twin, 7, right=True)])


class Help(Card[None]):
    """The keys of one screen; arrows scroll."""

    KEYS = (keys.use("back", "返回"),)

    def __init__(self, used: Sequence[Key]) -> None:
        super().__init__("能按的键", aside="右边是同一个键的另一种按法")
        self._used = used

    def body(self) -> Iterable[Widget]:
        yield KeyList(self._used)
