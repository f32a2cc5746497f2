"""Courier files that are damaged, cut, old or something else: named, and nothing changes."""

from __future__ import annotations

import shutil
import tracemalloc
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from data.errors import InputError, Refusal, StorageError
from data.exchange import courier, courier_parts
from data.exchange.courier import FRONT, MAGIC
from data.store import backup
from window_app import hub_bootstrap
from window_app.services import couriering
from window_app.settings import Settings


def spoilt(file: Path, content: bytes) -> Path:
    other = file.with_name("spoilt")
    other.write_bytes(content)
    return other


def test_a_changed_byte_anywhere_is_noticed(road: Any) -> None:
    bad = {"courier_damaged", "courier_truncated", "courier_unknown", "courier_version"}
    for file, act in ((road.out, road.at_hub), (road.back, road.at_window)):
        content = file.read_bytes()
        text = content[:FRONT].rstrip(b" \n")
        places = [*range(0, len(text), 3), *range(len(text), len(content), 11), len(content) - 1]
        with road.unchanged():
            for place in places:
                changed = bytearray(content)
                changed[place] ^= 1 << (place % 8)
                assert road.said(act, spoilt(file, bytes(changed))) in bad, place


def test_a_file_that_was_cut_or_grew_is_noticed(road: Any) -> None:
    for file, act in ((road.out, road.at_hub), (road.back, road.at_window)):
        content = file.read_bytes()
        lengths = [0, 1, len(MAGIC), FRONT - 1, FRONT, *range(FRONT, len(content), 97)]
        with road.unchanged():
            for length in (*lengths, len(content) - 1):
                cut = spoilt(file, content[:length])
                assert road.said(act, cut) == "courier_truncated", length
            assert road.said(act, spoilt(file, content + b"\0")) == "courier_damaged"


def test_other_files_are_named(road: Any, tmp_path: Path) -> None:
    content = road.out.read_bytes()
    newer = content.replace(MAGIC, b"window-courier 2\n", 1)
    with road.unchanged():
        assert road.said(road.at_hub, spoilt(road.out, b"%PDF-1.7")) == "courier_unknown"
        assert road.said(road.at_hub, spoilt(road.out, newer)) == "courier_version"
        assert road.said(road.at_hub, tmp_path / "none") == "courier_missing"
        assert road.said(road.at_hub, tmp_path) == "courier_missing"


def test_the_front_names_no_person_and_the_body_can_be_read_by_nobody_else(road: Any) -> None:
    content = road.out.read_bytes()
    front = content[:FRONT].decode("utf-8")
    assert '"writer_name":"0001-01"' in front and '"reader_name":"示例中心"' in front
    [line] = [line for line in front.split("\n") if line.startswith("{")]
    assert courier.Manifest.model_validate_json(line).scans == 1
    assert b"%PDF" not in content
    with courier.opened(road.out) as found, pytest.raises(InputError) as caught:
        list(courier_parts.parts(found, road.office.signer))
    assert caught.value.code == "courier_damaged"


def test_what_is_written_over_and_where(road: Any, tmp_path: Path) -> None:
    for held in (road.back, road.world.folder / "scan.pdf", tmp_path):
        before = held.read_bytes() if held.is_file() else b""
        assert (
            road.said(lambda file: couriering.pack(road.office, file), held) == "courier_file_taken"
        )
        assert not held.is_file() or held.read_bytes() == before
    lost = tmp_path / "no" / "stick"
    with pytest.raises(StorageError) as caught:
        couriering.pack(road.office, lost)
    assert caught.value.code == "courier_not_written"
    assert not isinstance(couriering.pack(road.office, road.out), Refusal)
    assert not list(road.world.folder.glob("*.new"))


def test_only_who_joined_packs_and_only_for_members(road: Any) -> None:
    alone = road.world.terminal("market", joins=False)
    found = couriering.pack(alone, road.out.with_name("alone"))
    assert isinstance(found, Refusal) and found.code == "not_joined"
    found = couriering.unpack(alone, road.back)
    assert isinstance(found, Refusal) and found.code == "not_joined"
    found = couriering.pack_answer(road.world.counter, "0009-01", road.back)
    assert isinstance(found, Refusal) and found.code == "terminal_unknown"


def test_an_older_file_after_a_newer_one_is_refused(road: Any) -> None:
    old_out, old_back = road.out.with_name("old out"), road.out.with_name("old back")
    shutil.copy(road.out, old_out)
    shutil.copy(road.back, old_back)
    road.world.clock.moment += timedelta(minutes=5)
    road.world.receive("window")
    couriering.pack(road.office, road.out)
    road.at_hub(road.out)
    couriering.pack_answer(road.world.counter, "0001-01", road.back)
    assert not isinstance(road.at_window(road.back), Refusal)
    with road.unchanged():
        assert road.said(road.at_hub, old_out) == "courier_replayed"
        assert road.said(road.at_window, old_back) == "courier_older"
    assert not isinstance(road.at_window(road.back), Refusal)


def test_after_a_restore_of_the_hub_the_line_comes_first(road: Any) -> None:
    world = road.world
    copy = world.folder / "hub.backup"
    backup.back_up(world.counter.store, copy)
    world.counter.store.close()
    shutil.rmtree(world.folder / "hub")
    options = Settings(home=world.folder / "hub")
    world.counter = hub_bootstrap.restore_hub(options, backup=copy, clock=world.clock)
    assert road.said(road.at_hub, road.out) == "courier_foreign"
    road.at_window(road.back)
    world.join("window", replaces="0001-01")
    with road.unchanged():
        assert road.said(road.at_window, road.back) == "courier_other_hub"
        pack = road.said(lambda file: couriering.pack(road.office, file), world.folder / "new")
        assert pack == "courier_line_first"
    world.sync("window")
    assert not isinstance(couriering.pack(road.office, world.folder / "new"), Refusal)
    assert not isinstance(road.at_hub(world.folder / "new"), Refusal)
    couriering.pack_answer(world.counter, "0001-01", world.folder / "new back")
    assert not isinstance(road.at_window(world.folder / "new back"), Refusal)


def test_many_lines_take_no_more_memory_than_some(small_world: Callable[[], Any]) -> None:
    world = small_world()
    office = world.terminal("window")
    path, most = world.folder / "out", []
    for count in (400, 1200):
        with office.store.write() as unit:
            for number in range(count):
                office.note(unit, "note", {"number": number, "text": "字" * 300}, "system")
        tracemalloc.start()
        try:
            couriering.pack(office, path)
            with courier.opened(path) as found:
                courier_parts.check(found, world.counter.signer)
            most.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()
    assert most[1] < 1.2 * most[0]
