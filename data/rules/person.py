"""What a case teaches about a person or body: base records and reusable certificates.

Both are read from event bodies alone, so they replay; the later event counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from data.rules.conclusion import Mark
from data.rules.event import Event, Kind


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


def owner_key(id_type: str, id_number: str) -> str:
    """Whose record it is."""
    return f"{id_type}:{id_number}"


def base_records(event: Event) -> Iterator[BaseRecord]:
    """The form values that an event leaves for next time."""
    body = event.body or {}
    teaches = event.kind in (Kind.RECEIVED, Kind.RESULT_REGISTERED) or body.get("situation")
    if not teaches or not body.get("owner"):
        return
    for key, value in body.get("records", {}).items():
        yield BaseRecord(body["owner"], key, value, event.case_id or "", event.at)


def certificates(event: Event) -> Iterator[Certificate]:
    """The certificates that an event shows were handed in or shown in order."""
    body = event.body or {}
    situation = body.get("situation")
    if event.kind not in (Kind.RECEIVED, Kind.SUPPLEMENTED) and not situation:
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
