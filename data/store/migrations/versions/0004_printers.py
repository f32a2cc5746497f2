"""Printers of a window, and which of them prints what."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "printer",
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("paper", sa.String(), nullable=False),
    )
    op.create_table(
        "printer_choice",
        sa.Column("kind", sa.String(), primary_key=True),
        sa.Column("printer", sa.String(), sa.ForeignKey("printer.name"), nullable=False),
    )
