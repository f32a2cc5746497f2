"""The hub's store on PostgreSQL: the same units of work, tables and migrations.

Writers wait for each other's rows only; what must be in one order locks the order's counter row.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

import psycopg
import sqlalchemy
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from data.errors import StorageError, StoreBusy, StoreFull, StoreReadOnly
from data.store.engine import Store

WAITS = 10  # seconds for a connection, and for another's lock
# A server that went away without a word is noticed within a minute.
LINE: dict[str, Any] = {
    "connect_timeout": WAITS,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}
IDLE = 2.0  # seconds after which a kept connection is tried before it is used


class PostgresStore(Store):
    """A database by its URL (`postgresql://…`)."""

    BEGIN_WRITE = "BEGIN"
    BEGIN_READ = "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"
    HAS_VERSION = "select to_regclass('alembic_version')"
    IS_FILE = False

    def __init__(self, url: str) -> None:
        self.path = Path(sqlalchemy.make_url(url).render_as_string(hide_password=True))
        self.key = None
        plain = sqlalchemy.make_url(url).set(drivername="postgresql")
        self._dsn = plain.render_as_string(hide_password=False)
        self._engine = sqlalchemy.create_engine(
            sqlalchemy.make_url(url).set(drivername="postgresql+psycopg"),
            isolation_level="AUTOCOMMIT",
            connect_args={"options": f"-c lock_timeout={WAITS}s", **LINE},
        )
        event.listen(self._engine, "checkin", _note)
        event.listen(self._engine, "checkout", _look)

    def check(self) -> list[str]:
        """PostgreSQL keeps its own files; there is nothing to ask."""
        return []

    async def rings(self, channel: str) -> AsyncIterator[None]:
        """Once at the beginning, then at every NOTIFY of other processes; one connection."""
        try:
            async with await psycopg.AsyncConnection.connect(
                self._dsn, autocommit=True, **LINE
            ) as connection:
                await connection.execute(f"LISTEN {channel}")
                yield
                async for _notify in connection.notifies():
                    yield
        except psycopg.Error as error:
            raise _translated(error) from error

    @contextmanager
    def _in_our_words(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise _translated(error.orig) from error
        except psycopg.Error as error:
            raise _translated(error) from error


def _note(_connection: psycopg.Connection[Any], record: ConnectionPoolEntry) -> None:
    record.info["given_back"] = monotonic()


def _look(connection: psycopg.Connection[Any], record: ConnectionPoolEntry, _proxy: object) -> None:
    """Asking before every unit of work would cost a quarter of it; one in use lately lives."""
    if monotonic() - record.info.get("given_back", monotonic()) < IDLE:
        return
    try:
        connection.execute("")
    except psycopg.Error as error:
        raise DisconnectionError from error


def _translated(error: BaseException | None) -> StorageError:
    """The storage error that says what happened and what to do."""
    kept = "已经保存的办件都在，稍后会自动再试。"
    if isinstance(error, psycopg.errors.LockNotAvailable | psycopg.errors.QueryCanceled):
        return StoreBusy("store_busy", "中心数据库正忙，这一步没有保存。", hint=kept)
    if isinstance(error, psycopg.errors.DiskFull):
        return StoreFull("disk_full", "中心数据库的磁盘满了，这一步没有保存。", hint=kept)
    if isinstance(error, psycopg.errors.ReadOnlySqlTransaction):
        return StoreReadOnly("store_not_writable", "中心数据库现在不能写入。", hint=kept)
    if isinstance(error, psycopg.OperationalError):
        return StorageError("database_unreachable", "连不上中心数据库。", hint=kept)
    return StorageError("store_failed", "中心数据库拒绝了这一步，没有保存。", hint=kept)
