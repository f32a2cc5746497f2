"""A feed that is not what its terminal signed is refused from there on; the hub changes nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from data.errors import Refusal
from data.exchange.lines import line_of
from data.exchange.refusals import HubRefusal
from data.exchange.shapes import Batch, Line
from data.rules.event import Kind
from data.store import hub_settings, outbox
from window_app.services import hub_terminals, syncing


@pytest.fixture
def batch(world) -> Batch:
    """All that a window has to send."""
    office = world.terminal("window")
    world.receive("window", 2)
    with office.store.read() as unit:
        lines = outbox.next_lines(unit, office.signer.feed, after=0, most=200)
    return Batch(
        feed=office.signer.feed, after=0, lines=tuple(line_of(e, body) for e, body in lines)
    )


def changed(batch: Batch, place: int, **values: object) -> Batch:
    lines = list(batch.lines)
    lines[place] = lines[place].model_copy(update=values)
    return batch.model_copy(update={"lines": tuple(lines)})


def without(batch: Batch, place: int) -> Batch:
    lines: tuple[Line, ...] = batch.lines[:place] + batch.lines[place + 1 :]
    return batch.model_copy(update={"lines": lines})


CHANGES: dict[str, tuple[str, Callable[[Batch], Batch]]] = {
    "the first is missing": ("feed_gap", lambda b: b.model_copy(update={"after": 1})),
    "one is missing": ("feed_gap", lambda b: without(b, 2)),
    "a changed body": ("body_changed", lambda b: changed(b, 3, body='{"a":1}')),
    "no body": ("body_changed", lambda b: changed(b, 3, body=None)),
    "another actor": ("chain_broken", lambda b: changed(b, 3, actor="别人")),
    "another link": ("chain_broken", lambda b: changed(b, 3, link="0" * 64)),
    "another's signature": (
        "signature_wrong",
        lambda b: changed(b, 3, signature=b.lines[2].signature),
    ),
    "another feed": ("feed_not_yours", lambda b: b.model_copy(update={"feed": "0" * 64})),
}


@pytest.mark.parametrize("change", CHANGES)
def test_it_is_refused_and_nothing_changes(world, batch: Batch, change: str) -> None:
    code, spoil = CHANGES[change]
    hub = world.hub("window")
    with pytest.raises(HubRefusal) as caught:
        hub.push(spoil(batch))
    assert caught.value.code == code
    assert (hub.last_number(), world.counter.order()) == (0, 0)
    assert world.sync("window").set_aside == ()
    assert world.is_clean("hub")


def test_a_fork_is_refused_and_shown_at_the_terminal(world, batch: Batch) -> None:
    """A store that was copied back writes other lines under numbers that the hub has."""
    hub = world.hub("window")
    hub.push(batch.model_copy(update={"lines": batch.lines[:5]}))
    with pytest.raises(HubRefusal) as caught:
        hub.push(changed(batch, 2, link="0" * 64))
    assert caught.value.code == "feed_forked"

    office = world.offices["window"]
    hub.push(batch.model_copy(update={"after": 5, "lines": batch.lines[5:]}))
    with office.store.write() as unit:
        # As if the last lines had never been written here.
        for table in ("outbox", "event_body"):
            unit.connection.exec_driver_sql(
                f"delete from {table} where event_id in (select id from event where number > 4)"
            )
        unit.connection.exec_driver_sql("delete from event where number > 4")
        unit.connection.exec_driver_sql("update feed set number = 4")
    refused = syncing.exchange(office, hub)
    assert isinstance(refused, Refusal) and refused.code == "feed_behind_hub"
    with office.store.read() as unit:
        joined = hub_settings.read_joined(unit)
    assert joined is not None and joined.refused is not None
    assert joined.refused.code == "feed_behind_hub"
    assert told_at_the_hub(world) == "feed_behind_hub"


def test_the_hub_shows_why_it_takes_no_more_until_what_lacks_is_sent(world, batch: Batch) -> None:
    hub = world.hub("window")
    with pytest.raises(HubRefusal):
        hub.push(batch.model_copy(update={"after": 3, "lines": batch.lines[3:]}))
    assert told_at_the_hub(world) == "feed_gap"
    world.sync("window")
    assert told_at_the_hub(world) is None
    assert hub.last_number() >= len(batch.lines)


def told_at_the_hub(world) -> str | None:
    """Why the hub takes no more of the window's feed, as its administrator sees it."""
    [one] = hub_terminals.everybody(world.at_hub())
    assert (one.refused is None) or one.refused.message in hub_terminals.line(one)
    return one.refused.code if one.refused else None


def test_a_line_that_came_before_is_answered_as_it_was_then(world, batch: Batch) -> None:
    hub = world.hub("window")
    first, again = hub.push(batch), hub.push(batch)
    assert {word.outcome for word in first.verdicts} == {"taken"}
    assert {word.outcome for word in again.verdicts} == {"known"}
    assert again.last == first.last == len(batch.lines)
    assert any(line.kind == Kind.RECEIVED for line in batch.lines)
