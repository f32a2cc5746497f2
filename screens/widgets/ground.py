"""Containers that show nothing but their ground: drawn at no cost, however many lie below a key."""

from __future__ import annotations

from textual.color import TRANSPARENT
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.filter import ANSIToTruecolor, LineFilter
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


def filters(widget: Widget) -> list[LineFilter]:
    """What changes the colours last (NO_COLOR); ours are none of the terminal's own sixteen."""
    return [one for one in widget.get_line_filters() if not isinstance(one, ANSIToTruecolor)]


class Ground(Widget):
    """Stands last among the bases: the sheet knows a widget by its first one. No borders."""

    def render_lines(self, crop: Region) -> list[Strip]:
        style = self.visual_style
        strip = Strip.blank(crop.width, style.rich_style)
        for one in filters(self):
            strip = strip.apply_filter(one, style.background or TRANSPARENT)
        return [strip] * crop.height


class Box(Container, Ground):
    """A container."""


class Stack(Vertical, Ground):
    """One below the other."""


class Scroll(VerticalScroll, Ground):
    """One below the other, more than is seen."""


class Row(Horizontal, Ground):
    """One beside the other."""
