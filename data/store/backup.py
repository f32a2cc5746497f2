"""Copies of a store while it is in use, and making a new home of one.

A backup holds no private key: a restored home gets a terminal number, key and feed of its own.
That of an encrypted home is encrypted too: one file, the wrapped master key before the store.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from data.errors import InputError, StorageError, StoreDamaged
from data.store import cipher, home_keys
from data.store.engine import Store, in_our_words
from data.store.home import Home, sync_folder, write_private
from data.store.home_keys import HomeKeys, Secret, Wrap

SCAN = re.compile(r"[0-9a-f]{64}")  # the file name of a scan: its SHA-256
SEALED = b"window-backup 1\n"  # an encrypted home's backup: this, a line of JSON, the store


def back_up(store: Store, target: Path) -> None:
    """Copy the store into a new file, whole or not at all."""
    if target.exists():
        raise InputError("backup_exists", f"文件已经有了，没有覆盖：{target}", field="FILE")
    write(store, target)


def write(store: Store, target: Path) -> None:
    """Copy the store into a file, in the place of one that is there, whole or not at all."""
    temporary = target.with_name(f"{target.name}.{os.getpid()}.new")
    try:
        with in_our_words(target):
            _copy(store, temporary)
        if store.key is not None:
            _put_wrap_before(temporary, _wrap_beside(store))
        temporary.chmod(0o600)
        temporary.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        raise not_written(target) from error
    finally:
        for suffix in ("", "-journal", "-wal", "-shm"):
            with suppress(OSError):
                temporary.with_name(temporary.name + suffix).unlink(missing_ok=True)


def not_written(target: Path) -> StorageError:
    return StorageError(
        "backup_not_written",
        f"备份没有写成：{target}",
        hint="请检查磁盘空间和目录权限；办件数据没有受影响。",
    )


def wrap_of(backup: Path) -> Wrap | None:
    """How the master key of an encrypted backup is kept; None for a plain one.

    The store file of an encrypted home counts as one while its `key.json` lies beside it.
    """
    try:
        with backup.open("rb") as file:
            start = file.read(len(SEALED))
            if start == SEALED:
                return Wrap.read(file.readline(), where=backup)
    except OSError as error:
        raise InputError("backup_missing", f"找不到备份文件：{backup}", field="FILE") from error
    return None if start == b"SQLite format 3\0" else home_keys.wrap_of(Home(backup.parent))


def unlock(backup: Path, secret: Secret | None) -> HomeKeys | None:
    """The keys of an encrypted backup; None for a plain one."""
    wrap = wrap_of(backup)
    if wrap is None:
        return None
    if secret is None:
        raise home_keys.locked(backup, wrap)
    return wrap.unwrap(secret)


def copy_scans_in(backup: Path, home: Home) -> None:
    """Bring the scans along, where they lie as a home or a second backup folder has them."""
    for folder in (backup.parent, backup.parent.parent):
        try:
            mirror(folder / home.blobs.name, home.blobs)
        except OSError as error:
            raise not_written(home.blobs) from error


def mirror(source: Path, target: Path) -> None:
    """Copy the scans that are not there yet; a scan never changes. OSError where it fails."""
    for path in source.glob("??/*"):
        copy = target / path.parent.name / path.name
        if not SCAN.fullmatch(path.name) or copy.exists():
            continue
        for folder in (target, copy.parent):
            folder.mkdir(exist_ok=True, mode=0o700)
        write_private(copy, path.read_bytes())


def copy_in(backup: Path, home: Home, keys: HomeKeys | None = None) -> None:
    """Copy a backup to the place of a new home's store, checked whole.

    `keys`: those of an encrypted backup; the new home is encrypted under the same secret.
    """
    wrap = wrap_of(backup)
    key = None if keys is None else keys.store
    with in_our_words(backup):
        try:
            _take_out(backup, home.store)
        except OSError as error:
            raise not_written(home.store) from error
        with closing(cipher.connect(home.store, key)) as copy:
            (verdict,) = copy.execute("PRAGMA integrity_check").fetchone()
        if verdict != "ok":
            raise sqlite3.DatabaseError("malformed backup")
    if wrap is not None:
        home_keys.keep(home, wrap)


def quick_check(store: Store) -> bool:
    """Whether the file is whole, as far as a look at every page tells; 90 ms for 50 MB."""
    try:
        with store.read() as unit:
            found = unit.connection.exec_driver_sql("PRAGMA quick_check(1)").scalars().all()
    except StoreDamaged:
        return False
    return found == ["ok"]


def _copy(store: Store, target: Path) -> None:
    with (
        closing(cipher.connect(store.path, store.key)) as source,
        closing(cipher.connect(target, store.key)) as copy,
    ):
        target.chmod(0o600)
        # In one step: a reader holds up no writer here, and a write begins no copy anew.
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")


def _wrap_beside(store: Store) -> Wrap:
    """As it is now: another window may have changed the passphrase since the store was opened."""
    home = Home(store.path.parent)
    wrap = home_keys.wrap_of(home)
    if wrap is None:
        raise home_keys.missing(home.key_wrap)
    return wrap


def _put_wrap_before(path: Path, wrap: Wrap) -> None:
    """Make one file of the wrap and the encrypted copy."""
    whole = path.with_name(f"{path.name}.whole.new")
    try:
        with path.open("rb") as store, whole.open("xb") as file:
            whole.chmod(0o600)
            file.write(SEALED + wrap.to_json() + b"\n")
            shutil.copyfileobj(store, file)
            file.flush()
            os.fsync(file.fileno())
        whole.replace(path)
    finally:
        whole.unlink(missing_ok=True)


def _take_out(backup: Path, target: Path) -> None:
    """Copy the store out of a backup of either kind."""
    with backup.open("rb") as file, target.open("wb") as store:
        if file.read(len(SEALED)) == SEALED:
            file.readline()
        else:
            file.seek(0)
        shutil.copyfileobj(file, store)
        store.flush()
        os.fsync(store.fileno())
    # A store file of a dead machine may have its last acts beside it.
    log = backup.with_name(f"{backup.name}-wal")
    if log.exists():
        shutil.copyfile(log, target.with_name(f"{target.name}-wal"))
