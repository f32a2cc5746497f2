"""A courier file: what the line would carry, as one file for one receiver, brought on a stick.

The first 4096 bytes are readable: what the file is, its manifest as one line of JSON, and the
writer's signature over both. The body that follows is sealed (`courier_body`); the manifest holds
its digest and its key, sealed for the receiver. What the parts mean stands in `courier_parts`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, BinaryIO, Literal

from pydantic import Field, ValidationError

from data.errors import InputError, StorageError
from data.exchange.refusals import HubRefusal
from data.exchange.shapes import Count, Hex64, Shape
from data.store import signing
from data.store.signing import Signer

NAME = b"window-courier "
MAGIC = NAME + b"1\n"
FRONT = 4096  # bytes before the body
Form = Literal["batch", "answer"]
Label = Annotated[str, Field(max_length=200)]


class Manifest(Shape):
    """What a file is, in clear; it names no person.

    form: `batch` from a terminal to its hub, `answer` from the hub to a terminal
    serial: 1, 2, 3 ... of the files that this writer made for this reader
    after, last, link: of the terminal's feed; a batch holds the lines after `after` up to `last`,
        an answer says that the hub has the feed up to `last`; `link` is that line's
    lines, scans: how many are in it; an answer's lines are what others wrote
    plain_bytes, body_bytes: of all parts as they were, and of the body as it is
    key: the body's key, sealed for the reader
    """

    form: Form
    serial: Annotated[int, Field(ge=1, le=2**53)]
    writer: Hex64
    writer_key: Hex64
    writer_name: Label
    reader: Hex64
    reader_name: Label
    made_at: Annotated[str, Field(max_length=40)]
    after: Count
    last: Count
    link: Hex64
    lines: Count
    scans: Count
    plain_bytes: Count
    body_bytes: Count
    body_digest: Hex64
    key: Annotated[str, Field(pattern=r"^[0-9a-f]{160}$")]


@dataclass(frozen=True, slots=True)
class Opened:
    """A courier file whose front is whole and signed by whoever it names."""

    file: BinaryIO
    manifest: Manifest


@dataclass(frozen=True, slots=True)
class Packed:
    """A file that was written; `lost` are scans that are damaged here and were left out."""

    manifest: Manifest
    lost: tuple[str, ...]


@contextmanager
def opened(path: Path) -> Iterator[Opened]:
    """Open a file and read its front; InputError says what is wrong with it."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise InputError(
            "courier_missing",
            f"找不到这个文件，或者读不出来：{path}",
            hint="请检查 U 盘有没有插好，文件名对不对。",
            field="FILE",
        ) from error
    with file, _readable(path):
        yield Opened(file, _front(file, path))


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """What the machine says while a file is read, in our words."""
    try:
        yield
    except OSError as error:
        raise StorageError(
            "courier_unreadable",
            f"文件读到一半读不出来：{path}",
            hint="U 盘可能松了或者坏了；请重新插好再做一次，做过的不会重复。",
        ) from error


def check_reader(manifest: Manifest, me: str, form: Form) -> None:
    """HubRefusal where a file is not for this home."""
    if manifest.writer == me:
        raise HubRefusal(
            "courier_own",
            "这个文件是这里自己打包的，不能在这里打开。",
            hint=f"请把它带到“{manifest.reader_name}”；带回来的答复是另一个文件。",
        )
    if manifest.reader != me:
        raise HubRefusal(
            "courier_foreign",
            f"这个文件是给“{manifest.reader_name}”的，不能在这里打开。",
            hint="请换成给这里的文件；恢复过的中心和终端，要重新加入以后再打包。",
        )
    if manifest.form != form:
        raise damaged()


def check_target(path: Path, writer: str, reader: str) -> None:
    """Only an earlier file of the same two may be written over; InputError for anything else."""
    if not os.path.lexists(path):
        return
    try:
        with opened(path) as found:
            if (found.manifest.writer, found.manifest.reader) == (writer, reader):
                return
    except (InputError, StorageError):
        pass
    raise InputError(
        "courier_file_taken",
        f"这里已经有别的文件，没有覆盖：{path}",
        hint="请换一个文件名。",
        field="FILE",
    )


def front_of(manifest: Manifest, signer: Signer) -> bytes:
    """The first 4096 bytes."""
    said = MAGIC + manifest.model_dump_json().encode()
    front = said + b"\n" + signer.sign(signing.digest(said)).encode() + b"\n"
    assert len(front) < FRONT  # every field of a manifest is bounded
    return front.ljust(FRONT - 1) + b"\n"


def damaged() -> InputError:
    return InputError(
        "courier_damaged",
        "这个文件损坏了，或者被改动过，没有采用。",
        hint="请从原来的机器重新打包一次。",
        field="FILE",
    )


def truncated() -> InputError:
    return InputError(
        "courier_truncated",
        "这个文件不完整，后面缺了一段，没有采用。",
        hint="请重新复制；U 盘要先弹出再拔。还不行，从原来的机器重新打包一次。",
        field="FILE",
    )


def _front(file: BinaryIO, path: Path) -> Manifest:
    block = file.read(FRONT)
    if MAGIC.startswith(block):  # nothing of it, or not even its name
        raise truncated()
    if not block.startswith(NAME):
        raise InputError(
            "courier_unknown", f"这不是打包传送的文件：{path}", hint="请换一个文件。", field="FILE"
        )
    if not block.startswith(MAGIC):
        raise InputError(
            "courier_version",
            "这个文件是别的版本的程序打包的，这里读不了。",
            hint="请把两边的程序升级到同一个版本。",
            field="FILE",
        )
    if len(block) < FRONT:
        raise truncated()
    manifest = _signed(block)
    size = os.fstat(file.fileno()).st_size
    if size < FRONT + manifest.body_bytes:
        raise truncated()
    if size > FRONT + manifest.body_bytes:
        raise damaged()
    return manifest


def _signed(block: bytes) -> Manifest:
    """The manifest of a front that is, to the last space, as its writer signed it."""
    said, _, rest = block.removeprefix(MAGIC).partition(b"\n")
    signature, _, padding = rest.partition(b"\n")
    try:
        manifest = Manifest.model_validate_json(said)
        key = bytes.fromhex(manifest.writer_key)
        is_whole = (
            signing.fingerprint(key) == manifest.writer
            and signing.is_signed(signing.digest(MAGIC + said), signature.decode("ascii"), key)
            and padding.strip(b" ") == b"\n"
            and padding.endswith(b"\n")
        )
    except (ValidationError, UnicodeDecodeError) as error:
        raise damaged() from error
    if not is_whole:
        raise damaged()
    return manifest
