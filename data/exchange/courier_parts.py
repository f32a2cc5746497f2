"""The parts of a courier file: the wire's own values, one after another in a fixed order.

What is read is checked as on the wire: its shape, its place, its size, every scan by its digest.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from data.errors import StorageError
from data.exchange import courier, courier_body
from data.exchange.courier import Opened
from data.exchange.courier_body import Body
from data.exchange.scans import DIGEST, PART
from data.exchange.shapes import (
    MOST_LINES,
    Batch,
    CalendarFile,
    CatalogueFact,
    Count,
    Cursor,
    Hex64,
    Publications,
    Pulled,
    Shape,
    StaffFact,
    Verdict,
)
from data.rules.scans import LARGEST
from data.store.blobs import Blobs
from data.store.signing import Signer

# The escape of NUL, with no backslash of its own before it: no store keeps such a text.
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
_NAME = 64  # characters of a digest before the content of a named part


class Kind(IntEnum):
    """What a part is; in a file they stand in this order."""

    ASKS = 1
    BATCH = 2
    TOLD = 3
    CALENDAR = 4
    STAFF = 5
    CATALOGUE = 6
    VERDICTS = 7
    LINES = 8
    SCAN = 9
    END = courier_body.END


BEGINS = {"batch": Kind.ASKS, "answer": Kind.TOLD}
HOLDS = {
    "batch": {Kind.ASKS, Kind.BATCH, Kind.SCAN},
    "answer": set(Kind) - {Kind.ASKS, Kind.BATCH},
}


class Asks(Shape):
    """What a terminal has of its hub's: from where it would pull, and which scans it lacks.

    staff: the digest of the accounts that came last, empty where none did
    """

    cursor: Cursor
    staff: Annotated[str, Field(max_length=64)]
    lists: Annotated[tuple[CatalogueFact, ...], Field(max_length=10_000)]
    calendars: Annotated[tuple[Hex64, ...], Field(max_length=10_000)]
    scans: Annotated[tuple[Hex64, ...], Field(max_length=100_000)]


class Told(Shape):
    """What an answer brings: the publications that are in it, and how far scans have come.

    scans_here: the number of the terminal's feed up to which the hub has the scans it names
    """

    publications: Publications
    scans_here: Count


SHAPES: dict[Kind, Any] = {
    Kind.ASKS: Asks,
    Kind.BATCH: Batch,
    Kind.TOLD: Told,
    Kind.CALENDAR: CalendarFile,
    Kind.STAFF: tuple[StaffFact, ...],
    Kind.VERDICTS: Annotated[tuple[Verdict, ...], Field(max_length=MOST_LINES)],
    Kind.LINES: Pulled,
}
NAMED = {Kind.CALENDAR, Kind.CATALOGUE, Kind.SCAN}


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its value in the wire's shape, bytes for a list or a piece of a scan.

    name: SHA-256 of what a calendar, list or scan is the whole or a piece of; else empty
    """

    kind: Kind
    name: str
    value: Any


def written(value: BaseModel | tuple[BaseModel, ...], kind: Kind) -> bytes:
    """A value as it stands in a file."""
    return _adapter(kind).dump_json(value, by_alias=True)


def named(digest: str, content: bytes) -> bytes:
    """A calendar, a list or a piece of a scan as it stands in a file."""
    return digest.encode("ascii") + content


def put_scans(body: Body, blobs: Blobs, digests: Iterable[str], lost: list[str]) -> int:
    """Put the scans that are here into a file, in pieces as on the wire; how many.

    One that is damaged must not keep the cases back: it is named in `lost`.
    """
    count = 0
    for digest in digests:
        if not blobs.has(digest):
            continue
        try:
            content = blobs.read(digest)
        except StorageError:
            lost.append(digest)
            continue
        for start in range(0, len(content) + 1, PART):
            body.add(Kind.SCAN, named(digest, content[start : start + PART]))
        count += 1
    return count


def parts(found: Opened, signer: Signer) -> Iterator[Part]:
    """The parts in their order, each as it is read; InputError where the file is not whole."""
    for number, content in courier_body.read(found.file, found.manifest, signer):
        try:
            kind = Kind(number)
        except ValueError as error:
            raise courier.damaged() from error
        if kind is not Kind.END:
            yield _part(kind, content)


def check(found: Opened, signer: Signer) -> None:
    """Read a file once from end to end before anything of it is used."""
    manifest, tally = found.manifest, _Tally()
    last = 0
    for part in parts(found, signer):
        is_in_place = part.kind in HOLDS[manifest.form] and part.kind >= last
        if not is_in_place or (last == 0 and part.kind is not BEGINS[manifest.form]):
            raise courier.damaged()
        match part.kind:
            case Kind.BATCH:
                ours = part.value.feed == manifest.writer
                if not ours or part.value.after != manifest.after + tally.lines:
                    raise courier.damaged()
                tally.lines += len(part.value.lines)
            case Kind.LINES:
                tally.lines += len(part.value.lines)
            case Kind.SCAN:
                tally.scan(part.name, part.value)
        last = part.kind
    counted = (tally.lines, tally.scans, tally.open)
    if last == 0 or counted != (manifest.lines, manifest.scans, ""):
        raise courier.damaged()


@dataclass(slots=True)
class _Tally:
    """What was counted; `open` is the scan that is not whole yet."""

    lines: int = 0
    scans: int = 0
    open: str = ""
    size: int = 0
    content: Any = field(default_factory=hashlib.sha256)

    def scan(self, digest: str, piece: bytes) -> None:
        if not self.open:
            self.open, self.size, self.content = digest, 0, hashlib.sha256()
        self.content.update(piece)
        self.size += len(piece)
        if digest != self.open or len(piece) > PART or self.size > LARGEST:
            raise courier.damaged()
        if len(piece) < PART:
            if self.content.hexdigest() != digest:
                raise courier.damaged()
            self.scans, self.open = self.scans + 1, ""


def _part(kind: Kind, content: bytes) -> Part:
    name = ""
    if kind in NAMED:
        name, content = content[:_NAME].decode("ascii", "replace"), content[_NAME:]
        if not DIGEST.fullmatch(name):
            raise courier.damaged()
    if kind not in SHAPES:
        return Part(kind, name, content)
    if _NUL.search(content):
        raise courier.damaged()
    try:
        return Part(kind, name, _adapter(kind).validate_json(content))
    except ValidationError as error:
        raise courier.damaged() from error


@cache
def _adapter(kind: Kind) -> TypeAdapter[Any]:
    return TypeAdapter(SHAPES[kind])
