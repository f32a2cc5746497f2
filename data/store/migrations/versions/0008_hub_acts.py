"""What a hub knows of its terminals beyond their place, who may fetch a scan, and who asks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    for name in ("replaces", "seen_at", "refused_code", "refused_why", "refused_at"):
        op.add_column("member", sa.Column(name, sa.String()))
    for name in ("takes_over", "is_awaited"):
        column = sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
        op.add_column("member", column)
    op.create_table(
        "named_scan",
        sa.Column("digest", sa.String(), primary_key=True),
        sa.Column("case_id", sa.String(), primary_key=True),
    )
