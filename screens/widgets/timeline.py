"""What happened to a case, newest first, by day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Unpack

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from screens.widgets.ink import cut_text, join, plain
from screens.widgets.line import Line, Named, stacked
from screens.width import pad, wrap

EVENT_CELLS = 14


@dataclass(frozen=True, slots=True)
class Moment:
    """One event: day `11-23 周一`, time `09:20`, colour family, what, who, and a note.

    Families: ok moves on, warn waits for the applicant, fault something was wrong, vow special
    procedure, info taken, idle side note.
    """

    day: str
    time: str
    family: str
    event: str
    who: str = ""
    note: str = ""


class _Moments(Line):
    DEFAULT_CSS = "_Moments { height: auto; }"

    def __init__(self) -> None:
        super().__init__()
        self.moments: list[Moment] = []

    def build(self, width: int) -> Text:
        lines: list[Text] = []
        for day, moments in groupby(self.moments, key=lambda moment: moment.day):
            if lines and self.wide:
                lines.append(plain(""))
            lines.append(plain(f"  {day}", "strong.muted"))
            for moment in moments:
                lines += _lines(moment, width)
        return stacked(lines)


def _lines(moment: Moment, width: int) -> list[Text]:
    head = join(
        [
            plain(f"  {moment.time}  ", "muted"),
            plain("  ", f"{moment.family}.area"),
            plain("  "),
            plain(pad(moment.event, EVENT_CELLS), "strong"),
            plain(moment.who, "muted"),
        ]
    )
    note = [plain(" " * 13 + line) for line in wrap(moment.note, width - 14) if moment.note]
    return [cut_text(head, width), *note]


class Timeline(VerticalScroll):
    """A scrolling list of moments."""

    DEFAULT_CSS = "Timeline { background: $paper; height: 1fr; }"

    def __init__(self, moments: Iterable[Moment] = (), **named: Unpack[Named]) -> None:
        super().__init__(**named)
        self._lines = _Moments()
        self._lines.moments = list(moments)

    def show_moments(self, moments: Iterable[Moment]) -> None:
        """Show other moments, newest first."""
        self._lines.moments = list(moments)
        self._lines.refresh(layout=True)

    def compose(self) -> ComposeResult:
        yield self._lines
