"""What `window printer test` prints: is all of the width there, are measures right, do codes read.

Drawn, not composed: a test page is no paper of any case and is kept nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from PIL import ImageDraw

from printing import page
from printing.escpos import Picture, encode
from printing.faces import Faces, Weight
from printing.printers import DOTS, Paper
from printing.roll import SIZES, Sizes
from printing.sheet import PAGE_HEIGHT, PAGE_WIDTH, Align, Sheet
from printing.strip import Roll, Strip, gap, picture

TITLE = "打印测试"
NUMBER = "441803261123000103001275"
QUERY = f"{NUMBER} 000000"
PLAIN = "一窗受理，集成服务。0123456789 ABC abc（）《》〔〕"
RARE = "䶮㛃𬱖㼆𬭎𫖯𪨶鿍𠮷𰻝"
"""Characters of real names, among them ones that the shipped fonts lack."""
DOTS_A_MM = 8
EDGE = 5.0
SCALE = 150.0
BAR_HEIGHT = 88


def roll_page(name: str, paper: Paper, faces: Faces) -> bytes:
    """ESC/POS of the test slip."""
    return encode(roll_picture(name, paper, faces))


def roll_picture(name: str, paper: Paper, faces: Faces) -> Picture:
    roll = Roll(DOTS[paper], faces)
    return picture(_strips(name, roll, SIZES[paper]), roll.width)


def sheet_page(name: str, faces: Faces) -> bytes:
    """The PDF of the test page."""
    sheet = Sheet(faces, title=TITLE)
    _frame(sheet)
    _scales(sheet)
    top = page.TOP + 30
    sheet.text(PAGE_WIDTH / 2, page.TOP + 12, TITLE, 22, weight=Weight.BOLD, align=Align.CENTRE)
    for text, size in _lines(name, faces):
        for line in sheet.lines(text, page.WIDTH - 26, size):
            sheet.text(page.LEFT + 16, top, line, size)
            top += size * 0.6
    sheet.barcode(page.LEFT + 16, top + 5, NUMBER, module=page.BAR_MODULE, height=page.BAR_HEIGHT)
    sheet.qr(page.LEFT + page.WIDTH - 10, top + 5, QUERY, module=page.QR_MODULE)
    sheet.next_page()
    return sheet.finish()


def _lines(name: str, faces: Faces) -> Iterator[tuple[str, float]]:
    yield f"打印机：{name}", 12
    for size in (9.0, 10.5, 12.0, 16.0):
        yield f"{size:g}磅：{PLAIN}", size
    yield from ((text, 12) for text in _rare(faces))
    yield "外框离纸边 5 毫米；四边都印出来，说明整页都能用。", 12
    yield "内框是文书的版心。标尺上的刻度用尺子量，应当正好是毫米。", 12
    yield "下面两个码请用扫码枪扫一下。", 12


def _rare(faces: Faces) -> Iterator[str]:
    """The characters that can be set, and by their codes those that stop a paper."""
    missing = faces.missing_glyphs(RARE)
    yield f"生僻字：{''.join(one for one in RARE if one not in missing)}"
    if missing:
        codes = "、".join(f"U+{ord(one):X}" for one in missing)
        yield f"字体里没有的字：{codes}。要用的请配置补充字体。"


def _frame(sheet: Sheet) -> None:
    inner = (page.LEFT, page.TOP, PAGE_WIDTH - page.RIGHT, PAGE_HEIGHT - page.BOTTOM)
    for x1, y1, x2, y2 in ((EDGE, EDGE, PAGE_WIDTH - EDGE, PAGE_HEIGHT - EDGE), inner):
        sheet.rule(x1, y1, x2, y1)
        sheet.rule(x1, y2, x2, y2)
        sheet.rule(x1, y1, x1, y2)
        sheet.rule(x2, y1, x2, y2)


def _scales(sheet: Sheet) -> None:
    """A scale of millimetres along the top and the left edge of the text."""
    for at in range(int(SCALE) + 1):
        length = 5.0 if at % 10 == 0 else 3.5 if at % 5 == 0 else 2.0
        sheet.rule(page.LEFT + at, page.TOP, page.LEFT + at, page.TOP + length)
        sheet.rule(page.LEFT, page.TOP + at, page.LEFT + length, page.TOP + at)
        if at and at % 50 == 0:
            sheet.text(page.LEFT + at, page.TOP + 7, f"{at}", 8, align=Align.CENTRE)
            sheet.text(page.LEFT + 6, page.TOP + at, f"{at}", 8)


def _strips(name: str, roll: Roll, sizes: Sizes) -> Iterator[Strip]:
    yield _ruler(roll)
    yield from roll.text(TITLE, sizes.title, weight=Weight.BOLD, align=Align.CENTRE)
    for text in (f"打印机：{name}", f"宽{roll.width}点，{roll.width // DOTS_A_MM}毫米", PLAIN):
        yield from roll.text(text, sizes.body)
    for text in _rare(roll.faces):
        yield from roll.text(text, sizes.body)
    yield from roll.text("标尺左右两端的粗线都要看得见。", sizes.small)
    yield gap(DOTS_A_MM)
    yield roll.barcode(NUMBER, BAR_HEIGHT)
    yield roll.qr(QUERY, sizes.qr)
    yield _ruler(roll)


def _ruler(roll: Roll) -> Strip:
    """Millimetres across the whole width, with thick ends: what is cut off is seen."""

    def draw(canvas: ImageDraw.ImageDraw, top: int) -> None:
        low = top + 24
        canvas.line((0, low, roll.width - 1, low), fill=0)
        for at in range(roll.width // DOTS_A_MM):
            high = 24 if at % 10 == 0 else 16 if at % 5 == 0 else 8
            canvas.line((at * DOTS_A_MM, low - high, at * DOTS_A_MM, low), fill=0)
        canvas.rectangle((0, top, 2, low), fill=0)
        canvas.rectangle((roll.width - 3, top, roll.width - 1, low), fill=0)

    return Strip(32, draw)
