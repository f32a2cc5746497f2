"""The queue on both kinds of store: who gets which task, for how long, and under which fence."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.store import queue, schema
from data.store.engine import Store
from data.store.postgres import PostgresStore
from data.store.queue import Lease, Task

MARKET = "department:market"
SOON, LATER = "2026-11-23T08:00:00.000Z", "2026-11-23T09:00:00.000Z"


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of either kind, migrated."""
    made: Store = (
        Store(tmp_path / "hub.db")
        if request.param == "sqlite"
        else PostgresStore(request.getfixturevalue("empty_database"))
    )
    schema.make(made)
    yield made
    made.close()


def offer(store: Store, *tasks: Task) -> None:
    with store.write() as unit:
        for task in tasks:
            queue.offer(unit, task)


def claim(store: Store, *, most: int = 1, feed: str = "a", until: str | None = SOON) -> list[Lease]:
    with store.write() as unit:
        return queue.claim(unit, MARKET, most=most, feed=feed, person="张三", until=until)


def test_the_most_pressing_task_is_claimed_first(store: Store) -> None:
    offer(
        store,
        Task("late", MARKET, due="2026-12-10"),
        Task("none", MARKET),
        Task("early", MARKET, due="2026-12-01"),
        Task("urgent", MARKET, due="2026-12-31", priority=1),
        Task("elsewhere", "department:health", due="2026-11-01", priority=9),
    )
    assert [lease.case_id for lease in claim(store, most=9)] == ["urgent", "early", "late", "none"]


def test_a_leased_task_is_given_to_nobody_else(store: Store) -> None:
    offer(store, Task("one", MARKET))
    [lease] = claim(store, feed="a")
    assert (lease.fence, lease.feed, lease.until) == (1, "a", SOON)
    assert claim(store, feed="b") == []
    with store.write() as unit:
        assert queue.claim_one(unit, "one", MARKET, feed="b", person="", until=SOON) is None
        assert queue.held(unit, "one") == lease


def test_an_expired_lease_comes_back_with_a_greater_fence(store: Store) -> None:
    offer(store, Task("one", MARKET))
    [first] = claim(store, feed="a", until=SOON)
    with store.write() as unit:
        assert queue.sweep(unit, now=SOON) == []
        assert queue.sweep(unit, now=LATER) == ["one"]
        assert queue.renew(unit, first, until=LATER) is None
        # Nobody has claimed since: what its holder wrote still counts.
        assert queue.last_claim(unit, "one") == first
    [second] = claim(store, feed="b", until=LATER)
    assert second.fence == first.fence + 1
    with store.write() as unit:
        assert queue.last_claim(unit, "one") == second
        assert not queue.give_back(unit, first)


def test_a_lease_without_an_end_is_never_swept(store: Store) -> None:
    offer(store, Task("one", MARKET))
    [lease] = claim(store, until=None)
    with store.write() as unit:
        assert queue.sweep(unit, now="9999") == []
        assert queue.held(unit, "one") == lease


def test_a_renewed_lease_lasts_longer(store: Store) -> None:
    offer(store, Task("one", MARKET))
    [lease] = claim(store, until=SOON)
    with store.write() as unit:
        renewed = queue.renew(unit, lease, until=LATER)
        assert renewed is not None and renewed.until == LATER and renewed.fence == lease.fence
        assert queue.sweep(unit, now=SOON + "1") == []


def test_what_is_given_back_waits_again_and_what_is_done_does_not(store: Store) -> None:
    offer(store, Task("one", MARKET), Task("two", MARKET))
    first, second = claim(store, most=2)
    with store.write() as unit:
        assert queue.give_back(unit, first)
        queue.acknowledge(unit, second.case_id)
        waiting = [task.case_id for task, _lease in queue.of_address(unit, MARKET, most=9)]
    assert waiting == ["one"]
    assert [lease.case_id for lease in claim(store, most=9)] == ["one"]


def test_a_task_offered_anew_forgets_its_holder_but_not_its_fence(store: Store) -> None:
    offer(store, Task("one", MARKET, step="handle"))
    [lease] = claim(store)
    offer(store, Task("one", MARKET, step="check"))
    with store.write() as unit:
        assert queue.held(unit, "one") is None
        assert queue.last_claim(unit, "one") is None
        [(task, holder)] = queue.of_address(unit, MARKET, most=9)
        assert (task.step, holder) == ("check", None)
    [again] = claim(store)
    assert again.fence > lease.fence


def test_four_consumers_share_the_tasks_without_one_twice(store: Store) -> None:
    count = 400
    offer(store, *(Task(f"case-{number:04}", MARKET) for number in range(count)))
    got: list[str] = []

    def consume(feed: str) -> None:
        while leases := claim(store, most=7, feed=feed):
            got.extend(lease.case_id for lease in leases)

    threads = [threading.Thread(target=consume, args=(feed,)) for feed in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == [f"case-{number:04}" for number in range(count)]


def test_a_claim_reads_only_the_index_of_what_waits(tmp_path: Path) -> None:
    """However long the backlog of what is leased or done, a claim does not walk it."""
    store = Store(tmp_path / "hub.db")
    schema.make(store)
    with store.read() as unit:
        plan = unit.run(
            "EXPLAIN QUERY PLAN SELECT case_id FROM queue WHERE state = 'waiting' "
            "AND address = :address ORDER BY urgency, due, case_id LIMIT :most",
            {"address": MARKET, "most": 1},
        )
    said = " ".join(str(row[-1]) for row in plan)
    assert "ix_queue_waiting" in said and "TEMP B-TREE" not in said
    store.close()
