"""A program in a pseudo-terminal, driven by keys: what it draws, and when.

It reads what comes as bytes and looks for words in them; no terminal is imitated, for that would
cost more than what is measured.
"""

from __future__ import annotations

import os
import re
import select
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from time import perf_counter, sleep

import pexpect

SIZE = (40, 120)  # rows, columns
QUIET = 0.06  # seconds without a byte: the screen has settled
PATIENCE = 20.0  # seconds until words that do not come are given up
CONTROLS = re.compile(rb"\x1b\[[0-9;?<>=$]*[a-zA-Z]|\x1b[()][0-9A-Za-z]|\x1b[=>]")
KEYS = {
    "enter": "\r",
    "space": " ",
    "escape": "\x1b",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "ctrl+right": "\x1b[1;5C",
    "ctrl+q": "\x11",
    "f2": "\x1bOQ",
    "f12": "\x1b[24~",
}


class Driven:
    """One running program. `begun` is the moment before it was started."""

    def __init__(self, command: Sequence[str]) -> None:
        surroundings = {k: v for k, v in os.environ.items() if not k.startswith("WINDOW_")}
        surroundings |= {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
        self.keys = 0
        self.idle = 0.0  # seconds spent on seeing that nothing more is drawn
        self._drawn = b""
        self._drawn_at = self.begun = perf_counter()
        self._process = pexpect.spawn(
            command[0], list(command[1:]), dimensions=SIZE, env=surroundings
        )

    # What is done.

    def press(self, *keys: str) -> None:
        """Keys by name, else the character itself; these are counted."""
        for key in keys:
            self.keys += 1
            self._write(KEYS.get(key, key))

    def type(self, text: str) -> None:
        """Data, in one piece as a scanner or an input method gives it."""
        self._write(text)

    def _write(self, text: str) -> None:
        os.write(self._process.child_fd, text.encode())

    # What is seen.

    def wait(self, *words: str) -> float:
        """Until all words were drawn since the last wait; gives the moment of the last byte."""
        wanted = [word.encode() for word in words]
        until = perf_counter() + PATIENCE
        seen = b""
        while not all(word in seen for word in wanted):
            if perf_counter() > until or not self._read(1.0):
                if perf_counter() > until or not self._process.isalive():
                    raise RuntimeError(f"not drawn: {words}; last: {self._words()[-2000:]}")
                continue
            seen = CONTROLS.sub(b"", self._drawn)
        self._drawn = b""
        return self._drawn_at

    def settle(self, quiet: float = QUIET) -> float | None:
        """Until nothing is drawn any more; the moment of the last byte, None where none came."""
        found = None
        begun = perf_counter()
        while self._read(quiet):
            found = self._drawn_at
        self.idle += perf_counter() - (found or begun)
        self._drawn = b""
        return found

    def answered(self) -> None:
        """Until something is drawn, and then nothing more."""
        self._read(PATIENCE)
        self.settle()

    def repainted(self, key: str) -> float | None:
        """Milliseconds from a key to the last byte of what it draws; None: it drew nothing."""
        self.settle()
        begun = perf_counter()
        self.press(key)
        ended = self.settle()
        return None if ended is None else (ended - begun) * 1000

    def _read(self, wait: float) -> bool:
        if not select.select([self._process.child_fd], [], [], wait)[0]:
            return False
        with suppress(OSError):  # how a pseudo-terminal says that the program has ended
            self._drawn += os.read(self._process.child_fd, 1 << 20)
            self._drawn_at = perf_counter()
            return True
        sleep(wait)
        return False

    def _words(self) -> str:
        return CONTROLS.sub(b"", self._drawn).decode("utf-8", "replace")

    # The process.

    @property
    def peak(self) -> float:
        """The most memory it has held so far, in MB."""
        status = Path(f"/proc/{self._process.pid}/status").read_text("ascii")
        found = re.search(r"VmHWM:\s+(\d+) kB", status)
        return int(found[1]) / 1024 if found else 0.0

    def close(self) -> None:
        self._process.close(force=True)
