"""Cards over a screen: what is about to happen, in words, and the keys that do it or not.

Enter does nothing here and nothing in the card takes it: a legal act is never an accident.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar, cast

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widget import Widget

from screens import keys
from screens.base import Keyed
from screens.keys import Key, Where
from screens.widgets.foot_line import KeyLine
from screens.widgets.ink import join, plain, spread
from screens.widgets.line import Line, Words
from screens.work import Asks

if TYPE_CHECKING:
    from screens.app import DeskApp

Result = TypeVar("Result")
NO_ENTER = "回车在这里不起作用，免得误按。"


class CardTitle(Line):
    """The outcome, and what it is about on the right."""

    def __init__(self, title: str, aside: str = "") -> None:
        super().__init__(id="card-title")
        self._title = title
        self._aside = aside

    def build(self, width: int) -> Text:
        return spread(plain(self._title, "strong"), plain(self._aside), width)


class Acts(KeyLine):
    """The keys of a card as chips; the first is the act itself."""

    def build(self, width: int) -> Text:
        pieces = [
            join(
                [plain(f" {key.cap}  {key.label} ", "chip" if place else "chip.main"), plain("   ")]
            )
            for place, key in enumerate(self.keys)
        ]
        return self._laid_out(pieces, 0, width)


class Card(Keyed, ModalScreen[Result], Asks, Generic[Result]):
    """A card. `family` colours the title: ok, warn, bad, vow, info, idle."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012
    AUTO_FOCUS = "#card-body"
    KEYS: ClassVar[tuple[keys.Used, ...]] = ("confirm", "back")

    def __init__(self, title: str, *, aside: str = "", family: str = "info") -> None:
        super().__init__(classes=f"-{family}")
        self._title = title
        self._aside = aside

    def body(self) -> Iterable[Widget]:
        """The notice in words."""
        return ()

    def consequences(self) -> Iterable[Widget]:
        """What is stored, printed and sent, and by whom."""
        return ()

    def acts(self) -> tuple[Key, ...]:
        """The keys, the act first."""
        return keys.resolve(self.KEYS)

    def compose(self) -> ComposeResult:
        with Vertical(id="card"):
            yield CardTitle(self._title, self._aside)
            with VerticalScroll(id="card-body"):
                yield from self.body()
            with Vertical(id="card-foot"):
                yield from self.consequences()
                acts = Acts(self.acts())
                acts.id = "card-acts"
                yield acts
                if any(key.where is Where.CARD for key in acts.keys):
                    yield Words(plain(NO_ENTER, "muted"))

    def on_key_line_pressed(self, event: KeyLine.Pressed) -> None:
        event.stop()
        cast("DeskApp", self.app).press(event.key.key)

    def action_back(self) -> None:
        """Close the card; nothing changes."""
        self.dismiss(None)
