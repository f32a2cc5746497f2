"""One exchange with the hub, for a terminal's home: push what it lacks, pull what is new.

Every step is a unit of work of its own with the network outside of it: killed between any two,
the next run goes on from what the hub says it has.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from data.exchange import incoming
from data.exchange.lines import line_of
from data.exchange.shapes import MOST_LINES, Batch, Cursor, Hub
from data.store import hub_settings, outbox
from data.store.engine import Store
from data.store.hub_settings import Joined
from data.store.verdicts import SetAside


@dataclass(slots=True)
class Tally:
    """What one exchange did."""

    pushed: int = 0
    pulled: int = 0
    set_aside: list[SetAside] = field(default_factory=list)
    hub_time: str = ""


def push_all(store: Store, feed: str, hub: Hub, tally: Tally) -> None:
    """Send the own feed from the number the hub has, batch by batch."""
    after = hub.last_number()
    while batch := _next_batch(store, feed, after):
        with store.write() as unit:
            outbox.mark_sending(unit, [line.id for line in batch.lines])
        answer = hub.push(batch)
        with store.write() as unit:
            key = bytes.fromhex(_joined(store).hub_public_key)
            tally.set_aside += incoming.take_verdicts(unit, answer.verdicts, key)
        tally.pushed += len(batch.lines)
        tally.hub_time = answer.time
        after = answer.last


def pull_all(store: Store, hub: Hub, tally: Tally) -> None:
    """Fetch what others wrote on this terminal's cases, batch by batch."""
    more = True
    while more:
        joined = _joined(store)
        cursor = Cursor(epoch=joined.epoch, order=joined.order, within=joined.within)
        pulled = hub.pull(cursor)
        with store.write() as unit:
            tally.pulled += incoming.take_pulled(unit, pulled)
            hub_settings.write_joined(
                unit,
                joined.model_copy(
                    update={
                        "epoch": pulled.cursor.epoch,
                        "order": pulled.cursor.order,
                        "within": pulled.cursor.within,
                    }
                ),
            )
        tally.hub_time = pulled.time
        more = pulled.more


def _next_batch(store: Store, feed: str, after: int) -> Batch | None:
    with store.read() as unit:
        lines = outbox.next_lines(unit, feed, after=after, most=MOST_LINES)
    if not lines:
        return None
    return Batch.model_construct(
        feed=feed, after=after, lines=tuple(line_of(event, body) for event, body in lines)
    )


def _joined(store: Store) -> Joined:
    with store.read() as unit:
        joined = hub_settings.read_joined(unit)
    assert joined is not None  # only a terminal that joined has a hub to talk to
    return joined
