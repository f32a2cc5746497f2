"""The pictures of a desk that joined a hub: F7 with the hub there and gone, and a case of them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import cast

import picture_home as station
from picture_hands import Keep, press, settled, type_in
from textual.pilot import Pilot

from data.clock import Clock, FixedClock
from data.errors import Refusal
from data.exchange import enrolling
from data.exchange.refusals import KEPT, HubUnreachable
from data.exchange.shapes import Hub
from data.rules.words import Role
from data.store import hub_settings
from data.store.catalogue_files import load_catalogue
from data.store.members import Place
from screens.app import DeskApp
from window_app import bootstrap, hub_bootstrap
from window_app.services import access, handing, joining
from window_app.services.desk.desk import Desk
from window_app.services.office import Office
from window_app.settings import Settings
from window_app.views import ConnectionView

SCREENS = {
    "sync": "同步：都传到了，一件没有生效",
    "sync-case": "办件：有一步没有生效",
    "sync-away": "同步：中心连不上",
}
HUB_NAME, URL = "清新区政务服务中心", "https://hub.example.cn"
NEWCOMER = "林小梅"  # works before the hub has heard of her
HUB, HOME = "hub", "home"


def prepare(home: Path, folder: Path) -> None:
    """A copy of the home that joined a hub beside it; one step of it did not take effect."""
    clock = FixedClock(station.MONDAY)
    shutil.copytree(home, folder / HOME)
    found = load_catalogue(bootstrap.shipped_catalogue())
    counter = hub_bootstrap.create_hub(Settings(home=folder / HUB), HUB_NAME, found, clock=clock)
    office = bootstrap.open_office(Settings(home=folder / HOME), clock=clock)
    code = enrolling.invite(counter, Place(office.terminal.station, "county"))
    joined = joining.join(
        office, str(folder / HUB), code, lambda wish: enrolling.enrol(counter, wish)
    )
    assert not isinstance(joined, Refusal), joined
    _without_effect(office)
    office.store.close()
    counter.store.close()


def _without_effect(office: Office) -> None:
    """The newest case that waits for its supplement is withdrawn by somebody the hub knows not."""
    reach(office, office.home.folder.parent / HUB, office.clock)
    desk = Desk(office)
    desk.exchanges.now()
    admin = access.new_account(station.ADMIN, [Role.ADMINISTRATOR])
    access.add_staff(office, NEWCOMER, station.PASSWORD, roles=[Role.CLERK], by=admin)
    number = desk.returning.waiting("").cases[-1].number
    who = access.new_account(NEWCOMER, [Role.CLERK])
    answer = handing.withdraw(office, number, who, why="申请人书面撤回")
    assert not isinstance(answer, Refusal), answer
    desk.exchanges.now()


def reach(office: Office, hub: Path, clock: Clock) -> None:
    """Have the terminal reach the hub in this folder, which pictures show as one by network."""
    with office.store.write() as unit:
        joined = hub_settings.change_joined(unit, address=URL)
    here = joined.model_copy(update={"address": str(hub)})

    def line() -> Hub:
        if not hub.exists():
            raise HubUnreachable("hub_unreachable", f"连不上中心：{URL}", hint=KEPT)
        return hub_bootstrap.hub_of(here, clock=clock)

    office.reach = line


async def walk(pilot: Pilot[None], keep: Keep, hub: Path) -> None:
    """From the login to the hub that is gone."""
    await settled(pilot)
    await type_in(pilot, station.CLERK)
    await press(pilot, "enter")
    await type_in(pilot, station.PASSWORD)
    await press(pilot, "enter")
    await _until(pilot, lambda line: line.online and not line.unsent)
    await press(pilot, "f7")
    await _until(pilot, lambda line: line.online and not line.unsent)
    await keep("sync")
    await press(pilot, "enter")
    await keep("sync-case")
    await press(pilot, "escape", "escape")
    hub.rename(hub.with_name("away"))
    await _until(pilot, lambda line: not line.online)
    await press(pilot, "f5")
    await type_in(pilot, "00001")
    await pilot.pause(0.3)
    await press(pilot, "enter", "ctrl+r", "escape", "escape", "escape")
    await press(pilot, "f7")
    await _until(pilot, lambda line: line.problem is not None and line.unsent > 0)
    await keep("sync-away")


async def _until(pilot: Pilot[None], holds: Callable[[ConnectionView], bool]) -> None:
    """Until the line is as wanted, and all of that is drawn."""
    app = cast(DeskApp, pilot.app)
    while app.line is None or app.line.is_exchanging or not holds(app.line):
        await pilot.pause(0.05)
    await settled(pilot)
