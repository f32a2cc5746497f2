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
SPENT = "restored:"  # before the hash of a token that a restore made worthless
_TAKEN_AGAIN = """
UPDATE member SET refused_code = NULL, refused_why = NULL, refused_at = NULL
WHERE feed = :feed AND refused_code IS NOT NULL
"""
CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no 0 O 1 I


@dataclass(frozen=True, slots=True)
class Place:
    """Where a terminal stands; `department` where its station is a department's office."""

    station: str
    level: str
    department: str | None = None
    carries_to: str | None = None


@dataclass(frozen=True, slots=True)
class FeedRefused:
    """Why the hub takes nothing more of a feed; `at` UTC text."""

    code: str
    message: str
    at: str


@dataclass(frozen=True, slots=True)
class Member:
    """A terminal that joined.

    replaces: the feed of the terminal it came in for
    takes_over: that one's cases still wait for it
    refused: why the hub takes nothing more of its feed
    is_awaited: the hub was restored, and what this terminal had sent before is not here again
    """

    feed: str
    terminal: str
    place: Place
    revoked_at: str | None
    replaces: str | None = None
    takes_over: bool = False
    seen_at: str | None = None
    refused: FeedRefused | None = None
    is_awaited: bool = False

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


def join(unit: Unit, found: Invitation, *, feed: str, terminal: str, token: str, at: str) -> None:
    """Use an invitation up: the terminal is a member from now on."""
    used = update(ENROLMENTS).where(ENROLMENTS.c.code_hash == found.code_hash)
    unit.connection.execute(used.values(used_at=at))
    row = {"feed": feed, "terminal": terminal, "token_hash": hashed(token), "joined_at": at}
    replaces = {"replaces": found.replaces, "takes_over": found.replaces is not None}
    unit.insert(MemberRow, {**row, **replaces, **_place_columns(found.place)})


def join_again(unit: Unit, found: Invitation, *, feed: str, token: str, at: str) -> None:
    """The same terminal with a new token, at the place it is invited to now."""
    used = update(ENROLMENTS).where(ENROLMENTS.c.code_hash == found.code_hash)
    unit.connection.execute(used.values(used_at=at))
    values = {"token_hash": hashed(token), "revoked_at": None, **_place_columns(found.place)}
    unit.connection.execute(update(MEMBERS).where(MEMBERS.c.feed == feed).values(values))


def by_token(unit: Unit, token: str) -> Member | None:
    """The member with this token, revoked ones too."""
    return _one(unit, MEMBERS.c.token_hash == hashed(token))


def by_spent_token(unit: Unit, token: str) -> Member | None:
    """The member that had this token before the hub was restored."""
    return _one(unit, MEMBERS.c.token_hash == SPENT + hashed(token))


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


def taken_over(unit: Unit, feed: str) -> None:
    """The cases of the terminal that this one came in for wait for nobody any more."""
    _change(unit, feed, takes_over=False)


def note_seen(unit: Unit, feed: str, *, at: str) -> None:
    """The terminal has pulled."""
    _change(unit, feed, seen_at=at)


def note_refused(unit: Unit, feed: str, refused: FeedRefused) -> None:
    """Why nothing more of the feed is taken."""
    values = {"code": refused.code, "why": refused.message, "at": refused.at}
    _change(unit, feed, **{f"refused_{name}": value for name, value in values.items()})


def note_taken(unit: Unit, feed: str) -> None:
    """The feed is taken, again where it was refused."""
    unit.run(_TAKEN_AGAIN, {"feed": feed})


def await_all(unit: Unit) -> None:
    """A restored hub waits for everybody; their tokens are worth nothing any more."""
    live = update(MEMBERS).where(MEMBERS.c.revoked_at.is_(None))
    unit.connection.execute(live.values(is_awaited=True))
    spent = {"token_hash": SPENT + MEMBERS.c.token_hash}
    unit.connection.execute(update(MEMBERS).values(spent))
    unused = update(ENROLMENTS).where(ENROLMENTS.c.used_at.is_(None))
    unit.connection.execute(unused.values(used_at=SPENT))


def arrived(unit: Unit, feed: str) -> None:
    """What the terminal had sent to the hub before the restore is here again."""
    _change(unit, feed, is_awaited=False)


def awaited(unit: Unit, *, besides: str = "") -> list[Member]:
    """The live terminals that a restored hub still waits for."""
    where = MEMBERS.c.is_awaited & MEMBERS.c.revoked_at.is_(None) & (MEMBERS.c.feed != besides)
    query = select(MEMBERS).where(where).order_by(MEMBERS.c.station, MEMBERS.c.terminal)
    return [_member(row) for row in unit.connection.execute(query).mappings()]


def _change(unit: Unit, feed: str, **values: object) -> None:
    unit.connection.execute(update(MEMBERS).where(MEMBERS.c.feed == feed).values(values))


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
    names = ("feed", "terminal", "revoked_at", "replaces", "takes_over", "seen_at", "is_awaited")
    return Member(
        **{name: row[name] for name in names},
        place=_place(row),
        refused=_refused(row),
    )


def _refused(row: RowMapping) -> FeedRefused | None:
    code, why, at = row["refused_code"], row["refused_why"], row["refused_at"]
    return FeedRefused(code, why, at) if code else None
