"""The hub's store on PostgreSQL: the same units of work, tables and migrations.

Writers wait for each other's rows only; what must be in one order locks the order's counter row.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import nullcontext
from functools import cache
from pathlib import Path
from time import monotonic
from typing import Any

import psycopg
import sqlalchemy
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from data.errors import InputError, StorageError, StoreBusy, StoreFull, StoreReadOnly
from data.store.engine import Store
from data.store.units import Unit, Values, driver_of

WAITS = 10  # seconds for a connection, and for another's lock
# A server that went away without a word is noticed within a minute, asked or idle.
LINE: dict[str, Any] = {
    "connect_timeout": WAITS,
    "tcp_user_timeout": 60_000,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}
WORTH_ONE_TRIP = 3  # so few statements go one by one: the driver's own work would cost more
IDLE = 2.0  # seconds after which a kept connection is tried before it is used


class PostgresUnit(Unit):
    """One open transaction. A trip to the server costs more than most statements.

    What gives no rows waits, and goes in one trip with the next that does, or with the commit.
    """

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._waiting: list[tuple[str, Sequence[Values]]] = []

    @property
    def connection(self) -> Connection:
        self._send()
        return self._connection

    def begin(self, statement: str) -> None:
        self._waiting.append((statement, [{}]))

    def commit(self) -> None:
        self.finish()
        self._waiting.append(("COMMIT", [{}]))
        self._send()

    def run(self, statement: str, values: Values) -> list[Any]:
        self._waiting.append((_spelt(statement), [values]))
        return self._send().fetchall() if _gives_rows(statement) else []

    def each(self, statement: str, values: Mapping[str, Any]) -> Iterator[Any]:
        yield from self.run(statement, values)

    def run_all(self, statement: str, many: Sequence[Values]) -> None:
        if many:
            self._waiting.append((_spelt(statement), many))

    def _send(self) -> Any:
        """All that waits, in its order; the cursor of the last."""
        waiting, self._waiting = self._waiting, []
        cursor: Any = None
        with self._driver.pipeline() if len(waiting) >= WORTH_ONE_TRIP else nullcontext():
            for statement, many in waiting:
                cursor = self._driver.cursor()
                if len(many) > 1:
                    cursor.executemany(statement, many)
                else:
                    cursor.execute(statement, many[0])
        return cursor


@cache
def _spelt(statement: str) -> str:
    """The statement as the driver wants it; claims skip what others have locked."""
    named = re.sub(r":([a-z_]+)", r"%(\1)s", statement).replace("?", "%s")
    return named.replace("/*skip*/", "FOR UPDATE SKIP LOCKED")


@cache
def _gives_rows(statement: str) -> bool:
    return statement.lstrip().startswith("SELECT") or "RETURNING" in statement


class PostgresStore(Store):
    """A database by its URL as libpq reads it: `postgresql://…`, with several hosts too.

    Of several hosts `target_session_attrs=read-write` finds the one that may be written, anew for
    every connection: after a failover that is another. InputError where it is no such URL.
    """

    BEGIN_WRITE = "BEGIN"
    BEGIN_READ = "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"
    HAS_VERSION = "select to_regclass('alembic_version')"
    IS_FILE = False
    UNIT = PostgresUnit

    def __init__(self, url: str) -> None:
        self.path = Path(database_of(url))
        self.key = None
        self._url = url
        self._engine = sqlalchemy.create_engine(
            "postgresql+psycopg://", creator=self._connect, isolation_level="AUTOCOMMIT"
        )
        self._idle = []

    def check(self) -> list[str]:
        """PostgreSQL keeps its own files; there is nothing to ask."""
        return []

    async def rings(self, channel: str) -> AsyncIterator[None]:
        """Once at the beginning, then at every NOTIFY of other processes; one connection."""
        try:
            async with await psycopg.AsyncConnection.connect(
                self._url, autocommit=True, **LINE
            ) as connection:
                await connection.execute(f"LISTEN {channel}")
                yield
                async for _notify in connection.notifies():
                    yield
        except psycopg.Error as error:
            raise _translated(error) from error

    def _connect(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self._url, options=f"-c lock_timeout={WAITS}s", **LINE)

    def _lent(self) -> Connection:
        connection = super()._lent()
        while not _lives(connection):
            connection.invalidate()
            connection.close()
            connection = super()._lent()
        return connection

    def _keep(self, connection: Connection) -> None:
        connection.info["given_back"] = monotonic()
        super()._keep(connection)

    def _errors(self) -> tuple[type[Exception], ...]:
        return (DBAPIError, psycopg.Error)

    def _told(self, error: Exception) -> StorageError:
        return _translated(error.orig if isinstance(error, DBAPIError) else error)


def database_of(url: str) -> str:
    """The URL's database and hosts, without the account: to be shown; InputError for no URL."""
    try:
        parts = conninfo_to_dict(url)
    except psycopg.Error:
        parts = {}
    ports = str(parts.get("port", "")).split(",")
    # A password with a bare / or @ would be read as host and database, and be shown.
    if not parts or not all(port.isdigit() for port in ports if port):
        raise InputError(
            "database_wrong",
            "数据库的 URL 读不出来。",
            hint="要写成 postgresql://账号:密码@主机:端口/库名；"
            "密码里的 / : @ % 要写成 %2F %3A %40 %25。",
            field="--database",
        )
    return f"postgresql://{parts.get('host', '')}/{parts.get('dbname', '')}"


def _lives(connection: Connection) -> bool:
    """Asking before every unit of work would cost a quarter of it; one in use lately lives."""
    now = monotonic()
    if now - connection.info.get("given_back", now) < IDLE:
        return True
    try:
        driver_of(connection).execute("")
    except psycopg.Error:
        return False
    return True


# Another's lock: not given in time, or each waited for the other and this one was let go.
_BUSY = (
    psycopg.errors.LockNotAvailable,
    psycopg.errors.QueryCanceled,
    psycopg.errors.DeadlockDetected,
)


def _translated(error: BaseException | None) -> StorageError:
    """The storage error that says what happened and what to do."""
    kept = "已经保存的办件都在，稍后会自动再试。"
    if isinstance(error, _BUSY):
        return StoreBusy("store_busy", "中心数据库正忙，这一步没有保存。", hint=kept)
    if isinstance(error, psycopg.errors.DiskFull):
        return StoreFull("disk_full", "中心数据库的磁盘满了，这一步没有保存。", hint=kept)
    if isinstance(error, psycopg.errors.ReadOnlySqlTransaction):
        return StoreReadOnly("store_not_writable", "中心数据库现在不能写入。", hint=kept)
    if isinstance(error, psycopg.OperationalError):
        hint = f"{kept}一直连不上的，请管理员检查数据库是否运行，地址、账号和密码对不对。"
        return StorageError("database_unreachable", "连不上中心数据库。", hint=hint)
    return StorageError("store_failed", "中心数据库拒绝了这一步，没有保存。", hint=kept)
