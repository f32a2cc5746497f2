"""A supervisor and an administrator at the hub, by command."""

from __future__ import annotations

import io
import json
import logging
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from data.clock import to_text
from data.rules.event import Kind
from data.rules.listing import Catalogue
from data.rules.words import Role
from data.store import cases, catalogue_json, catalogues, journal, staff
from data.store.journal import Entry
from window_app.cli import main
from window_app.services import access

PASSWORD = "for-tests"


@pytest.fixture
def window(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    """Run a command in this process: the document it answers with."""
    monkeypatch.setenv("WINDOW_PASSWORD", PASSWORD)

    def run(home: Path, *words: object, as_: str | None = None, code: int = 0) -> Any:
        before = ["--home", str(home), *(["--as", as_] if as_ else [])]
        monkeypatch.setattr(sys, "argv", ["window", *before, *map(str, words), "--json"])
        out, said = io.StringIO(), 0
        with redirect_stdout(out), redirect_stderr(io.StringIO()):
            try:
                main.run()
            except SystemExit as end:
                said = int(end.code or 0)
        assert said == code, out.getvalue()
        return json.loads(out.getvalue())

    yield run
    logger = logging.getLogger("window")
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
        handler.close()


@pytest.fixture
def world(small_world) -> Any:
    """A hub with a supervisor and an administrator, and a case with a step that was set aside."""
    found = small_world()
    found.terminal("window")
    found.terminal("market")
    with found.counter.store.write() as unit:
        for name, role in (("监督员", Role.SUPERVISOR), ("管理", Role.ADMINISTRATOR)):
            account = access.new_account(name, [role])
            staff.add(unit, account, staff.hash_password(PASSWORD))
    return found


def set_aside(world: Any) -> str:
    [case] = world.receive("window")
    world.sync("window")
    world.sync("market")
    office = world.offices["market"]
    with office.store.write() as unit:
        known = cases.by_number(unit, case.number)
        body: dict[str, object] = {"step": "材料审查", "terminal": office.terminal.label}
        at = to_text(office.now())
        entry = Entry(Kind.STEP_PASSED, body, "承办人", at, known.case_id)
        journal.append(unit, office.signer, entry, known)
    world.sync("market")
    return str(case.number)


def test_the_set_aside_list_is_seen_and_settled(world, window) -> None:
    hub, number = world.folder / "hub", set_aside(world)
    [one] = window(hub, "hub", "aside", "list")
    assert set(one) == {
        *("event", "case", "kind", "who", "terminal", "at", "since"),
        *("code", "why", "papers", "settled"),
    }
    assert (one["case"], one["terminal"], one["settled"]) == (number, "0002-01", None)
    assert window(hub, "hub", "aside", "show", one["event"]) == [one]
    resolve = ("hub", "aside", "resolve", number, "--why", "重复操作")
    wrong = window(hub, *resolve, "--how", "forgotten", as_="监督员", code=2)
    assert wrong["error"]["code"] == "how_wrong"
    nowhere = window(hub, *resolve, "--how", "taken_over", as_="监督员", code=2)
    assert nowhere["error"]["code"] == "address_wrong"
    extra = ("--how", "dropped", "--to", "station:0001")
    assert window(hub, *resolve, *extra, as_="监督员", code=2)["error"]["code"] == "to_for_nobody"
    no = window(hub, *resolve, "--how", "dropped", as_="管理", code=1)
    assert no["error"]["code"] == "role_may_not"
    [settled] = window(hub, *resolve, "--how", "dropped", as_="监督员")
    assert settled["settled"]["how"] == "dropped" and settled["settled"]["who"] == "监督员"
    assert window(hub, "hub", "aside", "list") == []
    assert window(hub, "hub", "aside", "list", "--all") == [settled]
    window_home = world.folder / "window"
    assert window(window_home, "hub", "aside", "list", code=2)["error"]["code"] == "not_a_hub"
    assert window(hub, "verify", "--replay")["problems"] == []


def test_terminals_are_listed_replaced_and_their_cases_taken_over(world, window) -> None:
    hub = world.folder / "hub"
    [case] = world.receive("window", conclude=False)
    world.sync("window")
    take = ("hub", "take-over", case.number, "--to", "department:market", "--why", "终端坏了")
    refused = window(hub, *take, as_="监督员", code=1)
    assert refused["error"]["code"] == "terminal_works"
    window(hub, "hub", "revoke", "0001-01", as_="管理")
    taken = window(hub, *take, as_="监督员")
    assert taken["holder"]["address"] == "department:market"
    first, second = window(hub, "hub", "list")
    assert set(first) == {
        *("terminal", "department", "last_number", "seen", "refused", "revoked", "awaited"),
    }
    assert first["revoked"] is not None and second["revoked"] is None
    with world.counter.store.read() as unit:
        told = {(event.kind, event.actor) for event in journal.home_events(unit)}
    assert {("terminal_invited", "system"), ("terminal_revoked", "管理")} <= told
    world.sync("market")
    assert world.case("market", case.number) == world.case("hub", case.number)


def test_a_case_by_the_list_of_yesterday_is_named(world, window, shipped: Catalogue) -> None:
    hub = world.folder / "hub"
    [case] = world.receive("window")
    world.sync("window")
    assert window(hub, "hub", "outdated") == []
    newer = shipped.model_copy(update={"version": "2026.11.2"})
    newer = newer.model_copy(update={"digest": catalogue_json.digest(newer)})
    with world.counter.store.write() as unit:
        catalogues.add(unit, newer, is_draft=False, at="2026-11-22T00:00:00.000Z")
    [one] = window(hub, "hub", "outdated")
    assert (one["case"], one["in_force"]) == (case.number, "2026.11.2")
    assert set(one) == {"case", "received", "version", "in_force"}


def test_a_hub_is_restored_by_command(world, window) -> None:
    hub, copy = world.folder / "hub", world.folder / "copy"
    [case] = world.receive("window")
    world.sync("window")
    window(hub, "backup", copy, as_="管理")
    world.counter.store.close()
    shutil.rmtree(hub)
    wrong = window(world.folder / "x", "restore", copy, "--terminal", "05", code=2)
    assert wrong["error"]["code"] == "backup_of_hub"
    found = window(hub, "hub", "restore", copy)
    assert set(found) == {"home", "name", "feed", "codes"}
    assert [one["terminal"] for one in found["codes"]] == ["0001-01", "0002-01"]
    gone = window(world.folder / "window", "sync", code=1)
    assert gone["error"]["code"] == "hub_restored"
    for name, one in zip(("window", "market"), found["codes"], strict=True):
        window(world.folder / name, "hub", "join", hub, one["code"])
        window(world.folder / name, "sync")
    assert [one["awaited"] for one in window(hub, "hub", "list")] == [False, False]
    assert window(hub, "case", "show", case.number)["number"] == case.number
    for home in ("hub", "window", "market"):
        assert window(world.folder / home, "verify", "--replay")["problems"] == []


def test_a_case_is_asked_for_by_command(world, window) -> None:
    """The holder's terminal offers it with its next exchange."""
    first, second = (world.folder / name for name in ("window", "second"))
    world.terminal("second")
    [case] = world.receive("window", conclude=False)
    world.sync("window")
    ask = ("case", "ask", case.number)
    assert window(second, *ask, as_="窗口员") == {"asked": case.number}
    assert window(second, *ask, as_="承办人", code=1)["error"]["code"] == "role_may_not"
    assert window(first, *ask, as_="窗口员", code=1)["error"]["code"] == "held_here"
    world.sync("window")
    assert world.case("hub", case.number).holder.kind == "task"
    [lease] = window(second, "queue", "claim", case.number, as_="窗口员")
    assert lease["number"] == case.number
    retried = window(second, "case", "retry", case.number, as_="窗口员", code=1)
    assert retried["error"]["code"] == "nothing_set_aside"
