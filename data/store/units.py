"""A unit of work: one open transaction, and the statements that are built once for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, create_model
from sqlalchemy.engine import Connection
from sqlmodel import SQLModel

T = TypeVar("T")
Values = Mapping[str, Any] | Sequence[Any]


class Unit:
    """One open transaction. Only `data.store` looks inside.

    Queries put together as they are needed go by `connection`, which is SQLAlchemy's; all else to
    the bare driver, which costs a third of it.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._driver = driver_of(connection)
        self._kept: dict[str, Any] = {}
        self._last_acts: dict[str, Callable[[], None]] = {}

    @property
    def connection(self) -> Connection:
        return self._connection

    def begin(self, statement: str) -> None:
        self._driver.execute(statement)

    def commit(self) -> None:
        self.finish()
        self._driver.execute("COMMIT")

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

    def run(self, statement: str, values: Values) -> list[Any]:
        """Run a statement of our own, with `:name` or `?` for its values; the rows it gives."""
        rows: list[Any] = self._driver.execute(statement, values).fetchall()
        return rows

    def each(self, statement: str, values: Mapping[str, Any]) -> Iterator[Any]:
        """The rows that a statement gives, one by one: there may be too many to hold."""
        yield from self._driver.execute(statement, values)

    def run_all(self, statement: str, many: Sequence[Values]) -> None:
        """Run a statement that gives no rows once for each of these values."""
        if many:
            self._driver.executemany(statement, many)

    def select(
        self, row: type[SQLModel], where: str, values: Mapping[str, Any]
    ) -> list[dict[str, Any]]:
        """The rows of a table that fit, by column name; `where` is a constant of its caller."""
        names, booleans = _columns(row)
        found = self.run(_select(row, where), values)
        rows = [dict(zip(names, one, strict=True)) for one in found]
        for name in booleans:  # SQLite has none of its own
            for one in rows:
                one[name] = bool(one[name])
        return rows

    def insert(self, row: type[SQLModel], values: Mapping[str, Any]) -> int:
        """Insert one validated row; the number the store gave it, 0 where it gives none."""
        given = self.run(_insert(row), _bound(row, valid(row, values)))
        return int(given[0][0]) if given else 0

    def insert_all(self, row: type[SQLModel], many: Sequence[Mapping[str, Any]]) -> None:
        """Insert several validated rows."""
        self.run_all(_insert(row), [_bound(row, values) for values in valid_all(row, many)])

    def upsert(self, row: type[SQLModel], values: Mapping[str, Any]) -> None:
        """Insert one validated row, or change the one with the same primary key."""
        self.run(_upsert(row), _bound(row, valid(row, values)))

    def upsert_all(self, row: type[SQLModel], many: Sequence[Mapping[str, Any]]) -> None:
        """Insert or change several validated rows; of two with one key the later counts."""
        self.run_all(_upsert(row), [_bound(row, values) for values in valid_all(row, many)])


def driver_of(connection: Connection) -> Any:
    """The bare driver's connection: for what must be fast."""
    return connection.connection.driver_connection


def valid(row: type[SQLModel], values: Mapping[str, Any]) -> dict[str, Any]:
    """A row's values, checked and with their defaults; ValidationError where they are wrong."""
    return vars(_plain(row).model_validate(values))


def valid_all(row: type[SQLModel], many: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Several rows' values, checked and with their defaults."""
    return [vars(found) for found in _several(row).validate_python(many)] if many else []


@cache
def _columns(row: type[SQLModel]) -> tuple[list[str], list[str]]:
    """A table's columns, and those of them that say yes or no."""
    columns = row.__table__.columns  # type: ignore[attr-defined]
    return (
        [column.name for column in columns],
        [column.name for column in columns if column.type.python_type is bool],
    )


@cache
def _select(row: type[SQLModel], where: str) -> str:
    table = row.__table__  # type: ignore[attr-defined]
    return f"SELECT {_quoted(_columns(row)[0])} FROM {_quoted([table.name])} WHERE {where}"


@cache
def _insert(row: type[SQLModel]) -> str:
    """The statement for a table's columns; a number that the store itself gives comes back."""
    table = row.__table__  # type: ignore[attr-defined]
    given = table.autoincrement_column
    names = _written(row)
    places = ", ".join("?" for _ in names)  # by place: names are looked up for every row anew
    statement = f"INSERT INTO {_quoted([table.name])} ({_quoted(names)}) VALUES ({places})"
    return statement if given is None else f"{statement} RETURNING {_quoted([given.name])}"


@cache
def _upsert(row: type[SQLModel]) -> str:
    columns = row.__table__.columns  # type: ignore[attr-defined]
    keys = [column.name for column in columns if column.primary_key]
    changed = ", ".join(
        f'"{column.name}" = excluded."{column.name}"'
        for column in columns
        if not column.primary_key
    )
    return f"{_insert(row)} ON CONFLICT ({_quoted(keys)}) DO UPDATE SET {changed}"


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


@cache
def _written(row: type[SQLModel]) -> list[str]:
    """The columns that are written; not the number that the store itself gives."""
    table = row.__table__  # type: ignore[attr-defined]
    return [column.name for column in table.columns if column is not table.autoincrement_column]


def _bound(row: type[SQLModel], values: Mapping[str, Any]) -> list[Any]:
    return [values[name] for name in _written(row)]


@cache
def _several(row: type[SQLModel]) -> TypeAdapter[list[BaseModel]]:
    several: Any = list[_plain(row)]  # type: ignore[misc]
    return TypeAdapter(several)


@cache
def _plain(row: type[SQLModel]) -> type[BaseModel]:
    """The same fields without the mapper: checks a row twenty times faster."""
    fields: dict[str, Any] = {
        name: (field.annotation, ... if field.is_required() else field.default)
        for name, field in row.model_fields.items()
    }
    return create_model(row.__name__, **fields)
