"""The words of a notice on a card."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from screens.widgets.ink import badge, join, plain, spread
from screens.widgets.line import Line, stacked
from screens.width import wrap

POINTS = {"补齐：": ("缺", "bad"), "补正：": ("误", "fault")}


class NoticeWords(Line):
    """The notice; points with their mark before them."""

    DEFAULT_CSS = "NoticeWords { height: auto; }"

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__()
        self._lines = lines

    def build(self, width: int) -> Text:
        made: list[Text] = []
        for line in self._lines:
            word, family = POINTS.get(line[:3], ("", ""))
            label = join([badge(word, family), plain(" ")]) if word else plain("")
            first, *rest = wrap(line, width - label.cell_len)
            made.append(join([label, plain(first)]))
            made += [plain(" " * label.cell_len + part) for part in rest]
        return stacked(spread(line, plain(""), width) for line in made)
