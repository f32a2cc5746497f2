"""Items of a list as rows of their own, so that one is opened without the others."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_OLD = sa.text(
    "select digest, version, name, effective, is_draft, imported_at, content, search_keys"
    " from catalogue where digest = :digest"
)
_VERSION = sa.text(
    "insert into catalogue_version"
    " (digest, version, name, effective, is_draft, imported_at, department_readings, head) values"
    " (:digest, :version, :name, :effective, :is_draft, :imported_at, :department_readings, :head)"
)
_ITEM = sa.text(
    "insert into catalogue_item (digest, code, position, readings, content)"
    " values (:digest, :code, :position, :readings, :content)"
)


def upgrade() -> None:
    _make_tables()
    connection = op.get_bind()
    for digest in connection.execute(sa.text("select digest from catalogue")).scalars().all():
        _carry_over(connection, digest)
    op.drop_table("catalogue")


def _make_tables() -> None:
    """Large columns stand last: what comes before them is read without them."""
    op.create_table(
        "catalogue_version",
        sa.Column("digest", sa.String(), primary_key=True),
        sa.Column("version", sa.String(), nullable=False, unique=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("effective", sa.String(), nullable=False),
        sa.Column("is_draft", sa.Boolean(), nullable=False),
        sa.Column("imported_at", sa.String(), nullable=False),
        sa.Column("department_readings", sa.String(), nullable=False),
        sa.Column("head", sa.String(), nullable=False),
    )
    op.create_table(
        "catalogue_item",
        sa.Column(
            "digest", sa.String(), sa.ForeignKey("catalogue_version.digest"), primary_key=True
        ),
        sa.Column("code", sa.String(), primary_key=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("readings", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
    )
    op.create_table(
        "catalogue_index",
        sa.Column(
            "digest", sa.String(), sa.ForeignKey("catalogue_version.digest"), primary_key=True
        ),
        sa.Column("form", sa.Integer(), nullable=False),
        sa.Column("entries", sa.String(), nullable=False),
        sa.Column("spelling", sa.String(), nullable=False),
    )


def _carry_over(connection: sa.Connection, digest: str) -> None:
    """A version that was one text: its items become rows. Its index is made when it is opened."""
    old = dict(connection.execute(_OLD, {"digest": digest}).mappings().one())
    content, keys = json.loads(old.pop("content")), json.loads(old.pop("search_keys"))
    items = content.pop("items")
    departments = {name: _readings(own) for name, own in keys["departments"].items()}
    connection.execute(
        _VERSION, {**old, "department_readings": _text(departments), "head": _text(content)}
    )
    rows = [
        {
            "digest": digest,
            "code": item["code"],
            "position": position,
            "readings": _text(_readings(keys["items"][item["code"]])),
            "content": _text(item),
        }
        for position, item in enumerate(items)
    ]
    connection.execute(_ITEM, rows)


def _readings(own: dict[str, Any]) -> list[Any]:
    return [own["name"], *own["aliases"]]


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
