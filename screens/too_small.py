"""The card that stands over everything while the terminal is too small."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen

from screens.widgets.line import Prose

LEAST_WIDTH = 72
LEAST_HEIGHT = 18


class TooSmall(ModalScreen[None]):
    """Says how large it must be; keys reach nothing below it."""

    DEFAULT_CSS = """
    TooSmall Prose { color: $ink; padding: 0 1; }
    """

    def compose(self) -> ComposeResult:
        yield Prose(self._words())

    def _words(self) -> str:
        width, height = self.app.size
        return (
            f"窗口太小：现在 {width} 列 {height} 行，至少要 {LEAST_WIDTH} 列 {LEAST_HEIGHT} 行。"
            "拉大窗口就接着办，已经填的都在。"
        )

    def on_resize(self, event: events.Resize) -> None:
        self.query_one(Prose).say(self._words())

    def on_screen_resume(self) -> None:
        if not too_small(self.app.size.width, self.app.size.height):
            self.dismiss(None)


def too_small(width: int, height: int) -> bool:
    """Whether the screens cannot be laid out in so many cells."""
    return width < LEAST_WIDTH or height < LEAST_HEIGHT
