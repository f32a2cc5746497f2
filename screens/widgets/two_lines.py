"""The block above one case's work: two lines, each with something on its right."""

from __future__ import annotations

from rich.text import Text

from screens.widgets.ink import spread
from screens.widgets.line import Line, stacked

Pair = tuple[Text, Text]


class TwoLines(Line):
    """Left and right of the first line, then of the second; air around them at 120 columns."""

    DEFAULT_CSS = "TwoLines { height: 2; background: $desk; padding: 0 1 0 2; }"

    def __init__(self, first: Pair, second: Pair) -> None:
        super().__init__()
        self._lines = (first, second)

    def say(self, first: Pair, second: Pair) -> None:
        """Show other lines."""
        self._lines = (first, second)
        self.refresh()

    def build(self, width: int) -> Text:
        return stacked(spread(left, right, width) for left, right in self._lines)
