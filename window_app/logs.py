"""The log file of a home: what went wrong inside, without personal data.

A traceback is written as file, line and function; an exception's text is left out, since it
may hold what a clerk typed.
"""

from __future__ import annotations

import logging
import os
import traceback
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

SIZE = 1_000_000  # bytes of one log file; three are kept


class Anonymous(logging.Formatter):
    """Names places in the code, never values."""

    def formatException(self, ei: Any) -> str:
        lines: list[str] = []
        error: BaseException | None = ei[1]
        while error is not None:
            frames = traceback.extract_tb(error.__traceback__)
            lines += [f"  {Path(f.filename).name}:{f.lineno} {f.name}" for f in frames]
            lines.append(f"  {type(error).__name__}")
            error = error.__cause__
        return "\n".join(lines)


class LogFile(RotatingFileHandler):
    """Readable by its owner alone. A log that cannot be written stops nothing and says nothing."""

    def _open(self) -> TextIOWrapper:
        def owners(path: str, flags: int) -> int:
            return os.open(path, flags, 0o600)

        return open(self.baseFilename, "a", encoding=self.encoding, opener=owners)

    def handleError(self, record: logging.LogRecord) -> None:
        """A full disk is told where work fails for it; Python would print over the screen."""


def write_to(folder: Path) -> None:
    """Log into a home from here on; a home that cannot be written is told elsewhere."""
    logger = logging.getLogger("window")
    logger.propagate = False
    is_known = any(isinstance(handler, LogFile) for handler in logger.handlers)
    if is_known or not os.access(folder, os.W_OK):
        return
    handler = LogFile(
        folder / "window.log", maxBytes=SIZE, backupCount=2, encoding="utf-8", delay=True
    )
    handler.setFormatter(Anonymous("%(asctime)s %(levelname)s %(message)s"))
    logger.addHandler(handler)
    # The screens log kinds of errors and places in the code themselves.
    logging.getLogger("screens").addHandler(handler)
