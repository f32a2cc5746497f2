"""What the hub publishes comes by digest: lists, calendars and accounts; and scans, both ways."""

from __future__ import annotations

import hashlib
from datetime import date
from importlib import resources
from pathlib import Path

import pytest

from data.errors import Refusal, StorageError
from data.exchange import scans
from data.exchange.refusals import HubRefusal
from data.rules.words import Role
from data.store import calendars, catalogue_json, catalogues, staff
from data.store.blobs import Blobs
from data.store.home_keys import HomeKeys
from window_app import demonstration
from window_app.services import access, cases, handing, intake, syncing
from window_app.services.intake import Submitted

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


def test_a_scan_is_given_to_whoever_sees_its_case(world, tmp_path: Path) -> None:
    """Knowing the digest is not enough."""
    world.terminal("window")
    world.terminal("market")
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.7 a scan")
    form = demonstration.intake()
    scans_of = {form.materials[0].id: ["scan.pdf"]}
    form = form.model_copy(update={"conclude": False, "scans": scans_of})
    office, who = world.offices["window"], world.who("窗口员")
    shown = intake.submit(office, form, who, tmp_path)
    assert isinstance(shown, Submitted)
    world.sync("window")
    name = digest(b"%PDF-1.7 a scan")
    with pytest.raises(HubRefusal) as caught:
        world.hub("market").get_part(name, 0, 100)
    assert caught.value.code == "scan_unknown"
    handing.offer(office, shown.case.number, "department:market", who, why="请部门先看")
    world.sync("window")
    assert world.hub("market").get_part(name, 0, 100) == b"%PDF-1.7 a scan"


def test_a_case_by_a_list_that_has_not_come_is_shown_without_it(world, shipped) -> None:
    """A station received by a version that the hub has not; whoever pulls it says so."""
    office = world.terminal("window")
    newer = shipped.model_copy(update={"version": "2026.12"})
    newer = newer.model_copy(update={"digest": catalogue_json.digest(newer)})
    with office.store.write() as unit:
        catalogues.add(unit, newer, is_draft=False, at="2026-11-23T00:00:00.000Z")
    [case] = world.receive("window")
    world.sync("window")
    market = world.terminal("market")
    world.sync("market")
    assert cases.show(market, case.number).version == "2026.12"
    assert [one.number for one in cases.newest(market)] == [case.number]
    stored = world.case("market", case.number)
    with market.store.read() as unit, pytest.raises(StorageError) as caught:
        market.list_of(unit, stored)
    assert caught.value.code == "list_missing" and "2026.12" in caught.value.message


def test_accounts_are_kept_at_the_hub(world) -> None:
    """A terminal that joined changes none, but undoes what five wrong passwords locked there."""
    office = world.terminal("window")
    admin = access.new_account("管理员", [Role.ADMINISTRATOR])
    added = access.add_staff(office, "新人", "x", roles=[Role.CLERK], by=admin)
    locked = access.lock_staff(office, "窗口员", is_locked=True, by=admin)
    unlocked = access.lock_staff(office, "窗口员", is_locked=False, by=admin)
    for refused in (added, locked, unlocked):
        assert isinstance(refused, Refusal) and refused.code == "staff_at_hub"
    for _try in range(access.WRONG_TRIES):
        access.log_in(office, "窗口员", "wrong")
    found = access.lock_staff(office, "窗口员", is_locked=False, by=admin)
    assert not isinstance(found, Refusal) and not found.is_locked
