"""A clerk's hands on a real desk over a real home."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widget import Widget
from textual.worker import WorkerCancelled

from data.clock import FixedClock
from data.store import cases, drafts
from screens.app import DeskApp
from screens.base import DeskScreen
from screens.intake.screen import IntakeScreen
from window_app.services import access
from window_app.services.desk.desk import Desk, Person
from window_app.services.desk.session import IntakeSession
from window_app.services.office import Office

NUMBER = "441803199001011155"
BODY = "91441803MA59L01K99"
NAME = "龚䶮㛃"
CLERK = "窗口员"
MOST_ROUNDS = 20_000
CALM = 5  # rounds of the loop without a message
PERSON = {"name": NAME, "phone": "13800138210", "address": "清远市清新区太和镇示例路1号"}
SHOP = {
    "activity": "business",
    "form": "personal",
    "place": "shop",
    "dwelling": "business",
    "prior": "none",
}
FIELDS = {
    "shop_name": "清新区示例小店",
    "address": "太和镇示例路1号",
    "scope": "日用百货销售",
    "staff": "1",
}


class Home(DeskScreen):
    """Stands where the home screen does."""


@dataclass
class Hand:
    """What a clerk does and sees; counts the keys pressed."""

    pilot: Pilot[None]
    desk: Desk
    office: Office
    person: Person
    keys: int = 0
    opened: list[IntakeScreen] = field(default_factory=list)

    @property
    def app(self) -> DeskApp:
        assert isinstance(self.pilot.app, DeskApp)
        return self.pilot.app

    @property
    def screen(self) -> IntakeScreen:
        return self.opened[-1]

    @property
    def session(self) -> IntakeSession:
        return self.screen.session

    @property
    def step(self) -> str:
        return self.screen.pane.STEP

    async def begin(self, session: IntakeSession | None = None, **given: str) -> None:
        """Open an intake, a new one where none is given."""
        made = session or self.desk.begin(self.person, **given)
        assert isinstance(made, IntakeSession)
        self.opened.append(IntakeScreen(made))
        self.app.push_screen(self.screen)
        await self.settle()

    async def settle(self) -> None:
        """Until nothing is under way any more."""
        await self._drain()
        while self.is_busy:
            with suppress(WorkerCancelled):  # a newer question of the same group
                await self.app.workers.wait_for_complete()
            await self._drain()
        await self.pilot.pause()

    @property
    def is_busy(self) -> bool:
        """Whether something is asked, or a key waits for its turn."""
        asked = any(not worker.is_finished for worker in self.app.workers)
        return asked or not self.app.type_ahead.is_still

    async def press(self, *keys: str) -> None:
        """Keys one behind the other; faster than the pilot, which waits after each."""
        self.keys += len(keys)
        for key in keys:
            if key == "f12":  # a card that confirms takes none that was pressed before it stood
                await self.settle()
            event = events.Key(key, " " if key == "space" else key if len(key) == 1 else None)
            event.set_sender(self.app)
            self.app.post_message(event)
            await self._drain()
        await self.settle()

    async def _drain(self) -> None:
        """Until the key has done what it does, or waits for an answer."""
        calm = 0
        for _ in range(MOST_ROUNDS):
            if calm == CALM:
                return
            await asyncio.sleep(0)
            focused = self.app.focused
            pumps = [self.app, *(focused.ancestors_with_self if focused else [self.app.screen])]
            waits = not getattr(self.app.screen, "takes_keys", True)
            done = waits or self.app.type_ahead.is_still
            calm = calm + 1 if done and all(not pump.message_queue_size for pump in pumps) else 0

    async def focus(self, widget: Widget) -> None:
        widget.focus()
        await self.pilot.pause()

    async def commit(self, text: str) -> None:
        """Several characters at once, as an input method or a scanner gives them."""
        assert self.app.focused is not None
        self.app.focused.post_message(events.Paste(text))
        await self.pilot.pause()

    async def applicant(self) -> None:
        """A whole applicant, through to the item."""
        for text in (NUMBER, *PERSON.values()):
            await self.commit(text)
            await self.press("enter")

    async def item(self, words: str = "gtgsh") -> None:
        await self.commit(words)
        await self.press("enter")

    async def shop(self, *, step: str = "materials", item: str = "L-MARKET-001") -> None:
        """Opens a sole trader's intake that came so far already."""
        session = self.desk.begin(self.person, identity=NUMBER)
        assert isinstance(session, IntakeSession)
        for name, value in PERSON.items():
            session.set_party("applicant", name, value)
        session.choose_item(item)
        if item == "L-MARKET-001":
            for question, choice in SHOP.items():
                session.answer(question, choice)
        if step == "conclusion":
            for field_id, value in FIELDS.items():
                session.set_field(field_id, value)
            for material in ("form", "operator_id", "lease"):
                session.mark((material, None), "ok")
        session.go(step)
        await self.begin(session)

    async def form(self, *values: str) -> None:
        """Values of the fields that want one, through to the conclusion."""
        for value in values:
            if value:
                await self.commit(value)
            await self.press("enter")

    def lines(self) -> list[str]:
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip) for strip in strips]

    async def seen(self) -> str:
        """The text once everything is drawn."""
        await self.settle()
        return self.text

    @property
    def text(self) -> str:
        return "\n".join(self.lines())

    @property
    def marks(self) -> dict[str, str]:
        return {key: one.mark for key, one in self.session.draft.marks.items()}

    def cases(self) -> list[Any]:
        with self.office.store.read() as unit:
            return list(cases.search(unit, "", limit=50))

    def drafts(self) -> list[Any]:
        with self.office.store.read() as unit:
            return drafts.everyone(unit)


AtDesk = Callable[..., AbstractAsyncContextManager[Hand]]


@pytest.fixture(autouse=True)
def _no_collector() -> Iterator[None]:
    """The collector runs between the tests: with a list in memory it takes a fifth of a second."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture
def at_desk(
    reopen: Callable[[], Office], clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> AtDesk:
    """Opens the program at the desk; each time it is a new start on the same home."""
    monkeypatch.setattr("screens.intake.saving.WAIT_SECONDS", 0.05)

    @asynccontextmanager
    async def sit_down(
        size: tuple[int, int] = (80, 24),
        *,
        theme: str = "light",
        card_folder: Path | None = None,
        begin: bool = False,
    ) -> AsyncIterator[Hand]:
        office = reopen()
        desk = Desk(office)
        app = DeskApp(
            lambda: desk,
            doors={"home": Home},
            clock=clock,
            theme=theme,
            true_colour=True,
            card_folder=card_folder,
        )
        async with app.run_test(size=size) as pilot:
            await app.workers.wait_for_complete()
            await pilot.pause()
            person = Person(next(one for one in access.everybody(office) if one.name == CLERK))
            app.enter(person)
            hand = Hand(pilot, desk, office, person)
            if begin:
                await hand.begin()
            yield hand

    return sit_down
