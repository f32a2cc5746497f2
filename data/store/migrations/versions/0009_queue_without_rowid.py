"""On SQLite the queue is one tree, not two: its rows are found by case, and change in place."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    op.rename_table("queue", "queue_before")
    op.create_table(
        "queue",
        sa.Column("case_id", sa.String(), primary_key=True),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("step", sa.String()),
        sa.Column("due", sa.String(), nullable=False),
        sa.Column("urgency", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("feed", sa.String()),
        sa.Column("person", sa.String()),
        sa.Column("until", sa.String()),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO queue SELECT * FROM queue_before")
    op.drop_table("queue_before")
    for name, state, columns in (
        ("ix_queue_waiting", "waiting", ["address", "urgency", "due", "case_id"]),
        ("ix_queue_leased", "leased", ["until"]),
    ):
        op.create_index(name, "queue", columns, sqlite_where=sa.text(f"state = '{state}'"))
