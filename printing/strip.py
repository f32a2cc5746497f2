"""Drawing on a roll: strips of dots from the top down, then one black and white picture.

All sizes are dots of a head of 203 dpi (8 a millimetre). It knows no document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFont

from printing.codes import code128, dark_runs, qr
from printing.escpos import Picture
from printing.faces import Faces, Weight
from printing.lines import break_lines
from printing.sheet import Align

WHITE = 255
INK = 180
"""Greys darker than this are burnt: thin strokes of a Song face stay whole."""
BASELINE = 0.86
"""A line's baseline lies this share of the font size below its top, with LEADING above."""
LEADING = 1.34
QUIET = 10
"""Modules of white paper beside a bar code, 4 around a QR code: scanners need them."""
QR_QUIET = 4

Draw = Callable[[ImageDraw.ImageDraw, int], None]
"""Draws a strip whose top lies so many dots down."""


@dataclass(frozen=True, slots=True)
class Strip:
    height: int
    draw: Draw


def picture(strips: Iterable[Strip], width: int) -> Picture:
    """The strips below one another."""
    whole = list(strips)
    image = Image.new("L", (width, sum(strip.height for strip in whole)), WHITE)
    canvas = ImageDraw.Draw(image)
    top = 0
    for strip in whole:
        strip.draw(canvas, top)
        top += strip.height
    ink = ImageChops.invert(image).point([0] * (WHITE - INK) + [WHITE] * (INK + 1))
    return Picture(width, ink.convert("1", dither=Image.Dither.NONE).tobytes())


def gap(height: int) -> Strip:
    return Strip(height, lambda _canvas, _top: None)


class Roll:
    """What is drawn across `width` dots with these fonts."""

    def __init__(self, width: int, faces: Faces) -> None:
        self.width = width
        self.faces = faces

    def text(
        self,
        text: str,
        size: int,
        *,
        weight: Weight = Weight.REGULAR,
        align: Align = Align.LEFT,
        left: int = 0,
        first: int = 0,
    ) -> list[Strip]:
        """Lines of `text`, `left` dots in, the first `first` more; PaperError: missing glyph."""

        def measure(part: str) -> float:
            return self.faces.width(part, size, weight)

        room = self.width - left
        lines = break_lines(text, room, measure, first=first)
        return [
            self._line(
                line,
                size,
                weight,
                left + (first if at == 0 else 0) + (room - measure(line)) * align.value,
            )
            for at, line in enumerate(lines)
        ]

    def beside(self, label: str, value: str, size: int) -> list[Strip]:
        """标签：内容; what goes on stands below the beginning of the content."""
        head = f"{label}："
        side = round(self.faces.width(head, size))
        lines = self.text(value, size, left=side)
        begin = self._line(head, size, Weight.REGULAR, 0)

        def draw(canvas: ImageDraw.ImageDraw, top: int) -> None:
            begin.draw(canvas, top)
            lines[0].draw(canvas, top)

        return [Strip(lines[0].height, draw), *lines[1:]]

    def rule(self) -> Strip:
        def draw(canvas: ImageDraw.ImageDraw, top: int) -> None:
            for x in range(0, self.width, 8):
                canvas.line((x, top + 8, x + 4, top + 8), fill=0)

        return Strip(17, draw)

    def barcode(self, digits: str, height: int) -> Strip:
        """Code 128 in the middle, its modules as wide as the roll lets them be."""
        bits = code128(digits)
        module = self.width // (len(bits) + 2 * QUIET)
        left = (self.width - len(bits) * module) // 2

        def draw(canvas: ImageDraw.ImageDraw, top: int) -> None:
            for start, length in dark_runs(bytes(int(bit) for bit in bits)):
                x = left + start * module
                canvas.rectangle((x, top, x + length * module - 1, top + height - 1), fill=0)

        return Strip(height, draw)

    def qr(self, text: str, side: int) -> Strip:
        """A QR code in the middle, with its white border not wider than `side`."""
        rows = qr(text)
        module = side // (len(rows) + 2 * QR_QUIET)
        border = QR_QUIET * module
        left = (self.width - len(rows) * module) // 2

        def draw(canvas: ImageDraw.ImageDraw, top: int) -> None:
            for at, row in enumerate(rows):
                y = top + border + at * module
                for start, length in dark_runs(row):
                    x = left + start * module
                    canvas.rectangle((x, y, x + length * module - 1, y + module - 1), fill=0)

        return Strip(len(rows) * module + 2 * border, draw)

    def _line(self, text: str, size: int, weight: Weight, x: float) -> Strip:
        """One line; every character stands where the fonts' own widths put it."""
        runs = self.faces.runs(text, weight)

        def draw(canvas: ImageDraw.ImageDraw, top: int) -> None:
            baseline = top + round(size * (LEADING - 1) / 2 + size * BASELINE)
            at = x
            for run in runs:
                font = _font(self.faces.file(run.font), size)
                for character in run.text:
                    canvas.text((round(at), baseline), character, font=font, fill=0, anchor="ls")
                    at += self.faces.width(character, size, weight)

        return Strip(round(size * LEADING), draw)


@lru_cache(maxsize=32)
def _font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
