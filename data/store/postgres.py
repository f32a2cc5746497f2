"""The hub's store on PostgreSQL: the same units of work, tables and migrations.

Writers wait for each other's rows only; what must be in one order locks the order's counter row.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import sqlalchemy
from sqlalchemy.exc import DBAPIError

from data.errors import StorageError, StoreBusy, StoreFull, StoreReadOnly
from data.store.engine import Store

WAITS = 10  # seconds for a connection, and for another's lock


class PostgresStore(Store):
    """A database by its URL (`postgresql://…`)."""

    BEGIN_WRITE = "BEGIN"
    BEGIN_READ = "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"

    def __init__(self, url: str) -> None:
        self.path = Path(sqlalchemy.make_url(url).render_as_string(hide_password=True))
        self.key = None
        self._engine = sqlalchemy.create_engine(
            sqlalchemy.make_url(url).set(drivername="postgresql+psycopg"),
            isolation_level="AUTOCOMMIT",
            connect_args={"connect_timeout": WAITS, "options": f"-c lock_timeout={WAITS}s"},
            pool_pre_ping=True,
        )

    def check(self) -> list[str]:
        """PostgreSQL keeps its own files; there is nothing to ask."""
        return []

    @contextmanager
    def _in_our_words(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise _translated(error.orig) from error
        except psycopg.Error as error:
            raise _translated(error) from error


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
