"""A hub that lacks what it had, a terminal that was revoked, a scan that is damaged."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from data.errors import Refusal
from data.exchange import enrolling
from data.store import (
    outbox,
)
from window_app.services import couriering


def test_a_hub_that_lacks_what_it_had_says_so_and_is_given_it(world: Any, stick: Any) -> None:
    window = stick.joined("window")
    had = stick.last_at_hub("window")
    world.receive("window", 2)
    packed = stick.pack("window")
    with window.store.write() as unit:  # as if the hub had answered what it does not have
        outbox.mark_answered(unit, window.signer.feed, had + packed.lines - 1)
    stick.pack("window", "late")
    late = couriering.unpack_at_hub(world.counter, world.folder / "late")
    assert isinstance(late, Refusal) and late.code == "feed_gap"
    assert late.hint is not None and "0001-01" in late.hint
    stick.answer("0001-01")
    stick.take("window")
    assert stick.pack("window").lines == packed.lines
    assert stick.bring().pulled == packed.lines
    stick.answer("0001-01", "again")
    assert stick.take("window", "again").queued == 0
    assert stick.pack("window").lines == 0
    assert world.is_clean("hub") and world.is_clean("window")


def test_what_a_revoked_terminal_wrote_before_comes(world: Any, stick: Any) -> None:
    world.terminal("window")
    world.receive("window")
    world.clock.moment += timedelta(hours=1)
    early = stick.pack("window", "early").lines
    enrolling.revoke(world.counter, "0001-01")
    world.clock.moment += timedelta(hours=1)
    world.receive("window")
    assert stick.pack("window", "late").lines > early
    found = stick.bring("late")
    assert (found.pulled, found.set_aside) == (early, ())
    assert found.left_out > 0
    refused = couriering.pack_answer(world.counter, "0001-01", world.folder / "back")
    assert isinstance(refused, Refusal) and refused.code == "courier_revoked_reader"
    assert world.is_clean("hub")


def test_a_file_of_after_the_revocation_brings_nothing(small_stick: Any) -> None:
    world, stick = small_stick.world, small_stick
    stick.joined("window")
    enrolling.revoke(world.counter, "0001-01")
    world.clock.moment += timedelta(hours=1)
    stick.scanned("window", b"%PDF-1.7 a scan")
    stick.pack("window")
    had = stick.last_at_hub("window")
    found = couriering.unpack_at_hub(world.counter, world.folder / "out")
    assert isinstance(found, Refusal) and found.code == "courier_revoked_writer"
    assert stick.last_at_hub("window") == had


def test_a_damaged_scan_keeps_no_case_back(small_stick: Any) -> None:
    world, stick = small_stick.world, small_stick
    office = world.terminal("window")
    number = stick.scanned("window", b"%PDF-1.7 a scan").number
    [path] = [path for path in Path(office.home.blobs).rglob("*") if path.is_file()]
    path.write_bytes(b"something else")
    packed = stick.pack("window")
    assert (packed.scans, packed.lost) == (0, 1)
    assert stick.bring().pulled == packed.lines
    assert world.case("hub", number).number == number
