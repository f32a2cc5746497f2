"""A hub restored from a backup: its terminals join again, send again, and all is equal again."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from data.clock import FixedClock, to_text
from data.errors import InputError, Refusal
from data.exchange import enrolling
from data.exchange.refusals import HubRefusal
from data.exchange.shapes import Claim
from data.rules.case import Status
from data.rules.event import Kind
from data.rules.listing import Catalogue
from data.rules.words import Role
from data.store import backup, cases, journal, leases, members
from data.store.journal import Entry
from data.store.members import Place
from window_app import bootstrap, hub_bootstrap
from window_app.hub import auth
from window_app.services import access, hub_terminals, joining, syncing, voiding
from window_app.settings import Settings
from window_app.views import CaseView

MARKET = "department:market"
STEP: dict[str, object] = {"step": "材料审查", "opinion": "齐全"}
SUPERVISOR = access.new_account("监督员", [Role.SUPERVISOR])


@pytest.fixture
def world(small_world) -> Any:
    """A hub on SQLite with a window and a department that both know one case."""
    found = small_world()
    found.terminal("window")
    found.terminal("market")
    return found


def claim(world: Any, name: str, number: str) -> int:
    [fact] = world.hub(name).claim(Claim(address=MARKET, person="承办人", number=number))
    with world.offices[name].store.write() as unit:
        leases.keep(unit, leases.Lease(**fact.model_dump()))
    return int(fact.fence)


def write(world: Any, name: str, number: str, kind: Kind, **body: object) -> None:
    office = world.offices[name]
    with office.store.write() as unit:
        case = cases.by_number(unit, number)
        body = {**body, "terminal": office.terminal.label}
        entry = Entry(kind, body, "承办人", to_text(office.now()), case.case_id)
        journal.append(unit, office.signer, entry, case)


def back_up(world: Any) -> Path:
    copy = world.folder / "hub.backup"
    backup.back_up(world.counter.store, copy)
    return Path(copy)


def restore(world: Any, copy: Path) -> None:
    """The hub's disk is lost; a new home is made of the backup in its place."""
    world.counter.store.close()
    shutil.rmtree(world.folder / "hub")
    options = Settings(home=world.folder / "hub")
    world.counter = hub_bootstrap.restore_hub(options, backup=copy, clock=world.clock)


def join_again(world: Any, name: str) -> None:
    office = world.offices[name]
    world.join(name, replaces=office.terminal.label)


def is_equal_again(world: Any, numbers: list[str]) -> bool:
    names = ("window", "market")
    assert all(world.is_clean(where) for where in ("hub", *names))
    return all(
        world.case("hub", number) == world.case(name, number)
        for number in numbers
        for name in names
    )


def test_all_is_equal_again_whoever_comes_first(world) -> None:
    [early] = world.receive("window")
    world.sync("window")
    world.sync("market")
    copy = back_up(world)

    [later] = world.receive("window")
    world.sync("window")
    world.sync("market")
    for number in (early.number, later.number):
        fence = claim(world, "market", number)
        write(world, "market", number, Kind.CLAIMED, fence=fence, address=MARKET)
        write(world, "market", number, Kind.STEP_PASSED, **STEP, fence=fence, offer_to=MARKET)
    write(world, "market", early.number, Kind.APPROVED, decided_day="2026-11-23")
    world.sync("market")
    world.sync("window")
    before = {number: world.case("hub", number) for number in (early.number, later.number)}
    events = counted(world)
    with world.offices["market"].store.read() as unit:
        [aside] = journal.set_aside(unit)

    restore(world, copy)
    assert cases_of(world) == [early.number]
    with pytest.raises(HubRefusal) as caught:
        auth.caller(world.counter, "Bearer nonsense")
    assert caught.value.code == "token_wrong"
    join_again(world, "market")
    first = syncing.exchange(world.offices["market"], world.hub("market"))
    assert isinstance(first, Refusal) and first.code == "base_awaited", first
    with pytest.raises(HubRefusal) as caught:
        claim(world, "market", early.number)
    assert caught.value.code == "hub_recovering" and "0001-01" in caught.value.message
    join_again(world, "window")
    for name in ("window", "market", "window", "market"):
        world.sync(name)
    assert {number: world.case("hub", number) for number in before} == before
    assert is_equal_again(world, list(before))
    assert counted(world) == events
    with world.counter.store.read() as unit:
        assert list(journal.set_aside(unit)) == [aside]
        assert members.awaited(unit) == []
    assert claim(world, "market", later.number) > 0


def test_what_was_under_way_goes_on(world) -> None:
    """A step that was written while the hub was away counts, and so does its fence."""
    [case] = world.receive("window")
    world.sync("window")
    world.sync("market")
    copy = back_up(world)
    fence = claim(world, "market", case.number)
    write(world, "market", case.number, Kind.CLAIMED, fence=fence, address=MARKET)
    world.sync("market")
    write(world, "market", case.number, Kind.STEP_PASSED, **STEP, fence=fence, offer_to=MARKET)
    [fresh] = world.receive("window")
    restore(world, copy)
    join_again(world, "market")
    join_again(world, "window")
    for name in ("market", "window", "market", "window"):
        syncing.exchange(world.offices[name], world.hub(name))
    assert world.case("hub", case.number).status is Status.REVIEWING
    assert is_equal_again(world, [case.number, fresh.number])


def test_a_terminal_that_never_comes_back_holds_nobody_up_for_ever(world) -> None:
    copy = back_up(world)
    [case] = world.receive("window")
    world.sync("window")
    world.sync("market")
    fence = claim(world, "market", case.number)
    write(world, "market", case.number, Kind.STEP_PASSED, **STEP, fence=fence, offer_to=MARKET)
    world.sync("market")
    restore(world, copy)
    join_again(world, "market")
    first = syncing.exchange(world.offices["market"], world.hub("market"))
    assert isinstance(first, Refusal) and first.code == "base_awaited"
    window, market = hub_terminals.everybody(world.at_hub())
    assert window.awaited and market.awaited
    assert market.refused is None  # it waits, and is not refused
    enrolling.revoke(world.counter, "0001-01")
    told = world.sync("market")
    assert [one.why for one in told.set_aside] == ["中心没有这件的收件记录。"]
    assert world.is_clean("hub")


def test_a_terminal_that_joined_after_the_backup_joins_anew(world) -> None:
    copy = back_up(world)
    world.terminal("second")
    [case] = world.receive("second")
    world.sync("second")
    world.sync("market")
    restore(world, copy)
    world.join("second")
    join_again(world, "market")
    world.sync("second")
    join_again(world, "window")
    world.sync("window")
    world.sync("market")
    assert world.case("hub", case.number) == world.case("market", case.number)
    assert world.is_clean("hub") and world.is_clean("second")


def test_a_restored_hub_may_have_moved_and_a_strange_one_is_refused(world, small_world) -> None:
    [case] = world.receive("window")
    world.sync("window")
    copy = back_up(world)
    world.counter.store.close()
    options = Settings(home=world.folder / "moved")
    world.counter = hub_bootstrap.restore_hub(options, backup=copy, clock=world.clock)
    office = world.offices["window"]

    def join(counter: Any, replaces: str | None) -> Any:
        place = Place("0001", "county")
        code = enrolling.invite(counter, place, replaces=replaces)
        address = str(world.folder / "moved")
        return joining.join(office, address, code, lambda wish: enrolling.enrol(counter, wish))

    refused = join(small_world().counter, None)
    assert isinstance(refused, Refusal) and refused.code == "joined_elsewhere"
    joined = join(world.counter, "0001-01")
    assert joined.address == str(world.folder / "moved")
    world.sync("window")
    assert world.case("hub", case.number) == world.case("window", case.number)


def test_the_right_backup_for_the_right_home(world) -> None:
    copy = back_up(world)
    with pytest.raises(InputError) as caught:
        bootstrap.restore(Settings(home=world.folder / "x"), copy, "09", clock=world.clock)
    assert caught.value.code == "backup_of_hub"
    terminals = world.folder / "terminal.backup"
    backup.back_up(world.offices["window"].store, terminals)
    options = Settings(home=world.folder / "y")
    with pytest.raises(InputError) as caught:
        hub_bootstrap.restore_hub(options, backup=terminals, clock=world.clock)
    assert caught.value.code == "not_a_hub"
    with pytest.raises(InputError) as caught:
        hub_bootstrap.restore_hub(options, clock=world.clock)
    assert caught.value.code == "restore_from_one"
    assert not (world.folder / "y" / "store.db").exists()


def test_what_the_hub_wrote_itself_comes_back(world) -> None:
    """Its terminals have pulled it: a supervisor's act is lost with the hub only if nobody had."""
    [case] = world.receive("window")
    world.sync("window")
    world.sync("market")
    copy = back_up(world)
    done = voiding.void_case(world.at_hub(), case.number, SUPERVISOR, why="收错了")
    assert isinstance(done, CaseView)
    world.sync("market")
    world.offices.pop("at hub").store.close()
    restore(world, copy)
    for name in ("window", "market"):
        join_again(world, name)
        world.sync(name)
    world.sync("window")
    assert world.case("hub", case.number).status is Status.VOIDED
    assert is_equal_again(world, [case.number])


def test_a_database_that_was_restored_by_its_own_means(
    tmp_path: Path, shipped: Catalogue, empty_database: str, world_of: Any
) -> None:
    """A hub on PostgreSQL begins again on it: in a new home, with a new key."""
    options = Settings(home=tmp_path / "hub")
    clock = FixedClock(datetime(2026, 11, 23, 1, 30, tzinfo=UTC))
    counter = hub_bootstrap.create_hub(
        options, "中心", shipped, database=empty_database, clock=clock
    )
    world = world_of(tmp_path, counter)
    for name in ("window", "market"):
        world.terminal(name)
    [case] = world.receive("window")
    world.sync("window")
    world.sync("market")
    fence = claim(world, "market", case.number)
    write(world, "market", case.number, Kind.STEP_PASSED, **STEP, fence=fence, offer_to=MARKET)
    world.sync("market")
    counter.store.close()
    shutil.rmtree(tmp_path / "hub")
    world.counter = hub_bootstrap.restore_hub(options, database=empty_database, clock=clock)
    assert (world.counter.epoch, world.counter.signer.feed) != (
        counter.epoch,
        counter.signer.feed,
    )
    for name in ("market", "window"):
        join_again(world, name)
        world.sync(name)
    world.sync("window")
    assert is_equal_again(world, [case.number])
    assert claim(world, "market", case.number) > fence


def counted(world: Any) -> dict[str, int]:
    """How many events of cases the hub has of each terminal."""
    with world.counter.store.read() as unit:
        feeds = [office.signer.feed for office in world.offices.values()]
        lines = {feed: journal.feed_lines(unit, feed) for feed in feeds}
        return {feed: sum(e.case_id is not None for e, _body in lines[feed]) for feed in feeds}


def cases_of(world: Any) -> list[str]:
    with world.counter.store.read() as unit:
        return [case.number for case in cases.newest(unit)]
