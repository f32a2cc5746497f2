"""What reportlab 5.1 does wrong for Chinese papers, mended in one place.

1. `ttfonts.makeToUnicodeCMap` writes a code point above U+FFFF as five hex digits: 𬱖 looks
   right and is copied as another character. A CMap wants UTF-16BE, at most 100 a block.
2. `TTFontFile.get_table` copies the whole glyph table (14 MB) for every subset of 256 glyphs;
   `keep_tables` lets a face copy it once.
3. It writes page streams as ASCII 85 by default: longer, slower, and of no use.

Its line breaking lets a line begin with ，；：: it is not used, see `lines.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

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


def keep_tables(font: ttfonts.TTFont) -> None:
    """Copy each table of this font's file once, not once a subset."""
    font.face.get_table = lru_cache(maxsize=None)(font.face.get_table)


def mend() -> None:
    """Put the mended parts in place; may be called more than once."""
    ttfonts.makeToUnicodeCMap = to_unicode_map
    rl_config.useA85 = 0
