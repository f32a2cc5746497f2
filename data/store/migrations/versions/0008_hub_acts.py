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
        no = sa.false()
        op.add_column("member", sa.Column(name, sa.Boolean(), nullable=False, server_default=no))
    op.create_table(
        "scan_reader",
        sa.Column("digest", sa.String(), primary_key=True),
        sa.Column("reader", sa.String(), primary_key=True),
    )
    op.create_table(
        "hub_link",
        sa.Column("event_id", sa.String(), primary_key=True),
        sa.Column("previous", sa.String(), nullable=False),
    )
