"""The log names places in the code: no name, number or phone reaches it, whatever fails."""

from __future__ import annotations

import json
import logging
import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from window_app import logs
from window_app.services import intake as intakes

NAME, NUMBER, PHONE = "龚䶮㛃", "441803199001011155", "13800138210"
PERSONAL = (NAME, NUMBER, PHONE, "陈示例", "44180319850307002X")


def change(home: Path, statement: str) -> None:
    with closing(sqlite3.connect(home / "store.db")) as connection, connection:
        connection.execute(statement)


def log_of(home: Path) -> str:
    return "".join(path.read_text("utf-8") for path in sorted(home.glob("window.log*")))


def test_a_run_of_failures_leaves_nobodys_data(
    window: Any, home: Path, number: str, intake: Any, write_file: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Defects whose errors carry what was typed, refused input, a damaged journal, SQL errors."""
    path = write_file({**intake, "applicant": {**intake["applicant"], "name": "陈示例"}})

    def broken(*_args: Any, **_more: Any) -> Any:
        try:
            raise KeyError(f"{NAME} {NUMBER}")
        except KeyError as error:
            raise ValueError({"name": NAME, "phone": PHONE}) from error

    with monkeypatch.context() as patch:
        patch.setattr(intakes, "submit", broken)
        done = window("case", "submit", path, "--json", as_="clerk")
    assert (done.code, done.error["code"]) == (3, "internal")
    window("case", "show", NUMBER, "--json", as_="clerk")
    window("id-check", NUMBER, "--json")
    bad = write_file(f'{{"applicant": "{NAME}"}}', "bad.json")
    window("case", "submit", bad, "--json", as_="clerk")
    window("case", "list", "--json", as_=NAME)
    change(
        home,
        f"create trigger no before insert on \"case\" begin select raise(abort, '{NAME}'); end",
    )
    assert window("case", "submit", path, "--json", as_="clerk").error["code"] == "store_failed"
    change(home, 'update event_body set body = \'{"name": "陈示例"\'')
    assert window("verify", "--replay", "--json").code == 3
    window("case", "show", number, "--json")

    written = log_of(home)
    assert "ValueError" in written and "KeyError" in written
    assert "test_logs.py" in written
    assert [one for one in PERSONAL if one in written] == []
    assert stat.S_IMODE((home / "window.log").stat().st_mode) == 0o600


def test_a_failure_before_there_is_a_home_is_told_in_words_alone(
    process: Any, tmp_path: Path, write_file: Any
) -> None:
    """Python itself would print what is logged where no home takes it."""
    code = (
        "import window_app.bootstrap as b\n"
        f"def broken(*a, **k): raise ValueError({NAME!r})\n"
        "b.create = broken\n"
        "from window_app.cli.main import run; run()"
    )
    done = process("demo", "--no-desk", "--json", code=code)
    assert done.error["code"] == "internal"
    assert NAME not in done.err + done.out
    assert "Traceback" not in done.err


def test_a_log_that_cannot_be_written_says_nothing(
    home: Path, capsys: pytest.CaptureFixture[str], window: Any
) -> None:
    (home / "window.log").mkdir()
    logs.write_to(home)
    logging.getLogger("window").error("told")
    assert capsys.readouterr() == ("", "")


def test_the_scans_and_papers_of_a_home_are_its_owners_alone(
    window: Any, home: Path, intake: Any, write_file: Any, tmp_path: Path
) -> None:
    (tmp_path / "form.pdf").write_bytes(b"%PDF-1.7 a scan")
    path = write_file(json.dumps({**intake, "scans": {"form": ["form.pdf"]}}))
    assert window("case", "submit", path, "--json", as_="clerk").code == 0
    for path in home.rglob("*"):
        wanted = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == wanted, path
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
