"""A unit of work: one open transaction, and the statements that are built once for all of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

import sqlalchemy
from pydantic import BaseModel, create_model
from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection
from sqlmodel import SQLModel

T = TypeVar("T")


class Unit:
    """One open transaction. Only `data.store` looks inside."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._dialect = connection.dialect.name
        self._kept: dict[str, Any] = {}
        self._last_acts: dict[str, Callable[[], None]] = {}

    def keep(self, name: str, make: Callable[[], T]) -> T:
        """A value that one unit of work makes once."""
        if name not in self._kept:
            self._kept[name] = make()
        kept: T = self._kept[name]
        return kept

    def before_commit(self, name: str, act: Callable[[], None]) -> None:
        """Something to do last, once, however often it is asked for."""
        self._last_acts.setdefault(name, act)

    def finish(self) -> None:
        """Do what was to be done last."""
        for act in self._last_acts.values():
            act()

    def run(self, statement: str, values: Mapping[str, Any]) -> list[Any]:
        """Run a statement of our own on the bare driver: `:name` parameters; the rows it gives.

        For the few statements whose speed counts: SQLAlchemy's own way costs several times more.
        """
        cursor = driver_of(self.connection).execute(_spelt(statement, self._dialect), values)
        return list(cursor.fetchall()) if cursor.description else []

    def insert(self, row: type[SQLModel], values: Mapping[str, Any]) -> int:
        """Insert one validated row; gives its row id, 0 on PostgreSQL, where nobody asks for it."""
        result = self.connection.execute(_insert(row), valid(row, values))
        return int(result.lastrowid) if self._dialect == "sqlite" else 0

    def insert_all(self, row: type[SQLModel], many: Sequence[Mapping[str, Any]]) -> None:
        """Insert several validated rows in one statement."""
        if many:
            self.connection.execute(_insert(row), [valid(row, values) for values in many])

    def upsert(self, row: type[SQLModel], values: Mapping[str, Any]) -> None:
        """Insert one validated row, or change the one with the same primary key."""
        self.upsert_all(row, [values])

    def upsert_all(self, row: type[SQLModel], many: Sequence[Mapping[str, Any]]) -> None:
        """Insert or change several validated rows; of two with one key the later counts."""
        if many:
            self.connection.execute(
                _upsert(row, self._dialect), [valid(row, values) for values in many]
            )


def driver_of(connection: Connection) -> Any:
    """The bare driver's connection: for what must be fast."""
    return connection.connection.driver_connection


def valid(row: type[SQLModel], values: Mapping[str, Any]) -> dict[str, Any]:
    """A row's values, checked and with their defaults; ValidationError where they are wrong."""
    return _plain(row).model_validate(values).model_dump()


# A statement costs more to build than to run: each is built once.
@cache
def _insert(row: type[SQLModel]) -> Insert:
    return sqlalchemy.insert(row)


@cache
def _upsert(row: type[SQLModel], dialect: str) -> Insert:
    columns = row.__table__.columns  # type: ignore[attr-defined]
    keys = [column.name for column in columns if column.primary_key]
    statement = sqlite.insert(row) if dialect == "sqlite" else postgresql.insert(row)
    changed = {c.name: statement.excluded[c.name] for c in columns if c.name not in keys}
    return statement.on_conflict_do_update(index_elements=keys, set_=changed)


@cache
def _spelt(statement: str, dialect: str) -> str:
    """The statement as the driver wants it; on PostgreSQL claims skip what others have locked."""
    if dialect == "sqlite":
        return statement
    named = re.sub(r":([a-z_]+)", r"%(\1)s", statement)
    return named.replace("/*skip*/", "FOR UPDATE SKIP LOCKED")


@cache
def _plain(row: type[SQLModel]) -> type[BaseModel]:
    """The same fields without the mapper: checks a row twenty times faster."""
    fields: dict[str, Any] = {
        name: (field.annotation, ... if field.is_required() else field.default)
        for name, field in row.model_fields.items()
    }
    return create_model(row.__name__, **fields)
