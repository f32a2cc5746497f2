"""A terminal comes in for one that was lost: with a backup of it or without."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from data.errors import Refusal
from data.rules.case import Status
from data.rules.event import Kind
from data.store import backup, hub_settings, leases
from window_app import bootstrap
from window_app.services import acting, correcting
from window_app.services.acting import Act
from window_app.settings import Settings
from window_app.views import CaseView

WITHDRAWN = Act({"why": "申请人撤回", "day": "2026-11-23"})


def withdraw(world: Any, name: str, number: str) -> Any:
    who = world.who("窗口员")
    office = world.offices[name]
    return acting.do(office, number, Kind.WITHDRAWN, who, lambda unit, found: WITHDRAWN)


def restored(world: Any, copy: Path) -> Any:
    """A home made of a backup, under a new terminal number."""
    home = world.folder / "restored"
    office = bootstrap.restore(Settings(home=home), copy, "07", clock=world.clock)
    assert not isinstance(office, Refusal)
    world.offices["restored"] = office
    return office


def test_a_new_terminal_is_given_what_the_lost_one_held(world) -> None:
    world.terminal("window")
    [held] = world.receive("window", conclude=False)
    [offered] = world.receive("window")
    world.sync("window")
    world.terminal("second", joins=False)
    world.join("second", replaces="0001-01")
    world.sync("second")
    assert world.case("second", held.number).holder.address == "station:0001"
    with world.offices["second"].store.read() as unit:
        [lease] = [leases.find(unit, world.case("hub", held.number).case_id)]
    assert lease is not None and lease.until is None
    done = withdraw(world, "second", held.number)
    assert isinstance(done, CaseView) and done.status == "withdrawn", done
    assert world.sync("second").set_aside == ()
    for one in (held, offered):
        assert world.case("hub", one.number) == world.case("second", one.number)
    assert world.is_clean("hub") and world.is_clean("second")


def test_a_restored_terminal_brings_what_the_hub_lacks_and_gets_what_it_lacks(
    world, tmp_path: Path
) -> None:
    office = world.terminal("window")
    [early] = world.receive("window", conclude=False)
    world.sync("window")
    [unsent] = world.receive("window", conclude=False)
    copy = tmp_path / "copy.db"
    backup.back_up(office.store, copy)
    home = restored(world, copy)
    with home.store.read() as unit:
        joined = hub_settings.read_joined(unit)
    assert joined is not None and joined.token == ""
    refused = withdraw(world, "restored", early.number)
    assert isinstance(refused, Refusal) and refused.code == "not_holder"

    noted = correcting.note(home, unsent.number, "notified", world.who("窗口员"), why="打过电话")
    assert isinstance(noted, CaseView)
    # Its own feed is sent, and what the old one had sent after the backup comes back.
    world.join("restored", replaces="0001-01")
    [fresh] = world.receive("restored", conclude=False)
    world.sync("restored")
    for one in (early, unsent, fresh):
        assert world.case("hub", one.number) == world.case("restored", one.number)
    for one in (early, unsent):
        assert world.case("hub", one.number).holder.kind == "task"
        assert isinstance(withdraw(world, "restored", one.number), CaseView)
    assert world.sync("restored").set_aside == ()
    assert world.case("hub", unsent.number).status is Status.WITHDRAWN
    assert world.is_clean("hub") and world.is_clean("restored")


def test_what_was_sent_after_the_backup_comes_back(world, tmp_path: Path) -> None:
    office = world.terminal("window")
    [early] = world.receive("window", conclude=False)
    copy = tmp_path / "copy.db"
    backup.back_up(office.store, copy)
    [later] = world.receive("window", conclude=False)
    withdraw(world, "window", early.number)
    world.sync("window")
    restored(world, copy)
    world.join("restored", replaces="0001-01")
    world.sync("restored")
    assert world.case("restored", early.number).status is Status.WITHDRAWN
    for one in (early, later):
        assert world.case("hub", one.number) == world.case("restored", one.number)
    assert isinstance(withdraw(world, "restored", later.number), CaseView)
    assert world.sync("restored").set_aside == ()
    assert world.is_clean("hub") and world.is_clean("restored")


def test_where_no_hub_will_be_met_the_restored_terminal_works_alone(world, tmp_path: Path) -> None:
    office = world.terminal("window")
    [case] = world.receive("window", conclude=False)
    world.sync("window")
    copy = tmp_path / "copy.db"
    backup.back_up(office.store, copy)
    alone = bootstrap.restore(
        Settings(home=tmp_path / "alone"),
        copy,
        "08",
        no_hub=True,
        administrator=("管理员", "for-tests"),
        clock=world.clock,
    )
    assert not isinstance(alone, Refusal)
    world.offices["alone"] = alone
    with alone.store.read() as unit:
        assert hub_settings.read_joined(unit) is None
    done = withdraw(world, "alone", case.number)
    assert isinstance(done, CaseView) and done.status == "withdrawn"
    assert world.is_clean("alone")
