"""Opening hours, serving rules, videos' captions, safety tools and live sessions

Revision ID: 0002
Revises: 0001
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_NEW_TABLES = ("dead_videos", "live_sessions", "publishers", "safety_tools")


def upgrade() -> None:
    """Make the change."""
    _make_tables()
    for table, columns in _new_columns().items():
        for column in columns:
            op.add_column(table, column)
    op.drop_index(op.f("ix_helplines_level"), table_name="helplines")
    op.drop_column("helplines", "level")
    _rename_withdrawn("helpline_id", "record_id")


def downgrade() -> None:
    """Take the change back."""
    _rename_withdrawn("record_id", "helpline_id")
    level = sa.Column("level", sa.String(length=20), nullable=False, server_default="single_source")
    op.add_column("helplines", level)
    op.create_index(op.f("ix_helplines_level"), "helplines", ["level"])
    for table, columns in _new_columns().items():
        for column in columns:
            op.drop_column(table, column.name)
    for table in _NEW_TABLES:
        op.drop_table(table)


def _rename_withdrawn(old: str, new: str) -> None:
    op.drop_index(op.f(f"ix_withdrawals_{old}"), table_name="withdrawals")
    op.alter_column("withdrawals", old, new_column_name=new)
    op.create_index(op.f(f"ix_withdrawals_{new}"), "withdrawals", [new])


def _new_columns() -> dict[str, tuple[sa.Column[Any], ...]]:
    return {
        "catalogue": (
            sa.Column("serving", sa.JSON(), nullable=False, server_default="{}"),
            sa.Column("made_on", sa.String(length=10), nullable=True),
        ),
        "guides": (
            sa.Column("starts", sa.String(length=10), nullable=True),
            sa.Column("ends", sa.String(length=10), nullable=True),
        ),
        "helpline_channels": (
            sa.Column("schedule", sa.String(), nullable=True),
            sa.Column("as_stated", sa.Boolean(), nullable=True),
        ),
        "helplines": (
            sa.Column("time_zone", sa.String(length=40), nullable=True),
            sa.Column("checked_at", sa.String(length=10), nullable=True),
            sa.Column("expires_at", sa.String(length=10), nullable=True),
        ),
        "videos": (
            sa.Column("captions", sa.JSON(), nullable=False, server_default="[]"),
            sa.Column("approved_by", sa.String(), nullable=True),
        ),
    }


def _make_tables() -> None:
    op.create_table(
        "dead_videos",
        sa.Column("video_id", sa.String(length=120), nullable=False),
        sa.Column("seen_dead_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("video_id", name=op.f("pk_dead_videos")),
    )
    op.create_table(
        "live_sessions",
        sa.Column("id", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("starts_at", sa.String(length=40), nullable=False),
        sa.Column("ends_at", sa.String(length=40), nullable=False),
        sa.Column("countries", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_sessions")),
    )
    op.create_table(
        "publishers",
        sa.Column("id", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("addresses", sa.JSON(), nullable=False),
        sa.Column("terms", sa.String(), nullable=True),
        sa.Column("terms_read", sa.String(length=10), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publishers")),
    )
    op.create_table(
        "safety_tools",
        sa.Column("id", sa.String(length=120), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("labels", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safety_tools")),
    )
