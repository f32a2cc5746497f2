"""The body of a courier file: parts, each compressed and sealed, in one chain.

The chain is libsodium's secretstream: a part that was changed, left out, moved or cut off is
found, and so is an end that is missing. One part at a time is in memory.

A part on disk: its kind (1 byte), the length of what follows (4 bytes, big endian), the sealed
part. Before the first stand 24 bytes of the stream.
"""

from __future__ import annotations

import errno
import hashlib
import os
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from nacl import bindings as sodium
from nacl.exceptions import CryptoError

from data.errors import StorageError
from data.exchange import courier
from data.exchange.courier import FRONT, Form, Manifest
from data.store import signing
from data.store.home import sync_folder
from data.store.signing import Signer

MOST = 64 * 1024 * 1024  # bytes of one part, opened
END = 10  # the kind of the last part, which is empty
State = sodium.crypto_secretstream_xchacha20poly1305_state
_HEAD = struct.Struct(">BI")
_START = sodium.crypto_secretstream_xchacha20poly1305_HEADERBYTES
_MESSAGE = sodium.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
_FINAL = sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL


@dataclass(frozen=True, slots=True)
class Ends:
    """Who writes to whom: `reader_key` is the receiver's Ed25519 key."""

    form: Form
    serial: int
    made_at: str
    writer_name: str
    reader_key: bytes
    reader_name: str

    @property
    def reader(self) -> str:
        return signing.fingerprint(self.reader_key)


@dataclass(frozen=True, slots=True)
class Filled:
    """What was put into a body, as the manifest names it."""

    after: int
    last: int
    link: str
    lines: int
    scans: int


class Body:
    """A body while it is written."""

    def __init__(self, file: BinaryIO, key: bytes) -> None:
        self._file = file
        self._state = State()
        self._digest = hashlib.sha256()
        self.plain, self.size = 0, 0
        self._put(sodium.crypto_secretstream_xchacha20poly1305_init_push(self._state, key))

    def add(self, kind: int, content: bytes) -> None:
        """Put one part behind the others."""
        self._seal(kind, content, _MESSAGE)

    def finish(self) -> str:
        """Put the end there; the digest of the whole body."""
        self._seal(END, b"", _FINAL)
        return self._digest.hexdigest()

    def _seal(self, kind: int, content: bytes, tag: int) -> None:
        assert len(content) <= MOST
        sealed = sodium.crypto_secretstream_xchacha20poly1305_push(
            self._state, zlib.compress(content), bytes([kind]), tag
        )
        self.plain += len(content)
        self._put(_HEAD.pack(kind, len(sealed)) + sealed)

    def _put(self, content: bytes) -> None:
        self._file.write(content)
        self._digest.update(content)
        self.size += len(content)


def write(path: Path, ends: Ends, signer: Signer, fill: Callable[[Body], Filled]) -> Manifest:
    """Write a file, whole or not at all; `fill` puts the parts in and says what they are."""
    courier.check_target(path, signer.feed, ends.reader)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            manifest = _written(file, ends, signer, fill)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise _not_written(path, error) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
    return manifest


def read(file: BinaryIO, manifest: Manifest, signer: Signer) -> Iterator[tuple[int, bytes]]:
    """Every part from the first on: its kind and content; InputError where it is not whole."""
    try:
        key = signer.unseal(bytes.fromhex(manifest.key))
    except ValueError as error:
        raise courier.damaged() from error
    file.seek(FRONT)
    digest, state = hashlib.sha256(), State()
    left, plain, tag = manifest.body_bytes, 0, _MESSAGE

    def take(count: int) -> bytes:
        nonlocal left
        if count > left:
            raise courier.damaged()
        content = file.read(count)
        if len(content) < count:
            raise courier.truncated()
        left -= count
        digest.update(content)
        return content

    sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, take(_START), key)
    while tag == _MESSAGE:
        kind, length = _HEAD.unpack(take(_HEAD.size))
        if length > 2 * MOST:
            raise courier.damaged()
        content, tag = _unsealed(state, kind, take(length))
        plain += len(content)
        if plain > manifest.plain_bytes or tag != (_FINAL if kind == END else _MESSAGE):
            raise courier.damaged()
        yield kind, content
    is_whole = left == 0 and plain == manifest.plain_bytes
    if not is_whole or digest.hexdigest() != manifest.body_digest:
        raise courier.damaged()


def _written(
    file: BinaryIO, ends: Ends, signer: Signer, fill: Callable[[Body], Filled]
) -> Manifest:
    """The body first: the front says what became of it."""
    key = sodium.crypto_secretstream_xchacha20poly1305_keygen()
    file.write(bytes(FRONT))
    body = Body(file, key)
    filled = fill(body)
    digest = body.finish()
    manifest = Manifest(
        form=ends.form,
        serial=ends.serial,
        writer=signer.feed,
        writer_key=signer.public_key.hex(),
        writer_name=ends.writer_name,
        reader=ends.reader,
        reader_name=ends.reader_name,
        made_at=ends.made_at,
        after=filled.after,
        last=filled.last,
        link=filled.link,
        lines=filled.lines,
        scans=filled.scans,
        plain_bytes=body.plain,
        body_bytes=body.size,
        body_digest=digest,
        key=signing.seal_for(ends.reader_key, key).hex(),
    )
    file.seek(0)
    file.write(courier.front_of(manifest, signer))
    return manifest


def _unsealed(state: State, kind: int, sealed: bytes) -> tuple[bytes, int]:
    """A part as it was, and whether it is the last; nothing of more than MOST is unfolded."""
    try:
        packed, tag = sodium.crypto_secretstream_xchacha20poly1305_pull(
            state, sealed, bytes([kind])
        )
        folded = zlib.decompressobj()
        content = folded.decompress(packed, MOST)
    except (CryptoError, zlib.error) as error:
        raise courier.damaged() from error
    if not folded.eof or folded.unused_data:
        raise courier.damaged()
    return content, tag


def _not_written(path: Path, error: OSError) -> StorageError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return StorageError(
            "courier_disk_full",
            f"U 盘放不下，文件没有写成：{path}",
            hint="请腾出空间，或者换一个 U 盘；办件都在本机。",
        )
    return StorageError(
        "courier_not_written",
        f"文件没有写成：{path}",
        hint="请检查 U 盘有没有插好，能不能写入；办件都在本机。",
    )
