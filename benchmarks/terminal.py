"""The desk in a pseudo-terminal of 120x40, beside the smallest Textual application.

First frame, key to repaint on a list of eleven materials, memory, and whole intakes by keys.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks import county, desk
from benchmarks.driven import Driven
from benchmarks.figures import ROUNDS, Figure, p95
from window_app import demonstration

CASES = 5  # whole intakes that are timed
KEYS = 40  # keys a round
# Marks and steps by turns, back to where they began: every key draws something, every time.
MARKED = (
    *("space", "1", "up", "5", "up", "space", "up", "up"),
    *("1", "5", "up", "1", "up", "space", "up", "up"),
)
TRIVIAL = [sys.executable, "-m", "benchmarks.trivial"]


def run() -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="window-bench-") as name:
        demo, large = Path(name) / "demo", Path(name) / "large"
        demonstration.open_or_create(demo).store.close()
        county.home_of_county(large)
        return [*_first_frames(demo), *_keys(large), *_days_work(demo)]


# The first frame.


def _first_frames(home: Path) -> Iterator[Figure]:
    trivial, ours, opened = [], [], []
    for _ in range(ROUNDS):
        program = Driven(TRIVIAL)
        trivial.append(program.wait("ready") - program.begun)
        program.close()
        program = desk.open_desk(home)
        ours.append(program.wait(*desk.LOGIN) - program.begun)
        opened.append(program.wait(desk.OPENED) - program.begun)
        program.close()
    ratio = median(mine / its for mine, its in zip(ours, trivial, strict=True))
    yield Figure("first frame", "trivial application", median(trivial) * 1000)
    yield Figure("first frame", "window desk, its login card", median(ours) * 1000)
    yield Figure("first frame", "of the trivial one", ratio, "x", "<= 2")
    yield Figure("first frame", "window desk, ready to log in", median(opened) * 1000)


# Key to repaint.


def _keys(home: Path) -> Iterator[Figure]:
    trivial, ours = Driven(TRIVIAL), desk.open_desk(home)
    trivial.wait("ready")
    ours.wait(desk.OPENED)
    desk.log_in(ours)
    what = f"{county.LISTED:,} items"
    yield Figure("key to repaint", f"{what}: Enter to its intake", desk.open_item(ours))
    desk.to_materials(ours)
    times: dict[Driven, list[float]] = {trivial: [], ours: []}
    marks = cycle(MARKED)
    for _ in range(ROUNDS):
        times[trivial] += _repaints(trivial, ["a", "b"] * (KEYS // 2))
        times[ours] += _repaints(ours, list(islice(marks, KEYS)))
    yield Figure("key to repaint", "trivial application, median", median(times[trivial]))
    yield Figure("key to repaint", "trivial application, p95", p95(times[trivial]))
    yield Figure("key to repaint", "materials, median", median(times[ours]), "ms", "<= 8")
    yield Figure("key to repaint", "materials, p95", p95(times[ours]), "ms", "<= 16")
    yield Figure("memory", f"with {what}, on the materials", ours.peak, "MB", "<= 200")
    trivial.close()
    ours.close()


def _repaints(program: Driven, keys: list[str]) -> list[float]:
    found = (program.repainted(key) for key in keys)
    return [time for time in found if time is not None]


# A clerk's work.


def _days_work(home: Path) -> Iterator[Figure]:
    papers = home / "papers"
    program = desk.open_desk(home)
    program.wait(desk.OPENED)
    program.settle(1.0)
    yield Figure("memory", "before login", program.peak, "MB", "<= 80")
    desk.log_in(program)
    people = desk.numbers()
    desk.take_in(program, next(people))
    yield Figure("memory", "after the first notice", program.peak, "MB", "<= 150")
    times: list[float] = []
    for person in islice(people, CASES):
        printed = len(list(papers.glob("*.pdf")))
        program.keys, program.idle, begun = 0, 0.0, perf_counter()
        desk.take_in(program, person)
        times.append(perf_counter() - begun - program.idle)
        assert len(list(papers.glob("*.pdf"))) == printed + 1
    yield Figure("memory", f"after {CASES + 1} notices", program.peak, "MB")
    yield Figure("intake by keys", "one case, with its paper", median(times) * 1000)
    yield Figure("intake by keys", "cases an hour", 3600 / median(times), "/h")
    yield Figure("intake by keys", "keys besides what is typed in", program.keys, "keys", "<= 30")
    program.close()
