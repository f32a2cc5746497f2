"""Text as a terminal draws it: cells, not characters.

Many Chinese terminals draw "ambiguous" characters two cells wide while the libraries count one,
and every column behind them slips. So what enters a widget goes through `shown` first; what is
stored or printed never does. Every cell that leaves here is ASCII or half of a wide character.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from rich.cells import cell_len

CUT = ".."
UNKNOWN = "〓"
NOT_AT_LINE_START = "，。、；：？！）》」〕"

_INSTEAD = {
    **dict.fromkeys("·•‧∙⋅･", "・"),
    **dict.fromkeys("—–―‒‐‑−", "－"),
    **dict.fromkeys("“”„", "＂"),
    **dict.fromkeys("‘’", "＇"),
    **dict.fromkeys("°˚℃", "度"),
    **dict.fromkeys("→⇒", ">"),
    **dict.fromkeys("←⇐", "<"),
    **dict.fromkeys("\t\n\r\v\f\u00a0\u2002\u2003\u2009\u202f", " "),
    "↑": "上",
    "↓": "下",
    "…": "...",
    "×": "x",
    "÷": "/",
    "±": "+-",
    "≤": "<=",
    "≥": ">=",
    "№": "No.",
    "¥": "￥",
    "£": "￡",
    "¢": "￠",
    "ß": "ss",
    "ø": "o",
    "Ø": "O",
    "ł": "l",
    "Ł": "L",
    "đ": "d",
    "ı": "i",
    "æ": "ae",
    "œ": "oe",
}
_DROPPED = {"Cc", "Cf", "Mn", "Me"}


def passes(char: str) -> bool:
    """Whether every terminal draws this character as wide as we count it."""
    if " " <= char <= "~":
        return True
    return unicodedata.east_asian_width(char) in "WF" and cell_len(char) == 2


def shown(text: str) -> str:
    """The text for a screen: characters of doubtful width replaced, control characters gone."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_shown_char, text))


def shown_typed(text: str) -> str:
    """Like `shown`, character for character, so that a cursor still stands where it stood."""
    return "".join(new if len(new := _shown_char(char)) == 1 else UNKNOWN for char in text)


@lru_cache(maxsize=4096)
def _shown_char(char: str) -> str:
    if char in _INSTEAD:
        return _INSTEAD[char]
    if passes(char):
        return char
    category = unicodedata.category(char)
    if category in _DROPPED:
        return ""
    if "①" <= char <= "⑳":
        return f"({ord(char) - 0x245F})"
    # Roman numerals, ligatures, ½, Latin letters with accents: their plain form, if it is one.
    plain = "".join(
        part
        for part in unicodedata.normalize("NFKD", char).replace("\u2044", "/")
        if unicodedata.category(part) != "Mn"
    )
    return plain if plain and all(map(passes, plain)) else UNKNOWN


def cells(text: str) -> int:
    """How many cells a text takes."""
    return cell_len(text)


def cut(text: str, width: int) -> str:
    """The shown text in at most `width` cells; what was cut ends in two points."""
    text = shown(text)
    if cell_len(text) <= width:
        return text
    if width < len(CUT):
        return CUT[: max(width, 0)]
    return head(text, width - len(CUT)) + CUT


def head(text: str, width: int) -> str:
    """The longest beginning that takes at most `width` cells; never half a character."""
    used = 0
    for place, char in enumerate(text):
        used += cell_len(char)
        if used > width:
            return text[:place]
    return text


def pad(text: str, width: int, *, right: bool = False) -> str:
    """Exactly `width` cells: cut or filled with spaces; `right` sets it against the right."""
    text = cut(text, width)
    fill = " " * (width - cell_len(text))
    return fill + text if right else text + fill


def first_that_fits(forms: tuple[str, ...], width: int) -> str:
    """The first of several wordings that fits, else the last one cut."""
    for form in forms:
        if cell_len(shown(form)) <= width:
            return shown(form)
    return cut(forms[-1], width)


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` cells; none begins with a closing mark, words stay whole."""
    return [line for part in text.split("\n") for line in _wrap_part(shown(part), max(width, 4))]


def _wrap_part(text: str, width: int) -> list[str]:
    lines, line = [], ""
    for piece in _pieces(text):
        if line and cell_len(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
            piece = piece.lstrip()
        while cell_len(piece) > width:
            part = head(piece, width)
            lines.append(part)
            piece = piece[len(part) :]
        line += piece
    return [*lines, line.rstrip()]


def _pieces(text: str) -> Iterator[str]:
    """Parts that must stay together: a word, or a character with the marks that follow it."""
    piece = ""
    for char in text:
        closes = char in NOT_AT_LINE_START
        word = char.isascii() and char != " " and piece[-1:].isascii() and piece[-1:] != " "
        if piece and not closes and not word:
            yield piece
            piece = ""
        piece += char
    if piece:
        yield piece


_FULL_WIDTH = {
    **{code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)},
    **{code: code - 0xFEE0 for code in range(0xFF21, 0xFF3B)},
    **{code: code - 0xFEE0 for code in range(0xFF41, 0xFF5B)},
    0x3000: 0x20,
}


def half_width(text: str) -> str:
    """Full-width digits, letters and spaces as ASCII; one character for one."""
    return text.translate(_FULL_WIDTH)
