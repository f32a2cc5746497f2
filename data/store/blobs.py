"""Scans by SHA-256: the same file is kept once, readable by its owner alone.

In an encrypted home each is sealed; it keeps the name of what it was before.
"""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

from data.errors import InputError, StorageError
from data.rules.scans import LARGEST, LARGEST_WORDS
from data.store.home import write_private
from data.store.home_keys import SEAL_BYTES, HomeKeys


@dataclass(frozen=True, slots=True)
class Scan:
    """A kept file: its name as given, size in bytes, digest."""

    name: str
    size: int
    sha256: str


class Blobs:
    """The folder of scans."""

    def __init__(self, folder: Path, keys: HomeKeys | None = None) -> None:
        self._folder = folder
        self._keys = keys

    def take(self, path: Path, where: str) -> Scan:
        """Keep a copy of a file; InputError names the field where it cannot be read."""
        try:
            if path.stat().st_size > LARGEST:
                raise InputError(
                    "scan_too_large",
                    f"扫描件太大：{path.name}",
                    hint=f"每份最大 {LARGEST_WORDS}；请分成几份，或者降低扫描的清晰度。",
                    field=where,
                )
            content = path.read_bytes()
        except OSError as error:
            raise InputError("scan_unreadable", f"扫描件读不出来：{path}", field=where) from error
        digest = hashlib.sha256(content).hexdigest()
        self._keep(digest, content)
        return Scan(path.name, len(content), digest)

    def read(self, sha256: str) -> bytes:
        """A kept scan as it was taken; StorageError where it is gone or damaged."""
        try:
            content = self._open(self.path(sha256))
        except (OSError, ValueError) as error:
            raise _lost(sha256) from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise _lost(sha256)
        return content

    def has(self, sha256: str) -> bool:
        """Whether a scan is kept here whole."""
        return self.path(sha256).exists()

    def part_size(self, sha256: str) -> int:
        """Bytes that are here of a scan on its way; 0 before the first and once it is whole."""
        try:
            last = max(self._parts(sha256).glob("[0-9]" * 12), default=None)
            size = last.stat().st_size if last else 0
        except FileNotFoundError:  # whole meanwhile, or begun anew
            return 0
        return int(last.name) + size - (SEAL_BYTES if self._keys else 0) if last else 0

    def add_part(self, sha256: str, offset: int, part: bytes, *, is_last: bool) -> bool:
        """Add a part of a scan on its way; True once it is whole and kept.

        A part at 0 begins anew. InputError where it does not go on where the last ended, or where
        the whole is not what its digest says: then its parts are dropped. Whoever sends the same
        scan at one time with another is told to go on where that one is.
        """
        if self.has(sha256):
            return True
        try:
            return self._added(sha256, offset, part, is_last=is_last)
        except (FileNotFoundError, StorageError) as error:
            cause = error.__cause__ if isinstance(error, StorageError) else error
            if not isinstance(cause, FileNotFoundError | FileExistsError):
                raise
            if self.has(sha256):
                return True
            raise _part_wrong() from error

    def _added(self, sha256: str, offset: int, part: bytes, *, is_last: bool) -> bool:
        folder = self._parts(sha256)
        if offset == 0:
            shutil.rmtree(folder, ignore_errors=True)
        if offset != self.part_size(sha256):
            raise _part_wrong()
        if part:
            self._write(folder / f"{offset:012d}", part)
        if not is_last:
            return False
        content = b"".join(self._open(path) for path in sorted(folder.glob("[0-9]" * 12)))
        if hashlib.sha256(content).hexdigest() == sha256:
            self._keep(sha256, content)
        shutil.rmtree(folder, ignore_errors=True)
        if not self.has(sha256):
            raise InputError(
                "scan_changed", f"扫描件在路上变了：{sha256[:12]}", hint="下次同步会重新传送。"
            )
        return True

    def path(self, sha256: str) -> Path:
        """Where a kept scan is."""
        return self._folder / sha256[:2] / sha256

    def _keep(self, digest: str, content: bytes) -> None:
        if not self.has(digest):
            self._write(self.path(digest), content)

    def _parts(self, sha256: str) -> Path:
        """Where the parts of a scan on its way lie, each named by its place in bytes."""
        return self._folder / "parts" / sha256

    def _open(self, path: Path) -> bytes:
        content = path.read_bytes()
        return content if self._keys is None else self._keys.unseal("scans", content)

    def _write(self, target: Path, content: bytes) -> None:
        folders = [target.parent]
        while folders[0] != self._folder:
            folders.insert(0, folders[0].parent)
        try:
            for folder in folders:
                folder.mkdir(exist_ok=True, mode=0o700)
            write_private(target, self._keys.seal("scans", content) if self._keys else content)
        except OSError as error:
            raise StorageError(
                "scan_not_kept",
                f"扫描件没有保存：{target.parent}",
                hint="请检查磁盘空间和目录权限；这一步没有办成，可以重做。",
            ) from error


def _part_wrong() -> InputError:
    return InputError("scan_part_wrong", "扫描件的这一段接不上前一段。")


def _lost(sha256: str) -> StorageError:
    return StorageError(
        "scan_lost",
        f"扫描件不见了或者损坏：{sha256[:12]}",
        hint="请从第二份备份的 blobs 里把它复制回来，或者请申请人再交一次。",
    )
