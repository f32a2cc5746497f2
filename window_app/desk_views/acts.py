"""What a person may do with a case here and now, and the card that asks before it."""

from __future__ import annotations

from dataclasses import dataclass

from window_app.desk_views.intake import FieldLine
from window_app.desk_views.words import Tone


@dataclass(frozen=True, slots=True)
class CaseAct:
    """One act: its name, what it comes to, and its card (words, fields, effects, what F12 says).

    `screen` names a screen of its own (`supplements`, `hand_out`) that it is done on instead.
    """

    id: str
    name: str
    about: str
    words: str = ""
    fields: tuple[FieldLine, ...] = ()
    effects: tuple[tuple[str, str], ...] = ()
    confirm: str = ""
    tone: Tone = "warn"
    screen: str = ""
