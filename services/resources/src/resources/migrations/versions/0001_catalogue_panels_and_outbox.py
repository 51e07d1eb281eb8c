"""Catalogue, panels and outbox

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    op.create_table(
        "campaigns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hashtags", sa.JSON(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("countries", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("partners", sa.JSON(), nullable=False),
        sa.Column("starts", sa.String(length=10), nullable=False),
        sa.Column("ends", sa.String(length=10), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaigns")),
    )
    op.create_table(
        "catalogue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue")),
    )
    op.create_table(
        "creators",
        sa.Column("handle", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("platform", sa.String(length=20), nullable=False),
        sa.Column("country", sa.String(length=3), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("series", sa.String(), nullable=True),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("handle", name=op.f("pk_creators")),
    )
    op.create_table(
        "emergency_numbers",
        sa.Column("country", sa.String(length=3), nullable=False),
        sa.Column("general", sa.JSON(), nullable=False),
        sa.Column("police", sa.JSON(), nullable=False),
        sa.Column("ambulance", sa.JSON(), nullable=False),
        sa.Column("fire", sa.JSON(), nullable=False),
        sa.Column("mobile", sa.JSON(), nullable=False),
        sa.Column("number_sources", sa.JSON(), nullable=False),
        sa.Column("disputed_services", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("country", name=op.f("pk_emergency_numbers")),
    )
    op.create_table(
        "guides",
        sa.Column("id", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("countries", sa.JSON(), nullable=False),
        sa.Column("organisations", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guides")),
    )
    op.create_table(
        "helplines",
        sa.Column("id", sa.String(length=120), nullable=False),
        sa.Column("country", sa.String(length=3), nullable=False),
        sa.Column("subdivision", sa.String(length=6), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_local", sa.String(), nullable=True),
        sa.Column("organisation", sa.String(), nullable=True),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("hours", sa.JSON(), nullable=True),
        sa.Column("free", sa.Boolean(), nullable=True),
        sa.Column("website", sa.String(), nullable=True),
        sa.Column("agreement", sa.Integer(), nullable=False),
        sa.Column("disputed", sa.String(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helplines")),
    )
    with op.batch_alter_table("helplines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_helplines_audience"), ["audience"], unique=False)
        batch_op.create_index(batch_op.f("ix_helplines_country"), ["country"], unique=False)
        batch_op.create_index(batch_op.f("ix_helplines_level"), ["level"], unique=False)

    op.create_table(
        "messages",
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("review", sa.String(length=10), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("language", name=op.f("pk_messages")),
    )
    op.create_table(
        "organisations",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("countries", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_organisations")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("topic", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_table(
        "panels",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("content", sa.String(length=64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_panels")),
    )
    with op.batch_alter_table("panels", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_panels_revision"), ["revision"], unique=False)

    op.create_table(
        "regions",
        sa.Column("code", sa.String(length=3), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_regions")),
    )
    op.create_table(
        "withdrawals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("helpline_id", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("withdrawn_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("restored_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withdrawals")),
    )
    with op.batch_alter_table("withdrawals", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_withdrawals_helpline_id"), ["helpline_id"], unique=False
        )

    op.create_table(
        "helpline_channels",
        sa.Column("helpline_id", sa.String(length=120), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=True),
        sa.Column("e164", sa.String(length=16), nullable=True),
        sa.Column("short_code", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["helpline_id"],
            ["helplines.id"],
            name=op.f("fk_helpline_channels_helpline_id_helplines"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("helpline_id", "position", name=op.f("pk_helpline_channels")),
    )
    op.create_table(
        "helpline_evidence",
        sa.Column("helpline_id", sa.String(length=120), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("seen", sa.String(length=10), nullable=True),
        sa.ForeignKeyConstraint(
            ["helpline_id"],
            ["helplines.id"],
            name=op.f("fk_helpline_evidence_helpline_id_helplines"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("helpline_id", "position", name=op.f("pk_helpline_evidence")),
    )
    op.create_table(
        "videos",
        sa.Column("id", sa.String(length=120), nullable=False),
        sa.Column("creator", sa.String(length=80), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("regions", sa.JSON(), nullable=False),
        sa.Column("consent_on", sa.String(length=10), nullable=True),
        sa.Column("content_note", sa.String(), nullable=True),
        sa.Column("help_address", sa.String(), nullable=True),
        sa.Column("method_free", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("expires_on", sa.String(length=10), nullable=True),
        sa.ForeignKeyConstraint(
            ["creator"], ["creators.handle"], name=op.f("fk_videos_creator_creators")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_videos")),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("videos")
    op.drop_table("helpline_evidence")
    op.drop_table("helpline_channels")
    with op.batch_alter_table("withdrawals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_withdrawals_helpline_id"))

    op.drop_table("withdrawals")
    op.drop_table("regions")
    with op.batch_alter_table("panels", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_panels_revision"))

    op.drop_table("panels")
    op.drop_table("outbox")
    op.drop_table("organisations")
    op.drop_table("messages")
    with op.batch_alter_table("helplines", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_helplines_level"))
        batch_op.drop_index(batch_op.f("ix_helplines_country"))
        batch_op.drop_index(batch_op.f("ix_helplines_audience"))

    op.drop_table("helplines")
    op.drop_table("guides")
    op.drop_table("emergency_numbers")
    op.drop_table("creators")
    op.drop_table("catalogue")
    op.drop_table("campaigns")
