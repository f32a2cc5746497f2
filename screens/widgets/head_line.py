"""The first line of every screen: where, who, online or not, what waits to be sent, when."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from rich.text import Text
from textual.reactive import reactive

from data.clock import SHANGHAI
from screens.widgets.ink import badge, join, plain, spread
from screens.widgets.line import Line

if TYPE_CHECKING:
    from window_app.views import ConnectionView

WEEKDAYS = "一二三四五六日"


class HeadLine(Line):
    """`place` and `who` are (long, short); the short forms stand below 120 columns.

    `line` is None where it is nobody's business; `aside` is plain text instead.
    """

    DEFAULT_CSS = "HeadLine { background: $head; color: $headink; }"

    place: reactive[tuple[str, str]] = reactive(("", ""))
    who: reactive[tuple[str, str]] = reactive(("", ""))
    aside: reactive[str] = reactive("")
    line: reactive[ConnectionView | None] = reactive(None)
    moment: reactive[datetime | None] = reactive(None)

    def build(self, width: int) -> Text:
        long = self.wide
        place, who = (pair[0] if long else pair[1] or pair[0] for pair in (self.place, self.who))
        left = join([plain(f"  {place}", "head.place"), plain(f"   {who}", "head.who")])
        return spread(left, self._right(long), width)

    def _right(self, long: bool) -> Text:
        parts: list[Text] = []
        if self.aside:
            parts.append(plain(f"{self.aside}   ", "head.who"))
        if self.line is not None:
            parts += [line_badge(self.line), plain("  ")]
        if self.line is not None and self.line.hub_name is not None:
            loud = "head.loud" if self.line.unsent else "head.who"
            parts.append(plain(f"待传 {self.line.unsent}   ", loud))
        if self.moment is not None:
            parts.append(plain(_when(self.moment, long), "head.who" if self.aside else "head.time"))
        return join([*parts, plain(" ")])


def line_badge(line: ConnectionView) -> Text:
    """How the terminal stands to its hub, in a word."""
    if line.hub_name is None:
        return badge("单机", "idle")
    if line.refused is not None:
        return badge("拒收", "bad")
    return badge("在线", "ok") if line.online else badge("离线", "warn")


def _when(moment: datetime, long: bool) -> str:
    local = moment.astimezone(SHANGHAI)
    clock = f"{local:%H:%M}"
    day = f"{local:%m-%d} 周{WEEKDAYS[local.weekday()]}"
    return f"{day}  {clock}" if long else clock
