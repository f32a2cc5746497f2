"""Folders and scans as the picker shows them. Reads the disk: for thread workers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from data.rules.scans import HEAD, problem_of

MOST = 500
COUNTED_BYTES = 20_000_000
PDF_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")


@dataclass(frozen=True, slots=True)
class FileLine:
    """A folder or file; `size` in bytes, None for a folder."""

    path: Path
    name: str
    size: int | None


def listing(folder: Path) -> tuple[FileLine, ...]:
    """Folders first, then files, by name; hidden ones and unreadable names left out."""
    found = []
    for path in folder.iterdir():
        if path.name.startswith(".") or not _is_writable(path.name):
            continue
        try:
            size = None if path.is_dir() else path.stat().st_size
        except OSError:
            continue
        found.append(FileLine(path, path.name, size))
    found.sort(key=lambda line: (line.size is not None, line.name.casefold()))
    return tuple(found[:MOST])


def pages(path: Path) -> str:
    """`3 页` for a PDF whose pages can be counted, else its size; `读不出来` where it is gone."""
    try:
        size = path.stat().st_size
        if path.suffix.lower() != ".pdf" or size > COUNTED_BYTES:
            return size_words(size)
        count = len(PDF_PAGE.findall(path.read_bytes()))
    except OSError:
        return "读不出来"
    return f"{count} 页" if count else size_words(size)


def not_a_scan(path: Path) -> str | None:
    """Why a file cannot be a scan: its kind, its size, or that it cannot be read; None if it can.

    The same is seen to again when it is kept: until then it stays where it is.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        why = error.strerror or "读不出来"
        return f"“{path.name}”读不出来（{why}），没有添加。请换一个文件，或者看看有没有权限。"
    return problem_of(path.name, size, head)


def size_words(size: int) -> str:
    """`820 KB`, `3.4 MB`."""
    if size < 1_000_000:
        return f"{max(1, size // 1000)} KB"
    return f"{size / 1_000_000:.1f} MB"


def _is_writable(name: str) -> bool:
    """Whether the name is text that can be stored."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
