"""What a printed document is: plain data, no law and no store.

`notices.py` makes these values, `page.py` turns one into the bytes of an A4 PDF.
Texts are final: what stands here stands on the paper. A line feed in a text ends a line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Line:
    """One field of the label-and-value table; two stand side by side unless one is `wide`."""

    label: str
    value: str
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A table column: its head, its share of the text width, whether its cells are centred."""

    head: str
    share: float
    centred: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table; the shares of its columns sum to 1, a row has a cell for each column."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text; `indent` sets the usual two-character first-line indent."""

    text: str
    indent: bool = True


Block: TypeAlias = Paragraph | Table | tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Codes:
    """The machine-readable head.

    barcode: an even count of digits (Code 128 set C); caption: the same under the bars, to be read
    qr: number and query code only, never a name; note: a short text between the two
    """

    barcode: str | None = None
    qr: str | None = None
    caption: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Seal:
    """Who signs by seal: full name, the text of the seal (empty: no seal is put), the date."""

    body: str
    seal: str
    date: str


@dataclass(frozen=True, slots=True)
class Signature:
    """A line to be signed by hand, e.g. 申请经办人签字."""

    label: str


@dataclass(frozen=True, slots=True)
class Document:
    """One paper, wholly described.

    kind: the document kind of the command line (`receipt`, `acceptance`, ...)
    title: centred head, e.g. 受理通知书
    number: document number under the title, or None
    addressee: e.g. 张三：, or None
    blocks: paragraphs, tables and groups of fields in the order they stand
    watermark: 示例 on papers from a sample catalogue, else None
    reprint: n of 补打第 n 次; 0 on the first print
    """

    kind: str
    title: str
    number: str | None
    addressee: str | None
    blocks: tuple[Block, ...]
    codes: Codes
    seal: Seal | None
    signatures: tuple[Signature, ...] = ()
    foot: tuple[str, ...] = ()
    watermark: str | None = None
    reprint: int = 0
