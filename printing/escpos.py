"""ESC/POS: what a roll printer is told (a picture in bands, feed, cut) and how it answers.

A picture and not text: the fonts in these printers lack rare characters, and a name is never
printed as □.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from printing import reasons

INIT = b"\x1b@"
FEED_LINES = 4
CUT = b"\x1dV\x42\x00"
"""Feed to the cutter and cut; printers without one pass it over."""
BAND = 128
"""Rows a command: small enough for the buffers of cheap printers."""
ASK_AT_END = b"\x1dr\x01"
"""Paper sensor, answered in its turn: the answer says that all before it was printed."""


class Ask(IntEnum):
    """DLE EOT n: answered at once, whatever the printer is at."""

    OFFLINE = 2
    ERROR = 3
    PAPER = 4


@dataclass(frozen=True, slots=True)
class Picture:
    """Black and white, row by row from the top; a row is `width` / 8 bytes, 1 a black dot."""

    width: int
    rows: bytes

    @property
    def height(self) -> int:
        return len(self.rows) * 8 // self.width


def encode(picture: Picture) -> bytes:
    """The bytes that print one picture and cut it off."""
    return b"".join([INIT, *_bands(picture), b"\x1bd", bytes([FEED_LINES]), CUT])


def _bands(picture: Picture) -> Iterator[bytes]:
    wide = picture.width // 8
    for start in range(0, picture.height, BAND):
        rows = picture.rows[start * wide : (start + BAND) * wide]
        yield b"\x1dv0\x00" + struct.pack("<HH", wide, len(rows) // wide) + rows


def ask(what: Ask) -> bytes:
    return bytes([0x10, 0x04, what])


def is_status(byte: int) -> bool:
    """Whether a byte is an answer to DLE EOT: four of its bits are fixed."""
    return byte & 0b10010011 == 0b00010010


def problems(what: Ask, byte: int) -> list[str]:
    """What an answer says is wrong, in words."""
    faults = {
        Ask.OFFLINE: ((0x04, reasons.OPEN), (0x20, reasons.OUT_OF_PAPER)),
        Ask.ERROR: ((0x08, reasons.CUTTER), (0x20, "出了故障，请关机再开"), (0x40, "过热")),
        Ask.PAPER: ((0x60, reasons.OUT_OF_PAPER),),
    }
    return [words for bits, words in faults[what] if byte & bits]


def is_paper_status(byte: int) -> bool:
    """Whether a byte is an answer to ASK_AT_END, and not a late one to DLE EOT."""
    return byte & 0b10010000 == 0


def is_out_of_paper(byte: int) -> bool:
    """Of an answer to ASK_AT_END."""
    return bool(byte & 0x0C)
