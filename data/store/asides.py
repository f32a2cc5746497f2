"""The hub's list of what it set aside: events with writer and reason, and what became of them.

That an event is settled is told by a `verdict_resolved`, which names it in its body.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from data.store.engine import Unit

_LIST = """
SELECT event.id, event.case_id, event.kind, event.actor, event.at, event.feed, feed.station,
    feed.terminal, verdict.code, verdict.why, verdict.at, event_body.body
FROM verdict JOIN event ON event.id = verdict.event_id JOIN feed ON feed.feed = event.feed
LEFT JOIN event_body ON event_body.event_id = event.id
WHERE verdict.outcome = 'set_aside' ORDER BY verdict.at, event.feed, event.number
"""
_NUMBER = 'SELECT number FROM "case" WHERE case_id = :case_id'
_SETTLED = """
SELECT event.actor, event.at, event_body.body
FROM event JOIN event_body ON event_body.event_id = event.id WHERE event.kind = 'verdict_resolved'
    AND event.case_id IN (SELECT named.case_id FROM verdict
        JOIN event AS named ON named.id = verdict.event_id WHERE named.case_id IS NOT NULL)
UNION ALL
SELECT event.actor, event.at, event_body.body
FROM event JOIN event_body ON event_body.event_id = event.id WHERE event.kind = 'verdict_resolved'
    AND event.case_id IS NULL
"""


@dataclass(frozen=True, slots=True)
class Settled:
    """How a set-aside event was settled: `how` and why, by whom, when (UTC text)."""

    how: str
    why: str
    who: str
    at: str


@dataclass(frozen=True, slots=True)
class Aside:
    """An event that does not count: what was to be done, by whom, and why it does not.

    number: the case's, None where even its beginning was set aside and names none
    at, since: when it was written, and when the hub set it aside (UTC text)
    """

    event: str
    case_id: str | None
    number: str | None
    kind: str
    who: str
    at: str
    feed: str
    terminal: str
    code: str
    why: str
    since: str
    body: dict[str, Any]
    settled: Settled | None


def everything(unit: Unit) -> list[Aside]:
    """All that was ever set aside, the oldest first."""
    settled = dict(_settled(unit))
    return [_aside(unit, row, settled) for row in unit.run(_LIST, {})]


def _aside(unit: Unit, row: tuple[Any, ...], settled: dict[str, Settled]) -> Aside:
    event, case_id, kind, actor, at, feed, station, terminal, code, why, since, text = row
    body: dict[str, Any] = json.loads(text) if text else {}
    known = unit.run(_NUMBER, {"case_id": case_id}) if case_id else []
    return Aside(
        event=event,
        case_id=case_id,
        number=known[0][0] if known else body.get("number") if kind == "received" else None,
        kind=kind,
        who=actor,
        at=at,
        feed=feed,
        terminal=f"{station}-{terminal}",
        code=code,
        why=why or "",
        since=since,
        body=body,
        settled=settled.get(event),
    )


def _settled(unit: Unit) -> Iterator[tuple[str, Settled]]:
    for actor, at, text in unit.run(_SETTLED, {}):
        body = json.loads(text)
        yield body["event"], Settled(body["how"], body["why"], actor, at)
