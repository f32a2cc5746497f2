"""People and bodies as typed, with what follows from their numbers."""

from __future__ import annotations

from dataclasses import dataclass

from window_app.desk_views.lists import CaseLine


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
