"""What the hub gives a terminal: others' events on the cases that are its business, and leases.

`rated` bodies go to nobody but supervisors at the hub; `printed` and `unmasked` stay there.
"""

from __future__ import annotations

from dataclasses import asdict

from data.exchange.lines import line_of_seen
from data.exchange.shapes import Cursor, FeedFact, LeaseFact, Pulled
from data.store import feeds, members, queue, taken
from data.store.engine import Unit
from data.store.members import Member
from data.store.queue import Lease


def give(unit: Unit, reader: Member, cursor: Cursor, *, epoch: str, most: int, now: str) -> Pulled:
    """What came after the cursor; a cursor of another epoch begins anew."""
    since = cursor if cursor.epoch == epoch else Cursor(epoch=epoch)
    seen = taken.since(
        unit,
        reader.addresses,
        order=since.order,
        within=since.within,
        not_of=reader.feed,
        most=most + 1,
    )
    given = seen[:most]
    last = given[-1] if given else None
    lines = tuple(line_of_seen(one, with_body=one.kind != "rated") for one in given)
    writers = feeds.facts(unit, {line.feed for line in lines})
    return Pulled(
        cursor=Cursor(epoch=epoch, order=last.order, within=last.within) if last else since,
        more=len(seen) > most,
        feeds=tuple(FeedFact(**asdict(one)) for one in writers),
        lines=lines,
        leases=tuple(lease_fact(lease) for lease in queue.held_by(unit, reader.feed)),
        time=now,
    )


def is_news(unit: Unit, reader: Member, cursor: Cursor, *, epoch: str) -> bool:
    """Whether `give` would give a line."""
    if cursor.epoch != epoch:
        return taken.last_number(unit) > 0
    found = taken.since(
        unit,
        reader.addresses,
        order=cursor.order,
        within=cursor.within,
        not_of=reader.feed,
        most=1,
    )
    return bool(found)


def lease_unasked(unit: Unit, reader: Member, *, person: str) -> list[Lease]:
    """A station with one terminal is given its tasks; its leases do not run out."""
    if not members.alone_at(unit, reader.place.station):
        return []
    own = f"station:{reader.place.station}"
    return queue.claim(unit, own, most=1000, feed=reader.feed, person=person, until=None)


def lease_fact(lease: Lease) -> LeaseFact:
    return LeaseFact(
        case_id=lease.case_id,
        address=lease.address,
        fence=lease.fence,
        person=lease.person,
        until=lease.until,
    )
