"""What the hub publishes comes by digest: lists, calendars and accounts; and scans, both ways."""

from __future__ import annotations

import hashlib
from datetime import date
from importlib import resources
from pathlib import Path

import pytest

from data.errors import Refusal
from data.exchange import scans
from data.exchange.refusals import HubRefusal
from data.store import calendars, catalogue_json, catalogues, staff
from data.store.blobs import Blobs
from data.store.home_keys import HomeKeys
from window_app.services import syncing

SCAN = bytes(range(256)) * 5000  # three parts


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture(params=["plain", "sealed"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "own", HomeKeys(bytes(32)) if request.param == "sealed" else None)


def shipped_calendar() -> str:
    """A calendar file as a county would import it."""
    return resources.files("data").joinpath("calendar", "cn.csv").read_text("utf-8")


def test_lists_calendars_and_accounts_come_once(world, shipped) -> None:
    office = world.terminal("window")
    later = shipped.model_copy(update={"version": "2027.01", "effective": date(2027, 1, 1)})
    later = later.model_copy(update={"digest": catalogue_json.digest(later)})
    file = ("本地.csv", shipped_calendar())
    with world.counter.store.write() as unit:
        catalogues.add(unit, later, is_draft=False, at="2026-11-23T00:00:00.000Z")
        calendars.add(unit, *file, at="2026-11-23T00:00:00.000Z")
        staff.set_locked(unit, "窗口员", is_locked=True)
    world.sync("window")
    with office.store.read() as unit:
        assert [v.digest for v in catalogues.versions(unit)] == [shipped.digest, later.digest]
        assert catalogues.load(unit, later.digest) == later
        found = staff.find(unit, "窗口员")
        assert list(calendars.files(unit).values()) == [file]
    assert found is not None and found[0].is_locked
    with office.store.write() as unit:
        staff.set_locked(unit, "窗口员", is_locked=False)
    world.sync("window")
    with office.store.read() as unit:
        found = staff.find(unit, "窗口员")
    assert found is not None and not found[0].is_locked  # the hub has said nothing new


def test_a_version_with_other_content_hinders_nothing_else(world, shipped) -> None:
    office = world.terminal("window")
    [case] = world.receive("window")
    other = shipped.model_copy(update={"version": "2027.01", "name": "别的清单"})
    other = other.model_copy(update={"digest": catalogue_json.digest(other)})
    same = shipped.model_copy(update={"version": "2027.01"})
    same = same.model_copy(update={"digest": catalogue_json.digest(same)})
    for store, version in ((world.counter.store, other), (office.store, same)):
        with store.write() as unit:
            catalogues.add(unit, version, is_draft=False, at="2026-11-23T00:00:00.000Z")
    found = syncing.exchange(office, world.hub("window"))
    assert isinstance(found, Refusal) and found.code == "version_differs"
    assert world.case("hub", case.number) == world.case("window", case.number)


def test_a_scan_goes_on_where_it_broke_off(small_world, blobs: Blobs, tmp_path: Path) -> None:
    world = small_world()
    world.terminal("window")
    hub, name = world.hub("window"), digest(SCAN)
    (tmp_path / "scan.pdf").write_bytes(SCAN)
    blobs.take(tmp_path / "scan.pdf", "scans")
    hub.put_part(name, 0, SCAN[: scans.PART])
    assert hub.lacking((name,)) == {name: scans.PART}
    with pytest.raises(HubRefusal) as caught:
        hub.put_part(name, 5, b"x")
    assert caught.value.code == "scan_part_wrong"
    assert scans.send(blobs, [name], hub) == 1
    assert (hub.lacking((name,)), scans.send(blobs, [name], hub)) == ({}, 0)

    other = Blobs(tmp_path / "other", blobs._keys)
    other.add_part(name, 0, hub.get_part(name, 0, scans.PART), is_last=False)
    assert other.part_size(name) == scans.PART
    assert scans.fetch(other, [name, digest(b"never sent")], hub) == 1
    assert other.read(name) == SCAN
    kept = [path.read_bytes() for path in (tmp_path / "other").rglob("*") if path.is_file()]
    assert (SCAN in kept) is (blobs._keys is None)


def test_a_scan_that_changed_on_its_way_is_not_kept(small_world) -> None:
    world = small_world()
    world.terminal("window")
    hub, name = world.hub("window"), digest(SCAN)
    with pytest.raises(HubRefusal) as caught:
        hub.put_part(name, 0, b"something else")
    assert caught.value.code == "scan_changed"
    assert hub.lacking((name,)) == {name: 0}
    with pytest.raises(HubRefusal) as caught:
        hub.get_part("../../store.db", 0, 10)
    assert caught.value.code == "scan_unknown"
