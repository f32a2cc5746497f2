"""Killed between any two steps of packing and unpacking: the same step is simply done again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from data.errors import Refusal
from window_app.services import couriering, syncing


@pytest.mark.parametrize("where", ["pack", "bring", "answer", "take"])
def test_killed_before_any_write_the_same_step_is_done_again(
    small_world: Callable[[], Any], monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    at, is_reached = 0, True
    while is_reached:
        at += 1
        world = small_world()
        office = world.terminal("window")
        (world.folder / "scan.pdf").write_bytes(b"%PDF-1.7 a scan")
        [case] = world.receive("window", scans={"form": ("scan.pdf",)})
        out, back = world.folder / "out", world.folder / "back"
        steps: dict[str, Callable[[], Any]] = {
            "pack": lambda o=office, f=out: couriering.pack(o, f),
            "bring": lambda w=world, f=out: couriering.unpack_at_hub(w.counter, f),
            "answer": lambda w=world, f=back: couriering.pack_answer(w.counter, "0001-01", f),
            "take": lambda o=office, f=back: couriering.unpack(o, f),
        }
        for name, step in steps.items():
            if name == where:
                stores = (office.store, world.counter.store)
                is_reached = dies_at(at, stores, step, monkeypatch)
            assert not isinstance(step(), Refusal)
        assert syncing.unsent(office) <= 1  # the note of the accounts that came
        [row] = [row for row in world.case("hub", case.number).materials if row.scans]
        assert world.counter.blobs.read(row.scans[0]["sha256"]) == b"%PDF-1.7 a scan"
        assert world.case("window", case.number) == world.case("hub", case.number)
        assert world.is_clean("hub") and world.is_clean("window")
    assert at > 2


def dies_at(at: int, stores: Any, step: Callable[[], Any], monkeypatch: pytest.MonkeyPatch) -> bool:
    """Do a step that dies before its write with this number; whether it came that far."""
    count = 0
    with monkeypatch.context() as patch:
        for store in stores:

            def dies(write: Any = store.write) -> Any:
                nonlocal count
                count += 1
                if count == at:
                    raise KeyboardInterrupt
                return write()

            patch.setattr(store, "write", dies)
        with suppress(KeyboardInterrupt):
            step()
    return count >= at
