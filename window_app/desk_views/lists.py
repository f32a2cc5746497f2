"""Cases in a list, and the home: counts, reminders, parked intakes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from window_app.desk_views.words import Tone

Opens = Literal["", "cases", "supplements", "hand_out", "prints"]


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a list: `light` green yellow red stopped none; `left` days, negative overdue."""

    number: str
    short: str
    light: str
    applicant: str
    item: str
    situation: str
    status: str
    status_word: str
    left: int | None
    due: str
    time: str
    next: str
    wants_act: bool


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something that wants the clerk: a word, a count, how urgent; the next day of it, `11-27`.

    `opens` says where it is seen to; empty where only its sentence can be told.
    """

    word: str
    count: int
    tone: Tone
    by: str = ""
    opens: Opens = ""


@dataclass(frozen=True, slots=True)
class ParkedDraft:
    """An intake that waits."""

    id: str
    applicant: str
    item: str
    step: str
    saved_at: str
    owner: str


@dataclass(frozen=True, slots=True)
class HomeView:
    """The desk's home: today's counts, reminders, cases newest and wanting first."""

    hall: str
    window: str
    who: str
    counts: tuple[tuple[str, int], ...]
    reminders: tuple[Reminder, ...]
    cases: tuple[CaseLine, ...]
    more: int
    drafts: tuple[ParkedDraft, ...]
