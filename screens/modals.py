"""Small cards: confirm something, be told something."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from screens import keys
from screens.keys import Key
from screens.widgets.card import Card
from screens.widgets.line import Facts, Prose


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

    def on_mount(self) -> None:
        """What was typed before the card could be read confirms nothing."""
        self.forget_typed()

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
