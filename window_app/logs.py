"""The log file of a home: what went wrong inside, without personal data.

A traceback is written as file, line and function; an exception's text is left out, since it
may hold what a clerk typed.
"""

from __future__ import annotations

import logging
import os
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

SIZE = 1_000_000  # bytes of one log file; three are kept


class Anonymous(logging.Formatter):
    """Names places in the code, never values."""

    def formatException(self, ei: Any) -> str:
        frames = traceback.extract_tb(ei[2])
        lines = [f"  {Path(f.filename).name}:{f.lineno} {f.name}" for f in frames]
        return "\n".join([*lines, f"  {ei[0].__name__}"])


def write_to(folder: Path) -> None:
    """Log into a home from here on; a home that cannot be written is told elsewhere."""
    logger = logging.getLogger("window")
    logger.propagate = False
    if logger.handlers or not os.access(folder, os.W_OK):
        return
    handler = RotatingFileHandler(
        folder / "window.log", maxBytes=SIZE, backupCount=2, encoding="utf-8", delay=True
    )
    handler.setFormatter(Anonymous("%(asctime)s %(levelname)s %(message)s"))
    logger.addHandler(handler)
    # The screens log kinds of errors and places in the code themselves.
    logging.getLogger("screens").addHandler(handler)
