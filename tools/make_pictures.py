"""Makes the pictures of the documentation: python tools/make_pictures.py [screens] [papers]

docs/pictures/ holds every screen of the desk, docs/papers/ every paper; both are taken of demo
stations full of real cases, on one fixed Monday.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import picture_home
import picture_papers
import picture_review
import picture_screens
import picture_stress
import pypdfium2
from PIL import Image

DOCS = Path(__file__).parent.parent / "docs"
PICTURES, PAPERS = DOCS / "pictures", DOCS / "papers"
NOTE = "<!-- 由 tools/make_pictures.py 生成，请不要手改。 -->"
DPI = 96
COLOURS = 8  # grey steps that are enough for a page of text
TITLES = {
    "receipt": "申请材料接收凭证",
    "deferred-receipt": "接收凭证：补交容缺的材料",
    "brought-receipt": "接收凭证：部门退回补正，先补来一部分",
    "acceptance": "受理通知书",
    "remade": "受理通知书：原文书作废后重出",
    "reprint": "受理通知书：补打",
    "supplement": "补正告知书",
    "second-supplement": "补正告知书：第二次",
    "tolerance": "容缺受理通知书",
    "tolerance-promise": "容缺受理承诺书",
    "commitment": "告知承诺书",
    "return": "退回清单",
    "withdrawal": "退回清单：撤回申请",
    "not-needed": "不受理通知书",
    "not-ours": "不予受理通知书",
    "payment": "缴款通知书",
    "approval": "准予决定书",
    "refusal": "不予许可决定书（样张；由部门决定，窗口不出）",
    "delivery": "送达回证",
    "errand": "代办受理单",
    "proxy": "授权委托书",
    "guide": "一次性告知书",
    "slip-80": "办件查询单：80 毫米小票",
    "slip-58": "办件查询单：58 毫米小票",
    "trial-a4": "打印测试：A4",
    "trial-80": "打印测试：80 毫米小票",
    "trial-58": "打印测试：58 毫米小票",
    "many-materials": "样张：40 份材料、9 口人、65 个字的名称",
    "many-faults": "样张：30 处问题、很长的受理标准",
}


def screens(home: Path) -> None:
    """Every screen, and the page that lists them."""
    _empty(PICTURES)
    asyncio.run(picture_screens.draw(home, PICTURES))
    asyncio.run(picture_review.draw(PICTURES))
    (PICTURES / "README.md").write_text("\n".join(_screen_page()) + "\n", "utf-8")


def _screen_page() -> Iterator[str]:
    yield from (NOTE, "# 画面", "")
    yield "演示站上的每个画面，收件全部是真的办出来的；姓名和号码都是编的。"
    yield f"每个画面有 {len(picture_screens.SIZES)} 种大小、{len(picture_screens.THEMES)} 种配色。"
    for screen, title in (picture_screens.SCREENS | picture_review.SCREENS).items():
        yield from ("", f"## {title}", "", f"![{title}]({screen}-120-light.svg)", "")
        others = [
            f"[{size} 列，{word}]({screen}-{size}-{theme}.svg)"
            for size in picture_screens.SIZES
            for theme, word in zip(picture_screens.THEMES, ("浅色", "深色", "高对比"), strict=True)
        ]
        yield "、".join(others)


def papers(found: Mapping[str, Path]) -> None:
    """Every page of every paper, and the page that lists them."""
    _empty(PAPERS)
    pictures = {kind: draw(found[kind], kind) for kind in TITLES}
    (PAPERS / "README.md").write_text("\n".join(_paper_page(pictures)) + "\n", "utf-8")


def _paper_page(pictures: Mapping[str, list[str]]) -> Iterator[str]:
    yield from (NOTE, "# 文书", "")
    yield "演示站出的每种文书，每一页。除样张外，都是照办件的一步步真的出的。"
    yield "清单是示例，文书上都标明；姓名和号码都是编的。"
    for kind, title in TITLES.items():
        yield from ("", f"## {title}", "")
        yield from (f"![{title}]({name})" for name in pictures[kind])


def draw(paper: Path, kind: str) -> list[str]:
    """Each page as a small PNG; the names of the files."""
    if paper.suffix == ".png":
        return [_keep(Image.open(paper), f"{kind}.png")]
    with pypdfium2.PdfDocument(paper) as document:
        pages = [page.render(scale=DPI / 72).to_pil() for page in document]
    return [
        _keep(page, f"{kind}-{at}.png" if at > 1 else f"{kind}.png")
        for at, page in enumerate(pages, 1)
    ]


def _keep(page: Image.Image, name: str) -> str:
    page.convert("L").quantize(COLOURS).save(PAPERS / name, optimize=True)
    return name


def _empty(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        path.unlink()


def main(wanted: list[str]) -> None:
    with tempfile.TemporaryDirectory(prefix="window-pictures-") as name:
        home = Path(name) / "home"
        found = picture_home.fill(home)
        if "papers" in wanted or not wanted:
            found |= picture_home.errand(Path(name) / "village")
            found |= picture_papers.later(Path(name) / "later")
            papers(found | picture_stress.stress(Path(name)))
        if "screens" in wanted or not wanted:
            screens(home)


if __name__ == "__main__":
    main(sys.argv[1:])
