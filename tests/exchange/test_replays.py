"""Requests that arrive a second time, long after: nothing is done again, and nobody is blamed."""

from __future__ import annotations

from contextlib import suppress

from data.exchange.refusals import HubRefusal
from data.exchange.shapes import Batch
from data.store import feeds
from window_app.services import hub_terminals


def test_an_old_word_of_where_a_feed_ends_does_not_stay_a_reproach(world) -> None:
    """The terminal that has said it has written more since, and has nothing to send."""
    office = world.terminal("window")
    with office.store.read() as unit:
        head = feeds.head(unit, office.signer.feed)
    assert head is not None
    world.sync("window")
    ended = Batch(feed=office.signer.feed, after=head.number, lines=())
    world.receive("window")
    world.sync("window")
    with suppress(HubRefusal):
        world.hub("window").push(ended)
    found = world.sync("window")
    assert (found.pushed, found.queued) == (0, 0)
    [one] = hub_terminals.everybody(world.at_hub())
    assert one.refused is None
