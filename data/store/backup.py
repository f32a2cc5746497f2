"""Copies of a store while it is in use, and making a new home of one.

A backup holds no private key: a restored home gets a terminal number, key and feed of its own.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from data.errors import InputError, StorageError
from data.store.engine import Store, in_our_words

PAGES = 500  # copied at a time, so that writers wait only a moment


def back_up(store: Store, target: Path) -> None:
    """Copy the store into a new file, whole or not at all."""
    if target.exists():
        raise InputError("backup_exists", f"文件已经有了，没有覆盖：{target}", field="FILE")
    temporary = target.with_name(f"{target.name}.new")
    try:
        with (
            in_our_words(target),
            closing(sqlite3.connect(store.path)) as source,
            closing(sqlite3.connect(temporary)) as copy,
        ):
            source.backup(copy, pages=PAGES)
            copy.execute("PRAGMA journal_mode=DELETE")
        temporary.chmod(0o600)
        temporary.replace(target)
    except OSError as error:
        raise StorageError(
            "backup_not_written",
            f"备份没有写成：{target}",
            hint="请检查磁盘空间和目录权限；办件数据没有受影响。",
        ) from error
    finally:
        temporary.unlink(missing_ok=True)


def copy_in(backup: Path, target: Path) -> None:
    """Copy a backup to the place of a new home's store, checked whole."""
    if not backup.is_file():
        raise InputError("backup_missing", f"找不到备份文件：{backup}", field="FILE")
    with (
        in_our_words(backup),
        closing(sqlite3.connect(f"file:{backup}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        (verdict,) = source.execute("PRAGMA integrity_check").fetchone()
        if verdict != "ok":
            raise sqlite3.DatabaseError("malformed backup")
        source.backup(copy)
