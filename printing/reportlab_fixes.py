"""What reportlab 5.1 does wrong for Chinese papers, mended in one place.

1. `ttfonts.makeToUnicodeCMap` writes a code point above U+FFFF as five hex digits: 𬱖 looks
   right and is copied as another character. A CMap wants UTF-16BE, at most 100 a block.
2. `TTFontFile` reads the whole file (15 MB) and copies its glyph table (13 MB) for every subset
   of 256 glyphs; `Mapped` and `keep_tables` leave both on the disk and read single glyphs.
3. It writes page streams as ASCII 85 by default: longer, slower, and of no use.

Its line breaking lets a line begin with ，；：: it is not used, see `lines.py`.
"""

from __future__ import annotations

import mmap
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from reportlab import rl_config
from reportlab.pdfbase import ttfonts

BLOCK = 100

_HEAD = """\
/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo
<< /Registry ({name})
/Ordering ({name})
/Supplement 0
>> def
/CMapName /{name} def
/CMapType 2 def
1 begincodespacerange
<00> <{last:02X}>
endcodespacerange"""
_TAIL = """\
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


def to_unicode_map(name: str, subset: Sequence[int]) -> str:
    """The ToUnicode CMap of one subset: position in `subset` -> its code point."""
    pairs = [
        f"<{code:02X}> <{chr(point).encode('utf-16-be').hex().upper()}>"
        for code, point in enumerate(subset)
    ]
    lines = [_HEAD.format(name=name, last=len(subset) - 1)]
    for start in range(0, len(pairs), BLOCK):
        block = pairs[start : start + BLOCK]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    return "\n".join([*lines, _TAIL])


class Mapped:
    """A font file for reportlab to `read`: mapped into memory, not loaded."""

    def __init__(self, path: Path) -> None:
        self.name = str(path)

    def read(self) -> mmap.mmap:
        with Path(self.name).open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


class _Glyphs:
    """The glyph table, cut out of the mapped file glyph by glyph."""

    def __init__(self, data: mmap.mmap, start: int) -> None:
        self._data = data
        self._start = start

    def __getitem__(self, part: slice) -> bytes:
        return self._data[self._start + part.start : self._start + part.stop]


def keep_tables(font: ttfonts.TTFont) -> None:
    """Read each small table of this font's file once, and of the glyphs what is asked for."""
    face = font.face
    whole = lru_cache(maxsize=None)(face.get_table)
    glyphs = _Glyphs(face._ttf_data, face.get_table_pos("glyf")[0])
    face.get_table = lambda tag: glyphs if tag == "glyf" else whole(tag)


def mend() -> None:
    """Put the mended parts in place; may be called more than once."""
    ttfonts.makeToUnicodeCMap = to_unicode_map
    rl_config.useA85 = 0
