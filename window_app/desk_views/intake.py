"""An intake as it stands after a key: its rows, its conclusion, its end."""

from __future__ import annotations

from dataclasses import dataclass

from window_app.desk_views.people import MemberView, PartyView
from window_app.desk_views.situations import ExitView, QuestionView
from window_app.desk_views.words import RowKey, Tone


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """One row of the material list, with all that stands beside it.

    `told` is what the applicant was told of it before, where the case comes back.
    """

    key: RowKey
    name: str
    person: str | None
    copies: str
    need: str
    group: str | None
    mark: str | None
    mark_letter: str
    mark_word: str
    criteria: tuple[str, ...]
    faults: tuple[str, ...]
    chosen_faults: tuple[str, ...]
    source: str
    note: str | None
    blank: str | None
    sample: str | None
    offer: str | None
    scans: tuple[str, ...]
    is_possible: bool
    settled_by_group: bool
    told: str = ""


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A form field; `key` is the id, with .person where it is asked per person."""

    key: str
    label: str
    type: str
    required: bool
    value: str
    choices: tuple[str, ...]
    is_filled_in: bool
    problem: str | None


@dataclass(frozen=True, slots=True)
class Outlook:
    """The conclusion line: badge word and tone, what is known, what follows, what is printed."""

    word: str
    tone: Tone
    known: str
    follows: str
    papers: tuple[str, ...]
    can_conclude: bool


@dataclass(frozen=True, slots=True)
class Lacking:
    """One point that hinders a conclusion: in words, at which step, at which row or field."""

    say: str
    step: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class IntakeView:
    """An intake as it stands after a key."""

    draft_id: str
    step: str
    done: tuple[str, ...]
    subject: str
    applicant: PartyView
    agent: PartyView | None
    household: tuple[MemberView, ...]
    needs_household: bool
    item_code: str | None
    item_name: str | None
    item_subjects: tuple[str, ...]
    questions: tuple[QuestionView, ...]
    way_out: ExitView | None
    insists: bool
    materials: tuple[MaterialLine, ...]
    fields: tuple[FieldLine, ...]
    delivery: str | None
    deliveries: tuple[tuple[str, str], ...]
    outlook: Outlook
    list_changed: str | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """The conclusion card: the act, the person, the notice in words, what is printed."""

    title: str
    tone: Tone
    act: str
    person: str
    lines: tuple[str, ...]
    papers: tuple[str, ...]
    confirm: str


@dataclass(frozen=True, slots=True)
class Done:
    """After the act: the number, the papers, what comes next."""

    number: str
    grouped: str
    query_code: str
    title: str
    papers: tuple[tuple[str, str, str], ...]
    next: str
    problems: tuple[str, ...]
