"""Makes the pictures of the documentation: python tools/make_pictures.py [screens] [papers]

docs/pictures/ holds every screen of the desk, docs/papers/ every paper that an act makes; both
are taken of a demo station full of real cases, on one fixed Monday.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import picture_home
import picture_screens
import pypdfium2

DOCS = Path(__file__).parent.parent / "docs"
PICTURES, PAPERS = DOCS / "pictures", DOCS / "papers"
NOTE = "<!-- 由 tools/make_pictures.py 生成，请不要手改。 -->"
DPI = 96
COLOURS = 16  # grey steps that are enough for a page of text
TITLES = {
    "receipt": "申请材料接收凭证",
    "acceptance": "受理通知书",
    "supplement": "补正告知书",
    "tolerance": "容缺受理通知书",
    "tolerance-promise": "容缺受理承诺书",
    "commitment": "告知承诺书",
    "return": "退回清单",
    "not-needed": "不受理通知书",
    "not-ours": "不予受理通知书",
    "approval": "准予决定书",
    "delivery": "送达回证",
    "errand": "代办受理单",
    "guide": "一次性告知书",
}


def screens(home: Path) -> None:
    """Every screen, and the page that lists them."""
    _empty(PICTURES)
    asyncio.run(picture_screens.draw(home, PICTURES))
    (PICTURES / "README.md").write_text("\n".join(_screen_page()) + "\n", "utf-8")


def _screen_page() -> Iterator[str]:
    yield from (NOTE, "# 画面", "")
    yield "演示站上的每个画面，收件全部是真的办出来的；姓名和号码都是编的。"
    yield f"每个画面有 {len(picture_screens.SIZES)} 种大小、{len(picture_screens.THEMES)} 种配色。"
    for screen, title in picture_screens.SCREENS.items():
        yield from ("", f"## {title}", "", f"![{title}]({screen}-120-light.svg)", "")
        others = [
            f"[{size} 列，{word}]({screen}-{size}-{theme}.svg)"
            for size in picture_screens.SIZES
            for theme, word in zip(picture_screens.THEMES, ("浅色", "深色", "高对比"), strict=True)
        ]
        yield "、".join(others)


def papers(found: Mapping[str, Path]) -> None:
    """The first page of every paper, and the page that lists them."""
    _empty(PAPERS)
    for kind in TITLES:
        draw(found[kind], PAPERS / f"{kind}.png")
    (PAPERS / "README.md").write_text("\n".join(_paper_page()) + "\n", "utf-8")


def _paper_page() -> Iterator[str]:
    yield from (NOTE, "# 文书", "")
    yield "演示站出的每种文书，第一页。清单是示例，文书上都标明；姓名和号码都是编的。"
    for kind, title in TITLES.items():
        yield from ("", f"## {title}", "", f"![{title}]({kind}.png)")


def draw(pdf: Path, picture: Path) -> None:
    """The first page of a PDF as a small PNG."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0].render(scale=DPI / 72).to_pil()
    page.convert("L").quantize(COLOURS).save(picture, optimize=True)


def _empty(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        path.unlink()


def main(wanted: list[str]) -> None:
    with tempfile.TemporaryDirectory(prefix="window-pictures-") as name:
        home = Path(name) / "home"
        found = picture_home.fill(home)
        if "papers" in wanted or not wanted:
            papers({**found, **picture_home.errand(Path(name) / "village")})
        if "screens" in wanted or not wanted:
            screens(home)


if __name__ == "__main__":
    main(sys.argv[1:])
