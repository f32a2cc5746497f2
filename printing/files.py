"""A printer that writes files: one that is there whole, or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from data.errors import PaperError
from printing.printers import Paper, Progress


class FilePrinter:
    """Writes the paper to `target`: that very file, or into that folder under its title.

    Copies are made when the file is printed.
    """

    paper = Paper.A4

    def __init__(self, target: Path) -> None:
        self._target = target

    def send(
        self, content: bytes, *, title: str, copies: int, progress: Progress | None = None
    ) -> str:
        path = self._target / f"{_file_name(title)}.pdf" if self._target.is_dir() else self._target
        try:
            _write_whole(path, content)
        except OSError as error:
            raise PaperError(
                "paper_not_written",
                f"文书没有写入 {path}：{error.strerror or error}。",
                hint="请换一个可以写入的位置，或者腾出磁盘空间后再试。",
            ) from error
        return str(path)


def _file_name(title: str) -> str:
    """A title as a file name: what a file system or a shell may misread becomes _."""
    return "".join(one if one.isalnum() or one in "-_.〔〕（）" else "_" for one in title).lstrip(
        "."
    )


def _write_whole(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".paper-", suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """The rename itself is on disk only once its folder is; Windows opens no folders."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
