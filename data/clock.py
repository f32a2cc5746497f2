"""Where time comes from. Stored times are aware UTC; the legal day is Asia/Shanghai's."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Protocol

# China has one civil time without summer time; a fixed offset needs no zone files.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


class Clock(Protocol):
    """Gives the present moment."""

    def now(self) -> datetime:
        """Aware UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class FixedClock:
    """A clock that stands until it is set: for the command line's and the tests' fixed days."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment


def legal_day(moment: datetime) -> date:
    """The day in Asia/Shanghai on which a moment counts."""
    return moment.astimezone(SHANGHAI).date()


def to_text(moment: datetime) -> str:
    """RFC 3339 in UTC with milliseconds: sorts as text, and is what events are hashed over."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + (
        f"{moment.microsecond // 1000:03d}Z"
    )


def from_text(text: str) -> datetime:
    """The moment of a stored text; ValueError if it is none."""
    return datetime.fromisoformat(text)
