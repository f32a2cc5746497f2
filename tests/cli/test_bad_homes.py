"""A home that is damaged, locked, full or not ours: told in words with exit 3, nothing stored."""

from __future__ import annotations

import ctypes
import os
import resource
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from data.store import engine, numbering
from data.store import home as homes
from data.store.home import Home

Window = Callable[..., Any]
Break = Callable[[Path], object]
CAP_DAC_OVERRIDE, PR_CAPBSET_DROP = 1, 24


def counts(home: Path) -> list[int]:
    with closing(sqlite3.connect(home / "store.db")) as connection:
        return [
            connection.execute(f'select count(*) from "{name}"').fetchone()[0]
            for name in ("event", "case", "document", "print_job")
        ]


def cut(home: Path) -> None:
    content = (home / "store.db").read_bytes()
    (home / "store.db").write_bytes(content[: len(content) // 3])


def overwrite(home: Path) -> None:
    with (home / "store.db").open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 300_000)


def unseat(home: Path) -> None:
    (home / "store.db").unlink()
    (home / "store.db").mkdir()


def change(home: Path, statement: str) -> None:
    with closing(sqlite3.connect(home / "store.db")) as connection, connection:
        connection.execute(statement)


def other_database(home: Path) -> None:
    (home / "store.db").unlink()
    change(home, "create table theirs (id)")


BROKEN: list[tuple[str, Break, str]] = [
    ("key_gone", lambda home: (home / "terminal.key").unlink(), "key_missing"),
    ("key_open", lambda home: (home / "terminal.key").chmod(0o644), "key_exposed"),
    ("key_garbage", lambda home: (home / "terminal.key").write_text("?"), "key_unreadable"),
    ("key_empty", lambda home: (home / "terminal.key").write_text(""), "key_unreadable"),
    ("key_folder", lambda home: [(home / "terminal.key").unlink(), (home / "terminal.key").mkdir()],
     "key_unreadable"),
    ("key_other", lambda home: (home / "terminal.key").write_text("ab" * 32), "key_of_other_home"),
    ("host", lambda home: (home / "host").write_text("elsewhere"), "home_of_other_host"),
    ("host_garbage", lambda home: (home / "host").write_bytes(b"\xff\xfe"), "home_of_other_host"),
    ("store_garbage", lambda home: (home / "store.db").write_bytes(b"garbage" * 999),
     "store_damaged"),
    ("store_empty", lambda home: (home / "store.db").write_bytes(b""), "store_not_ours"),
    ("store_other", other_database, "store_not_ours"),
    ("store_folder", unseat, "store_not_writable"),
    ("store_cut", cut, "store_damaged"),
    ("store_overwritten", overwrite, "store_damaged"),
    ("newer", lambda home: change(home, "update alembic_version set version_num = '9999'"),
     "store_newer"),
    ("unfinished", lambda home: change(home, "delete from setting"), "home_unfinished"),
    ("ledger", lambda home: [(home / "numbers.json").unlink(), (home / "numbers.json").mkdir()],
     "ledger_not_written"),
]  # fmt: skip


@pytest.fixture
def submit(window: Window, write_file: Callable[..., Path], intake: Any) -> Callable[[], Any]:
    path = write_file(intake)
    return lambda: window("case", "submit", path, "--json", as_="clerk")


@pytest.mark.parametrize(
    ("damage", "code"), [row[1:] for row in BROKEN], ids=[r[0] for r in BROKEN]
)
def test_a_broken_home(home: Path, submit: Callable[[], Any], damage: Break, code: str) -> None:
    damage(home)
    done = submit()
    assert (done.error["code"], done.code) == (code, 3)
    assert done.error["hint"]
    assert "Traceback" not in done.err
    assert not (home / "papers").exists()
    assert not (home / "window.log").exists()


def test_a_network_file_system(
    home: Path, submit: Callable[[], Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "mounts"
    table.write_text(f"server:/share {tmp_path} nfs4 rw 0 0\n")
    check = homes.check_place
    monkeypatch.setattr("window_app.bootstrap.check_place", lambda home: check(home, mounts=table))
    before = counts(home)
    done = submit()
    assert (done.error["code"], done.code) == ("network_file_system", 3)
    assert counts(home) == before


def test_another_writer_holds_the_store(
    home: Path, submit: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.05)
    before = counts(home)
    with closing(sqlite3.connect(home / "store.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        done = submit()
        assert (done.error["code"], done.code) == ("store_busy", 3)
        other.execute("ROLLBACK")
    assert counts(home) == before
    assert submit().code == 0


def test_a_disk_that_fills_up(
    home: Path, submit: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare = engine._prepare

    def full(connection: sqlite3.Connection, record: object) -> None:
        prepare(connection, record)
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")

    change(home, "vacuum")
    before = counts(home)
    with monkeypatch.context() as patch:
        patch.setattr(engine, "_prepare", full)
        done = submit()
    assert (done.error["code"], done.code) == ("disk_full", 3)
    assert counts(home) == before
    assert not (home / "papers").exists()
    assert submit().code == 0


def files_no_longer_than(size: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.parametrize("limit", [0, 1_000, 20_000, 60_000])
def test_a_disk_without_room_for_files(
    home: Path,
    process: Callable[..., Any],
    write_file: Callable[..., Path],
    intake: Any,
    limit: int,
) -> None:
    """The write-ahead log, the ledger or the paper finds no room, each at another limit."""
    path = write_file(intake)
    before = counts(home)
    done = process(
        "case", "submit", path, "--json", as_="clerk", limits=files_no_longer_than(limit)
    )
    assert done.error["code"] in ("disk_error", "disk_full", "ledger_not_written")
    assert done.code == 3
    assert counts(home) == before
    assert list(home.glob("papers/*")) == []
    assert process("case", "submit", path, "--json", as_="clerk").code == 0
    assert process("verify", "--replay", "--json").code == 0


def owners_rights_alone() -> None:
    """Even for root the modes of files count: what an ordinary user has."""
    if os.geteuid() == 0:
        ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0)


@pytest.fixture
def read_only(home: Path) -> Any:
    for path in home.iterdir():
        path.chmod(0o400)
    home.chmod(0o500)
    yield home
    home.chmod(0o700)
    for path in home.iterdir():
        path.chmod(0o600)


def test_a_read_only_home(
    read_only: Path, process: Callable[..., Any], write_file: Callable[..., Path], intake: Any
) -> None:
    path = write_file(intake)
    done = process("case", "submit", path, "--json", as_="clerk", limits=owners_rights_alone)
    assert (done.error["code"], done.code) == ("store_not_writable", 3)


def test_a_home_in_a_place_that_cannot_be_written(window: Window, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    args = ["init", "--region", "441803", "--station", "0001", "--terminal", "07", "--admin", "a"]
    done = window(
        *args, "--json", home=tmp_path / "taken" / "home", env={"WINDOW_PASSWORD": "secret"}
    )
    assert (done.error["code"], done.code) == ("home_not_writable", 3)


def test_no_home_at_all(window: Window, tmp_path: Path) -> None:
    for place in (tmp_path / "none", tmp_path / "first.json"):
        done = window("case", "list", "--json", home=place)
        assert (done.error["code"], done.code, done.error["field"]) == ("home_missing", 2, "--home")
    assert not (tmp_path / "none").exists()


def test_a_home_is_made_once(window: Window, home: Path) -> None:
    args = ["init", "--region", "441803", "--station", "0001", "--terminal", "07", "--admin", "a"]
    before = counts(home)
    done = window(*args, "--json", env={"WINDOW_PASSWORD": "secret"})
    assert (done.error["code"], done.code, done.error["field"]) == ("home_exists", 2, "--home")
    assert counts(home) == before


def test_a_terminal_number_is_never_used_again(window: Window, tmp_path: Path) -> None:
    place = tmp_path / "new"
    place.mkdir()
    numbering.use_terminal(Home(place), "0001", "07")
    args = ["init", "--region", "441803", "--station", "0001", "--terminal", "07", "--admin", "a"]
    env = {"WINDOW_PASSWORD": "secret"}
    done = window(*args, "--json", home=place, env=env)
    assert (done.error["code"], done.code, done.error["field"]) == (
        "terminal_used",
        2,
        "--terminal",
    )
    assert not (place / "store.db").exists()


def test_damage_is_found_by_verify(window: Window, home: Path, number: str) -> None:
    change(home, "update event_body set body = replace(body, '龚', '陈')")
    done = window("verify", "--replay", "--json")
    assert done.code == 3
    assert {problem["problem"] for problem in done.json["problems"]} >= {"事件内容被改动"}
