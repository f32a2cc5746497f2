"""The desk as a process in a terminal: from the login card to the printed notice, by keys alone."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pexpect
import pypdf
import pyte
import pytest

WINDOW = str(Path(sys.executable).with_name("window"))
NUMBER = "441803197707150035"  # of nobody on the demo desk
NAME = "欧示例"
QUIET = 0.1  # seconds without a byte: the screen has settled
PATIENCE = 15.0
KEYS = {"enter": "\r", "f2": "\x1bOQ", "f12": "\x1b[24~", "escape": "\x1b", "ctrl+q": "\x11"}


class Terminal:
    """A program in a terminal of a size, as a person sees it."""

    def __init__(self, command: list[str], columns: int, rows: int) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        surroundings = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        self.process = pexpect.spawn(
            command[0], command[1:], dimensions=(rows, columns), env=surroundings
        )
        self.process.delaybeforesend = None

    @property
    def text(self) -> str:
        rows = (self._screen.buffer[row] for row in range(self._screen.lines))
        columns = range(self._screen.columns)
        return "\n".join("".join(row[column].data for column in columns) for row in rows)

    def press(self, *keys: str) -> None:
        """Key by key, each once the screen has answered the one before."""
        for key in keys:
            self.process.send(KEYS.get(key, key))
            self.settle()

    def fill(self, *texts: str) -> None:
        for text in texts:
            self.press(text, "enter")

    def settle(self) -> None:
        while self._read(QUIET):
            pass

    def see(self, *words: str) -> str:
        """Wait for words; gives the whole screen."""
        until = time.monotonic() + PATIENCE
        while not all(word in self.text for word in words):
            assert time.monotonic() < until, f"{words} not in\n{self.text}"
            self._read(QUIET)
        self.settle()
        return self.text

    def _read(self, wait: float) -> bool:
        try:
            drawn = cast("bytes", self.process.read_nonblocking(1 << 16, wait))
        except (pexpect.TIMEOUT, pexpect.EOF):
            return False
        self._stream.feed(drawn)
        return True


Open = Callable[[Path, int, int], Terminal]


@pytest.fixture
def demo() -> Iterator[Open]:
    opened: list[Terminal] = []

    def open_it(home: Path, columns: int, rows: int) -> Terminal:
        terminal = Terminal([WINDOW, "--home", str(home), "demo"], columns, rows)
        opened.append(terminal)
        return terminal

    yield open_it
    for terminal in opened:
        terminal.process.close(force=True)


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 36)])
def test_from_login_to_the_printed_notice(
    demo: Open, tmp_path: Path, columns: int, rows: int
) -> None:
    home = tmp_path / "home"
    terminal = demo(home, columns, rows)
    terminal.see("口令 demo-only")
    terminal.fill("demo-only")
    terminal.see("查件", "已受理")
    printed = set((home / "papers").glob("*.pdf"))

    terminal.press("f2")
    terminal.see("证件号码", "填好证件号码")
    terminal.fill(NUMBER)
    terminal.fill(NAME, "13800138211", "太和镇示例路3号")
    terminal.fill("gtgsh")
    terminal.see("个体工商户设立登记", "未答")
    terminal.press(*"1121", "enter")
    terminal.see("已看 0 / 3")
    terminal.press(" ", " ", " ", "enter")
    terminal.see("表单", "已填")
    terminal.fill("清新区示例小店", "shop.example.cn", "日用百货销售", "", "1")
    terminal.see("可以出结论")
    terminal.press("f12")
    terminal.see("予以受理", "回车在这里不起作用")
    terminal.press("enter", "f12")
    text = terminal.see("查询码", "受理通知书")

    number = re.search(r"441803 \d{6} 0001 01 \d{5} \d", text)
    assert number is not None, text
    (paper,) = set((home / "papers").glob("*.pdf")) - printed
    written = "".join(page.extract_text() for page in pypdf.PdfReader(paper).pages)
    assert NAME in written and "受理通知书" in written

    terminal.press("escape")
    terminal.see("新办", NAME[0] + "*")
    terminal.press("ctrl+q")
    terminal.process.expect(pexpect.EOF, timeout=PATIENCE)
    terminal.process.close()
    assert terminal.process.exitstatus == 0
