"""`window demo` and `window desk` at a real terminal: login, home, intake, and leaving cleanly."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pexpect
import pyte
import pytest

from data.store import cases
from window_app import demonstration, demonstration_loop
from window_app.cli import opening

WINDOW = ["-c", "from window_app.cli.entry import run; run()"]
SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=["80", "120"])
SECONDS = 20.0
F2, F5, F12, ESC = "\x1bOQ", "\x1b[15~", "\x1b[24~", "\x1b"
CTRL_Q, CTRL_T = "\x11", "\x14"
NUMBER = "441803197707150035"  # of nobody on the demo desk


class Seat:
    """A terminal with a program in it, and what stands on its screen."""

    def __init__(self, size: tuple[int, int], *arguments: str) -> None:
        width, height = size
        environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        self.child = pexpect.spawn(
            sys.executable,
            [*WINDOW, *arguments],
            dimensions=(height, width),
            env=environment,
            timeout=SECONDS,
        )
        self.child.delaybeforesend = None
        self._screen = pyte.Screen(width, height)
        self._stream = pyte.ByteStream(self._screen)
        self.written = b""

    @property
    def text(self) -> str:
        # `display` cannot stand half a wide character, which a frame in two reads may leave.
        lines, width = self._screen.buffer, self._screen.columns
        rows = range(self._screen.lines)
        return "\n".join("".join(lines[y][x].data for x in range(width)) for y in rows)

    def see(self, words: str) -> None:
        """Wait until these words stand on the screen."""
        end = time.monotonic() + SECONDS
        while words not in self.text:
            assert time.monotonic() < end, f"{words!r} is not to be seen:\n{self.text}"
            self._read()

    def _read(self) -> None:
        try:
            found = self.child.read_nonblocking(65_536, 0.05)
        except pexpect.TIMEOUT:
            return
        self.written += found
        self._stream.feed(found)

    def leave(self) -> int | None:
        """Read what is still written; the exit code."""
        self.child.expect(pexpect.EOF)
        self.written += self.child.before
        self.child.close()
        return self.child.exitstatus  # type: ignore[no-any-return]


@pytest.fixture
def sit() -> Iterator[Callable[..., Seat]]:
    seats: list[Seat] = []

    def start(size: tuple[int, int], *arguments: str) -> Seat:
        seats.append(Seat(size, *arguments))
        return seats[-1]

    yield start
    for seat in seats:
        seat.child.close(force=True)


@SIZES
def test_the_demo_from_login_to_leaving(
    sit: Callable[..., Seat], tmp_path: Path, size: tuple[int, int]
) -> None:
    home = tmp_path / "home"
    seat = sit(size, "--home", str(home), "demo")
    seat.see("一窗综合受理")
    seat.child.send(f"{demonstration.PASSWORD}\r")
    seat.see("在线")
    seat.see("收下待核 1")
    seat.see("待补正")
    seat.see("F10")
    seat.child.send(CTRL_T)
    seat.child.send(F2)
    seat.see("证件号码")
    seat.child.send(ESC)
    seat.see("F9")
    seat.child.send(CTRL_Q)
    assert seat.leave() == 0
    assert b"Traceback" not in seat.written
    assert seat.written.count(b"\x1b[?1049l") == 1, "the screen of before is back"
    assert b"\x1b[?25h" in seat.written.rpartition(b"\x1b[?1049l")[2] + seat.written[-400:]
    assert f"演示站：{home}".encode() in seat.written
    assert json.loads((home / "desk.json").read_text("utf-8")) == {"theme": "dark"}


def test_a_desk_opened_again_and_locked_out(sit: Callable[..., Seat], tmp_path: Path) -> None:
    home = tmp_path / "home"
    demonstration.create(home).store.close()
    seat = sit((80, 24), "--home", str(home), "--as", demonstration.CLERK, "desk")
    seat.see("demo-only")
    assert demonstration.CLERK in seat.text
    seat.child.send("wrong\r")
    seat.see("不对")
    seat.child.send(CTRL_Q)
    assert seat.leave() == 0


def test_what_is_written_before_the_first_frame_arrives_in_order(
    sit: Callable[..., Seat], tmp_path: Path
) -> None:
    """The terminal keeps it, with its own new line for Enter; every screen then gets its part."""
    home = tmp_path / "home"
    demonstration.create(home).store.close()
    seat = sit((80, 24), "--home", str(home), "--as", demonstration.CLERK, "desk")
    seat.child.send(f"{demonstration.PASSWORD}\r{F2}{NUMBER}\r欧示例\r13800138210\r")
    seat.see("138****8210")
    seat.see("欧示例")
    assert f"{NUMBER[:6]}********{NUMBER[-4:]}" in seat.text
    seat.child.send(CTRL_Q)
    assert seat.leave() == 0


def test_a_scanner_at_the_desk(sit: Callable[..., Seat], tmp_path: Path) -> None:
    """Whole lines in one piece, also straight behind the key that opens their screen."""
    home = tmp_path / "home"
    office = demonstration.open_or_create(home)
    with office.store.read() as unit:
        (case, *_) = cases.search(unit, "", limit=1)
    office.store.close()
    seat = sit((80, 24), "--home", str(home), "--as", demonstration.CLERK, "desk")
    seat.child.send(f"{demonstration.PASSWORD}\r{case.number}\r")
    seat.see("Ctrl+R")
    seat.child.send(ESC)
    seat.see("F9")
    seat.child.send(f"{F5}{case.number}\r")
    seat.see("Ctrl+R")
    seat.child.send(ESC)
    seat.see("查件")
    seat.child.send(CTRL_Q)
    assert seat.leave() == 0


def test_the_loop_at_two_terminals(sit: Callable[..., Seat], tmp_path: Path) -> None:
    """From the department's list to 待领 on the desk's home, as the README shows it."""
    home = tmp_path / "home"
    demonstration_loop.complete(demonstration.create(home)).store.close()
    review = sit((120, 36), "--home", str(home / demonstration_loop.REVIEW), "review")
    review.see(demonstration.PASSWORD)
    review.child.send(f"{demonstration.HEAD}\r{demonstration.PASSWORD}\r")
    review.see("还没有人领取")
    review.child.send(" ")
    review.see("自动续")
    for next_is, key in (
        ("按 t 通过现场核查", "p"),
        ("按 t 准予，j 不予许可", "p"),
        ("按 t 登记结果", "n"),  # no clock runs any more: it stands last
    ):
        review.child.send("t")
        review.see("回车在这里不起作用")
        review.child.send(F12)
        review.see("空格领取，按 t 通过材料审查")  # on to the next case
        review.child.send(key)
        review.see(next_is)
    review.child.send("t")
    review.see("许可证编号")
    review.child.send(f"JY14418030000001\r{F12}")
    review.see("登记好了")
    desk = sit((80, 24), "--home", str(home), "--as", demonstration.CLERK, "desk")
    desk.child.send(f"{demonstration.PASSWORD}\r")
    desk.see("待领取")
    for seat in (review, desk):
        seat.child.send(CTRL_Q)
        assert seat.leave() == 0


def test_a_review_terminal_is_a_departments(sit: Callable[..., Seat], tmp_path: Path) -> None:
    demonstration.create(tmp_path / "home").store.close()
    seat = sit((80, 24), "--home", str(tmp_path / "home"), "review")
    seat.see("这台终端不是部门的终端")
    seat.child.send(CTRL_Q)
    assert seat.leave() == 0


def test_a_home_that_is_not_there_is_said_on_the_card(
    sit: Callable[..., Seat], tmp_path: Path
) -> None:
    seat = sit((80, 24), "--home", str(tmp_path / "nothing"), "desk")
    seat.see("这里还没有建站")
    seat.child.send(CTRL_Q)
    assert seat.leave() == 0


def test_without_a_terminal_there_is_no_picture(tmp_path: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, *WINDOW, "--home", str(tmp_path / "home"), *arguments]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    refused = run("desk")
    assert refused.returncode == 2 and "终端" in refused.stderr and not refused.stdout
    done = run("demo", "--json")
    assert done.returncode == 0 and json.loads(done.stdout)["status"] == "accepted"


def test_the_name_on_the_demo_login_is_the_demo_clerk() -> None:
    assert opening.DEMO_CLERK == demonstration.CLERK
