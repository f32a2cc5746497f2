"""What came from the hub, in a terminal's home: others' lines, verdicts and leases.

Signatures are checked again here. A case that something came for is told anew from its events.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from data.errors import InputError
from data.exchange.lines import event_of
from data.exchange.refusals import HubRefusal
from data.exchange.shapes import LeaseFact, Line, Pulled, Verdict
from data.rules.event import Event, Kind
from data.store import (
    feeds,
    hub_settings,
    journal,
    leases,
    outbox,
    people,
    projections,
    signing,
    verdicts,
)
from data.store.engine import Unit
from data.store.feeds import Feed
from data.store.settings import HUB_STATION
from data.store.verdicts import SetAside


def take_pulled(unit: Unit, pulled: Pulled, asked: Mapping[str, leases.Lease]) -> list[Event]:
    """Store what was pulled and tell its cases anew; the lines that were new.

    `asked`: the leases this terminal had when it asked.
    """
    for fact in pulled.feeds:
        if signing.fingerprint(bytes.fromhex(fact.public_key)) != fact.feed:
            raise HubRefusal("key_wrong", "中心给的终端公钥不对，没有接收。")
        if feeds.head(unit, fact.feed) is None:
            known = Feed(fact.feed, fact.public_key, fact.station, fact.terminal)
            feeds.add(unit, known, is_whole=False)
        feeds.loosen(unit, fact.feed)
    fresh = [_stored(unit, line) for line in pulled.lines if not feeds.has(unit, line.id)]
    hubs = {fact.feed for fact in pulled.feeds if fact.station == HUB_STATION}
    ids = {event.id for event in fresh}
    for line in pulled.lines:
        if line.feed in hubs and line.id in ids:
            feeds.keep_link(unit, line.id, line.previous or signing.GENESIS)
    _tell_anew(unit, {event.case_id for event in fresh if event.case_id})
    for event in fresh:
        people.project(unit, event)
    _settle(unit, pulled.lines)
    _hear_asks(unit, fresh)
    leases.replace_all(unit, [_lease(fact) for fact in pulled.leases], asked)
    return fresh


def take_verdicts(unit: Unit, words: Sequence[Verdict], hub_key: bytes) -> list[SetAside]:
    """Note what the hub said of our lines; those set aside no longer count here."""
    aside: list[SetAside] = []
    for word in words:
        if word.outcome != "set_aside":
            outbox.mark(unit, word.event, "received")
            continue
        found = SetAside(
            word.event, word.code or "", word.why or "", word.at, word.hub_feed, word.signature
        )
        if not signing.is_signed(found.digest, found.signature, hub_key):
            raise HubRefusal("verdict_unsigned", "中心的答复签名不对，没有采用。")
        verdicts.keep(unit, found)
        outbox.mark(unit, word.event, "set_aside")
        aside.append(found)
    if aside:
        projections.leave_out(unit, [word.event_id for word in aside])
    return aside


def _settle(unit: Unit, lines: Sequence[Line]) -> None:
    """What a supervisor has settled of our own that was set aside waits for nobody any more."""
    for line in lines:
        if line.kind == Kind.VERDICT_RESOLVED and line.body is not None:
            outbox.mark(unit, str((event_of(line).body or {}).get("event", "")), "received")


def _hear_asks(unit: Unit, fresh: Sequence[Event]) -> None:
    """Keep which cases other stations ask for, until that is answered."""
    wanted = [event.case_id for event in fresh if event.kind == Kind.ASKED_FOR and event.case_id]
    joined = hub_settings.read_joined(unit) if wanted else None
    if joined is not None:
        hub_settings.change_joined(unit, asked=tuple(dict.fromkeys((*joined.asked, *wanted))))


def _stored(unit: Unit, line: Line) -> Event:
    """A line whose hashes, place in its feed and signature hold, stored."""
    head = unit.keep(f"feed {line.feed}", partial(feeds.head, unit, line.feed))
    event = None if head is None else _sound(line, head.public_key)
    if event is None:
        raise HubRefusal("line_broken", f"中心给的第 {line.number} 条签名或者内容不对，没有接收。")
    feeds.store_line(unit, event, line.body)
    return event


def _sound(line: Line, public_key: bytes) -> Event | None:
    try:
        event = event_of(line)
        content = signing.event_hash(event)
        link = signing.link(line.feed, line.number, line.previous or "", content)
    except InputError:
        return None
    whole = line.body is None or signing.digest(line.body.encode("utf-8")) == line.body_hash
    fits = (content, link) == (line.hash, line.link)
    is_sound = whole and fits and signing.is_signed(line.link, line.signature, public_key)
    return event if is_sound else None


def _tell_anew(unit: Unit, case_ids: Iterable[str]) -> None:
    aside = frozenset(journal.set_aside(unit))
    for case_id in sorted(case_ids):
        projections.retell(unit, case_id, aside)


def _lease(fact: LeaseFact) -> leases.Lease:
    return leases.Lease(fact.case_id, fact.address, fact.fence, fact.person, fact.until)
