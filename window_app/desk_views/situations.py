"""The questions of an item, and the ways out."""

from __future__ import annotations

from dataclasses import dataclass


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
class ExitView:
    """A way out that holds; `refer_name` is the other item's name where one should be used."""

    outcome: str
    word: str
    say: str
    refer: str | None
    is_guessed: bool
    refer_name: str | None = None
