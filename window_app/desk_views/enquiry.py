"""An item as it is told to somebody who asks."""

from __future__ import annotations

from dataclasses import dataclass

from window_app.desk_views.situations import ExitView, QuestionView


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
