"""Cases that wait for something, and one of them when it is brought."""

from __future__ import annotations

from dataclasses import dataclass

from window_app.desk_views.lists import CaseLine


@dataclass(frozen=True, slots=True)
class FoundCases:
    """Cases of a list that a text leaves; where it leaves none, `why` says in words."""

    cases: tuple[CaseLine, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class ReturnHead:
    """Whose case it is that something is brought for.

    `about` says what is brought (第2次补正 3 处), `until` the ISO day it was due, `left` working
    days till then, negative once it is past. `resumed` says whose draft is gone on with.
    """

    number: str
    grouped: str
    applicant: str
    item: str
    about: str
    until: str
    left: int
    resumed: str = ""
