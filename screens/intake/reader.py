"""The card reader: its program leaves a file in a folder, which is looked at once a second.

The file is never touched: it belongs to the reader's program. What was there before the intake
began belongs to somebody else and is not read.
"""

from __future__ import annotations

from pathlib import Path

from data.rules.card import LENGTH, CardText, read_card

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
