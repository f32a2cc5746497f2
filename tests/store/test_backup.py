"""Backups: whole or not at all, of either kind of store, and a new home made of one."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data.errors import InputError, StorageError, StoreDamaged
from data.rules.case import Case
from data.store import backup, home_keys, replay
from data.store.engine import Store
from data.store.home import Home
from data.store.home_keys import HomeKeys, Secret, Wrap

NAME = "龚䶮㛃"
SECRET = home_keys.passphrase("一句只用于测试的话")
KEYS = HomeKeys(bytes(32))  # of the encrypted stores


@pytest.fixture(autouse=True)
def wrap(folder: Home, cipher_key: bytes | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """What lies beside an encrypted store."""
    monkeypatch.setattr(home_keys, "MEMORY_KIB", 8)
    if cipher_key is not None:
        home_keys.keep(folder, Wrap.of(KEYS, SECRET))


@pytest.fixture
def secret(cipher_key: bytes | None) -> Secret | None:
    return None if cipher_key is None else SECRET


@pytest.fixture
def new(tmp_path: Path) -> Home:
    (tmp_path / "new").mkdir()
    return Home(tmp_path / "new")


@pytest.fixture
def copied_in(new: Home, secret: Secret | None) -> Callable[[Path], Store]:
    """Make a new home of a backup."""

    def copy(path: Path) -> Store:
        keys = backup.unlock(path, secret)
        backup.copy_in(path, new, keys)
        assert home_keys.unlock(new, secret) == keys
        return Store(new.store, keys.store if keys else None)

    return copy


def report(store: Store) -> Any:
    with store.read() as unit:
        found = replay.verify(unit, replay=True)
    store.close()
    return found


def test_a_backup_becomes_a_home(
    store: Store, receive: Callable[..., Case], copied_in: Any, tmp_path: Path
) -> None:
    receive("case-1")
    backup.back_up(store, tmp_path / "copy.backup")
    receive("case-2")
    found = report(copied_in(tmp_path / "copy.backup"))
    assert (found.cases, found.problems) == (1, ())
    assert stat.S_IMODE((tmp_path / "copy.backup").stat().st_mode) == 0o600


def test_no_name_stands_in_an_encrypted_backup(
    store: Store, receive: Callable[..., Case], cipher_key: bytes | None, tmp_path: Path
) -> None:
    receive("case-1", applicant={"name": NAME, "id_type": "resident_id", "id_number": "4418"})
    backup.back_up(store, tmp_path / "copy.backup")
    for path in (tmp_path / "copy.backup", store.path, *store.path.parent.glob("*-wal")):
        assert (NAME.encode() in path.read_bytes()) <= (cipher_key is None)
    assert NAME.encode() in (tmp_path / "copy.backup").read_bytes() or cipher_key is not None


def test_a_file_that_is_there_is_left(store: Store, tmp_path: Path) -> None:
    (tmp_path / "copy.backup").write_text("mine")
    with pytest.raises(InputError) as refused:
        backup.back_up(store, tmp_path / "copy.backup")
    assert refused.value.code == "backup_exists"
    assert (tmp_path / "copy.backup").read_text() == "mine"


def test_a_backup_that_fails_leaves_nothing(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StorageError) as refused:
        backup.back_up(store, tmp_path / "nowhere" / "copy.backup")
    assert refused.value.code == "store_not_writable"
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_the_wrap_of_an_encrypted_home_that_is_gone_makes_no_backup(
    store: Store, folder: Home, cipher_key: bytes | None, tmp_path: Path
) -> None:
    folder.key_wrap.unlink(missing_ok=True)
    if cipher_key is None:
        backup.back_up(store, tmp_path / "copy.backup")
        return
    with pytest.raises(StorageError) as refused:
        backup.back_up(store, tmp_path / "copy.backup")
    assert refused.value.code == "key_wrap_missing"
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_another_passphrase_does_not_open_it(
    store: Store, cipher_key: bytes | None, tmp_path: Path
) -> None:
    path = tmp_path / "copy.backup"
    backup.back_up(store, path)
    wrong = home_keys.passphrase("another one")
    if cipher_key is None:
        assert backup.unlock(path, wrong) is None
        return
    for secret, code in ((wrong, "wrong_key"), (None, "home_locked")):
        with pytest.raises((StorageError, InputError)) as refused:
            backup.unlock(path, secret)
        assert refused.value.code == code


def test_a_store_file_with_its_log_is_taken_too(
    store: Store, folder: Home, receive: Callable[..., Case], copied_in: Any
) -> None:
    """The disk of a dead machine: nobody closed the store, its last acts are in the log."""
    receive("case-1")
    assert folder.store.with_name("store.db-wal").stat().st_size
    assert report(copied_in(folder.store)).cases == 1


@pytest.mark.parametrize("cut", [100, 5_000, -5_000])
def test_a_damaged_backup_is_refused(
    store: Store, secret: Secret | None, new: Home, tmp_path: Path, cut: int
) -> None:
    path = tmp_path / "copy.backup"
    backup.back_up(store, path)
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(StorageError) as refused:
        backup.copy_in(path, new, backup.unlock(path, secret))
    assert isinstance(refused.value, StoreDamaged) or refused.value.code == "key_wrap_damaged"


def test_a_backup_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        backup.unlock(tmp_path / "copy.backup", None)
    assert refused.value.code == "backup_missing"


def test_a_whole_store_passes_the_quick_check(
    store: Store, receive: Callable[..., Case], folder: Home
) -> None:
    receive("case-1", fields={"text": "字" * 50_000})
    assert backup.quick_check(store)
    store.close()
    content = bytearray(folder.store.read_bytes())
    for page in range(8, len(content) // 4096):
        content[page * 4096 : page * 4096 + 64] = os.urandom(64)
    folder.store.write_bytes(content)
    assert not backup.quick_check(store)


def test_scans_are_mirrored_once_and_nothing_else(tmp_path: Path, folder: Home) -> None:
    digest = hashlib.sha256(b"a scan").hexdigest()
    scan, target = folder.blobs / digest[:2] / digest, tmp_path / "second"
    scan.parent.mkdir(parents=True)
    scan.write_bytes(b"a scan")
    scan.with_name("note.txt").write_text("not a scan")
    backup.mirror(folder.blobs, target)
    copy = target / digest[:2] / digest
    assert [path for path in target.rglob("*") if path.is_file()] == [copy]
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    copy.write_bytes(b"as it was")
    backup.mirror(folder.blobs, target)
    assert copy.read_bytes() == b"as it was"


def test_scans_come_along_with_a_backup(tmp_path: Path, store: Store, new: Home) -> None:
    """From where the home keeps its backups, and from a second folder."""
    for place, content in (("folder", b"one"), ("second", b"two")):
        digest = hashlib.sha256(content).hexdigest()
        scan = tmp_path / place / "blobs" / digest[:2] / digest
        scan.parent.mkdir(parents=True)
        scan.write_bytes(content)
    for path in ("folder/backups/store.backup", "second/store.backup"):
        backup.copy_scans_in(tmp_path / path, new)
    kept = {path.read_bytes() for path in new.blobs.rglob("*") if path.is_file()}
    assert kept == {b"one", b"two"}
