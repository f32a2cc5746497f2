"""Where finished papers go. What fails is told as PaperError in words; nothing is sent twice here.

A printer says what paper is in it; whoever sends makes the bytes for that paper. While it works
it tells its `Progress` how far it is, so that a restart knows whether the paper may exist.
"""

from __future__ import annotations

import time
from enum import StrEnum
from typing import Protocol, runtime_checkable

TRY_AGAIN = "办件不受影响。请检查后重新打印。"
LOOK = "请看打印机有没有出纸：出了就确认，没有出就补打。"


class Paper(StrEnum):
    """What is in a printer: sheets, or a roll of so many mm."""

    A4 = "a4"
    ROLL_80 = "80"
    ROLL_58 = "58"


DOTS = {Paper.ROLL_80: 576, Paper.ROLL_58: 384}
"""What a roll printer of 203 dpi prints across."""


class Interrupted(Exception):
    """The program ends while a paper is in print; the job stays as it stands."""


class Progress:
    """Hears how far a job is. This one keeps nothing: for papers that are not spooled."""

    def leaving(self) -> None:
        """The first byte is about to leave this machine: from here on the paper may exist."""

    def taken(self, reference: str) -> None:
        """The printer has the job whole, and knows it by this reference."""

    def says(self, reason: str | None) -> None:
        """What the printer reports while it has the job; None: nothing."""

    def pause(self, seconds: float) -> None:
        """Wait before asking again; raises Interrupted where the program ends."""
        time.sleep(seconds)


class Printer(Protocol):
    @property
    def paper(self) -> Paper: ...

    def send(
        self, content: bytes, *, title: str, copies: int, progress: Progress | None = None
    ) -> str:
        """Print `copies` of the paper and see how it goes; gives a reference to the job.

        content: a PDF for A4, else the roll printer's own bytes. Raises PaperError where it did
        not come out, PaperUnconfirmed where nobody knows.
        """
        ...


@runtime_checkable
class FollowedPrinter(Protocol):
    """A printer that can still be asked after a job that another process gave it."""

    def follow(self, reference: str, progress: Progress) -> None:
        """See how the job goes; raises as `send` does."""
        ...
