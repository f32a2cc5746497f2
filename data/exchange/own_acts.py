"""What the hub writes itself: events of its own feed, in the same order as everybody's.

Terminals pull and check them as any other terminal's lines. The caller holds the order's lock and
has read the case after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from data.exchange import receiving
from data.rules.case import Case
from data.rules.event import Event, Kind
from data.rules.words import Role
from data.store import cases, journal, members, outbox, taken
from data.store.engine import Unit
from data.store.journal import Entry
from data.store.members import Member
from data.store.signing import Signer

SYSTEM = str(Role.SYSTEM)
Body = dict[str, Any]


def lock(unit: Unit) -> None:
    """Nobody else takes an event in until the unit of work is done."""
    taken.lock(unit)


def admit(unit: Unit, event: Event, before: Case | None, after: Case) -> None:
    """An event that the hub's home has written on a case: order, scope, task, and the bell."""
    receiving.admit(unit, event, before, after, received_at=event.at)
    outbox.mark(unit, event.id, "received")
    taken.ring(unit)


def write(unit: Unit, signer: Signer, case: Case, entry: Entry) -> Case:
    """Write an event on a case; the case after it."""
    written = journal.append(unit, signer, entry, case)
    assert written.case is not None
    admit(unit, written.event, case, written.case)
    return written.case


def write_on_unknown(unit: Unit, signer: Signer, entry: Entry, addresses: Sequence[str]) -> None:
    """Write a side note on a case whose beginning was set aside; these addresses see it."""
    event = journal.append_line(unit, signer, entry)
    outbox.mark(unit, event.id, "received")
    if event.case_id is None:
        return
    number = taken.next_number(unit)
    taken.take(unit, event, number, received_at=event.at)
    taken.widen(unit, event.case_id, addresses, number)
    taken.ring(unit)


def note(unit: Unit, signer: Signer, kind: str, body: Body, actor: str, at: str) -> None:
    """Write an event without a case: who was invited, let in, revoked."""
    taken.lock(unit)
    event = journal.append_line(unit, signer, Entry(kind, body, actor, at))
    outbox.mark(unit, event.id, "received")


def take_over(
    unit: Unit, signer: Signer, case: Case, *, to: str, why: str, who: str, at: str
) -> Case:
    """Offer a case that a lost, revoked or restored terminal held to another address."""
    body: Body = {
        "offer_to": to,
        "why": why,
        "person": None if who == SYSTEM else who,
        "from": case.holder.terminal,
    }
    return write(unit, signer, case, Entry(Kind.TAKEN_OVER, body, who, at, case.case_id))


def take_over_all(unit: Unit, signer: Signer, old: Member, *, why: str, who: str, at: str) -> int:
    """Offer every case that a terminal held to its station; how many."""
    held = cases.held_by(unit, old.feed)
    for case in held:
        to = case.holder.address or f"station:{old.place.station}"
        take_over(unit, signer, case, to=to, why=why, who=who, at=at)
    return len(held)


def replace_forerunner(unit: Unit, signer: Signer, newcomer: Member, *, at: str) -> None:
    """Once a replacing terminal has given what it brought, it is offered what the old one held."""
    taken.lock(unit)
    now = members.by_feed(unit, newcomer.feed)
    old = members.by_feed(unit, newcomer.replaces or "")
    if now is None or not now.takes_over or old is None:
        return
    why = f"终端 {old.label} 由 {now.label} 代替"
    take_over_all(unit, signer, old, why=why, who=SYSTEM, at=at)
    members.taken_over(unit, newcomer.feed)
