"""How long a command takes as a process, beside a bare interpreter."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.figures import ROUNDS, Figure, milliseconds
from window_app import demonstration

WINDOW = str(Path(sys.executable).with_name("window"))


def run() -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="window-bench-") as name:
        home = Path(name) / "home"
        demonstration.create(home).store.close()
        commands = {
            "bare interpreter": [sys.executable, "-c", "pass"],
            "window --help": [WINDOW, "--help"],
            "window case list": [WINDOW, "--home", str(home), "case", "list"],
        }
        times: dict[str, list[float]] = {what: [] for what in commands}
        for _ in range(ROUNDS):
            for what, command in commands.items():
                times[what].append(milliseconds(partial(_call, command)))
    return [Figure("starting", what, median(found)) for what, found in times.items()]


def _call(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
