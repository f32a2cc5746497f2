"""Papers that wait for the hub's word are found without walking all papers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    where = sa.text("prints = 0")
    op.create_index(
        "ix_document_unprinted",
        "document",
        ["event_id"],
        sqlite_where=where,
        postgresql_where=where,
    )
