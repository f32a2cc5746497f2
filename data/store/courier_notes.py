"""What a home remembers of the courier files it packed and unpacked: one row of settings each."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel
from sqlalchemy import select

from data.store.engine import Unit
from data.store.tables import SettingRow

SETTINGS = SettingRow.__table__  # type: ignore[attr-defined]
Note = TypeVar("Note", bound=BaseModel)


def read(unit: Unit, other: str, shape: type[Note]) -> Note:
    """What is remembered of the files from and to another feed; a fresh note where nothing is."""
    query = select(SETTINGS.c.value).where(SETTINGS.c.key == _key(other))
    value = unit.connection.execute(query).scalar()
    return shape() if value is None else shape.model_validate_json(value)


def write(unit: Unit, other: str, note: BaseModel) -> None:
    """Remember this in the place of what was."""
    unit.upsert(SettingRow, {"key": _key(other), "value": note.model_dump_json()})


def _key(other: str) -> str:
    return f"courier/{other}"
