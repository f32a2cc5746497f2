"""`python -m benchmarks [SUBJECT ...]`: one table of the subjects named, else of all."""

from __future__ import annotations

import sys
import tempfile
from importlib import import_module

from benchmarks.figures import Figure, show

SUBJECTS = (
    "accept",
    "search",
    "notice",
    "catalogue",
    "starting",
    "terminal",
    "queue",
    "sync",
    "waiting",
)


def main(named: list[str]) -> int:
    unknown = set(named) - set(SUBJECTS)
    if unknown:
        print(f"no subject {', '.join(sorted(unknown))}; there are: {', '.join(SUBJECTS)}")
        return 2
    figures: list[Figure] = []
    for subject in named or SUBJECTS:
        print(f"measuring {subject} ...", file=sys.stderr)
        figures += import_module(f"benchmarks.{subject}").run()
    print(f"stores in {tempfile.gettempdir()} (TMPDIR); medians, contestants in turn")
    show(figures)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
