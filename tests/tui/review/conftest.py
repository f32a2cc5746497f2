"""A hub in a folder, a window that received for the market department, and its two terminals."""

from __future__ import annotations

import shutil
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from textual.worker import WorkerError

from data.clock import FixedClock
from data.errors import Refusal
from data.exchange import enrolling
from data.exchange.counter import HubCounter
from data.rules.case import Case
from data.rules.listing import Catalogue
from data.rules.words import Role
from data.store import hub_settings
from data.store.members import Place
from data.store.settings import Terminal
from screens.app import REVIEW, DeskApp
from window_app import bootstrap, demonstration_loop, hub_bootstrap
from window_app.services import access, cases, intake, joining, syncing
from window_app.services.desk.station import Person
from window_app.services.office import Office
from window_app.services.review.desk import ReviewDesk
from window_app.settings import Settings
from window_app.views import CaseView, Submitted, SyncView

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
CLERK, REVIEWER, HEAD = "窗口员", "承办人", "首席代表"
ROLES = {CLERK: {Role.CLERK, Role.ISSUER}, REVIEWER: {Role.REVIEWER}, HEAD: {Role.HEAD}}
OFFICES = {
    name: Terminal(region="441803", station="0002", terminal=number, department="market")
    for name, number in (("review", "01"), ("second", "02"))
}


@dataclass
class Loop:
    """The folders of one machine, their clock, and the opened homes by name."""

    folder: Path
    clock: FixedClock
    offices: dict[str, Office] = field(default_factory=dict)

    def office(self, name: str) -> Office:
        if name not in self.offices:
            office = bootstrap.open_office(Settings(home=self.folder / name), clock=self.clock)
            office.reach = partial(hub_bootstrap.reach, office)
            with office.store.write() as unit:  # the folder was copied
                hub_settings.change_joined(unit, address=str(self.folder / "hub"))
            self.offices[name] = office
        return self.offices[name]

    def sync(self, name: str) -> SyncView:
        office = self.office(name)
        assert office.reach is not None
        hub = office.reach()
        try:
            found = syncing.exchange(office, hub)
        finally:
            hub.close()
        assert isinstance(found, SyncView), found
        return found

    def case(self, name: str, number: str) -> Case:
        with self.office(name).store.read() as unit:
            return cases.find(unit, number)

    def at_hub(self, number: str) -> Case:
        hub = hub_bootstrap.open_hub(Settings(home=self.folder / "hub"), clock=self.clock)
        with hub.store.read() as unit:
            found = cases.find(unit, number)
        hub.store.close()
        return found

    def cut_off(self) -> None:
        """The hub is away from now on."""
        (self.folder / "hub").rename(self.folder / "away")

    def whole_again(self) -> None:
        (self.folder / "away").rename(self.folder / "hub")

    def desk(self, name: str = "review") -> ReviewDesk:
        return ReviewDesk(self.office(name))

    def numbers(self) -> list[str]:
        """The department's cases, first received first."""
        with self.office("window").store.read() as unit:
            return [one.number for one in cases.cases.not_final(unit)]


def who(name: str) -> Person:
    return Person(access.new_account(name, sorted(ROLES[name]), "market"))


@pytest.fixture(scope="session")
def made_loop(tmp_path_factory: pytest.TempPathFactory, station: Path, shipped: Catalogue) -> Path:
    """Two cases that wait for the department, at the hub and at both its terminals."""
    folder = tmp_path_factory.mktemp("loop")
    clock = FixedClock(NOW)
    hub = hub_bootstrap.create_hub(Settings(home=folder / "hub"), "示例中心", shipped, clock=clock)
    shutil.copytree(station, folder / "window")
    window = bootstrap.open_office(Settings(home=folder / "window"), clock=clock)
    made = [window]
    for name, place in OFFICES.items():
        admin = access.new_account("管理员", [Role.ADMINISTRATOR])
        options = Settings(home=folder / name)
        made.append(bootstrap.create(options, place, shipped, admin, "for-tests", clock=clock))
    clerk = access.new_account(CLERK, [Role.CLERK])
    for form in demonstration_loop.reviewed_intakes():
        assert isinstance(intake.submit(window, form, clerk, folder), Submitted)
    for office in made:
        _join(office, hub, folder / "hub")
    hub.store.close()
    return folder


def _join(office: Office, hub: HubCounter, address: Path) -> None:
    place = Place(office.terminal.station, "county", office.terminal.department)
    code = enrolling.invite(hub, place)
    answer = joining.join(office, str(address), code, partial(enrolling.enrol, hub))
    assert not isinstance(answer, Refusal)
    line = hub_bootstrap.reach(office)
    assert isinstance(syncing.exchange(office, line), SyncView)
    line.close()
    office.store.close()


@pytest.fixture
def loop(made_loop: Path, tmp_path: Path) -> Iterator[Loop]:
    found = Loop(Path(shutil.copytree(made_loop, tmp_path / "loop")), FixedClock(NOW))
    yield found
    for office in found.offices.values():
        office.store.close()


@pytest.fixture
def person() -> Callable[[str], Person]:
    return who


Settle = Callable[[Any], Awaitable[None]]


@pytest.fixture
def settle() -> Settle:
    """Waits until nothing is asked any more."""

    async def wait(pilot: Any) -> None:
        await pilot.pause()
        app = pilot.app
        while any(one.is_running for one in app.workers) or not app.type_ahead.is_still:
            with suppress(WorkerError):  # a closed screen's question is cancelled
                await app.workers.wait_for_complete()
            await pilot.pause()

    return wait


@pytest.fixture
def open_review(loop: Loop) -> Callable[..., DeskApp]:
    """The application over a department's home."""

    def make(name: str = "review") -> DeskApp:
        desk = loop.desk(name)
        return DeskApp(lambda: desk, doors=REVIEW, clock=loop.clock, true_colour=True)

    return make


@pytest.fixture
def sit_down(settle: Settle) -> Callable[..., Awaitable[Any]]:
    """Somebody of the department has logged in; gives the screen that stands then."""

    async def do(pilot: Any, name: str = REVIEWER) -> Any:
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        pilot.app.enter(who(name))
        await settle(pilot)
        return pilot.app.screen

    return do


@pytest.fixture
def press(settle: Settle) -> Callable[..., Awaitable[None]]:
    """Presses keys, each once the one before has done what it does."""

    async def do(pilot: Any, *keys: str) -> None:
        await settle(pilot)
        for key in keys:
            await pilot.press(key)
            await settle(pilot)

    return do


@pytest.fixture
def shown(loop: Loop) -> Callable[[str, str], CaseView]:
    """A case as it stands in a home."""

    def show(name: str, number: str) -> CaseView:
        return cases.show(loop.office(name), number)

    return show
