"""Exchange: the queue, the hub's order, scope and members, and a terminal's leases."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("feed", sa.Column("is_whole", sa.Boolean(), nullable=False, server_default="1"))
    op.add_column("verdict", sa.Column("code", sa.String(), nullable=False, server_default=""))
    _queue()
    _order()
    _members()
    op.create_table(
        "lease",
        sa.Column("case_id", sa.String(), primary_key=True),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("until", sa.String()),
    )


def _queue() -> None:
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
    )
    for name, state, columns in (
        ("ix_queue_waiting", "waiting", ["address", "urgency", "due", "case_id"]),
        ("ix_queue_leased", "leased", ["until"]),
    ):
        where = sa.text(f"state = '{state}'")
        op.create_index(name, "queue", columns, sqlite_where=where, postgresql_where=where)


def _order() -> None:
    op.create_table(
        "taken",
        sa.Column("event_id", sa.String(), primary_key=True),
        sa.Column("number", sa.Integer(), nullable=False, unique=True),
        sa.Column("case_id", sa.String()),
        sa.Column("line", sa.String()),
        sa.Column("received_at", sa.String(), nullable=False),
        sa.UniqueConstraint("case_id", "line"),
    )
    op.create_index("ix_taken_case", "taken", ["case_id", "number"])
    op.create_table(
        "scope",
        sa.Column("case_id", sa.String(), primary_key=True),
        sa.Column("address", sa.String(), primary_key=True),
        sa.Column("number", sa.Integer(), nullable=False),
    )
    op.create_index("ix_scope_address", "scope", ["address", "number"])


def _members() -> None:
    op.create_table(
        "member",
        sa.Column("feed", sa.String(), primary_key=True),
        sa.Column("station", sa.String(), nullable=False),
        sa.Column("terminal", sa.String(), nullable=False),
        sa.Column("department", sa.String()),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("carries_to", sa.String()),
        sa.Column("token_hash", sa.String(), nullable=False, unique=True),
        sa.Column("joined_at", sa.String(), nullable=False),
        sa.Column("revoked_at", sa.String()),
    )
    op.create_index("ix_member_station", "member", ["station"])
    op.create_table(
        "enrolment",
        sa.Column("code_hash", sa.String(), primary_key=True),
        sa.Column("station", sa.String(), nullable=False),
        sa.Column("department", sa.String()),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("carries_to", sa.String()),
        sa.Column("replaces", sa.String()),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.Column("expires_at", sa.String(), nullable=False),
        sa.Column("used_at", sa.String()),
    )
