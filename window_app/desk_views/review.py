"""What the review terminal shows: a department's tasks, one of them in full, and its acts.

Words are final and Chinese; days in lists are `11-27`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from window_app.desk_views.case import TimelineLine
from window_app.desk_views.intake import MaterialLine
from window_app.desk_views.words import Tone

# Waits for somebody, is in this person's hand, or in somebody else's.
Hand = Literal["waiting", "mine", "taken"]
# What a reviewer or head can do with a case, in the words of the screens' keys.
ReviewAct = Literal["pass_step", "approve", "register", "send_back", "refuse_case", "give_back"]


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task in the list: `left` days, negative overdue, None where no clock runs.

    `step` and `waits` are words; `by` is who has it, `until` the time (`10:11`) the lease runs
    to, empty where it does not run out. `order` sorts by the day it came to the department.
    """

    number: str
    short: str
    light: str
    item: str
    applicant: str
    due: str
    step: str
    left: int | None
    waits: str
    hand: Hand
    by: str
    until: str
    next: str
    acts: tuple[ReviewAct, ...]
    order: str


@dataclass(frozen=True, slots=True)
class TaskCounts:
    """How many tasks there are, and of these mine, due within the warning, overdue, stopped."""

    whole: int = 0
    mine: int = 0
    near: int = 0
    late: int = 0
    stopped: int = 0


@dataclass(frozen=True, slots=True)
class TaskList:
    """The department's tasks; `away` says why they are only what this terminal knows."""

    lines: tuple[TaskLine, ...]
    counts: TaskCounts
    away: str = ""


@dataclass(frozen=True, slots=True)
class LeaseWords:
    """Whose a case is now: in words, in what tone. `is_lost`: it was mine and is no longer."""

    words: str
    tone: Tone
    is_mine: bool = False
    is_lost: bool = False


@dataclass(frozen=True, slots=True)
class TaskPage:
    """One task in full.

    `dates` are (label, day): 受理, 承诺; `step_until` is the day the step is due, `onward` what
    comes behind it. `waiting` is said instead of what happens next while the hub has not
    confirmed the last act.
    """

    line: TaskLine
    lease: LeaseWords
    grouped: str
    situation: str
    status_word: str
    applicant: tuple[str, ...]
    dates: tuple[tuple[str, str], ...]
    rounds: int
    step_until: str
    onward: str
    materials: tuple[MaterialLine, ...]
    form: tuple[tuple[str, str], ...]
    result: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    timeline: tuple[TimelineLine, ...]
    waiting: str = ""


@dataclass(frozen=True, slots=True)
class ReviewDone:
    """What came of an act: `is_confirmed` False where the hub has not answered yet."""

    number: str
    words: str
    is_confirmed: bool
    problems: tuple[str, ...] = ()
