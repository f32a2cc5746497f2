"""Wrong tries at a case's query code: five in a row lock it."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from data.store.engine import Unit
from data.store.tables import QueryTryRow

TRIES = QueryTryRow.__table__  # type: ignore[attr-defined]
MOST = 5


def is_locked(unit: Unit, number: str) -> bool:
    query = select(TRIES.c.wrong_tries).where(TRIES.c.number == number)
    return (unit.connection.execute(query).scalar() or 0) >= MOST


def note_wrong(unit: Unit, number: str) -> None:
    row = QueryTryRow.model_validate({"number": number, "wrong_tries": 1}).model_dump()
    statement = insert(TRIES).values(row)
    more = {"wrong_tries": TRIES.c.wrong_tries + 1}
    unit.connection.execute(statement.on_conflict_do_update(index_elements=["number"], set_=more))


def forget(unit: Unit, number: str) -> None:
    unit.connection.execute(delete(TRIES).where(TRIES.c.number == number))
