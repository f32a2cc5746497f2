"""A measured figure, the table of them, and the watch."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter

ROUNDS = 5  # contestants take turns; a figure is the median of its rounds


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table; `target` is a sentence, or empty where there is none."""

    subject: str
    what: str
    value: float
    unit: str = "ms"
    target: str = ""


def milliseconds(act: Callable[[], object]) -> float:
    """How long one call takes."""
    begun = perf_counter()
    act()
    return (perf_counter() - begun) * 1000


def middle(act: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median of several calls, in milliseconds."""
    return median(milliseconds(act) for _ in range(rounds))


def p95(times: list[float]) -> float:
    return quantiles(times, n=20)[-1]


def show(figures: Iterable[Figure]) -> None:
    """Print the table."""
    rows = [(f.subject, f.what, f"{f.value:,.2f}", f.unit, f.target) for f in figures]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for subject, what, value, unit, target in rows:
        cells = (
            subject.ljust(widths[0]),
            what.ljust(widths[1]),
            value.rjust(widths[2]),
            unit.ljust(widths[3]),
            target,
        )
        print("  ".join(cells).rstrip())
