"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "archive",
        sa.Column("owner", sa.String(), primary_key=True),
        sa.Column("certificate", sa.String(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("case_number", sa.String(), nullable=False),
        sa.Column("seen_on", sa.String(), nullable=False),
        sa.Column("valid_until", sa.String()),
    )
    op.create_table(
        "base_record",
        sa.Column("owner", sa.String(), primary_key=True),
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
    )
    op.create_table(
        "calendar",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("imported_at", sa.String(), nullable=False),
    )
    op.create_table(
        "case",
        sa.Column("case_id", sa.String(), primary_key=True),
        sa.Column("number", sa.String(), nullable=False, unique=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("station", sa.String(), nullable=False),
        sa.Column("applicant_name", sa.String(), nullable=False),
        sa.Column("applicant_number", sa.String(), nullable=False),
        sa.Column("received_at", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
    )
    op.create_index("ix_case_applicant", "case", ["applicant_number", "item"], unique=False)
    op.create_index("ix_case_received_at", "case", ["received_at"], unique=False)
    op.create_index("ix_case_status", "case", ["status"], unique=False)
    op.create_table(
        "catalogue",
        sa.Column("digest", sa.String(), primary_key=True),
        sa.Column("version", sa.String(), nullable=False, unique=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("effective", sa.String(), nullable=False),
        sa.Column("is_draft", sa.Boolean(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("search_keys", sa.String(), nullable=False),
        sa.Column("imported_at", sa.String(), nullable=False),
    )
    op.create_table(
        "counter",
        sa.Column("series", sa.String(), primary_key=True),
        sa.Column("last", sa.Integer(), nullable=False),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("feed", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("case_id", sa.String()),
        sa.Column("base", sa.String()),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("schema_version", sa.Integer(), nullable=False),
        sa.Column("body_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False, unique=True),
        sa.Column("signature", sa.String(), nullable=False),
        sa.UniqueConstraint("feed", "number"),
    )
    op.create_index("ix_event_case_id", "event", ["case_id"], unique=False)
    op.create_table(
        "feed",
        sa.Column("feed", sa.String(), primary_key=True),
        sa.Column("public_key", sa.String(), nullable=False),
        sa.Column("station", sa.String(), nullable=False),
        sa.Column("terminal", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("is_own", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "query_try",
        sa.Column("number", sa.String(), primary_key=True),
        sa.Column("wrong_tries", sa.Integer(), nullable=False),
    )
    op.create_table(
        "setting",
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("value", sa.String(), nullable=False),
    )
    op.create_table(
        "staff",
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("roles", sa.String(), nullable=False),
        sa.Column("department", sa.String()),
        sa.Column("authorised", sa.String(), nullable=False),
        sa.Column("title", sa.String()),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("wrong_tries", sa.Integer(), nullable=False),
        sa.Column("is_locked", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "verdict",
        sa.Column("event_id", sa.String(), primary_key=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("why", sa.String()),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("hub_feed", sa.String(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
    )
    op.create_table(
        "document",
        sa.Column("number", sa.String(), primary_key=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), sa.ForeignKey("case.case_id"), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.Column("prints", sa.Integer(), nullable=False),
    )
    op.create_index("ix_document_case_id", "document", ["case_id"], unique=False)
    op.create_table(
        "event_body",
        sa.Column("event_id", sa.String(), sa.ForeignKey("event.id"), primary_key=True),
        sa.Column("body", sa.String(), nullable=False),
    )
    op.create_table(
        "mark",
        sa.Column("case_id", sa.String(), sa.ForeignKey("case.case_id"), primary_key=True),
        sa.Column("position", sa.Integer(), primary_key=True),
        sa.Column("material", sa.String(), nullable=False),
        sa.Column("person", sa.String()),
        sa.Column("mark", sa.String()),
    )
    op.create_table(
        "outbox",
        sa.Column("event_id", sa.String(), sa.ForeignKey("event.id"), primary_key=True),
        sa.Column("state", sa.String(), nullable=False),
    )
    op.create_index("ix_outbox_state", "outbox", ["state"], unique=False)
    op.create_table(
        "task",
        sa.Column("case_id", sa.String(), sa.ForeignKey("case.case_id"), primary_key=True),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("offered_by", sa.String(), nullable=False),
    )
    op.create_index("ix_task_address", "task", ["address"], unique=False)
    op.create_table(
        "print_job",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("document", sa.String(), sa.ForeignKey("document.number"), nullable=False),
        sa.Column("printer", sa.String(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("reprint", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String()),
        sa.Column("reference", sa.String()),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.String(), nullable=False),
        sa.Column("done_at", sa.String()),
    )
    op.create_index("ix_print_job_document", "print_job", ["document"], unique=False)
    op.create_index("ix_print_job_state", "print_job", ["state"], unique=False)
