"""What the desk shows, as frozen values: the home, an intake as it stands, people and items.

Words are final and Chinese; nothing here is looked up again by a screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tone = Literal["ok", "warn", "bad", "info", "vow", "idle"]
RowKey = tuple[str, str | None]


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
    """Something that wants the clerk: a word, a count, how urgent."""

    word: str
    count: int
    tone: Tone


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
    unsent: int


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item found; `marked` are the characters of the name that matched.

    `elsewhere` says who takes it where this window does not.
    """

    code: str
    name: str
    marked: tuple[int, ...]
    department: str
    kind: str
    limit: str
    elsewhere: str | None


@dataclass(frozen=True, slots=True)
class ItemPreview:
    """An item beside the list of those found."""

    code: str
    name: str
    department: str
    subjects: str
    limit: str
    fees: str
    situations: tuple[str, ...]
    materials: tuple[str, ...]
    elsewhere: str | None


@dataclass(frozen=True, slots=True)
class Scanned:
    """What the one box was given: exactly one of the three is set, or `problem` says why none."""

    case: str | None = None
    identity: str | None = None
    items: tuple[ItemLine, ...] = ()
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """What this terminal knows of a person or body, for confirmation."""

    name: str | None
    phone: str | None
    address: str | None
    legal_representative: str | None
    certificates: tuple[str, ...]
    open_cases: tuple[CaseLine, ...]


@dataclass(frozen=True, slots=True)
class PartyView:
    """The applicant or agent as typed, with what follows from the number."""

    values: dict[str, str]
    birth: str | None
    sex: str | None
    age: int | None
    region: str | None
    warnings: tuple[str, ...]
    problem: str | None


@dataclass(frozen=True, slots=True)
class MemberView:
    id: str
    values: dict[str, str]
    is_adult: bool
    problem: str | None


@dataclass(frozen=True, slots=True)
class ChoiceView:
    id: str
    name: str
    note: str | None
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question that is asked; `is_guess` while the answer is a guess."""

    id: str
    ask: str
    many: bool
    choices: tuple[ChoiceView, ...]
    is_open: bool
    is_guess: bool


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """One row of the material list, with all that stands beside it."""

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
class ExitView:
    """A way out that holds; `refer_name` is the other item's name where one should be used."""

    outcome: str
    word: str
    say: str
    refer: str | None
    is_guessed: bool
    refer_name: str | None = None


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
class EnquiryMaterial:
    """A material as it is told to somebody who asks; `is_possible` while questions are open."""

    name: str
    need: str
    copies: str
    criteria: tuple[str, ...]
    note: str
    is_possible: bool


@dataclass(frozen=True, slots=True)
class EnquiryView:
    """An item with its questions and the list of the situation; `subjects` are (word, name)."""

    code: str
    name: str
    department: str
    subject: str
    subjects: tuple[tuple[str, str], ...]
    questions: tuple[QuestionView, ...]
    way_out: ExitView | None
    materials: tuple[EnquiryMaterial, ...]
    fees: tuple[str, ...]
    promised: str
    statutory: str
    place: str
    phone: str


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
