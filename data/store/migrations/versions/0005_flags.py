"""Flags on a person: bars of the law, bad credit, broken promises."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "flag",
        sa.Column("owner", sa.String(), primary_key=True),
        sa.Column("kind", sa.String(), primary_key=True),
        sa.Column("source", sa.String(), primary_key=True),
        sa.Column("since", sa.String(), nullable=False),
        sa.Column("until", sa.String()),
        sa.Column("is_lifted", sa.Boolean(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
    )
