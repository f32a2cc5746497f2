"""Scans by SHA-256: the same file is kept once, readable by its owner alone.

In an encrypted home each is sealed; it keeps the name of what it was before.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from data.errors import InputError, StorageError
from data.rules.scans import LARGEST, LARGEST_WORDS
from data.store.home import write_private
from data.store.home_keys import HomeKeys


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
            content = self.path(sha256).read_bytes()
            if self._keys is not None:
                content = self._keys.unseal("scans", content)
        except (OSError, ValueError) as error:
            raise _lost(sha256) from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise _lost(sha256)
        return content

    def path(self, sha256: str) -> Path:
        """Where a kept scan is."""
        return self._folder / sha256[:2] / sha256

    def _keep(self, digest: str, content: bytes) -> None:
        target = self.path(digest)
        if target.exists():
            return
        try:
            for folder in (self._folder, target.parent):
                folder.mkdir(exist_ok=True, mode=0o700)
            write_private(target, self._keys.seal("scans", content) if self._keys else content)
        except OSError as error:
            raise StorageError(
                "scan_not_kept",
                f"扫描件没有保存：{target.parent}",
                hint="请检查磁盘空间和目录权限；这一步没有办成，可以重做。",
            ) from error


def _lost(sha256: str) -> StorageError:
    return StorageError(
        "scan_lost",
        f"扫描件不见了或者损坏：{sha256[:12]}",
        hint="请从第二份备份的 blobs 里把它复制回来，或者请申请人再交一次。",
    )
