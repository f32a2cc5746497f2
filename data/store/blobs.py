"""Scans by SHA-256: the same file is kept once, readable by its owner alone."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from data.errors import InputError, StorageError
from data.store.home import write_private

LARGEST = 50_000_000  # bytes of one scan


@dataclass(frozen=True, slots=True)
class Scan:
    """A kept file: its name as given, size in bytes, digest."""

    name: str
    size: int
    sha256: str


class Blobs:
    """The folder of scans."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def take(self, path: Path, where: str) -> Scan:
        """Keep a copy of a file; InputError names the field where it cannot be read."""
        try:
            if path.stat().st_size > LARGEST:
                raise InputError("scan_too_large", f"扫描件太大：{path.name}", field=where)
            content = path.read_bytes()
        except OSError as error:
            raise InputError("scan_unreadable", f"扫描件读不出来：{path}", field=where) from error
        digest = hashlib.sha256(content).hexdigest()
        self._keep(digest, content)
        return Scan(path.name, len(content), digest)

    def path(self, sha256: str) -> Path:
        """Where a kept scan is."""
        return self._folder / sha256[:2] / sha256

    def _keep(self, digest: str, content: bytes) -> None:
        target = self.path(digest)
        if target.exists():
            return
        try:
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_private(target, content)
        except OSError as error:
            raise StorageError(
                "scan_not_kept",
                f"扫描件没有保存：{target.parent}",
                hint="请检查磁盘空间和目录权限；这一步没有办成，可以重做。",
            ) from error
