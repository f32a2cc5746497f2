"""Running text of several kinds in one widget: cheap to change at every key."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Unpack

from rich.text import Text

from screens.widgets.ink import plain
from screens.widgets.line import Line, Named, stacked
from screens.width import wrap

Lay = Callable[[int], Iterable[Text]]


class Told(Line):
    """Lines that are laid out anew for the width they have."""

    DEFAULT_CSS = "Told { height: auto; }"

    def __init__(self, **named: Unpack[Named]) -> None:
        super().__init__(**named)
        self._lay: Lay = lambda _: ()

    def say(self, lay: Lay) -> None:
        """Show what `lay` gives for a width."""
        self._lay = lay
        self.refresh(layout=True)

    def build(self, width: int) -> Text:
        return stacked(self._lay(width))


def prose(text: str, width: int, *, style: str = "", indent: int = 0) -> list[Text]:
    """A text broken into lines, all of them moved in by so many cells."""
    return [plain(" " * indent + line, style) for line in wrap(text, width - indent)]
