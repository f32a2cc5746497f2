"""A queue of the operating system's print service, through its command `lp`.

`lp` hands the job over and knows no more of it: a site that wants to hear of empty trays names
the same queue by its `ipp://` address.
"""

from __future__ import annotations

import subprocess

from data.errors import PaperError, PaperUnconfirmed
from printing.printers import LOOK, TRY_AGAIN, Paper, Progress

LP_SECONDS = 15.0
"""`lp` only hands the job over; longer than this means that the print service hangs."""


class LpPrinter:
    """The queue `name`."""

    paper = Paper.A4

    def __init__(self, name: str, *, seconds: float = LP_SECONDS) -> None:
        self._name = name
        self._seconds = seconds

    def send(
        self, content: bytes, *, title: str, copies: int, progress: Progress | None = None
    ) -> str:
        command = ["lp", "-d", self._name, "-n", str(copies), "-t", title]
        (progress or Progress()).leaving()
        try:
            done = subprocess.run(
                command, input=content, capture_output=True, timeout=self._seconds, check=False
            )
        except FileNotFoundError as error:
            raise self._failed("printer_missing", "这台机器没有打印命令 lp") from error
        except subprocess.TimeoutExpired as error:
            raise PaperUnconfirmed(
                "printer_silent", f"打印机“{self._name}”：打印服务没有应答。", hint=LOOK
            ) from error
        if done.returncode:
            said = done.stderr.decode(errors="replace").strip()
            raise self._failed("printer_refused", said or f"lp 返回 {done.returncode}")
        return done.stdout.decode(errors="replace").strip()

    def _failed(self, code: str, why: str) -> PaperError:
        return PaperError(code, f"文书没有送到打印机“{self._name}”：{why}。", hint=TRY_AGAIN)
