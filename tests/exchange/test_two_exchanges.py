"""The worker beside the screens and the person at them talk with the hub at one time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from data.errors import Refusal
from data.exchange.scans import PART
from data.store import leases
from data.store.blobs import Blobs
from data.store.leases import Lease
from window_app.services import queueing, syncing

REVIEWER = "承办人"


@dataclass
class SlowPull:
    """A hub whose answer to a pull is on the way while somebody else acts."""

    hub: Any
    meanwhile: Callable[[], object] | None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.hub, name)

    def pull(self, *given: Any) -> Any:
        pulled = self.hub.pull(*given)
        act, self.meanwhile = self.meanwhile, None
        if act is not None:
            act()
        return pulled


@pytest.fixture
def number(world: Any) -> str:
    """A task of the department's."""
    for name in ("window", "market"):
        world.terminal(name)
    [case] = world.receive("window")
    world.sync("window")
    world.sync("market")
    return str(case.number)


def claim(world: Any, number: str) -> None:
    given = queueing.claim(
        world.offices["market"],
        world.hub("market"),
        world.who(REVIEWER),
        number=number,
        count=1,
    )
    assert not isinstance(given, Refusal) and len(given) == 1


def lease(world: Any, number: str) -> Lease | None:
    with world.offices["market"].store.read() as unit:
        return leases.find(unit, world.case("market", number).case_id)


def exchange(world: Any, meanwhile: Callable[[], object]) -> None:
    office, hub = world.offices["market"], SlowPull(world.hub("market"), meanwhile)
    assert not isinstance(syncing.exchange(office, hub), Refusal)


def test_a_lease_claimed_while_a_pull_was_on_its_way_stays(world: Any, number: str) -> None:
    exchange(world, lambda: claim(world, number))
    assert lease(world, number) is not None


def test_a_lease_given_back_while_a_pull_was_on_its_way_is_gone(world: Any, number: str) -> None:
    claim(world, number)
    office, hub = world.offices["market"], world.hub("market")
    exchange(world, lambda: queueing.release(office, hub, world.who(REVIEWER), number))
    assert lease(world, number) is None


def test_what_the_hub_says_counts_again_with_the_next_pull(world: Any, number: str) -> None:
    claim(world, number)
    with world.offices["market"].store.write() as unit:
        leases.drop(unit, world.case("market", number).case_id)
    assert lease(world, number) is None
    world.sync("market")
    assert lease(world, number) is not None


@dataclass
class Crossed:
    """A hub whose second part of a scan another process of the terminal is quicker to move."""

    hub: Any
    mine: Blobs
    crosses: bool = True

    def __getattr__(self, name: str) -> Any:
        return getattr(self.hub, name)

    def put_part(self, digest: str, offset: int, part: bytes) -> None:
        if offset and self.crosses:
            self.crosses = False
            self.hub.put_part(digest, offset, part)
        self.hub.put_part(digest, offset, part)

    def get_part(self, digest: str, offset: int, most: int) -> bytes:
        part: bytes = self.hub.get_part(digest, offset, most)
        if offset and self.crosses:
            self.crosses = False
            self.mine.add_part(digest, offset, part, is_last=False)
        return part


def test_a_scan_that_both_move_is_no_refusal(world: Any) -> None:
    content = b"%PDF-1.7 " + bytes(2 * PART)
    (world.folder / "scan.pdf").write_bytes(content)
    for name in ("window", "market"):
        world.terminal(name)
    world.receive("window", scans={"form": ("scan.pdf",)})
    digest = hashlib.sha256(content).hexdigest()
    for name in ("window", "market"):
        blobs = world.offices[name].blobs
        line = Crossed(world.hub(name), blobs)
        assert world.sync(name, line).queued == 0 and not line.crosses
        world.sync(name)
        assert blobs.read(digest) == content
    assert world.counter.blobs.read(digest) == content
