"""What events teach about a person or body: base records, reusable certificates and flags.

All are read from event bodies alone, so they replay; the later event counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from data.rules.conclusion import Mark
from data.rules.event import FLAG_LIFTED, PERSON_FLAGGED, Event, Kind


@dataclass(frozen=True, slots=True)
class BaseRecord:
    """One value to fill the next form from: `key` like person.phone or entity.address."""

    owner: str
    key: str
    value: str
    case_id: str
    at: str

    @property
    def rank(self) -> tuple[str, ...]:
        """The highest counts, in whatever order the events come."""
        return self.at, self.case_id, self.value


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate that was seen in order; days are ISO text."""

    owner: str
    certificate: str
    name: str
    case_number: str
    seen_on: str
    valid_until: str | None

    @property
    def rank(self) -> tuple[str, ...]:
        """The highest counts, in whatever order the events come."""
        return self.seen_on, self.case_number, self.valid_until or "", self.name


class FlagKind(StrEnum):
    """Why a person gets no tolerance and no commitment.

    Bad credit stands on a published list (国办发〔2020〕42号: no commitment while it is not
    mended), false materials bar for one year (XKF 78), a licence got by fraud for three (XKF 79).
    """

    BAD_CREDIT = "bad_credit"
    FALSE_MATERIALS = "false_materials"
    FRAUD = "fraud"
    BROKEN_PROMISE = "broken_promise"


BAR_YEARS = {FlagKind.FALSE_MATERIALS: 1, FlagKind.FRAUD: 3}


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag on a person or body; days are ISO text, `until` None stands until it is lifted.

    source: the published list, or the number of the case it comes from
    """

    owner: str
    kind: str
    source: str
    since: str
    until: str | None
    is_lifted: bool
    at: str

    @property
    def rank(self) -> tuple[str, ...]:
        """The highest counts, in whatever order the events come."""
        return self.at, str(self.is_lifted), self.since, self.until or ""

    def stands(self, today: date) -> bool:
        """Its last day counts."""
        is_past = self.until is not None and self.until < today.isoformat()
        return not self.is_lifted and not is_past


def bar_until(kind: FlagKind, since: date) -> date | None:
    """The last day of a bar that the law measures; None where it measures none.

    Of a 29 February the bar ends on the 28th.
    """
    years = BAR_YEARS.get(kind)
    if years is None:
        return None
    is_leap_day = (since.month, since.day) == (2, 29)
    return since.replace(year=since.year + years, day=28 if is_leap_day else since.day)


def owner_key(id_type: str, id_number: str) -> str:
    """Whose record it is."""
    return f"{id_type}:{id_number}"


TEACHING = frozenset({Kind.RECEIVED, Kind.RESULT_REGISTERED, Kind.CORRECTED})
SHOWING = frozenset({Kind.RECEIVED, Kind.SUPPLEMENTED, Kind.DEFERRED_HANDED_IN})


def base_records(event: Event) -> Iterator[BaseRecord]:
    """The form values that an event leaves for next time."""
    body = event.body or {}
    teaches = event.kind in TEACHING or body.get("situation")
    if not teaches or not body.get("owner"):
        return
    for key, value in body.get("records", {}).items():
        yield BaseRecord(body["owner"], key, value, event.case_id or "", event.at)


def certificates(event: Event) -> Iterator[Certificate]:
    """The certificates that an event shows were handed in or shown in order."""
    body = event.body or {}
    situation = body.get("situation")
    if event.kind not in SHOWING and not situation:
        return
    for row in (situation or body).get("materials", ()):
        owner = row.get("owner") or body.get("owner")
        if owner and row.get("certificate") and row.get("mark") in (Mark.OK, Mark.FIXED):
            yield Certificate(
                owner=owner,
                certificate=row["certificate"],
                name=row["name"],
                case_number=body["number"],
                seen_on=body["materials_day"],
                valid_until=row.get("valid_until"),
            )


def flags(event: Event) -> Iterator[Flag]:
    """The flags an event sets or lifts.

    A commitment that a check found broken, and a refusal for false materials, set one by
    themselves: their bodies name the person (`owner`).
    """
    body = event.body or {}
    match event.kind:
        case name if name in (PERSON_FLAGGED, FLAG_LIFTED):
            yield Flag(
                owner=body["owner"],
                kind=body["kind"],
                source=body["source"],
                since=body["since"],
                until=body["until"],
                is_lifted=event.kind == FLAG_LIFTED,
                at=event.at,
            )
        case Kind.COMMITMENT_CHECKED if body.get("is_kept") is False:
            yield _from_case(event, FlagKind.BROKEN_PROMISE, body["day"])
        case Kind.REFUSED if body.get("false_materials"):
            yield _from_case(event, FlagKind.FALSE_MATERIALS, body["decided_day"])


def standing(found: Iterable[Flag], today: date) -> list[Flag]:
    """The flags that bar tolerance and commitment today."""
    return [flag for flag in found if flag.stands(today)]


def _from_case(event: Event, kind: FlagKind, day: str) -> Flag:
    body = event.body or {}
    until = bar_until(kind, date.fromisoformat(day))
    return Flag(
        owner=body["owner"],
        kind=kind,
        source=body["number"],
        since=day,
        until=until.isoformat() if until else None,
        is_lifted=False,
        at=event.at,
    )
