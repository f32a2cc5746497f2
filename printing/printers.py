"""Where finished papers go: a file, or a queue of the operating system (`lp`).

A printer takes the bytes of a PDF and gives back a reference to the job. What fails is told as
PaperError in words; the paper can be sent again.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path
from typing import Protocol

from data.errors import PaperError

LP_SECONDS = 15.0
"""`lp` only hands the job over; longer than this means that the print service hangs."""

TRY_AGAIN = "办件不受影响。请检查后重新打印。"


class Printer(Protocol):
    def send(self, pdf: bytes, *, title: str, copies: int) -> str:
        """Hand over `copies` of the paper; returns a reference to the job."""
        ...


class FilePrinter:
    """Writes the paper to `target`: that very file, or into that folder under its title.

    The file appears whole or not at all. Copies are made when it is printed.
    """

    def __init__(self, target: Path) -> None:
        self._target = target

    def send(self, pdf: bytes, *, title: str, copies: int) -> str:
        path = self._target / f"{_file_name(title)}.pdf" if self._target.is_dir() else self._target
        try:
            _write_whole(path, pdf)
        except OSError as error:
            raise PaperError(
                "paper_not_written",
                f"文书没有写入 {path}：{error.strerror or error}。",
                hint="请换一个可以写入的位置，或者腾出磁盘空间后再试。",
            ) from error
        return str(path)


class LpPrinter:
    """The printer `name` of the operating system's print service, through `lp`."""

    def __init__(self, name: str, *, seconds: float = LP_SECONDS) -> None:
        self._name = name
        self._seconds = seconds

    def send(self, pdf: bytes, *, title: str, copies: int) -> str:
        command = ["lp", "-d", self._name, "-n", str(copies), "-t", title]
        try:
            done = subprocess.run(
                command, input=pdf, capture_output=True, timeout=self._seconds, check=False
            )
        except FileNotFoundError as error:
            raise self._failed("printer_missing", "这台机器没有打印命令 lp") from error
        except subprocess.TimeoutExpired as error:
            raise self._failed("printer_silent", "打印服务没有应答") from error
        if done.returncode:
            said = done.stderr.decode(errors="replace").strip()
            raise self._failed("printer_refused", said or f"lp 返回 {done.returncode}")
        return done.stdout.decode(errors="replace").strip()

    def _failed(self, code: str, why: str) -> PaperError:
        return PaperError(code, f"文书没有送到打印机“{self._name}”：{why}。", hint=TRY_AGAIN)


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
