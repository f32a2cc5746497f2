"""The line of a terminal on screen over HTTP: a long poll that hangs, the port closed and back."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from data.errors import Refusal
from data.exchange import enrolling
from data.exchange.hub_client import HttpHub
from data.exchange.refusals import HubUnreachable
from data.rules.listing import Catalogue
from data.rules.words import Role
from data.store import cases
from data.store.members import Place
from window_app import demonstration, hub_bootstrap
from window_app.services import access, intake, joining, watching
from window_app.services.connection import Connection
from window_app.services.office import Office
from window_app.settings import Settings
from window_app.views import ConnectionView, Submitted

PROGRAM = "from window_app.cli.entry import run; run()"
PATIENCE = 30.0  # seconds after which a test gives up


@pytest.fixture
def hub_home(tmp_path: Path, shipped: Catalogue) -> Path:
    hub_bootstrap.create_hub(Settings(home=tmp_path / "hub"), "清新区中心", shipped).store.close()
    return tmp_path / "hub"


@pytest.fixture
def serve_on(hub_home: Path) -> Iterator[Callable[[int], tuple[subprocess.Popen[str], int]]]:
    """The hub as a process on a port; 0 finds a free one."""
    running: list[subprocess.Popen[str]] = []

    def start(port: int) -> tuple[subprocess.Popen[str], int]:
        line = [sys.executable, "-c", PROGRAM, "--home", str(hub_home)]
        line += ["hub", "serve", "--listen", f"127.0.0.1:{port}"]
        process = subprocess.Popen(line, stdout=subprocess.PIPE, encoding="utf-8")
        running.append(process)
        assert process.stdout is not None
        return process, int(process.stdout.readline().rstrip().rstrip("/").rpartition(":")[2])

    yield start
    for process in running:
        end(process)


def end(process: subprocess.Popen[str]) -> None:
    """As kill -9 ends it; again changes nothing."""
    process.kill()
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


def take_in(office: Office) -> str:
    clerk = access.new_account("窗口员", [Role.CLERK])
    answer = intake.submit(office, demonstration.intake(), clerk, Path("/"))
    assert isinstance(answer, Submitted)
    return answer.case.number


def test_the_port_closes_and_comes_back_and_a_hanging_poll_holds_nobody(
    office: Office, hub_home: Path, serve_on: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "LONGEST_WAIT", 0.3)
    counter = hub_bootstrap.open_hub(Settings(home=hub_home))
    code = enrolling.invite(counter, Place("0001", "county"))
    process, port = serve_on(0)
    url = f"http://127.0.0.1:{port}"
    with HttpHub(url) as far:
        assert not isinstance(joining.join(office, url, code, far.enrol), Refusal)
    office.reach = partial(hub_bootstrap.reach, office)
    line, changed = Connection(office), threading.Condition()

    def note() -> None:
        with changed:
            changed.notify_all()

    def until(holds: Callable[[ConnectionView], bool]) -> ConnectionView:
        with changed:
            assert changed.wait_for(lambda: holds(line.state()), PATIENCE), line.state()
            return line.state()

    line.told(note)
    line.start()
    until(lambda view: view.online and not view.unsent)
    end(process)
    gone = until(lambda view: not view.online)
    assert gone.problem is not None and f"连不上中心：{url}" in gone.problem
    number = take_in(office)
    waiting = until(lambda view: view.unsent > 0)
    with pytest.raises(HubUnreachable):
        line.exchange_now()
    assert line.state().unsent == waiting.unsent
    serve_on(port)
    until(lambda view: view.online and not view.unsent)
    with counter.store.read() as unit:
        assert cases.by_number(unit, number) is not None
    line.close()
    assert "line" not in {thread.name for thread in threading.enumerate()}
    counter.store.close()
