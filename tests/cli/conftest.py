"""The `window` command, run in this process or as a process of its own."""

from __future__ import annotations

import io
import json
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data.rules.listing import Catalogue
from data.rules.words import Role
from data.store import catalogue_json
from data.store.settings import Terminal
from window_app import bootstrap, demonstration
from window_app.cli import main
from window_app.services import access
from window_app.settings import Settings

COMMAND = [sys.executable, "-c", "from window_app.cli.main import run; run()"]
STAFF = {
    "clerk": [Role.CLERK, Role.AGENT],
    "supervisor": [Role.SUPERVISOR],
    "lists": [Role.LIST_MANAGER],
    "reviewer": [Role.REVIEWER],
}

CATERING: dict[str, Any] = {
    "item": "L-MARKET-006",
    "subject": "legal",
    "applicant": {
        "name": "清远市清新区示例餐饮有限公司",
        "id_type": "credit_code",
        "id_number": "91441803MA59L01K99",
        "phone": "0763-5812345",
        "address": "清远市清新区太和镇示例路1号",
        "legal_representative": "龚䶮㛃",
    },
    "answers": {
        "matter": "new",
        "form": "catering",
        "special": "none",
        "area": "micro",
        "who": "self",
    },
    "materials": [
        {"id": "form", "mark": "ok"},
        {"id": "licence_copy", "mark": "ok"},
        {"id": "layout", "mark": "ok"},
        {"id": "rules", "mark": "defective", "faults": ["未盖章"]},
        {"id": "manager", "mark": "ok"},
        {"id": "health_certificates", "mark": "ok"},
    ],
    "fields": {
        "projects": "热食类食品制售",
        "floor_area": "48",
        "safety_manager": "龚小",
        "safety_manager_phone": "13800138210",
        "online": "否",
    },
}


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on standard output."""
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, Any]:
        document = self.json
        assert set(document) - {"conclusion", "faults"} == {"error"}
        error: dict[str, Any] = document["error"]
        assert set(error) == {"code", "message", "hint", "rule", "field"}
        assert error["message"] in self.err
        return error


@pytest.fixture(scope="session")
def timeless(shipped: Catalogue) -> Catalogue:
    """The shipped list, in force on whatever day the tests run."""
    found = shipped.model_copy(update={"effective": date(2000, 1, 1)})
    return found.model_copy(update={"digest": catalogue_json.digest(found)})


@pytest.fixture(scope="session")
def office_folder(tmp_path_factory: pytest.TempPathFactory, timeless: Catalogue) -> Path:
    """A home by the machine's clock, with a person for every command."""
    folder = tmp_path_factory.mktemp("office") / "home"
    admin = access.new_account("admin", [Role.ADMINISTRATOR])
    place = Terminal(region="441803", station="0001", terminal="03", hall="示例中心")
    office = bootstrap.create(Settings(home=folder), place, timeless, admin, "secret")
    for name, roles in STAFF.items():
        access.add_staff(office, name, "secret", roles=roles, by=admin)
    bootstrap.wake(office)
    office.store.close()
    return folder


@pytest.fixture
def home(office_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(office_folder, tmp_path / "home"))


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, str]], None]:
    def change(values: dict[str, str]) -> None:
        for name in [name for name in os.environ if name.startswith("WINDOW_")]:
            monkeypatch.delenv(name)
        for name, value in values.items():
            monkeypatch.setenv(name, value)

    return change


@pytest.fixture
def window(
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    environment: Callable[[dict[str, str]], None],
) -> Iterator[Callable[..., Result]]:
    """Run a command here: `window("case", "list", "--json", as_="clerk")`."""

    def run(
        *args: object,
        home: Path | str | None = home,
        as_: str | None = None,
        env: dict[str, str] | None = None,
    ) -> Result:
        before = ["--home", str(home)] if home is not None else []
        before += ["--as", as_] if as_ else []
        environment({**({"WINDOW_PASSWORD": "secret"} if as_ else {}), **(env or {})})
        monkeypatch.setattr(sys, "argv", ["window", *before, *map(str, args)])
        monkeypatch.setattr(sys, "stdin", io.StringIO())
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            try:
                main.run()
                code = 0
            except SystemExit as ended:
                code = ended.code if isinstance(ended.code, int) else int(bool(ended.code))
        return Result(code, out.getvalue(), err.getvalue())

    yield run
    logger = logging.getLogger("window")
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
        handler.close()


@pytest.fixture
def process(home: Path) -> Callable[..., Result]:
    """Run a command as a process of its own; `limits` is called in it first."""

    def run(
        *args: object,
        as_: str | None = None,
        env: dict[str, str] | None = None,
        limits: Callable[[], None] | None = None,
        code: str = COMMAND[-1],
    ) -> Result:
        before = ["--home", str(home), *(["--as", as_] if as_ else [])]
        done = subprocess.run(
            [*COMMAND[:-1], code, *before, *map(str, args)],
            env={**os.environ, "WINDOW_PASSWORD": "secret", **(env or {})},
            capture_output=True,
            stdin=subprocess.DEVNULL,
            encoding="utf-8",
            preexec_fn=limits,
            check=False,
        )
        return Result(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def write_file(tmp_path: Path) -> Callable[..., Path]:
    """Write an input file: a value as JSON, text or bytes as they are."""

    def write(content: Any, name: str = "file.json") -> Path:
        path = tmp_path / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
            path.write_text(text, "utf-8")
        return path

    return write


@pytest.fixture
def intake() -> dict[str, Any]:
    """An intake file that is accepted at once."""
    copy: dict[str, Any] = json.loads(json.dumps(demonstration.INTAKE))
    return copy


@pytest.fixture
def number(window: Callable[..., Result], write_file: Callable[..., Path], intake: Any) -> str:
    """The number of an accepted case."""
    done = window("case", "submit", write_file(intake, "first.json"), "--json", as_="clerk")
    assert done.code == 0, done.err
    taken: str = done.json["number"]
    return taken


@pytest.fixture
def lacking(window: Callable[..., Result], write_file: Callable[..., Path]) -> str:
    """The number of a case that waits for a supplement: a food licence without its rules."""
    done = window("case", "submit", write_file(CATERING, "lacking.json"), "--json", as_="clerk")
    assert done.code == 0, done.err
    assert done.json["status"] == "supplementing"
    taken: str = done.json["number"]
    return taken
