"""Drafts of this terminal: saved as typed, gone once their case is received."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import RowMapping, delete, select
from sqlalchemy.dialects.sqlite import insert

from data.store.engine import Unit
from data.store.tables import DraftRow

DRAFTS = DraftRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class StoredDraft:
    """`content` is JSON; a draft that is not parked is the one its owner works on."""

    id: str
    owner: str
    is_parked: bool
    saved_at: str
    content: str


def save(unit: Unit, draft: StoredDraft) -> None:
    row = DraftRow.model_validate(asdict(draft)).model_dump()
    statement = insert(DRAFTS).values(row)
    changed = {key: statement.excluded[key] for key in row if key != "id"}
    unit.connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=changed))


def remove(unit: Unit, draft_id: str) -> None:
    unit.connection.execute(delete(DRAFTS).where(DRAFTS.c.id == draft_id))


def find(unit: Unit, draft_id: str) -> StoredDraft | None:
    query = select(DRAFTS).where(DRAFTS.c.id == draft_id)
    row = unit.connection.execute(query).mappings().first()
    return None if row is None else _draft(row)


def everyone(unit: Unit) -> list[StoredDraft]:
    """All drafts of this terminal, newest first."""
    rows = unit.connection.execute(select(DRAFTS).order_by(DRAFTS.c.saved_at.desc())).mappings()
    return [_draft(row) for row in rows]


def _draft(row: RowMapping) -> StoredDraft:
    return StoredDraft(
        row["id"], row["owner"], bool(row["is_parked"]), row["saved_at"], row["content"]
    )
