"""A case: its facts, timeline, deadline, papers and steps; and what its applicant rates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from window_app.desk_views.intake import MaterialLine
from window_app.desk_views.prints import PrintChoice
from window_app.desk_views.words import Tone

# Conclude what was taken in, decide at once, take a supplement, register, hand the result out.
CaseStep = Literal["conclude", "decide", "bring_back", "register", "hand_out"]


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
class PaperLine:
    """A paper of a case and what the spool says of its last print, in words and colour.

    `made` is `11-23 09:30`; `place` the file it was written to, or the printer's own job; `job`
    the print that waits for a person, with what can be done about it and a sentence of that.
    """

    name: str
    number: str
    made: str
    said: str
    tone: Tone
    place: str | None = None
    job: int | None = None
    choices: tuple[PrintChoice, ...] = ()
    todo: str = ""
    is_voided: bool = False
    is_under_way: bool = False


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of a case's way; `state` is done, current or ahead; `about` a day or a limit."""

    name: str
    state: Literal["done", "current", "ahead"]
    about: str = ""


@dataclass(frozen=True, slots=True)
class Sending:
    """How far a case's own events are on their way: a word, its colour, and a sentence.

    `todo` is what a person can do about what did not take effect.
    """

    word: str
    tone: Tone
    words: str
    todo: str = ""


@dataclass(frozen=True, slots=True)
class RatingPage:
    """What an applicant is shown to rate: (grade, name), 1 the best, and what was done today."""

    number: str
    item: str
    done: str
    hall: str
    grades: tuple[tuple[int, str], ...]
    is_rated: bool


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case with its timeline, papers and facts.

    `act` is what can be done here now.
    `department` decides the case; `steps` are its way from the first paper to the result.
    """

    number: str
    grouped: str
    title: str
    status_word: str
    light: str
    next: str
    facts: tuple[tuple[str, str], ...]
    materials: tuple[MaterialLine, ...]
    papers: tuple[PaperLine, ...]
    timeline: tuple[TimelineLine, ...]
    is_masked: bool
    situation: str = ""
    status: str = ""
    applicant: tuple[str, ...] = ()
    left: int | None = None
    act: CaseStep | None = None
    deadline: Deadline | None = None
    department: str = ""
    steps: tuple[StepLine, ...] = ()
    sending: Sending | None = None
