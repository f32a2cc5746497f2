"""An encrypted home by command: made, opened, given another key, backed up, and lost parts told."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from data.rules.listing import Catalogue
from data.rules.words import Role
from data.store import cipher, home_keys
from data.store.home import Home
from data.store.settings import Terminal
from window_app import bootstrap
from window_app.services import access
from window_app.settings import Settings

PASSPHRASE, OTHER = "一句只用于测试的话", "另一句只用于测试的话"
OPEN = {"WINDOW_PASSPHRASE": PASSPHRASE, "WINDOW_PASSWORD": "secret"}
INIT = ("init", "--region", "441803", "--station", "0001", "--terminal", "07", "--admin", "admin")
SCAN = b"%PDF-1.7 a scan"


@pytest.fixture(scope="session")
def sealed_folder(tmp_path_factory: pytest.TempPathFactory, timeless: Catalogue) -> Path:
    """An encrypted home whose passphrase is tried fast."""
    folder = tmp_path_factory.mktemp("sealed") / "home"
    place = Terminal(region="441803", station="0001", terminal="03", hall="示例中心")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(home_keys, "MEMORY_KIB", 8)
        office = bootstrap.create(
            Settings(home=folder),
            place,
            timeless,
            access.new_account("admin", [Role.ADMINISTRATOR, Role.CLERK]),
            "secret",
            secret=home_keys.passphrase(PASSPHRASE),
        )
    office.store.close()
    return folder


@pytest.fixture
def sealed(sealed_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sealed_folder, tmp_path / "sealed"))


@pytest.fixture
def run(window: Any, sealed: Path) -> Callable[..., Any]:
    """A command on the encrypted home, its passphrase in the environment."""

    def command(*args: object, **more: Any) -> Any:
        given = {"home": sealed, "env": OPEN, **more}
        return window(*args, "--json", **given)

    return command


@pytest.fixture
def with_scan(intake: Any, write_file: Any, tmp_path: Path) -> Path:
    """An intake file with a scan."""
    (tmp_path / "form.pdf").write_bytes(SCAN)
    path: Path = write_file({**intake, "scans": {"form": ["form.pdf"]}})
    return path


def bodies(folder: Path) -> str:
    """Everything the journal holds, as its passphrase shows it."""
    keys = home_keys.unlock(Home(folder), home_keys.passphrase(PASSPHRASE))
    assert keys is not None
    with closing(cipher.connect(folder / "store.db", keys.store)) as connection:
        return "\n".join(row[0] for row in connection.execute("select body from event_body"))


def test_nothing_personal_lies_open_in_an_encrypted_home(
    run: Any, sealed: Path, with_scan: Path, intake: Any
) -> None:
    done = run("case", "submit", with_scan, as_="admin")
    assert done.code == 0, done.err
    assert run("verify", "--replay").json["problems"] == []
    person = intake["applicant"]
    secrets = [person["name"], person["id_number"], person["phone"], PASSPHRASE, SCAN.decode()]
    assert person["name"] in bodies(sealed)
    assert PASSPHRASE not in bodies(sealed)
    for path in (path for path in sealed.rglob("*") if path.is_file()):
        content = path.read_bytes()
        assert not [one for one in secrets if one.encode() in content], path
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    assert not (sealed / "store.db").read_bytes().startswith(b"SQLite")


def test_scans_come_out_for_whoever_may_see_them(run: Any, with_scan: Path, tmp_path: Path) -> None:
    number = run("case", "submit", with_scan, as_="admin").json["number"]
    done = run("case", "scans", number, tmp_path / "out", as_="admin")
    assert done.code == 0, done.err
    assert [Path(path).read_bytes() for path in done.json] == [SCAN]
    assert run("case", "history", number).json[-1]["kind"] == "unmasked"
    again = run("case", "scans", number, tmp_path / "out", as_="admin")
    assert (again.code, again.error["code"]) == (2, "export_exists")


@pytest.mark.parametrize(
    ("env", "code", "exit_code"),
    [
        ({"WINDOW_PASSPHRASE": OTHER}, "wrong_key", 3),
        ({"WINDOW_PASSPHRASE": ""}, "wrong_key", 3),
        ({}, "home_locked", 2),
        ({"WINDOW_KEY_FILE": "/nowhere"}, "home_locked", 2),
    ],
)
def test_without_the_passphrase_it_stays_shut(
    run: Any, sealed: Path, env: dict[str, str], code: str, exit_code: int
) -> None:
    before = (sealed / "store.db").read_bytes()
    for command in (("case", "list"), ("verify",)):
        done = run(*command, env=env)
        assert (done.error["code"], done.code) == (code, exit_code)
        assert done.error["hint"]
    assert (sealed / "store.db").read_bytes() == before


@pytest.mark.parametrize("made", ["--encrypted", "--key-file"])
def test_a_home_is_made_encrypted(window: Any, tmp_path: Path, made: str) -> None:
    home, key = tmp_path / "new", tmp_path / "stick.key"
    option = (made,) if made == "--encrypted" else (made, key)
    done = window(*INIT, *option, "--json", home=home, env=OPEN)
    assert (done.code, (home / "key.json").exists()) == (0, True), done.err
    env = OPEN if made == "--encrypted" else {"WINDOW_KEY_FILE": str(key)}
    assert window("case", "list", "--json", home=home, env=env).code == 0
    if made == "--key-file":
        key.unlink()
        gone = window("case", "list", "--json", home=home, env=env)
        assert (gone.error["code"], gone.code) == ("key_file_missing", 2)
        key.write_bytes(os.urandom(64))
        other = window("case", "list", "--json", home=home, env=env)
        assert (other.error["code"], other.code) == ("wrong_key", 3)


@pytest.mark.parametrize(
    ("args", "passphrase", "code"),
    [
        (("--encrypted",), "short", "passphrase_short"),
        (("--encrypted",), None, "password_missing"),
        (("--key-file", "{home}/stick.key"), None, "key_file_in_home"),
    ],
)
def test_what_makes_no_encrypted_home(
    window: Any, tmp_path: Path, args: tuple[str, ...], passphrase: str | None, code: str
) -> None:
    home = tmp_path / "new"
    env = {"WINDOW_PASSWORD": "secret"}
    if passphrase is not None:
        env["WINDOW_PASSPHRASE"] = passphrase
    done = window(*INIT, *[a.format(home=home) for a in args], "--json", home=home, env=env)
    assert (done.error["code"], done.code) == (code, 2)
    assert not home.exists()


def test_another_passphrase_takes_the_place_of_the_old_one(
    run: Any, sealed: Path, tmp_path: Path
) -> None:
    before = (sealed / "store.db").read_bytes()
    done = run("rekey", as_="admin", env={**OPEN, "WINDOW_NEW_PASSPHRASE": OTHER})
    assert (done.code, done.json) == (0, {"opens_with": "passphrase"})
    assert run("case", "list").error["code"] == "wrong_key"
    new = {**OPEN, "WINDOW_PASSPHRASE": OTHER}
    assert run("case", "list", env=new).code == 0
    assert len((sealed / "store.db").read_bytes()) == len(before)

    key = tmp_path / "stick.key"
    assert run("rekey", "--new-key-file", key, as_="admin", env=new).code == 0
    assert run("case", "list", env=new).error["code"] == "home_locked"
    assert run("case", "list", env={"WINDOW_KEY_FILE": str(key)}).code == 0


def test_who_may_not_change_the_passphrase(run: Any, window: Any, home: Path) -> None:
    plain = window("rekey", "--json", as_="admin", env={"WINDOW_NEW_PASSPHRASE": OTHER})
    assert (plain.code, plain.error["code"]) == (2, "home_not_encrypted")
    short = run("rekey", as_="admin", env={**OPEN, "WINDOW_NEW_PASSPHRASE": "short"})
    assert (short.code, short.error["code"]) == (2, "passphrase_short")
    added = {**OPEN, "WINDOW_NEW_PASSWORD": "secret"}
    assert run("staff", "add", "clerk", "--role", "clerk", as_="admin", env=added).code == 0
    clerk = run("rekey", as_="clerk", env={**OPEN, "WINDOW_NEW_PASSPHRASE": OTHER})
    assert (clerk.code, clerk.error["code"]) == (1, "role_may_not")
    assert run("case", "list").code == 0


def test_a_backup_is_encrypted_and_restored_with_its_own_passphrase(
    run: Any, intake: Any, write_file: Any, tmp_path: Path
) -> None:
    taken_in = write_file({**intake, "conclude": False})
    number = run("case", "submit", taken_in, as_="admin").json["number"]
    copy = tmp_path / "copy.backup"
    assert run("backup", copy, as_="admin").code == 0
    assert b"SQLite" not in copy.read_bytes()
    assert run("rekey", as_="admin", env={**OPEN, "WINDOW_NEW_PASSPHRASE": OTHER}).code == 0

    for env, code in (({"WINDOW_PASSPHRASE": OTHER}, "wrong_key"), ({}, "home_locked")):
        refused = run("restore", copy, "--terminal", "04", home=tmp_path / "new", env=env)
        assert refused.error["code"] == code
        assert not (tmp_path / "new").exists()
    restored = run("restore", copy, "--terminal", "04", home=tmp_path / "new")
    assert restored.code == 0, restored.err
    withdraw = ("case", "withdraw", number)
    waits = run(*withdraw, home=tmp_path / "new", as_="admin")
    assert (waits.code, waits.error["code"]) == (1, "not_holder")

    alone = tmp_path / "alone"
    taken = run("restore", copy, "--terminal", "05", "--no-hub", home=alone, as_="admin")
    assert taken.code == 0, taken.err
    assert run("verify", "--replay", home=alone).json["problems"] == []
    assert run(*withdraw, home=alone, as_="admin").json["status"] == "withdrawn"
    assert (alone / "terminal.key").read_text().startswith("sealed:")


def overwritten(start: int, size: int) -> Callable[[Path], None]:
    def damage(home: Path) -> None:
        with (home / "store.db").open("r+b") as file:
            file.seek(start)
            file.write(os.urandom(size))

    return damage


def cut(home: Path) -> None:
    content = (home / "store.db").read_bytes()
    (home / "store.db").write_bytes(content[: len(content) // 3])


LOST: list[tuple[str, Callable[[Path], object], str]] = [
    ("header", overwritten(0, 100), "store_damaged"),
    ("pages", overwritten(4096, 400_000), "store_damaged"),
    ("cut", cut, "store_damaged"),
    ("other_wrap", lambda home: home_keys.create(Home(home), home_keys.passphrase(PASSPHRASE)),
     "store_damaged"),
    ("wrap_gone", lambda home: (home / "key.json").unlink(), "key_wrap_missing"),
    ("wrap_damaged", lambda home: (home / "key.json").write_text("{"), "key_wrap_damaged"),
    ("key_plain", lambda home: (home / "terminal.key").write_text("ab" * 32), "key_unreadable"),
]  # fmt: skip


@pytest.mark.parametrize(("damage", "code"), [row[1:] for row in LOST], ids=[r[0] for r in LOST])
def test_what_is_damaged_is_told(
    run: Any, sealed: Path, with_scan: Path, damage: Callable[[Path], object], code: str
) -> None:
    damage(sealed)
    done = run("case", "submit", with_scan, as_="admin")
    assert (done.error["code"], done.code) == (code, 3)
    assert done.error["hint"]
    assert "Traceback" not in done.err
    assert not (sealed / "papers").exists()


def test_a_machine_without_the_driver_says_so(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("sqlcipher3", "sqlcipher3.dbapi2"):
        monkeypatch.setitem(sys.modules, name, None)  # type: ignore[arg-type]
    done = run("case", "list")
    assert (done.error["code"], done.code) == ("encryption_not_installed", 3)
    assert "window-app[encryption]" in done.error["hint"]
