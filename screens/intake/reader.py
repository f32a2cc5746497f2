"""The card reader: its program leaves a file in a folder, which is looked at once a second.

The file is never touched: it belongs to the reader's program. What was there before the intake
began belongs to somebody else and is not read.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from data.rules.card import LENGTH, CardText, read_card
from screens.base import DeskScreen
from screens.modals import Inform

FILE = "wz.txt"
SECONDS = 1.0


class Reader:
    """Watches one folder."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE
        self._seen = self._stamp()

    def look(self) -> CardText | None:
        """A card laid on since the last look."""
        stamp = self._stamp()
        if stamp is None or stamp == self._seen:
            return None
        try:
            with self._file.open("rb") as file:
                content = file.read(LENGTH)
        except OSError:
            return None
        if len(content) < LENGTH:
            return None  # still being written
        self._seen = stamp
        return read_card(content)

    def _stamp(self) -> tuple[int, int] | None:
        try:
            found = self._file.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size


class CardWatch:
    """Looks for a card while a screen is up; one that is not known is said at once."""

    def __init__(
        self, screen: DeskScreen, wanted: Callable[[], bool], read: Callable[[CardText], None]
    ) -> None:
        """`read` is given a card that was laid on while `wanted` held."""
        self._screen, self._wanted, self._read = screen, wanted, read
        self._reader: Reader | None = None
        folder = screen.desk.card_folder
        if folder is not None:
            screen.ask(lambda: Reader(folder), self._begin, group="reader")

    def _begin(self, reader: Reader) -> None:
        self._reader = reader
        self._screen.set_interval(SECONDS, self.look)

    def look(self) -> None:
        """See whether a card was laid on."""
        if self._reader is not None and self._wanted():
            self._screen.ask(self._reader.look, self._found, group="reader")

    def _found(self, card: CardText | None) -> None:
        if card is None:
            return
        if card.kind is None:
            told = Inform("认不得的证件", f"读到的内容：{card.raw}", family="warn")
            self._screen.app.push_screen(told)
        else:
            self._read(card)
