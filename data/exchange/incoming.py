"""What came from the hub, in a terminal's home: others' lines, verdicts and leases.

Signatures are checked again here. A case that something came for is told anew from its events.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from data.errors import InputError
from data.exchange.lines import event_of
from data.exchange.refusals import HubRefusal
from data.exchange.shapes import LeaseFact, Line, Pulled, Verdict
from data.rules.event import Event
from data.store import feeds, journal, leases, outbox, people, projections, signing, verdicts
from data.store.engine import Unit
from data.store.feeds import Feed
from data.store.verdicts import SetAside


def take_pulled(unit: Unit, pulled: Pulled) -> list[Event]:
    """Store what was pulled and tell its cases anew; the lines that were new."""
    for fact in pulled.feeds:
        if signing.fingerprint(bytes.fromhex(fact.public_key)) != fact.feed:
            raise HubRefusal("key_wrong", "中心给的终端公钥不对，没有接收。")
        if feeds.head(unit, fact.feed) is None:
            known = Feed(fact.feed, fact.public_key, fact.station, fact.terminal)
            feeds.add(unit, known, is_whole=False)
    fresh = [_stored(unit, line) for line in pulled.lines if not feeds.has(unit, line.id)]
    _tell_anew(unit, {event.case_id for event in fresh if event.case_id})
    for event in fresh:
        people.project(unit, event)
    leases.replace_all(unit, [_lease(fact) for fact in pulled.leases])
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


def _stored(unit: Unit, line: Line) -> Event:
    """A line whose hashes, place in its feed and signature hold, stored."""
    head = feeds.head(unit, line.feed)
    if head is None or not _is_sound(line, head.public_key):
        raise HubRefusal("line_broken", f"中心给的第 {line.number} 条签名或者内容不对，没有接收。")
    event = event_of(line)
    feeds.store_line(unit, event, line.body)
    return event


def _is_sound(line: Line, public_key: bytes) -> bool:
    try:
        event = event_of(line)
        content = signing.event_hash(event)
        link = signing.link(line.feed, line.number, line.previous or "", content)
    except InputError:
        return False
    whole = line.body is None or signing.digest(line.body.encode("utf-8")) == line.body_hash
    fits = (content, link) == (line.hash, line.link)
    return whole and fits and signing.is_signed(line.link, line.signature, public_key)


def _tell_anew(unit: Unit, case_ids: Iterable[str]) -> None:
    aside = frozenset(journal.set_aside(unit))
    for case_id in sorted(case_ids):
        projections.retell(unit, case_id, aside)


def _lease(fact: LeaseFact) -> leases.Lease:
    return leases.Lease(fact.case_id, fact.address, fact.fence, fact.person, fact.until)
