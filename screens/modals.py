"""Small cards: confirm something, be told something, the window is too small."""

from __future__ import annotations

from collections.abc import Iterable

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widget import Widget

from screens import keys
from screens.keys import Key
from screens.widgets.card import Card
from screens.widgets.line import Facts, Prose

LEAST_WIDTH = 72
LEAST_HEIGHT = 18


class Confirm(Card[bool]):
    """Asks once before an act. Answers True, or None when the person goes back."""

    def __init__(
        self,
        title: str,
        words: str,
        *,
        act: str,
        effects: Iterable[tuple[str, str]] = (),
        aside: str = "",
        family: str = "warn",
    ) -> None:
        """`act` is the label of F12 (`确认作废`); `effects` are (label, what will happen)."""
        super().__init__(title, aside=aside, family=family)
        self._words = words
        self._act = act
        self._effects = tuple(effects)

    def body(self) -> Iterable[Widget]:
        yield Prose(self._words)

    def consequences(self) -> Iterable[Widget]:
        if self._effects:
            yield Facts(self._effects)

    def acts(self) -> tuple[Key, ...]:
        return keys.use("confirm", self._act), keys.use("back", "返回，什么都不变")

    def action_confirm(self) -> None:
        self.dismiss(True)


class Inform(Card[None]):
    """Tells something that should not be missed."""

    KEYS = (keys.use("back", "知道了"),)

    def __init__(self, title: str, words: str, *, aside: str = "", family: str = "info") -> None:
        super().__init__(title, aside=aside, family=family)
        self._words = words

    def body(self) -> Iterable[Widget]:
        yield Prose(self._words)


class TooSmall(ModalScreen[None]):
    """Stands over everything while the terminal is too small; keys reach nothing below it."""

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
