"""What a terminal tells a hub that it newly joined, or joined again after a restore of either.

A hub restored from a backup lacks what came after it, and a terminal restored from one may bring
lines of the feed before its own that the hub never had.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from data.exchange import incoming
from data.exchange.lines import line_of
from data.exchange.refusals import HubRefusal
from data.exchange.shapes import MOST_LINES, Batch, Hub, Verdict
from data.store import feeds, hub_settings, journal, verdicts
from data.store.engine import Store, Unit
from data.store.settings import HUB_STATION


@dataclass(frozen=True, slots=True)
class Stretch:
    """A feed's lines after a number; `answered` the number up to which a hub ever answered."""

    feed: str
    after: int
    answered: int = 0


Push = Callable[[Store, Hub, Any, Stretch], None]


def with_history(store: Store, batch: Batch, answered: int) -> Batch:
    """A batch with what an earlier hub said of its lines, as long as this one may not know."""
    with store.read() as unit:
        joined = hub_settings.read_joined(unit)
        if joined is None or not joined.is_new:
            return batch
        aside = tuple(word for line in batch.lines for word in _set_aside(unit, line.id))
    return batch.model_copy(update={"answered": answered, "aside": aside})


def push_others(store: Store, hub: Hub, tally: Any, push: Push) -> None:
    """Send what the hub lacks of the feeds that were this home's own before it was restored."""
    with store.read() as unit:
        brought = feeds.whole_of_others(unit)
    for feed in brought:
        at_hub = _last_number(hub, feed)
        if at_hub is not None:
            push(store, hub, tally, Stretch(feed, at_hub))


def push_hubs_own(store: Store, hub: Hub) -> None:
    """Send what the hub itself wrote before it was restored and this terminal has pulled."""
    with store.read() as unit:
        joined = hub_settings.read_joined(unit)
        own = joined.hub_feed if joined else ""
        former = [feed for feed in feeds.of_station(unit, HUB_STATION) if feed != own]
    for feed in former:
        at_hub = _last_number(hub, feed)
        for batch in _batches(store, feed, at_hub) if at_hub is not None else ():
            answer = hub.push(batch)
            with store.write() as unit:
                key = bytes.fromhex(joined.hub_public_key if joined else "")
                incoming.take_verdicts(unit, answer.verdicts, key)


def _last_number(hub: Hub, feed: str) -> int | None:
    """How far the hub has a feed; None for one it wants nothing of from here."""
    try:
        return hub.last_number(feed)
    except HubRefusal as no:
        if no.code != "feed_not_yours":
            raise
        return None


def _batches(store: Store, feed: str, after: int) -> list[Batch]:
    """Lines of a feed of which not all are here, in batches."""
    with store.read() as unit:
        lines = [
            line_of(event, body).model_copy(update={"previous": feeds.link_before(unit, event.id)})
            for event, body in journal.feed_lines(unit, feed, after=after)
        ]
    return [
        Batch.model_construct(
            feed=feed, after=after, lines=tuple(lines[start : start + MOST_LINES])
        )
        for start in range(0, len(lines), MOST_LINES)
    ]


def nothing_more(feed: str, end: int, answered: int) -> Batch:
    """A batch that says where the feed ends."""
    return Batch.model_construct(feed=feed, after=end, answered=answered, lines=())


def _set_aside(unit: Unit, event_id: str) -> tuple[Verdict, ...]:
    word = verdicts.find(unit, event_id)
    if word is None:
        return ()
    return (
        Verdict(
            event=word.event_id,
            outcome="set_aside",
            code=word.code,
            why=word.why,
            at=word.at,
            hub_feed=word.hub_feed,
            signature=word.signature,
        ),
    )
