"""A whole accept through the service, its transaction through our rows, and in raw SQL, in turn.

What a unit of work was asked for is repeated on a copy of the store; the raw contestant repeats,
with plain sqlite3 on another, the statements that came of it: the same rows, and nothing around.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from itertools import count, islice
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

from sqlalchemy.engine import Connection
from sqlmodel import SQLModel

from benchmarks.figures import ROUNDS, Figure, milliseconds
from data.rules.check_digits import identity_check
from data.store.engine import Store, Unit
from data.store.staff import Account
from data.store.units import Values
from window_app import demonstration
from window_app.services import access, intake, spooling
from window_app.services.forms import IntakeForm
from window_app.services.office import Office

CASES = 40  # accepts a round
WARM = 10  # accepts before the first round
ROW = 2048  # bytes of the row that is committed alone

Statement = tuple[str, Any, bool]


def run() -> list[Figure]:
    whole: list[float] = []
    rows: list[float] = []
    raw: list[float] = []
    alone: list[float] = []
    with tempfile.TemporaryDirectory(prefix="window-bench-") as name, _without_paper():
        folder = Path(name)
        with patch.object(Store, "UNIT", _Noted):
            office, clerk = _open(folder / "home")
            forms = _forms()
            _accept(office, clerk, list(islice(forms, WARM)))
            ours = _rows(office, folder / "rows.db")
            bare = _copy(office, folder / "raw.db")
            row = _bare(folder / "row.db")
            for _ in range(ROUNDS):
                _done()
                whole.append(_accept(office, clerk, list(islice(forms, CASES))))
                done = _done()
                both = [_both(ours, bare, work) for work in done]
                rows.append(median(one for one, _ in both))
                raw.append(median(its for _, its in both))
                alone.append(_median(partial(_commit, row) for _ in range(CASES * 5)))
    of_raw = [median(a / b for a, b in zip(one, raw, strict=True)) for one in (whole, rows)]
    return [
        Figure("accept", "through the service, without paper", median(whole), "ms", "<= 5"),
        Figure("accept", "its transaction through our rows", median(rows)),
        Figure("accept", "the same in raw SQL", median(raw)),
        Figure("accept", "through our rows, of raw SQL", of_raw[1], "x", "<= 3"),
        Figure("accept", "through the service, of raw SQL", of_raw[0], "x"),
        Figure("accept", "one row of 2 KB, WAL FULL", 1000 / median(alone), "/s"),
    ]


def _median(acts: Iterable[Callable[[], object]]) -> float:
    return median(milliseconds(act) for act in acts)


def _open(folder: Path) -> tuple[Office, Account]:
    office = demonstration.create(folder)
    clerk = access.log_in(office, demonstration.CLERK, demonstration.PASSWORD)
    assert isinstance(clerk, Account)
    return office, clerk


def _accept(office: Office, clerk: Account, forms: list[IntakeForm]) -> float:
    """The median accept, in milliseconds."""
    folder = office.home.folder
    return _median(partial(intake.submit, office, form, clerk, folder) for form in forms)


def _forms() -> Iterator[IntakeForm]:
    """The demo case, each time of another person."""
    form = demonstration.intake()
    for number in count(1):
        born = date(1960, 1, 1) + timedelta(days=number)
        first = f"441803{born:%Y%m%d}{number % 1000:03d}"
        own = {"id_number": first + identity_check(first)}
        yield form.model_copy(update={"applicant": form.applicant.model_copy(update=own)})


@contextmanager
def _without_paper() -> Iterator[None]:
    """Papers are kept and their jobs wait; nothing is rendered."""
    with patch.object(spooling, "print_jobs", lambda _office, _jobs: []):
        yield


@dataclass(slots=True)
class _Work:
    """A unit of work that wrote: what it was asked for, and the statements that came of it."""

    asked: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)
    sent: list[Statement] = field(default_factory=list)


_DONE: list[_Work] = []


class _Noted(Unit):
    """Notes what passes through it. What goes by SQLAlchemy's own way is repeated by nobody."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._work = _Work()
        self._inner = False

    def begin(self, statement: str) -> None:
        super().begin(statement)
        if statement == Store.BEGIN_WRITE:
            _DONE.append(self._work)

    def run(self, statement: str, values: Values) -> list[Any]:
        self._work.sent.append((statement, values, False))
        with self._asked("run", statement, values):
            return super().run(statement, values)

    def run_all(self, statement: str, many: Sequence[Values]) -> None:
        self._work.sent.append((statement, many, True))
        with self._asked("run_all", statement, many):
            super().run_all(statement, many)

    def select(
        self, row: type[SQLModel], where: str, values: Mapping[str, Any]
    ) -> list[dict[str, Any]]:
        with self._asked("select", row, where, values):
            return super().select(row, where, values)

    def insert(self, row: type[SQLModel], values: Mapping[str, Any]) -> int:
        with self._asked("insert", row, values):
            return super().insert(row, values)

    def insert_all(self, row: type[SQLModel], many: Sequence[Mapping[str, Any]]) -> None:
        with self._asked("insert_all", row, many):
            super().insert_all(row, many)

    def upsert(self, row: type[SQLModel], values: Mapping[str, Any]) -> None:
        with self._asked("upsert", row, values):
            super().upsert(row, values)

    def upsert_all(self, row: type[SQLModel], many: Sequence[Mapping[str, Any]]) -> None:
        with self._asked("upsert_all", row, many):
            super().upsert_all(row, many)

    @contextmanager
    def _asked(self, name: str, *values: Any) -> Iterator[None]:
        """Note what is asked from outside alone."""
        if self._inner:
            yield
            return
        self._work.asked.append((name, values))
        self._inner = True
        try:
            yield
        finally:
            self._inner = False


def _done() -> list[_Work]:
    """The units that wrote since it was asked last."""
    done = _DONE.copy()
    _DONE.clear()
    return done


def _copy(office: Office, path: Path) -> sqlite3.Connection:
    """A copy of the home's store as it stands."""
    copy = _connect(path)
    source = sqlite3.connect(office.home.store)
    source.backup(copy)
    source.close()
    return _prepared(copy)


def _rows(office: Office, path: Path) -> Store:
    """A copy of it under our rows."""
    _copy(office, path).close()
    store = Store(path)
    store.UNIT = Unit
    return store


def _bare(path: Path) -> sqlite3.Connection:
    connection = _prepared(_connect(path))
    connection.execute("create table row (id integer primary key, body text)")
    return connection


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None)


def _prepared(connection: sqlite3.Connection) -> sqlite3.Connection:
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"pragma {pragma}")
    return connection


def _both(store: Store, bare: sqlite3.Connection, work: _Work) -> tuple[float, float]:
    """Through our rows, and raw, in milliseconds."""
    ours = milliseconds(partial(_repeat, store, work))
    return ours, milliseconds(partial(_repeat_raw, bare, work))


def _repeat(store: Store, work: _Work) -> None:
    with store.write() as unit:
        for name, values in work.asked:
            getattr(unit, name)(*values)


def _repeat_raw(connection: sqlite3.Connection, work: _Work) -> None:
    connection.execute("BEGIN IMMEDIATE")
    for statement, values, many in work.sent:
        if many:
            connection.executemany(statement, values)
        else:
            connection.execute(statement, values).fetchall()
    connection.execute("COMMIT")


def _commit(connection: sqlite3.Connection) -> None:
    connection.execute("insert into row (body) values (?)", ("x" * ROW,))
