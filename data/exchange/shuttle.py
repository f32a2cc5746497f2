"""One exchange with the hub, for a terminal's home: push what it lacks, pull what is new.

Every step is a unit of work of its own with the network outside of it: killed between any two,
the next run goes on from what the hub has and what it has answered.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field

from data.exchange import bringing, incoming, scans
from data.exchange.bringing import Stretch
from data.exchange.lines import line_of
from data.exchange.refusals import BaseAwaited, base_awaited, behind_hub
from data.exchange.shapes import MOST_LINES, Batch, Cursor, Giver, Hub
from data.store import feeds, hub_settings, leases, outbox
from data.store.blobs import Blobs
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
    """Send the own feed from the first line that the hub lacks or has not answered, in batches."""
    after, answered = _begin(store, feed, hub)
    stretch = Stretch(feed, after, answered)
    if not _joined(store).is_new:
        _push(store, hub, tally, stretch)
        return
    bringing.push_others(store, hub, tally, _push)
    # What the hub wrote itself may rest on our lines, and ours on it.
    bringing.push_hubs_own(store, hub)
    with suppress(BaseAwaited):
        _push(store, hub, tally, stretch)
    bringing.push_hubs_own(store, hub)
    _push(store, hub, tally, Stretch(feed, hub.last_number(), answered))
    hub.push(bringing.nothing_more(feed, _end(store, feed), answered))
    with store.write() as unit:
        hub_settings.change_joined(unit, is_new=False)


def _push(store: Store, hub: Hub, tally: Tally, stretch: Stretch) -> None:
    """Send a stretch of a feed, in batches."""
    after, key = stretch.after, bytes.fromhex(_joined(store).hub_public_key)
    while found := next_batch(store, stretch.feed, after):
        batch = bringing.with_history(store, found, stretch.answered)
        with store.write() as unit:
            outbox.mark_sending(unit, [line.id for line in batch.lines])
        answer = hub.push(batch)
        with store.write() as unit:
            tally.set_aside += incoming.take_verdicts(unit, answer.verdicts, key)
        tally.pushed += sum(word.outcome != "known" for word in answer.verdicts)
        tally.hub_time = answer.time
        after = batch.after + len(answer.verdicts)
        if len(answer.verdicts) < len(batch.lines):
            raise base_awaited()


def pull_all(store: Store, hub: Giver, tally: Tally) -> None:
    """Fetch what others wrote on this terminal's cases, batch by batch."""
    more = True
    while more:
        joined = _joined(store)
        with store.read() as unit:
            asked = leases.held(unit)
        pulled = hub.pull(Cursor(epoch=joined.epoch, order=joined.order, within=joined.within))
        with store.write() as unit:
            fresh = incoming.take_pulled(unit, pulled, asked)
            wanted = scans.named_in(event.body for event in fresh)
            now = hub_settings.read_joined(unit) or joined
            hub_settings.change_joined(
                unit,
                epoch=pulled.cursor.epoch,
                order=pulled.cursor.order,
                within=pulled.cursor.within,
                scans_sent=now.scans_sent if now.epoch == pulled.cursor.epoch else 0,
                scans_wanted=tuple(sorted({*now.scans_wanted, *wanted})),
            )
        tally.pulled += len(fresh)
        tally.hub_time = pulled.time
        more = pulled.more


def send_scans(store: Store, feed: str, blobs: Blobs, hub: Hub) -> None:
    """Send the scans that our own lines name, once each line is at the hub."""
    after = _joined(store).scans_sent
    while batch := next_batch(store, feed, after):
        bodies = (line.body for line in batch.lines)
        scans.send(blobs, scans.named_in_text(bodies), hub)
        after += len(batch.lines)
        with store.write() as unit:
            hub_settings.change_joined(unit, scans_sent=after)


def fetch_scans(store: Store, blobs: Blobs, hub: Hub) -> None:
    """Fetch the scans that pulled lines name; one the hub has not yet is asked for next time."""
    wanted = _joined(store).scans_wanted
    if not wanted:
        return
    scans.fetch(blobs, wanted, hub)
    forget_fetched(store, blobs)


def forget_fetched(store: Store, blobs: Blobs) -> None:
    """What is here now is no longer asked for."""
    with store.write() as unit:
        now = hub_settings.read_joined(unit)
        left = tuple(one for one in (now.scans_wanted if now else ()) if not blobs.has(one))
        hub_settings.change_joined(unit, scans_wanted=left)


def _begin(store: Store, feed: str, hub: Hub) -> tuple[int, int]:
    """The number after which to send, and that up to which a hub has ever answered.

    What the hub answered and we have not heard comes again.
    """
    own, at_hub = _end(store, feed), hub.last_number()
    with store.read() as unit:
        answered = outbox.answered_up_to(unit, feed, own)
    if at_hub > own:
        hub.push(bringing.nothing_more(feed, own, answered))  # refused, and so told there too
        raise behind_hub(at_hub, own)
    return min(at_hub, answered), answered


def _end(store: Store, feed: str) -> int:
    with store.read() as unit:
        head = feeds.head(unit, feed)
    return head.number if head else 0


def next_batch(store: Store, feed: str, after: int) -> Batch | None:
    """The own feed's next lines after a number, as they are sent; None where it ends."""
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
