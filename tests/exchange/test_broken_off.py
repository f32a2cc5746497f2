"""An exchange that breaks off at any step goes on from there; nothing is lost or doubled."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest

from data.exchange.refusals import KEPT, HubUnreachable
from data.store import journal
from window_app.services import syncing


@dataclass
class Breaking:
    """A hub whose line breaks once: before or after the call with this number is done there."""

    hub: Any
    at: int
    after: bool
    calls: int = 0

    def __getattr__(self, name: str) -> Callable[..., Any]:
        act = getattr(self.hub, name)

        def call(*given: Any) -> Any:
            self.calls += 1
            breaks = self.calls == self.at
            if breaks and not self.after:
                raise HubUnreachable("hub_unreachable", "断了", hint=KEPT)
            answer = act(*given)
            if breaks:
                raise HubUnreachable("hub_unreachable", "断了", hint=KEPT)
            return answer

        return call


@pytest.mark.parametrize("after", [False, True])
def test_broken_off_at_every_call(small_world, after: bool) -> None:
    at, is_reached = 0, True
    while is_reached:
        at += 1
        world = small_world()
        world.terminal("window")
        world.terminal("market")
        scan = world.folder / "scan.pdf"
        scan.write_bytes(b"%PDF-1.7 a scan")
        [case] = world.receive("window", scans={"form": ("scan.pdf",)})
        broken = {}
        for name in ("window", "market"):
            line = broken[name] = Breaking(world.hub(name), at, after)
            try:
                found = syncing.exchange(world.offices[name], line)
            except HubUnreachable:
                found = world.sync(name)
            assert (found.queued, found.set_aside) == (0, ())
        is_reached = any(line.calls >= at for line in broken.values())
        [row] = [row for row in world.case("market", case.number).materials if row.scans]
        for where in ("window", "market"):
            assert world.case(where, case.number) == world.case("hub", case.number)
            assert world.is_clean(where)
            assert world.offices[where].blobs.read(row.scans[0]["sha256"]) == scan.read_bytes()
        assert world.is_clean("hub")
        with world.counter.store.read() as unit:
            at_hub = journal.events_of(unit, world.case("hub", case.number).case_id)
        assert len({event.id for event in at_hub}) == len(at_hub)
    assert at > 6


def test_a_store_that_fails_between_two_steps_loses_nothing(
    small_world, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The terminal dies before each of its own units of work in turn."""
    at, is_reached = 0, True
    while is_reached:
        at += 1
        world = small_world()
        office = world.terminal("window")
        [case] = world.receive("window")
        write, count = office.store.write, 0

        def dies(write: Any = write, at: int = at) -> Any:
            nonlocal count
            count += 1
            if count == at:
                raise KeyboardInterrupt
            return write()

        with monkeypatch.context() as patch:
            patch.setattr(office.store, "write", dies)
            with suppress(KeyboardInterrupt):
                syncing.exchange(office, world.hub("window"))
        is_reached = count >= at
        world.sync("window")
        assert syncing.unsent(office) == 0
        assert world.case("window", case.number) == world.case("hub", case.number)
        assert world.is_clean("hub") and world.is_clean("window")
    assert at > 4
