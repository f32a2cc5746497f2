"""A hub on either kind of store, and terminals that join it: two of a hall, two of an office."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from data.clock import FixedClock
from data.errors import Refusal
from data.exchange import enrolling
from data.exchange.counter import HubCounter
from data.exchange.local_hub import LocalHub
from data.exchange.shapes import Hub
from data.rules.case import Case
from data.rules.listing import Catalogue
from data.rules.words import Role
from data.store import cases, members, replay
from data.store.engine import Store
from data.store.members import Place
from data.store.settings import Terminal
from data.store.staff import Account
from window_app import bootstrap, demonstration, hub_bootstrap
from window_app.services import access, intake, joining, syncing
from window_app.services.office import Office
from window_app.settings import Settings
from window_app.views import CaseView, SyncView

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
CLERK, REVIEWER, HEAD = "窗口员", "承办人", "首席代表"
ROLES = {
    CLERK: Role.CLERK,
    REVIEWER: Role.REVIEWER,
    HEAD: Role.HEAD,
    "卫健承办": Role.REVIEWER,
    "出件员": Role.ISSUER,
}
DEPARTMENTS = {REVIEWER: "market", HEAD: "market", "卫健承办": "health"}
PLACES = {
    "window": Terminal(region="441803", station="0001", terminal="01"),
    "second": Terminal(region="441803", station="0001", terminal="02"),
    "market": Terminal(region="441803", station="0002", terminal="01", department="market"),
    "market2": Terminal(region="441803", station="0002", terminal="02", department="market"),
}


@dataclass
class World:
    """The hub, its folder, the clock of all, and the opened terminals by name."""

    folder: Path
    made: Path
    counter: HubCounter
    clock: FixedClock
    offices: dict[str, Office] = field(default_factory=dict)

    def terminal(self, name: str, *, joins: bool = True) -> Office:
        """A terminal of its own home, joined."""
        home = Path(shutil.copytree(self.made / name, self.folder / name))
        office = bootstrap.open_office(Settings(home=home), clock=self.clock)
        office.reach = partial(hub_bootstrap.reach, office)
        self.offices[name] = office
        if joins:
            self.join(name)
        return office

    def join(self, name: str, *, replaces: str | None = None) -> None:
        office = self.offices[name]
        place = Place(office.terminal.station, "county", office.terminal.department)
        code = enrolling.invite(self.counter, place, replaces=replaces)
        address = str(self.folder / "hub")
        found = joining.join(office, address, code, lambda w: enrolling.enrol(self.counter, w))
        assert not isinstance(found, Refusal)

    def at_hub(self) -> Office:
        """The hub's home as its supervisor opens it."""
        if "at hub" not in self.offices:
            options = Settings(home=self.folder / "hub")
            self.offices["at hub"] = bootstrap.open_office(options, clock=self.clock)
        return self.offices["at hub"]

    def hub(self, name: str) -> LocalHub:
        """The hub as this terminal sees it."""
        with self.counter.store.read() as unit:
            member = members.by_feed(unit, self.offices[name].signer.feed)
        assert member is not None
        return LocalHub(self.counter, member)

    def sync(self, name: str, hub: Hub | None = None) -> SyncView:
        found = syncing.exchange(self.offices[name], hub or self.hub(name))
        assert isinstance(found, SyncView), found
        return found

    def receive(self, name: str, count: int = 1, **changes: Any) -> list[CaseView]:
        """Cases that the window accepts and offers to the market department."""
        who = access.new_account(CLERK, [Role.CLERK])
        office = self.offices[name]
        form = demonstration.intake().model_copy(update=changes)
        found = [intake.submit(office, form, who, self.folder) for _ in range(count)]
        shown = [getattr(one, "case", one) for one in found]
        assert all(isinstance(one, CaseView) for one in shown), found
        return shown

    def case(self, where: str, number: str) -> Case:
        store = self.counter.store if where == "hub" else self.offices[where].store
        with store.read() as unit:
            found = cases.by_number(unit, number)
        assert found is not None
        return found

    def is_clean(self, where: str) -> bool:
        store: Store = self.counter.store if where == "hub" else self.offices[where].store
        with store.read() as unit:
            report = replay.verify(unit, replay=True)
        assert report.problems == ()
        return report.events > 0

    def who(self, name: str) -> Account:
        return access.new_account(name, [ROLES[name]], DEPARTMENTS.get(name))


@pytest.fixture(scope="session")
def made_terminals(tmp_path_factory: pytest.TempPathFactory, shipped: Catalogue) -> Path:
    """The homes that tests copy."""
    folder = tmp_path_factory.mktemp("terminals")
    for name, place in PLACES.items():
        admin = access.new_account("管理员", [Role.ADMINISTRATOR])
        options = Settings(home=folder / name)
        clock = FixedClock(NOW)
        office = bootstrap.create(options, place, shipped, admin, "for-tests", clock=clock)
        for who, role in ROLES.items():
            department = DEPARTMENTS.get(who)
            access.add_staff(
                office, who, "for-tests", roles=[role], department=department, by=admin
            )
        office.store.close()
    return folder


@pytest.fixture(scope="session")
def made_hub(tmp_path_factory: pytest.TempPathFactory, shipped: Catalogue) -> Path:
    folder = tmp_path_factory.mktemp("made") / "hub"
    hub = hub_bootstrap.create_hub(
        Settings(home=folder), "示例中心", shipped, clock=FixedClock(NOW)
    )
    hub.store.close()
    return folder


@pytest.fixture(params=["sqlite", "postgres"])
def world(
    request: pytest.FixtureRequest, tmp_path: Path, made_terminals: Path, shipped: Catalogue
) -> Iterator[World]:
    """A hub on either kind of store."""
    options, clock = Settings(home=tmp_path / "hub"), FixedClock(NOW)
    if request.param == "sqlite":
        shutil.copytree(request.getfixturevalue("made_hub"), tmp_path / "hub")
        counter = hub_bootstrap.open_hub(options, clock=clock)
    else:
        url = request.getfixturevalue("empty_database")
        counter = hub_bootstrap.create_hub(options, "示例中心", shipped, database=url, clock=clock)
    found = World(tmp_path, made_terminals, counter, clock)
    yield found
    for office in found.offices.values():
        office.store.close()
    counter.store.close()


@pytest.fixture
def world_of(made_terminals: Path) -> Iterator[Callable[[Path, HubCounter], World]]:
    """Worlds around hubs that a test made itself; closed after it."""
    worlds: list[World] = []

    def make(folder: Path, counter: HubCounter) -> World:
        assert isinstance(counter.clock, FixedClock)
        worlds.append(World(folder, made_terminals, counter, counter.clock))
        return worlds[-1]

    yield make
    for world in worlds:
        for office in world.offices.values():
            office.store.close()
        world.counter.store.close()


@pytest.fixture
def small_world(
    tmp_path: Path, made_terminals: Path, made_hub: Path
) -> Iterator[Callable[[], World]]:
    """Hubs on SQLite, as many as a test wants, each in a folder of its own."""
    worlds: list[World] = []

    def make() -> World:
        folder = tmp_path / f"world-{len(worlds)}"
        shutil.copytree(made_hub, folder / "hub")
        clock = FixedClock(NOW)
        counter = hub_bootstrap.open_hub(Settings(home=folder / "hub"), clock=clock)
        worlds.append(World(folder, made_terminals, counter, clock))
        return worlds[-1]

    yield make
    for world in worlds:
        for office in world.offices.values():
            office.store.close()
        world.counter.store.close()
