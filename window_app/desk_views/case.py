"""A case: its facts, its timeline and its deadline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from window_app.desk_views.intake import MaterialLine


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One event of a case: day, time, what, who, note, and the colour's family."""

    day: str
    time: str
    event: str
    who: str
    note: str
    family: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """The time limit of an accepted case: ISO days, `whole` and `left` in `unit` (工作日).

    `left` is None where no clock runs; `stopped` says in words what stops or stopped it.
    """

    promised: str
    statutory: str
    estimated: bool
    whole: int
    left: int | None
    unit: str
    statutory_days: int
    stopped: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case with its timeline and facts; `papers` are (name, number, where it was printed to).

    `act` is what can be done here now: conclude what was taken in, or decide at once.
    """

    number: str
    grouped: str
    title: str
    status_word: str
    light: str
    next: str
    facts: tuple[tuple[str, str], ...]
    materials: tuple[MaterialLine, ...]
    papers: tuple[tuple[str, str, str], ...]
    timeline: tuple[TimelineLine, ...]
    is_masked: bool
    situation: str = ""
    status: str = ""
    applicant: tuple[str, ...] = ()
    left: int | None = None
    act: Literal["conclude", "decide"] | None = None
    deadline: Deadline | None = None
