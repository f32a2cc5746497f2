"""One acceptance notice: warm in this process, cold in a fresh one, and the fonts' part of it."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.figures import ROUNDS, Figure, middle

WARM = 30  # notices that are timed warm
KIND = "acceptance"


def run() -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="window-bench-") as name:
        path = Path(name) / "notice.json"
        path.write_text(_content(Path(name) / "home"), "utf-8")
        cold = [_in_fresh_process(path) for _ in range(ROUNDS)]
        warm = _warm(path.read_text("utf-8"))
    parts = {part: median(one[part] for one in cold) for part in cold[0]}
    return [
        Figure("notice", "warm", warm, "ms", "<= 15"),
        Figure("notice", "cold, all of it", sum(parts.values())),
        Figure("notice", "  of it loading the libraries", parts["libraries"]),
        Figure("notice", "  of it loading the fonts", parts["fonts"]),
        Figure("notice", "  of it the first notice", parts["first"]),
    ]


def _content(folder: Path) -> str:
    """The frozen notice of the demo case."""
    from data.store import papers
    from data.store.staff import Account
    from window_app import demonstration
    from window_app.services import access, intake
    from window_app.views import Submitted

    office = demonstration.create(folder)
    clerk = access.log_in(office, demonstration.CLERK, demonstration.PASSWORD)
    assert isinstance(clerk, Account)
    answer = intake.submit(office, demonstration.intake(), clerk, folder)
    assert isinstance(answer, Submitted)
    with office.store.read() as unit:
        paper = papers.find(unit, answer.case.documents[0].number)
    assert paper is not None and paper.kind == KIND
    return paper.content


def _warm(content: str) -> float:
    from printing.faces import faces
    from printing.page import render
    from printing.papers import document_from_json

    render(document_from_json(KIND, content), faces())
    return middle(lambda: render(document_from_json(KIND, content), faces()), WARM)


def _in_fresh_process(path: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.notice", str(path)]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _cold(path: Path) -> dict[str, float]:
    """What a fresh process spends, in milliseconds."""
    begun = perf_counter()
    from printing.faces import faces
    from printing.page import render
    from printing.papers import document_from_json

    loaded = perf_counter()
    faces().warm()
    warmed = perf_counter()
    render(document_from_json(KIND, path.read_text("utf-8")), faces())
    ended = perf_counter()
    times = {"libraries": loaded - begun, "fonts": warmed - loaded, "first": ended - warmed}
    return {part: seconds * 1000 for part, seconds in times.items()}


if __name__ == "__main__":
    print(json.dumps(_cold(Path(sys.argv[1]))))
