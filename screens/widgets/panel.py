"""Panels: one line of title on a band, content below."""

from __future__ import annotations

from typing import Unpack

from rich.text import Text
from textual.app import ComposeResult
from textual.widget import Widget

from screens.widgets.ground import Stack
from screens.widgets.ink import join, plain, spread
from screens.widgets.line import Line, Named, stacked
from screens.width import cells, wrap


class PanelHead(Line):
    """Title bold, a remark behind it, unit or count on the right; a long title takes two lines."""

    DEFAULT_CSS = "PanelHead { height: auto; background: $band; padding: 0 1 0 2; }"

    def __init__(self, title: str = "", remark: str = "", right: str = "") -> None:
        super().__init__()
        self.title, self.remark, self.right = title, remark, right

    def say(self, title: str, remark: str = "", right: str = "") -> None:
        """Show other words; the screen is laid out anew only where their lines change."""
        if (title, remark, right) != (self.title, self.remark, self.right):
            self.title, self.remark, self.right = title, remark, right
            self.redraw()

    def has_other_height(self, lines: int) -> bool:
        return lines != self.size.height

    def build(self, width: int) -> Text:
        room = width - cells(self.right) - 2
        first, *rest = wrap(self.title, room if self.right else width)
        remark = f"   {self.remark}" if self.remark else ""
        head = join([plain(first, "strong"), plain(remark, "muted")])
        lines = [spread(head, plain(self.right, "muted"), width)]
        return stacked(lines + [plain(line, "strong") for line in rest[:1]])


class Panel(Stack):
    """A head and what stands under it, on paper."""

    DEFAULT_CSS = "Panel { background: $paper; height: 1fr; }"

    def __init__(
        self,
        title: str,
        *content: Widget,
        remark: str = "",
        right: str = "",
        **named: Unpack[Named],
    ) -> None:
        super().__init__(**named)
        self.head = PanelHead(title, remark, right)
        self._content = content

    def compose(self) -> ComposeResult:
        yield self.head
        yield from self._content
