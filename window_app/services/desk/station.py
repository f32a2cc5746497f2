"""Where the terminal stands and who sits at it, as the shell of the screens asks for it."""

from __future__ import annotations

from dataclasses import dataclass

from data.rules.words import ROLE_NAMES, Role
from data.store.staff import Account


@dataclass(frozen=True, slots=True)
class StationFact:
    """One line below the login fields: a badge, its colour family, a sentence."""

    badge: str
    family: str
    words: str


@dataclass(frozen=True, slots=True)
class Station:
    """Where this terminal stands, and how it is."""

    place: str
    window: str
    facts: tuple[StationFact, ...]
    work: str = "综合受理"

    @property
    def plate(self) -> str:
        """What stands below the place on the login card."""
        return f"{self.window}   {self.work}"


@dataclass(frozen=True, slots=True)
class Person:
    """Who is logged in."""

    account: Account

    @property
    def staff(self) -> str:
        return self.account.name

    @property
    def name(self) -> str:
        return self.account.name

    @property
    def post(self) -> str:
        names = [ROLE_NAMES[role] for role in Role if role in self.account.roles]
        return self.account.title or "、".join(names)
