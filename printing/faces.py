"""The fonts of a paper: which font sets which character, and how wide it is.

A chain is asked glyph by glyph: the site's official font (e.g. 仿宋), the shipped Noto Serif SC,
one extra font for rare characters. A character that none has stops the paper: a legal name is
never printed as □. Files are read when first needed, once a process.
"""

from __future__ import annotations

import unicodedata
import zlib
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path

from reportlab.pdfbase import pdfmetrics, ttfonts

from data.errors import PaperError
from printing import reportlab_fixes

FONTS = Path(__file__).parent / "fonts"
REGULAR = FONTS / "NotoSerifSC-Regular.ttf"
BOLD = FONTS / "NotoSerifSC-Bold-subset.ttf"

EM = 1000.0
"""reportlab's glyph widths are in thousandths of the font size."""


class Weight(Enum):
    REGULAR = "regular"
    BOLD = "bold"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that one font sets; `font` is a name registered with reportlab."""

    font: str
    text: str


@cache
def _load(path: Path) -> ttfonts.TTFont:
    """Read and register a TrueType file. The name tells its content: same font, same bytes."""
    reportlab_fixes.mend()
    try:
        mapped = reportlab_fixes.Mapped(path)
        name = f"{path.stem}-{zlib.crc32(mapped.read()):08x}"
        font = ttfonts.TTFont(name, mapped, asciiReadable=False)
    except (OSError, ValueError, ttfonts.TTFError) as error:
        raise PaperError(
            "font_unusable",
            f"字体文件 {path} 不能使用。",
            hint="请管理员在设置中换成 TrueType 字体文件（.ttf 或 .ttc）。",
        ) from error
    reportlab_fixes.keep_tables(font)
    pdfmetrics.registerFont(font)
    return font


class _Glyphs(dict[str, tuple[str, float]]):
    """Character -> its font's name ("" where none has it) and its width, found when asked."""

    def __init__(self, chain: list[Path]) -> None:
        super().__init__()
        self._chain = chain

    def __missing__(self, character: str) -> tuple[str, float]:
        self[character] = glyph = self._find(ord(character))
        return glyph

    def _find(self, code: int) -> tuple[str, float]:
        for path in self._chain:
            font = _load(path)
            if font.face.charToGlyph.get(code):
                return font.fontName, font.face.getCharWidth(code)
        return "", EM


class Faces:
    """A chain of fonts. official, extra: the paths a site has configured, or None."""

    def __init__(self, *, official: Path | None = None, extra: Path | None = None) -> None:
        chain = [path for path in (official, REGULAR, extra) if path]
        self._files = [BOLD, *chain]
        self._regular = _Glyphs(chain)
        self._bold = _Glyphs(self._files)

    def _glyphs(self, weight: Weight) -> _Glyphs:
        return self._bold if weight is Weight.BOLD else self._regular

    def warm(self) -> None:
        """Read the shipped fonts now, outside the time a clerk waits for a paper."""
        _load(REGULAR)
        _load(BOLD)

    def base(self) -> str:
        """Name of a registered font, so that reportlab need not fall back to its Helvetica."""
        return str(_load(REGULAR).fontName)

    def file(self, font: str) -> Path:
        """The file behind a run's font, for whoever draws without reportlab."""
        return next(path for path in self._files if _load(path).fontName == font)

    def missing_glyphs(self, text: str) -> tuple[str, ...]:
        """The characters of `text` that no font has, each once, in order."""
        wanted = dict.fromkeys(text.replace("\n", ""))
        return tuple(one for one in wanted if not self._regular[one][0])

    def require(self, text: str) -> None:
        """Raise PaperError (`missing_glyphs`), naming every character no font has."""
        missing = self.missing_glyphs(text)
        if missing:
            raise PaperError(
                "missing_glyphs",
                f"字体中没有这些字：{'、'.join(map(_named, missing))}。文书没有生成。",
                hint="请管理员在设置中配置一个含有这些字的补充字体，然后重新打印。",
            )

    def runs(self, text: str, weight: Weight = Weight.REGULAR) -> tuple[Run, ...]:
        """`text` (one line) cut where the font changes; raises PaperError on a missing glyph."""
        glyphs = self._glyphs(weight)
        parts = groupby(text, key=lambda character: glyphs[character][0])
        runs = tuple(Run(font, "".join(part)) for font, part in parts)
        if not all(run.font for run in runs):
            self.require(text)
        return runs

    def width(self, text: str, size: float, weight: Weight = Weight.REGULAR) -> float:
        """Width of one line in points, set at `size` points; a missing glyph counts one em."""
        glyphs = self._glyphs(weight)
        return sum([glyphs[character][1] for character in text]) * size / EM


def _named(character: str) -> str:
    code = f"U+{ord(character):04X}"
    invisible = unicodedata.category(character)[0] in "CZM"
    return code if invisible else f"{character}（{code}）"


@lru_cache(maxsize=8)
def faces(*, official: Path | None = None, extra: Path | None = None) -> Faces:
    """The process's one chain for these settings."""
    return Faces(official=official, extra=extra)
