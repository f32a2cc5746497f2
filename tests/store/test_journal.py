"""The journal writes chains: numbers, links, bases, and what is read back of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from data.clock import FixedClock
from data.errors import StoreDamaged
from data.rules.case import Case
from data.store import cases, journal, replay, signing
from data.store.engine import Store
from data.store.journal import Entry
from data.store.signing import Signer

AT = "2026-11-23T01:30:00.000Z"


def test_each_event_links_to_the_one_before(
    store: Store, signer: Signer, receive: Callable[..., Case], write: Any, accepted: Any
) -> None:
    case = receive()
    event, after = write(case, "accepted", accepted)
    with store.read() as unit:
        first, second = (line for line, _body in journal.feed_lines(unit, signer.feed))
        (feed,) = journal.feeds(unit)
    assert (first.number, second.number) == (1, 2)
    assert first.link == signing.link(signer.feed, 1, signing.GENESIS, first.hash)
    assert second.link == signing.link(signer.feed, 2, first.link, second.hash)
    assert (first.base, second.base) == (None, first.hash)
    assert (feed["number"], feed["link"]) == (2, second.link)
    assert after.head == event.hash == second.hash


def test_a_body_is_stored_as_canonical_json(
    store: Store, signer: Signer, receive: Callable[..., Case]
) -> None:
    receive(fields={"b": "e\u0301", "a": "1"})
    with store.read() as unit:
        ((event, stored),) = journal.feed_lines(unit, signer.feed)
    assert stored is not None
    assert signing.canonical(json.loads(stored)) == stored.encode()
    assert signing.digest(stored.encode()) == event.body_hash
    assert json.loads(stored)["fields"] == {"a": "1", "b": "é"}


def test_the_projection_is_made_from_what_was_written(
    store: Store, receive: Callable[..., Case]
) -> None:
    case = receive(fields={"name": "e\u0301"})
    with store.read() as unit:
        assert cases.by_id(unit, case.case_id) == case
    assert case.fields == {"name": "é"}


def test_identities_are_unique_and_sort_by_time() -> None:
    ids = [journal.new_id() for _ in range(200)]
    assert len(set(ids)) == 200
    assert ids == sorted(ids)
    assert all(one[14] == "7" for one in ids)


def test_a_side_note_names_the_head_and_moves_it_not(
    receive: Callable[..., Case], write: Any
) -> None:
    case = receive()
    event, after = write(case, "withdrawal_asked", {})
    assert event.base == case.head == after.head
    assert after.is_withdrawal_asked


def test_an_event_without_a_case_changes_no_projection(store: Store, signer: Signer) -> None:
    with store.write() as unit:
        written = journal.append(unit, signer, Entry("clock_confirmed", {"at": AT}, "监督员", AT))
    assert written.case is None
    assert written.event.case_id is None
    with store.read() as unit:
        assert journal.case_ids(unit) == []
        assert replay.verify(unit, replay=True).problems == ()


def test_a_foreign_key_writes_nothing(store: Store, signer: Signer, body: dict[str, Any]) -> None:
    stranger = Signer(bytes(32))
    with pytest.raises(StoreDamaged) as refused, store.write() as unit:
        journal.append(unit, stranger, Entry("received", body, "窗口员", AT, "case-1"))
    assert refused.value.code == "key_of_other_home"
    with store.read() as unit:
        assert list(journal.feed_lines(unit, signer.feed)) == []


def test_an_event_that_the_state_does_not_know_writes_nothing(
    store: Store, signer: Signer, receive: Callable[..., Case], write: Any
) -> None:
    case = receive()
    with pytest.raises(ValueError, match="delivered in received"):
        write(case, "delivered", {"terminal": "0001-03"})
    with store.read() as unit:
        assert [line.kind for line, _ in journal.feed_lines(unit, signer.feed)] == ["received"]
        assert replay.verify(unit, replay=True).problems == ()


def test_lines_can_be_read_after_a_number(
    store: Store, signer: Signer, receive: Callable[..., Case]
) -> None:
    for name in ("case-1", "case-2", "case-3"):
        receive(name)
    with store.read() as unit:
        later = [line.number for line, _ in journal.feed_lines(unit, signer.feed, after=1)]
        assert later == [2, 3]
        assert journal.last_moment(unit, signer.feed) == AT
        assert journal.last_moment(unit, "nobody") is None


def test_the_sync_state_is_that_of_the_event_least_far(
    store: Store, receive: Callable[..., Case], write: Any, accepted: Any
) -> None:
    case = receive()
    write(case, "accepted", accepted)
    states = []
    for first, second in (
        ("queued", "received"),
        ("received", "sending"),
        ("received", "received"),
        ("set_aside", "queued"),
    ):
        with store.write() as unit:
            ids = [e.id for e in journal.events_of(unit, case.case_id)]
            for event_id, state in zip(ids, (first, second), strict=True):
                unit.connection.exec_driver_sql(
                    "update outbox set state = ? where event_id = ?", (state, event_id)
                )
            states.append(journal.sync_state(unit, case.case_id))
    assert states == ["queued", "sending", "received", "set_aside"]


def test_a_clock_that_stepped_back_breaks_no_replay(
    store: Store, receive: Callable[..., Case], clock: FixedClock
) -> None:
    receive("case-1", at="2026-11-23T01:31:00.000Z", records={"entity.name": "先来"})
    receive("case-2", at="2026-11-23T01:30:00.000Z", records={"entity.name": "后来"})
    with store.read() as unit:
        assert replay.verify(unit, replay=True).problems == ()
