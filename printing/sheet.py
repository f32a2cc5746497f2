"""Drawing on A4: mm from the top left become the points from the bottom left of a PDF.

It knows no document: `layout.py` says what stands where.
"""

from __future__ import annotations

from enum import Enum
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from printing.codes import code128, dark_runs, qr
from printing.faces import Faces, Weight
from printing.lines import break_lines

MM = 72 / 25.4
"""Points in a millimetre."""
PAGE_WIDTH = 210.0
PAGE_HEIGHT = 297.0
RULE = 0.5
"""Thickness of a table rule, points."""
BASELINE = 0.36
"""A line's baseline lies this share of the font size below the line's middle."""


class Align(Enum):
    LEFT = 0.0
    CENTRE = 0.5
    RIGHT = 1.0


class Sheet:
    """A canvas measured in mm from the top left of the page; font sizes in points.

    `grey` is 0 for black, 1 for white.
    """

    def __init__(self, faces: Faces, *, title: str) -> None:
        self.faces = faces
        self._bytes = BytesIO()
        self._canvas = Canvas(
            self._bytes,
            pagesize=(PAGE_WIDTH * MM, PAGE_HEIGHT * MM),
            invariant=True,
            initialFontName=faces.base(),
        )
        self._canvas.setTitle(title)
        self._canvas.setAuthor("")

    def lines(
        self,
        text: str,
        width: float,
        size: float,
        *,
        weight: Weight = Weight.REGULAR,
        first: float = 0.0,
    ) -> list[str]:
        """`text` broken to lines of `width` mm, the first shorter by `first` mm."""

        def measure(part: str) -> float:
            return self.faces.width(part, size, weight)

        return break_lines(text, width * MM, measure, first=first * MM)

    def text(
        self,
        x: float,
        middle: float,
        text: str,
        size: float,
        *,
        weight: Weight = Weight.REGULAR,
        align: Align = Align.LEFT,
        grey: float = 0.0,
        spread: float = 0.0,
    ) -> None:
        """One line whose middle lies `middle` mm down; `spread` points are added a character."""
        left = x * MM - self.faces.width(text, size, weight) * align.value
        ink = self._canvas.beginText(left, self._up(middle) - size * BASELINE)
        ink.setFillGray(grey)
        if spread:
            ink.setCharSpace(spread)
        for run in self.faces.runs(text, weight):
            ink.setFont(run.font, size)
            ink.textOut(run.text)
        if spread:
            ink.setCharSpace(0)
        self._canvas.drawText(ink)

    def slanted(self, text: str, size: float, *, grey: float) -> None:
        """A large text across the middle of the page, rising to the right."""
        self._canvas.saveState()
        self._canvas.translate(PAGE_WIDTH * MM / 2, PAGE_HEIGHT * MM / 2)
        self._canvas.rotate(45)
        self._canvas.translate(0, -PAGE_HEIGHT * MM)
        self.text(0, 0, text, size, weight=Weight.BOLD, align=Align.CENTRE, grey=grey)
        self._canvas.restoreState()

    def rule(self, x1: float, y1: float, x2: float, y2: float) -> None:
        self._canvas.setLineWidth(RULE)
        self._canvas.line(x1 * MM, self._up(y1), x2 * MM, self._up(y2))

    def grid(
        self,
        left: float,
        top: float,
        widths: list[float],
        height: float,
        *,
        above: bool = True,
        below: bool = True,
    ) -> None:
        """The rules around and between the cells of one table row, in one path.

        Without the rule `above` or `below` the row goes on there.
        """
        low, high = self._up(top + height), self._up(top)
        edges = [(left + sum(widths[:at])) * MM for at in range(len(widths) + 1)]
        ruled = [y for y, is_ruled in ((low, below), (high, above)) if is_ruled]
        across = [f"{edges[0]:.2f} {y:.2f} m {edges[-1]:.2f} {y:.2f} l" for y in ruled]
        down = [f"{x:.2f} {low:.2f} m {x:.2f} {high:.2f} l" for x in edges]
        self._canvas.addLiteral(f"{RULE} w {' '.join(across + down)} S")

    def dashed_circle(self, x: float, y: float, diameter: float, *, grey: float) -> None:
        self._canvas.saveState()
        self._canvas.setStrokeGray(grey)
        self._canvas.setLineWidth(RULE)
        self._canvas.setDash(3, 3)
        self._canvas.circle(x * MM, self._up(y), diameter / 2 * MM)
        self._canvas.restoreState()

    def barcode(self, x: float, y: float, digits: str, *, module: float, height: float) -> None:
        """Draw Code 128 with its top left at (x, y); sizes in mm."""
        bars = bytes(int(bit) for bit in code128(digits))
        rows = [f"{start} 0 {length} 1 re" for start, length in dark_runs(bars)]
        self._modules(x, y + height, rows, module, height)

    def qr(self, right: float, y: float, text: str, *, module: float) -> float:
        """Draw a QR symbol with its top right at (right, y); returns its side in mm."""
        matrix = qr(text)
        side = len(matrix) * module
        rows = [
            f"{start} {len(matrix) - 1 - at} {length} 1 re"
            for at, row in enumerate(matrix)
            for start, length in dark_runs(row)
        ]
        self._modules(right - side, y + side, rows, module, module)
        return side

    def blank(self, x: float, y: float, width: float, height: float) -> None:
        """White paper under a code, so that a mark behind it does not blur it."""
        self._canvas.setFillGray(1)
        self._canvas.rect(x * MM, self._up(y + height), width * MM, height * MM, stroke=0, fill=1)

    def next_page(self) -> None:
        self._canvas.showPage()

    def finish(self) -> bytes:
        self._canvas.save()
        return self._bytes.getvalue()

    def _modules(self, x: float, bottom: float, rects: list[str], wide: float, high: float) -> None:
        """Rectangles in whole modules, drawn in one path: far quicker than one by one."""
        matrix = f"{wide * MM:.4f} 0 0 {high * MM:.4f} {x * MM:.3f} {self._up(bottom):.3f} cm"
        self._canvas.addLiteral(f"q 0 g {matrix} {' '.join(rects)} f Q")

    def _up(self, y: float) -> float:
        return (PAGE_HEIGHT - y) * MM
