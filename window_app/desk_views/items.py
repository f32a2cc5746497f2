"""Items as they are found, and what the one box was given."""

from __future__ import annotations

from dataclasses import dataclass


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
