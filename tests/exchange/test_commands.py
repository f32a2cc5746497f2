"""The way of a case by command, each a process of its own: hub, window and department."""

from __future__ import annotations

import io
import json
import logging
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from data.rules.words import Role
from data.store.catalogue_files import load_catalogue
from data.store.settings import Terminal
from window_app import bootstrap, demonstration, hub_bootstrap
from window_app.cli import main
from window_app.services import access
from window_app.settings import Settings

COMMAND = [sys.executable, "-c", "from window_app.cli.main import run; run()"]
ENVIRONMENT = {**os.environ, "WINDOW_PASSWORD": "secret", "WINDOW_NEW_PASSWORD": "secret"}


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    """The shipped list, in force on whatever day the tests run."""
    folder = Path(shutil.copytree(bootstrap.shipped_catalogue(), tmp_path / "lists"))
    text = (folder / "catalog.yaml").read_text("utf-8")
    (folder / "catalog.yaml").write_text(
        text.replace("effective: 2026-11-01", "effective: 2000-01-01"), "utf-8"
    )
    return folder


def window(home: Path, *words: object, as_: str | None = None, code: int = 0) -> Any:
    """The document that a command answers with."""
    before = ["--home", str(home), *(["--as", as_] if as_ else [])]
    done = subprocess.run(
        [*COMMAND, *before, *map(str, words), "--json"],
        env=ENVIRONMENT,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return json.loads(done.stdout)


def station(home: Path, lists: Path, number: str, department: str | None = None) -> None:
    """A terminal's home by the machine's clock, with a clerk."""
    place = Terminal(region="441803", station=number, terminal="01", department=department)
    admin = access.new_account("admin", [Role.ADMINISTRATOR])
    found = load_catalogue(lists)
    office = bootstrap.create(Settings(home=home), place, found, admin, "secret")
    roles = [Role.REVIEWER] if department else [Role.CLERK]
    who = "reviewer" if department else "clerk"
    access.add_staff(office, who, "secret", roles=roles, department=department, by=admin)
    office.store.close()


def hub_at(home: Path, lists: Path) -> None:
    hub = hub_bootstrap.create_hub(Settings(home=home), "中心", load_catalogue(lists))
    hub.store.close()


def test_from_the_window_to_the_department(tmp_path: Path, lists: Path) -> None:
    hub, desk, office = (tmp_path / name for name in ("hub", "desk", "office"))
    window(hub, "hub", "init", "--name", "示例中心", "--catalogue", lists)
    station(desk, lists, "0001")
    station(office, lists, "0002", "market")
    (tmp_path / "case.json").write_text(json.dumps(demonstration.INTAKE), "utf-8")

    alone = window(desk, "sync", code=1)
    assert alone["error"]["code"] == "not_joined"
    for home, place in ((desk, ["0001"]), (office, ["0002", "--department", "market"])):
        given = window(hub, "hub", "enrol", "--station", *place)
        assert window(home, "hub", "join", hub, given["code"])["hub"] == "示例中心"
    case = window(desk, "case", "submit", tmp_path / "case.json", as_="clerk")
    sent = window(desk, "sync")
    assert set(sent) == {
        *("pushed", "pulled", "queued", "set_aside", "hub_time", "clock_difference"),
    }
    assert (sent["queued"], sent["set_aside"]) == (0, [])
    assert sent["pushed"] > 0 and abs(sent["clock_difference"]) < 60
    assert window(office, "sync")["pulled"] > 0
    shown = window(office, "case", "show", case["number"])
    assert shown["holder"]["address"] == "department:market"
    assert window(desk, "case", "show", case["number"])["sync"] == "received"
    [task] = window(office, "queue", "list")
    assert set(task) == {
        *("number", "matter", "item", "step", "state", "due", "light", "waits_for", "leased_to"),
    }
    assert (task["number"], task["state"], task["waits_for"]) == (case["number"], "waiting", [])
    [lease] = window(office, "queue", "claim", case["number"], as_="reviewer")
    assert set(lease) == {"number", "fence", "until"} and lease["fence"] == 1
    assert window(office, "queue", "list")[0]["leased_to"] == "reviewer"
    given_back = window(office, "queue", "release", case["number"], as_="reviewer")
    assert given_back["number"] == case["number"]
    window(office, "sync")
    for home in (hub, desk, office):
        assert window(home, "verify", "--replay")["problems"] == []

    assert window(hub, "hub", "revoke", "0002-01") == {"revoked": "0002-01"}
    assert window(office, "sync", code=1)["error"]["code"] == "terminal_revoked"
    (tmp_path / "hub").rename(tmp_path / "away")
    lost = window(desk, "sync", code=3)["error"]
    assert lost["code"] == "hub_unreachable" and "办件都在本机" in lost["hint"]


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., str]]:
    """Run a command in this process: the code of its refusal."""

    def run(home: Path, *words: object, code: int) -> str:
        words = ("window", "--home", str(home), *map(str, words), "--json")
        monkeypatch.setattr(sys, "argv", list(words))
        out = io.StringIO()
        with redirect_stdout(out), redirect_stderr(io.StringIO()), pytest.raises(SystemExit) as end:
            main.run()
        assert end.value.code == code, out.getvalue()
        return str(json.loads(out.getvalue())["error"]["code"])

    yield run
    logger = logging.getLogger("window")
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
        handler.close()


def test_wrong_use_is_named(tmp_path: Path, lists: Path, here: Callable[..., str]) -> None:
    hub, desk = tmp_path / "hub", tmp_path / "desk"
    hub_at(hub, lists)
    station(desk, lists, "0001")
    for words, code, exit_code in (
        (["hub", "init"], "home_exists", 2),
        (["hub", "init", "--database", "mysql://x"], "home_exists", 2),
        (["hub", "enrol", "--station", "12"], "station_wrong", 2),
        (["hub", "enrol", "--station", "0000"], "station_wrong", 2),
        (["hub", "enrol", "--station", "0001", "--level", "x"], "level_wrong", 2),
        (["hub", "enrol", "--station", "0001", "--department", "x"], "department_unknown", 2),
        (["hub", "revoke", "0001-07"], "terminal_unknown", 1),
        (["hub", "join", hub, "AAAAA-AAAAA"], "hub_joins_none", 1),
    ):
        assert here(hub, *words, code=exit_code) == code
    assert here(desk, "hub", "enrol", "--station", "0001", code=2) == "not_a_hub"
    assert here(desk, "hub", "join", hub, "AAAAA-AAAAA", code=1) == "code_wrong"
    assert here(desk, "hub", "join", tmp_path / "none", "AAAAA-AAAAA", code=3) == "hub_unreachable"
    other = tmp_path / "other"
    assert here(other, "hub", "init", "--database", "mysql://x", code=2) == "database_wrong"
    assert not (other / "store.db").exists()


def test_a_database_has_one_hub(
    tmp_path: Path, lists: Path, empty_database: str, here: Callable[..., str]
) -> None:
    found = load_catalogue(lists)
    options = Settings(home=tmp_path / "hub")
    hub = hub_bootstrap.create_hub(options, "中心", found, database=empty_database)
    assert hub.order() == 0
    hub.store.close()
    words = ("hub", "init", "--database", empty_database)
    assert here(tmp_path / "again", *words, code=2) == "database_used"
    assert not (tmp_path / "again" / "terminal.key").exists()


def test_watching_sends_what_is_written_meanwhile_and_ends_on_a_signal(
    tmp_path: Path, lists: Path
) -> None:
    hub, desk = tmp_path / "hub", tmp_path / "desk"
    hub_at(hub, lists)
    station(desk, lists, "0001")
    window(desk, "hub", "join", hub, window(hub, "hub", "enrol", "--station", "0001")["code"])
    watching = subprocess.Popen(
        [*COMMAND, "--home", str(desk), "sync", "--watch"],
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert watching.stdout is not None
    assert "待传 0 条" in watching.stdout.readline()
    refused = window(desk, "staff", "add", "second", "--role", "clerk", as_="admin", code=1)
    assert refused["error"]["code"] == "staff_at_hub"
    window(desk, "printer", "add", "一楼", "--address", f"file:{tmp_path}", as_="admin")
    assert "送出 1 条" in watching.stdout.readline()
    watching.send_signal(signal.SIGTERM)
    _out, err = watching.communicate(timeout=20)
    assert (watching.returncode, err.strip()) == (0, "同步已经停止。")
