"""A whole accept through the service, and the same transaction in raw SQL, in turn.

The raw contestant repeats, with plain sqlite3 on a copy of the store, every statement that the
service's unit of work sent: the same rows, and nothing around them.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from itertools import count, islice
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from unittest.mock import patch

from sqlalchemy import event
from sqlalchemy.engine import Engine

from benchmarks.figures import ROUNDS, Figure, milliseconds
from data.rules.check_digits import identity_check
from data.store.staff import Account
from window_app import demonstration
from window_app.services import access, intake, spooling
from window_app.services.forms import IntakeForm
from window_app.services.office import Office

CASES = 40  # accepts a round
WARM = 10  # accepts before the first round
ROW = 2048  # bytes of the row that is committed alone

Statement = tuple[str, Any, bool]


def run() -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="window-bench-") as name, _without_paper():
        folder = Path(name)
        office, clerk = _open(folder / "home")
        forms = _forms()
        _accept(office, clerk, list(islice(forms, WARM)))
        raw = _twin(office, folder / "twin.db")
        bare = _bare(folder / "bare.db")
        ours: list[float] = []
        same: list[float] = []
        alone: list[float] = []
        for _ in range(ROUNDS):
            with _sent() as statements:
                ours.append(_accept(office, clerk, list(islice(forms, CASES))))
            same.append(median(_repeat(raw, one) for one in _units(statements)))
            alone.append(median(_commit(bare) for _ in range(CASES * 5)))
    ratio = median(mine / its for mine, its in zip(ours, same, strict=True))
    return [
        Figure("accept", "through the service, without paper", median(ours), "ms", "<= 5"),
        Figure("accept", "the same transaction in raw SQL", median(same)),
        Figure("accept", "of raw SQL", ratio, "x", "<= 3"),
        Figure("accept", "one row of 2 KB, WAL FULL", 1000 / median(alone), "/s"),
    ]


def _open(folder: Path) -> tuple[Office, Account]:
    office = demonstration.create(folder)
    clerk = access.log_in(office, demonstration.CLERK, demonstration.PASSWORD)
    assert isinstance(clerk, Account)
    return office, clerk


def _accept(office: Office, clerk: Account, forms: list[IntakeForm]) -> float:
    """The median accept, in milliseconds."""
    folder = office.home.folder
    return median(
        milliseconds(partial(intake.submit, office, form, clerk, folder)) for form in forms
    )


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


@contextmanager
def _sent() -> Iterator[list[Statement]]:
    """What is sent to SQLite meanwhile."""
    statements: list[Statement] = []

    def note(_c: Any, _cursor: Any, text: str, values: Any, _x: Any, many: bool) -> None:
        statements.append((text, values, many))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def _units(statements: list[Statement]) -> Iterator[list[Statement]]:
    """Every unit of work that writes, from its BEGIN to its COMMIT."""
    unit: list[Statement] = []
    for statement in statements:
        if statement[0].startswith("BEGIN"):
            unit = []
        unit.append(statement)
        if statement[0] == "COMMIT" and unit[0][0] == "BEGIN IMMEDIATE":
            yield unit


def _twin(office: Office, path: Path) -> sqlite3.Connection:
    """A copy of the home's store as it stands."""
    twin = _connect(path)
    source = sqlite3.connect(office.home.store)
    source.backup(twin)
    source.close()
    return _prepared(twin)


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


def _repeat(connection: sqlite3.Connection, unit: list[Statement]) -> float:
    begun = perf_counter()
    for text, values, many in unit:
        if many:
            connection.executemany(text, values)
        else:
            connection.execute(text, values).fetchall()
    return (perf_counter() - begun) * 1000


def _commit(connection: sqlite3.Connection) -> float:
    return milliseconds(
        lambda: connection.execute("insert into row (body) values (?)", ("x" * ROW,))
    )
