"""The desk over a real home on a fixed day, with three cases and what is odd in them."""

from __future__ import annotations

import shutil
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
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
from data.store import cases as stored_cases
from data.store.members import Place
from screens.app import DESK, DeskApp
from window_app import bootstrap, demonstration, hub_bootstrap
from window_app.services import access, cases, intake, joining, watching
from window_app.services.desk.desk import Desk, Person
from window_app.settings import Settings
from window_app.views import ConnectionView, Submitted

# The station's own moment.
NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
CLERK = "窗口员"


@pytest.fixture(scope="session")
def busy_station(station: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The station with the demo desk's cases: accepted, to supplement, not judged yet."""
    folder = tmp_path_factory.mktemp("busy") / "home"
    shutil.copytree(station, folder)
    clock = FixedClock(NOW)
    office = bootstrap.open_office(Settings(home=folder), clock=clock)
    clerk = access.new_account(CLERK, [Role.CLERK])
    for form in demonstration.desk_intakes():
        assert isinstance(intake.submit(office, form, clerk, folder), Submitted)
    office.store.close()
    return folder


@pytest.fixture
def busy_home(busy_station: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(busy_station, tmp_path / "home"))


@pytest.fixture
def desk(busy_home: Path, clock: FixedClock) -> Iterator[Desk]:
    office = bootstrap.open_office(Settings(home=busy_home), clock=clock)
    yield Desk(office)
    office.store.close()


@pytest.fixture
def clerk() -> Person:
    return Person(access.new_account(CLERK, [Role.CLERK]))


@pytest.fixture
def open_desk(desk: Desk, clock: FixedClock) -> Callable[..., DeskApp]:
    """The application over the real desk."""

    def make(**more: Any) -> DeskApp:
        return DeskApp(lambda: desk, doors=DESK, clock=clock, true_colour=True, **more)

    return make


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
def sit_down(settle: Settle) -> Callable[..., Awaitable[Any]]:
    """Somebody has logged in; gives the screen that stands then."""

    async def do(pilot: Any, name: str = CLERK) -> Any:
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        pilot.app.enter(Person(access.new_account(name, [Role.CLERK])))
        await settle(pilot)
        return pilot.app.screen

    return do


@pytest.fixture
def try_keys(settle: Settle, lines: Any) -> Callable[..., Awaitable[list[str]]]:
    """Presses every key of the foot line, each on a fresh screen; gives those that did nothing.

    `again` brings the screen back to where it was.
    """

    async def press_all(pilot: Any, again: Callable[[], Awaitable[None]]) -> list[str]:
        app, idle = pilot.app, []
        for key in app.screen.foot_keys():
            before, screen = lines(app), app.screen
            await pilot.press("down" if key.id == "choose" else key.key)
            await settle(pilot)
            if app.screen is screen and lines(app) == before:
                idle.append(key.id)
            await again()
        return idle

    return press_all


@pytest.fixture
def stored(desk: Desk) -> Callable[[str], Case]:
    """The case with a number as it stands in the store."""

    def look(number: str) -> Case:
        with desk._office.store.read() as unit:
            return cases.find(unit, number)

    return look


@pytest.fixture(scope="session")
def made_hub(tmp_path_factory: pytest.TempPathFactory, shipped: Catalogue) -> Path:
    folder = tmp_path_factory.mktemp("made") / "hub"
    hub_bootstrap.create_hub(Settings(home=folder), "清新区中心", shipped).store.close()
    return folder


@dataclass
class Hub:
    """The hub's folder, which can be away."""

    folder: Path
    counter: HubCounter

    def go_away(self) -> None:
        self.folder.rename(self.folder.with_name("away"))

    def come_back(self) -> None:
        self.folder.with_name("away").rename(self.folder)

    def has(self, number: str) -> bool:
        with self.counter.store.read() as unit:
            return stored_cases.by_number(unit, number) is not None


@pytest.fixture
def hub(
    made_hub: Path, tmp_path: Path, desk: Desk, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Hub]:
    """The desk's terminal has joined it; nothing is on the line yet."""
    monkeypatch.setattr(watching, "LONGEST_WAIT", 0.2)
    folder = Path(shutil.copytree(made_hub, tmp_path / "hub"))
    counter = hub_bootstrap.open_hub(Settings(home=folder), clock=clock)
    office = desk._office
    office.reach = partial(hub_bootstrap.reach, office)
    code = enrolling.invite(counter, Place("0001", "county"))
    said = joining.join(office, str(folder), code, lambda wish: enrolling.enrol(counter, wish))
    assert not isinstance(said, Refusal)
    yield Hub(folder, counter)
    desk.connection.close()
    counter.store.close()


@pytest.fixture
def until(settle: Any) -> Callable[..., Awaitable[None]]:
    """Waits until the line is as a test wants it, then until all is drawn."""

    async def wait(pilot: Any, holds: Callable[[ConnectionView], bool]) -> None:
        for _ in range(2000):
            if holds(pilot.app.line) and not pilot.app.line.is_exchanging:
                break
            await pilot.pause(0.01)
        assert holds(pilot.app.line), pilot.app.line
        await settle(pilot)

    return wait
