"""Opens a file with the system's own program for it, where there is one and a display."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from threading import Thread

SECONDS = 2.0  # within which an opener says that it could not


def open_file(path: Path) -> bool:
    """Whether the system's opener took the file; it is not waited for longer than it answers."""
    if sys.platform == "win32":
        return _start(path)
    command = _opener()
    if command is None:
        return False
    try:
        process = subprocess.Popen(
            [command, str(path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    try:
        return process.wait(SECONDS) == 0
    except subprocess.TimeoutExpired:
        # It stays open as long as it is read; somebody has to take note of its end.
        Thread(target=process.wait, daemon=True).start()
        return True


def _opener() -> str | None:
    """None where nothing could be shown: without a display it would draw over the desk."""
    if sys.platform == "darwin":
        return shutil.which("open")
    has_display = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return shutil.which("xdg-open") if has_display else None


def _start(path: Path) -> bool:
    start = getattr(os, "startfile", None)
    try:
        if start is not None:
            start(str(path))
    except OSError:
        return False
    return start is not None
