"""The processes of the chaos: hubs, places, the lines beside two of them, and the proxy between."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import chaos_work  # these are beside this file
from chaos_checks import expect
from chaos_places import PLACES, REVIEWERS, Places

from data.exchange import hub_client as hub_client
from window_app import bootstrap
from window_app.cli.entry import run as program
from window_app.hub import serving as serving

PROXY = Path(__file__).with_name("cutting_proxy.py")
START = 30.0  # seconds that a hub may take until it listens
HUB = 0.3  # how many of the kills are the hub's
# Beside whoever works there runs `window sync --watch`: both talk with the hub at one time.
WATCHED = ("town", REVIEWERS)
BESIDE = "-line"


@dataclass
class Line:
    """The proxy's process, and where terminals find it."""

    process: subprocess.Popen[str]
    url: str

    def tell(self, **command: object) -> Counter[str]:
        """Command it; what it did so far."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()
        return Counter(json.loads(self.process.stdout.readline()))


@dataclass
class Chaos:
    """The processes by name: the places, `town-line` and the like, and `hub-0`, `hub-1`."""

    places: Places
    line: Line
    dice: random.Random
    lasts: int
    hubs: int
    running: dict[str, int] = field(default_factory=dict)
    ports: dict[str, int] = field(default_factory=dict)
    kills: Counter[str] = field(default_factory=Counter)

    def begin(self) -> None:
        self.start_hubs()
        for name in (*PLACES, *(name + BESIDE for name in WATCHED)):
            self.start(name)

    def start_hubs(self) -> None:
        for number in range(self.hubs):
            self.start_hub(f"hub-{number}")

    def start(self, name: str) -> None:
        if is_hub(name):
            self.start_hub(name)
        elif name in PLACES:
            dice = random.Random(self.dice.random())
            self.running[name] = self.forked(lambda: work(self.places, name, dice))
        else:
            home = self.places.folder / name.removesuffix(BESIDE)
            self.running[name] = self.forked(lambda: watch(home, self.said(name)))

    def start_hub(self, name: str) -> None:
        """`window hub serve`, as its command does it; back once it listens."""
        said = self.said(name)
        said.unlink(missing_ok=True)
        self.running[name] = self.forked(lambda: serve(self.places.folder / "hub", said))
        until = time.monotonic() + START
        while "\n" not in (text := said.read_text() if said.exists() else ""):
            expect(time.monotonic() < until, f"{name} does not start")
            self.all_live()
            time.sleep(0.01)
        self.ports[name] = int(json.loads(text)["listening"].rpartition(":")[2])
        self.line.tell(hubs=list(self.ports.values()))

    def kill_one(self) -> None:
        self.all_live()
        wanted = self.dice.random() < HUB
        name = self.dice.choice([one for one in self.running if is_hub(one) == wanted])
        self.kill(name)
        self.start(name)

    def kill_all(self) -> None:
        self.all_live()
        for name in list(self.running):
            self.kill(name)

    def kill(self, name: str) -> None:
        process = self.running.pop(name)
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        self.kills["kills of the hub" if is_hub(name) else "kills of terminals"] += 1

    def all_live(self) -> None:
        """Nobody ends by itself: then something was raised that is no everyday trouble."""
        for name, process in self.running.items():
            ended, status = os.waitpid(process, os.WNOHANG)
            if ended:
                del self.running[name]
                said = self.said(name)
                told = said.read_text()[-2000:] if said.exists() else ""
                raise AssertionError(f"{name} ended by itself: {status}\n{told}")

    def said(self, name: str) -> Path:
        """What a process tells."""
        return self.places.folder / f"{name}.said"

    def end(self) -> None:
        for process in self.running.values():
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
        self.running.clear()

    def forked(self, act: Callable[[], None]) -> int:
        """A process of its own that does this; it never outlives the run."""
        process = os.fork()
        if process:
            return process
        try:
            signal.alarm(self.lasts)
            act()
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(70)


def is_hub(name: str) -> bool:
    return name.startswith("hub-")


def serve(home: Path, said: Path) -> None:
    told = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(told, sys.stdout.fileno())
    sys.argv = ["window", "--home", str(home), "hub", "serve", "--listen", "127.0.0.1:0", "--json"]
    program()


def watch(home: Path, said: Path) -> None:
    """`window sync --watch`, as its command does it."""
    told = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(told, stream.fileno())
    sys.argv = ["window", "--home", str(home), "sync", "--watch"]
    program()


def work(places: Places, name: str, dice: random.Random) -> None:
    """One act after another, until killed. What each came to is noted beside the homes."""
    office = places.office(name)
    bootstrap.wake(office)
    working, day = chaos_work.work_of(office, name, dice)
    with (places.folder / f"{name}.said").open("a") as told:
        while True:
            print(working.do(day), file=told, flush=True)


@contextmanager
def proxied(seed: int) -> Iterator[Line]:
    with subprocess.Popen(
        [sys.executable, str(PROXY), str(seed)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        try:
            yield Line(process, process.stdout.readline().strip())
        finally:
            process.kill()
