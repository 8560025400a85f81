"""Questions that found nothing, and questions to the instructors."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.types import UtcTime

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("membership", sa.Column("keep_misses", sa.Boolean(), nullable=True))
    _miss()
    _inquiry()


def _miss() -> None:
    op.create_table(
        "miss",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_miss")),
        _key("miss", "community"),
    )
    op.create_index(op.f("ix_miss_community_id"), "miss", ["community_id"])
    op.create_index(op.f("ix_miss_day"), "miss", ["day"])


def _inquiry() -> None:
    op.create_table(
        "inquiry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=16), nullable=False),
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=True),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("reply", sa.String(length=1000), nullable=True),
        sa.Column("asked_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry")),
        _key("inquiry", "community"),
        _key("inquiry", "learner"),
        sa.UniqueConstraint("token", name=op.f("uq_inquiry_token")),
        sqlite_autoincrement=True,
    )
    for column in ("community_id", "learner_id", "asked_at"):
        op.create_index(op.f(f"ix_inquiry_{column}"), "inquiry", [column])


def _key(table: str, parent: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{parent}_id_{parent}")
    return sa.ForeignKeyConstraint([f"{parent}_id"], [f"{parent}.id"], name=name, ondelete="CASCADE")
