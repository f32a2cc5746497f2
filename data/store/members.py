"""Terminals that joined the hub, and the one-time codes by which they join."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from sqlalchemy import RowMapping, func, select, update

from data.store.engine import Unit
from data.store.hub_tables import EnrolmentRow, MemberRow

MEMBERS = MemberRow.__table__  # type: ignore[attr-defined]
ENROLMENTS = EnrolmentRow.__table__  # type: ignore[attr-defined]
CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no 0 O 1 I


@dataclass(frozen=True, slots=True)
class Place:
    """Where a terminal stands; `department` where its station is a department's office."""

    station: str
    level: str
    department: str | None = None
    carries_to: str | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A terminal that joined."""

    feed: str
    terminal: str
    place: Place
    revoked_at: str | None

    @property
    def label(self) -> str:
        return f"{self.place.station}-{self.terminal}"

    @property
    def addresses(self) -> tuple[str, ...]:
        """Whose tasks and cases this terminal may see."""
        own = f"station:{self.place.station}"
        return (own, f"department:{self.place.department}") if self.place.department else (own,)


@dataclass(frozen=True, slots=True)
class Invitation:
    """A code that was not used yet: for which place, and which feed the newcomer replaces."""

    code_hash: str
    place: Place
    replaces: str | None
    expires_at: str


def new_code() -> str:
    """A one-time code in two groups of five letters: 50 bits."""
    letters = [secrets.choice(CODE_LETTERS) for _ in range(10)]
    return f"{''.join(letters[:5])}-{''.join(letters[5:])}"


def new_token() -> str:
    """A terminal's token: 256 bits, shown once."""
    return secrets.token_urlsafe(32)


def hashed(secret: str) -> str:
    """What is kept of a code or token: both are random enough for a plain SHA-256."""
    return hashlib.sha256(secret.encode()).hexdigest()


def invite(
    unit: Unit, code: str, place: Place, *, replaces: str | None, at: str, until: str
) -> None:
    """Keep a one-time code for a place."""
    row = {"code_hash": hashed(code), "replaces": replaces, "made_at": at, "expires_at": until}
    unit.insert(EnrolmentRow, {**row, **_place_columns(place)})


def invitation(unit: Unit, code: str, *, now: str) -> Invitation | None:
    """The unused, unexpired invitation of a code."""
    query = select(ENROLMENTS).where(
        ENROLMENTS.c.code_hash == hashed(code.strip().upper()),
        ENROLMENTS.c.used_at.is_(None),
        ENROLMENTS.c.expires_at > now,
    )
    row = unit.connection.execute(query).mappings().first()
    if row is None:
        return None
    return Invitation(row["code_hash"], _place(row), row["replaces"], row["expires_at"])


def join(unit: Unit, found: Invitation, *, feed: str, terminal: str, token: str, at: str) -> Member:
    """Use an invitation up: the terminal is a member from now on."""
    used = update(ENROLMENTS).where(ENROLMENTS.c.code_hash == found.code_hash)
    unit.connection.execute(used.values(used_at=at))
    row = {"feed": feed, "terminal": terminal, "token_hash": hashed(token), "joined_at": at}
    unit.insert(MemberRow, {**row, **_place_columns(found.place)})
    return Member(feed, terminal, found.place, None)


def join_again(unit: Unit, found: Invitation, *, feed: str, token: str, at: str) -> None:
    """The same terminal with a new token, at the place it is invited to now."""
    used = update(ENROLMENTS).where(ENROLMENTS.c.code_hash == found.code_hash)
    unit.connection.execute(used.values(used_at=at))
    values = {"token_hash": hashed(token), "revoked_at": None, **_place_columns(found.place)}
    unit.connection.execute(update(MEMBERS).where(MEMBERS.c.feed == feed).values(values))


def by_token(unit: Unit, token: str) -> Member | None:
    """The member with this token, revoked ones too."""
    return _one(unit, MEMBERS.c.token_hash == hashed(token))


def by_feed(unit: Unit, feed: str) -> Member | None:
    """The member with this key, revoked ones too."""
    return _one(unit, MEMBERS.c.feed == feed)


def by_label(unit: Unit, station: str, terminal: str) -> Member | None:
    """The member with this number, revoked ones too: a number is given once."""
    return _one(unit, (MEMBERS.c.station == station) & (MEMBERS.c.terminal == terminal))


def everybody(unit: Unit) -> list[Member]:
    """All members in the order of their numbers."""
    rows = unit.connection.execute(select(MEMBERS).order_by(MEMBERS.c.station, MEMBERS.c.terminal))
    return [_member(row) for row in rows.mappings()]


def alone_at(unit: Unit, station: str) -> bool:
    """Whether a station has one terminal: its leases come unasked and do not run out."""
    query = select(func.count()).where(MEMBERS.c.station == station, MEMBERS.c.revoked_at.is_(None))
    return unit.connection.execute(query).scalar_one() == 1


def revoke(unit: Unit, feed: str, *, at: str) -> None:
    """Take a terminal's token away; what it wrote before stays importable."""
    unit.connection.execute(update(MEMBERS).where(MEMBERS.c.feed == feed).values(revoked_at=at))


def _one(unit: Unit, where: object) -> Member | None:
    row = unit.connection.execute(select(MEMBERS).where(where)).mappings().first()  # type: ignore[arg-type]
    return None if row is None else _member(row)


def _place_columns(place: Place) -> dict[str, str | None]:
    return {
        "station": place.station,
        "department": place.department,
        "level": place.level,
        "carries_to": place.carries_to,
    }


def _place(row: RowMapping) -> Place:
    return Place(row["station"], row["level"], row["department"], row["carries_to"])


def _member(row: RowMapping) -> Member:
    return Member(row["feed"], row["terminal"], _place(row), row["revoked_at"])
