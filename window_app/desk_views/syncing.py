"""The exchange with the hub as a screen shows it: the line in words, and each case's way."""

from __future__ import annotations

from dataclasses import dataclass

from window_app.desk_views.words import Tone


@dataclass(frozen=True, slots=True)
class LineFact:
    """One thing to know of the line: a label, a sentence, and how loud it is."""

    label: str
    words: str
    tone: Tone | None = None


@dataclass(frozen=True, slots=True)
class SyncRow:
    """A case on its way, or what this station noted beside its cases.

    number: the case's; empty for the station's own notes
    state: 待传 传送中 已达 未生效; step: what was done last
    waiting: own events that are not at the hub yet
    said, todo: what did not take effect and why, and what to do now; empty where all is well
    """

    key: str
    number: str
    short: str
    applicant: str
    item: str
    step: str
    state: str
    tone: Tone
    waiting: int
    time: str
    said: str = ""
    todo: str = ""


@dataclass(frozen=True, slots=True)
class SyncPage:
    """The line to the hub and the cases written on last, newest first; set-aside ones foremost.

    is_lone: this terminal joined no hub; unsent: own events that are not safely at the hub
    """

    is_lone: bool
    is_exchanging: bool
    unsent: int
    facts: tuple[LineFact, ...]
    rows: tuple[SyncRow, ...]


@dataclass(frozen=True, slots=True)
class NoEffect:
    """What the hub set aside of a case: which steps, why they do not count, what to do now."""

    said: str
    todo: str
