"""The SQLite file: pragmas, units of work, and the driver's errors in our words.

One unit of work is one BEGIN IMMEDIATE. No network and no printing happen inside it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from data.errors import StorageError, StoreBusy, StoreDamaged, StoreFull, StoreReadOnly
from data.store import cipher
from data.store.units import Unit as Unit
from data.store.units import driver_of

BUSY_SECONDS = 5.0
SCHEMA_HEAD = "0009"  # the newest migration; a test holds it against the migrations folder


class Store:
    """One SQLite file. Several processes may use it; each write is a BEGIN IMMEDIATE.

    `key`: SQLCipher's 32 bytes, where the home is encrypted.
    """

    BEGIN_WRITE = "BEGIN IMMEDIATE"
    BEGIN_READ = "BEGIN"
    HAS_VERSION = "select 1 from sqlite_master where name = 'alembic_version'"
    IS_FILE = True
    UNIT = Unit

    def __init__(self, path: Path, key: bytes | None = None) -> None:
        self.path = path
        self.key = key
        self._engine = _engine(path, key)
        self._idle: list[Connection] = []

    def write(self) -> AbstractContextManager[Unit]:
        """A unit of work: all of it is stored, or nothing."""
        return self._open(self.BEGIN_WRITE)

    def read(self) -> AbstractContextManager[Unit]:
        """One consistent look; writes nothing."""
        return self._open(self.BEGIN_READ)

    def check(self) -> list[str]:
        """SQLite's own integrity check: the problems it names."""
        with self.read() as unit:
            rows = unit.connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
        return [str(row) for row in rows if row != "ok"]

    def connect(self) -> Connection:
        """A bare connection, for migrations alone."""
        return self._engine.connect()

    @property
    def connections_in_use(self) -> int:
        """How many connections units of work hold now."""
        pool = self._engine.pool
        assert isinstance(pool, QueuePool)
        return pool.checkedout() - len(self._idle)

    def close(self) -> None:
        while self._idle:
            self._idle.pop().close()
        self._engine.dispose()

    @contextmanager
    def _open(self, begin: str) -> Iterator[Unit]:
        try:
            connection = self._lent()
            driver = driver_of(connection)
            try:
                unit = self.UNIT(connection)
                unit.begin(begin)
                yield unit
                unit.commit()
            except BaseException:
                self._undo(connection, driver)
                raise
            self._keep(connection)
        except self._errors() as error:
            raise self._told(error) from error

    def _lent(self) -> Connection:
        """A connection for a unit of work: the one used last, or a new one."""
        try:
            return self._idle.pop()
        except IndexError:
            pass
        connection = self._engine.connect()
        # Nothing is sent: Alembic sees a transaction that it must not end.
        connection.begin()
        return connection

    def _keep(self, connection: Connection) -> None:
        """Keep a connection as it is: taking one from the pool each time costs more than a read."""
        self._idle.append(connection)

    def _undo(self, connection: Connection, driver: Any) -> None:
        """Roll back; the error that made it so is told, whatever comes here."""
        try:
            driver.rollback()
        except self._errors():
            connection.invalidate()
            connection.close()
        else:
            self._keep(connection)

    def _errors(self) -> tuple[type[Exception], ...]:
        return (DBAPIError, *cipher.errors())

    def _told(self, error: Exception) -> StorageError:
        return translated(error, self.path)


def _engine(path: Path, key: bytes | None) -> Engine:
    engine = sqlalchemy.create_engine(
        f"sqlite:///{path}",
        module=sqlite3 if key is None else cipher.driver(),
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
        isolation_level="AUTOCOMMIT",
    )
    if key is not None:
        event.listen(engine, "connect", partial(cipher.give_key, key))
    event.listen(engine, "connect", _prepare)
    return engine


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    # Damaged text is read as far as it goes: `verify` names the line instead of stopping there.
    connection.text_factory = partial(str, encoding="utf-8", errors="replace")
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


@contextmanager
def in_our_words(path: Path) -> Iterator[None]:
    """Turn the driver's errors into ours; nothing outside the store sees one."""
    try:
        yield
    except cipher.errors() as error:
        raise translated(error, path) from error


def translated(error: Exception, path: Path) -> StorageError:
    """The storage error that says what happened, that nothing is lost, and what to do."""
    text = str(error.orig if isinstance(error, DBAPIError) else error).lower()
    if "locked" in text or "busy" in text:
        return StoreBusy(
            "store_busy",
            "数据库正被另一个程序占用，这一步没有保存。",
            hint="稍等几秒再试；已经保存的办件都在。",
        )
    if "full" in text or "too big" in text:
        return StoreFull(
            "disk_full",
            f"磁盘满了，这一步没有保存：{path.parent}",
            hint="请腾出空间后重做这一步；已经保存的办件都在。",
        )
    if "readonly" in text or "unable to open" in text or "permission" in text:
        return StoreReadOnly(
            "store_not_writable",
            f"数据库打不开或者不能写入，这一步没有保存：{path}",
            hint="请检查磁盘和目录权限；已经保存的办件都在。",
        )
    if "not a database" in text or "malformed" in text or "corrupt" in text:
        return StoreDamaged(
            "store_damaged",
            f"数据库文件损坏或者不是本系统的：{path}",
            hint="请不要再写入，用 window restore 从最近的备份恢复；每天的备份在 backups 里。",
        )
    if "disk i/o" in text:
        return StorageError(
            "disk_error",
            f"磁盘读写出错，这一步没有保存：{path.parent}",
            hint="请检查磁盘和空间；已经保存的办件都在。",
        )
    return StorageError(
        "store_failed",
        "数据库拒绝了这一步，没有保存。",
        hint="请把日志文件交给管理员；已经保存的办件都在。",
    )
