"""Keys faster than screens: none is lost, and none lands where it was not meant."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from textual import events
from textual.widget import Widget

from data.errors import StoreBusy
from screens.app import DeskApp
from screens.base import DeskScreen
from screens.login import LoginScreen
from screens.modals import Confirm
from screens.widgets.fields import Field

Make = Callable[..., DeskApp]
NUMBER = "441803199001011155"
LOGIN = (*"0317", "enter", *"right", "enter")
SCAN = (*NUMBER, "enter")


async def settle(pilot: Any) -> None:
    await pilot.pause()
    while not pilot.app.type_ahead.is_still:
        await pilot.pause()
    await pilot.pause()


class Slow(DeskScreen):
    """Two fields, of which the first has the focus only once an answer has come."""

    KEYS = ("back", "conclude")
    AUTO_FOCUS = ""

    def __init__(self, work: Callable[[], object]) -> None:
        super().__init__()
        self.work = work
        self.confirmed: list[bool | None] = []

    def content(self) -> Iterable[Widget]:
        yield Field(id="first")
        yield Field(id="second")

    def on_mount(self) -> None:
        self.ask_first(self.work, lambda _: self.query_one("#first").focus())

    def on_input_submitted(self, event: Field.Submitted) -> None:
        self.query_one("#second" if event.input.id == "first" else "#first").focus()

    def action_conclude(self) -> None:
        self.app.push_screen(Confirm("作废", "真的吗", act="作废"), self.confirmed.append)

    def values(self) -> tuple[str, str]:
        return self.query_one("#first", Field).value, self.query_one("#second", Field).value


@pytest.fixture
def gate() -> Iterable[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def with_slow(make_app: Make, gate: threading.Event) -> DeskApp:
    """An application whose F2 opens a screen that is slow to stand."""
    app = make_app()
    app._doors["new_intake"] = lambda: Slow(lambda: gate.wait(20))
    return app


async def test_all_that_is_typed_before_the_first_frame_arrives(
    make_app: Make, seen: Any, burst: Any
) -> None:
    gate = threading.Event()

    def open_slowly() -> Any:
        gate.wait(20)
        return seen.services

    app = make_app()
    app._open_services = open_slowly
    async with app.run_test(size=(80, 24)) as pilot:
        burst(app, *LOGIN, *SCAN, *"居住证", "enter")
        await pilot.pause()
        assert isinstance(app.screen, LoginScreen)
        gate.set()
        await settle(pilot)
        assert seen.services.tried == [("0317", "right")]
        assert app.screen.sent == [NUMBER, f"{NUMBER}居住证"]  # type: ignore[attr-defined]


async def test_the_login_of_an_encrypted_home_waits_for_its_passphrase(
    make_app: Make, seen: Any, burst: Any
) -> None:
    told: list[str] = []
    app = make_app(unlock=told.append)
    async with app.run_test(size=(80, 24)) as pilot:
        burst(app, *"口令", "enter", *LOGIN, *SCAN)
        await settle(pilot)
        assert told == ["口令"] and seen.services.tried == [("0317", "right")]
        assert app.screen.sent == [NUMBER]  # type: ignore[attr-defined]


async def test_behind_a_wrong_password_nothing_is_typed_on(
    make_app: Make, seen: Any, burst: Any
) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        burst(app, *"0317", "enter", *"wrong", "enter", "f2", *SCAN)
        await settle(pilot)
        assert seen.services.tried == [("0317", "wrong")]
        assert app.query_one("#password", Field).value == ""


async def test_a_screen_that_comes_late_gets_what_was_typed_for_it(
    with_slow: DeskApp, gate: threading.Event, log_in: Any, burst: Any
) -> None:
    app = with_slow
    async with app.run_test(size=(80, 24)) as pilot:
        await log_in(pilot)
        home = app.screen
        burst(app, "f2", *SCAN)
        app.post_message(events.Paste("一次提交"))
        burst(app, "enter", *"x")
        await pilot.pause()
        assert isinstance(app.screen, Slow) and app.screen.values() == ("", "")
        gate.set()
        await settle(pilot)
        assert app.screen.values() == (f"{NUMBER}x", "一次提交")
        assert home.box.text == ""


async def test_keys_of_several_screens_in_one_burst(
    with_slow: DeskApp, gate: threading.Event, log_in: Any, burst: Any
) -> None:
    app = with_slow
    gate.set()
    async with app.run_test(size=(80, 24)) as pilot:
        await log_in(pilot)
        home = app.screen
        burst(app, *"12", "f2", *"34", "escape", "5", "f1", "escape", "6", "f10", *"right")
        await settle(pilot)
        assert isinstance(app.screen, LoginScreen)
        assert app.screen.query_one("#password", Field).value == "right"
        assert home.box.text == "1256"


async def test_what_confirms_must_have_been_on_the_screen(
    with_slow: DeskApp, gate: threading.Event, log_in: Any, burst: Any
) -> None:
    app = with_slow
    gate.set()
    async with app.run_test(size=(80, 24)) as pilot:
        await log_in(pilot)
        burst(app, "f2", "f12", "f12", "f12")
        await settle(pilot)
        card = app.screen
        assert isinstance(card, Confirm)
        burst(app, "f12")
        await settle(pilot)
        assert isinstance(app.screen, Slow) and app.screen.confirmed == [True]


async def test_who_waits_for_long_may_do_something_else(
    with_slow: DeskApp,
    gate: threading.Event,
    log_in: Any,
    monkeypatch: pytest.MonkeyPatch,
    burst: Any,
) -> None:
    monkeypatch.setattr("screens.type_ahead.SLOW_SECONDS", 0.0)
    app = with_slow
    async with app.run_test(size=(80, 24)) as pilot:
        await log_in(pilot)
        home = app.screen
        burst(app, "f2", *SCAN)
        while not isinstance(app.screen, Slow):
            await pilot.pause()
        await pilot.pause()
        burst(app, "escape", "7")
        await settle(pilot)
        gate.set()
        assert app.screen is home and home.box.text == "7"


async def test_after_a_failure_nothing_is_typed_on(
    make_app: Make, gate: threading.Event, log_in: Any, lines: Any, burst: Any
) -> None:
    def fail() -> None:
        gate.wait(20)
        raise StoreBusy("store_busy", "另一个程序正占着。", hint="请稍等。")

    app = make_app()
    app._doors["new_intake"] = lambda: Slow(fail)
    async with app.run_test(size=(80, 24)) as pilot:
        await log_in(pilot)
        burst(app, "f2", *SCAN)
        await pilot.pause()
        gate.set()
        await settle(pilot)
        assert isinstance(app.screen, Slow) and app.screen.values() == ("", "")
        assert "另一个程序正占着。" in "\n".join(lines(app))


async def test_a_screen_that_closes_with_its_answer_under_way_leaves_the_keys_free(
    with_slow: DeskApp, gate: threading.Event, log_in: Any, burst: Any
) -> None:
    app = with_slow
    async with app.run_test(size=(80, 24)) as pilot:
        await log_in(pilot)
        home = app.screen
        burst(app, "f2", *"34")
        while not isinstance(app.screen, Slow):
            await pilot.pause()
        app.pop_screen()
        await settle(pilot)
        gate.set()
        assert app.screen is home and home.box.text == "34"


async def test_a_new_line_is_enter(make_app: Make, log_in: Any, burst: Any) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await log_in(pilot)
        burst(app, *"127", "ctrl+j")
        await settle(pilot)
        assert app.screen.sent == ["127"]  # type: ignore[attr-defined]


async def test_what_is_pasted_anywhere_goes_into_the_box(
    make_app: Make, log_in: Any, burst: Any
) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await log_in(pilot)
        for text in ("居住证", "１２３", "长" * 10_000):
            app.post_message(events.Paste(text))
            burst(app, "enter")
        await settle(pilot)
        sent = app.screen.sent  # type: ignore[attr-defined]
        assert sent[:2] == ["居住证", "居住证123"] and len(sent[2]) == Field.LIMIT


async def test_who_waits_for_long_may_leave(
    with_slow: DeskApp,
    gate: threading.Event,
    log_in: Any,
    monkeypatch: pytest.MonkeyPatch,
    burst: Any,
) -> None:
    monkeypatch.setattr("screens.type_ahead.SLOW_SECONDS", 0.0)
    app = with_slow
    async with app.run_test(size=(80, 24)) as pilot:
        await log_in(pilot)
        burst(app, "f2", *SCAN)
        while not isinstance(app.screen, Slow):
            await pilot.pause()
        burst(app, "ctrl+q")
        await pilot.pause()
        gate.set()
    assert app.return_code == 0


async def test_a_window_made_small_while_keys_wait(
    with_slow: DeskApp, gate: threading.Event, log_in: Any, burst: Any
) -> None:
    app = with_slow
    async with app.run_test(size=(80, 24)) as pilot:
        await log_in(pilot)
        burst(app, "f2", *"12")
        while not isinstance(app.screen, Slow):
            await pilot.pause()
        await pilot.resize_terminal(40, 10)
        await pilot.resize_terminal(80, 24)
        gate.set()
        await settle(pilot)
        burst(app, *"34")
        await settle(pilot)
        assert isinstance(app.screen, Slow) and app.screen.values()[0].endswith("34")
