"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.types import Json, UtcTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "community",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("set_up", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "event",
        sa.Column("id", sa.String(length=120), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index(op.f("ix_event_at"), "event", ["at"], unique=False)
    op.create_table(
        "learner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=True),
        sa.Column("home_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["home_id"], ["community.id"], name=op.f("fk_learner_home_id_community"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learner")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "overlay",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("item_id", sa.String(length=40), nullable=False),
        sa.Column("value", Json, nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_overlay_community_id_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_overlay")),
        sa.UniqueConstraint("community_id", "kind", "item_id", name=op.f("uq_overlay_community_id_kind_item_id")),
    )
    op.create_index(op.f("ix_overlay_community_id"), "overlay", ["community_id"], unique=False)
    op.create_table(
        "space",
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_space_community_id_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("platform", "id", name=op.f("pk_space")),
    )
    op.create_index(op.f("ix_space_community_id"), "space", ["community_id"], unique=False)
    op.create_table(
        "dealt",
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(length=40), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_dealt_community_id_community"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_dealt_learner_id_learner"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("learner_id", "community_id", "item_id", name=op.f("pk_dealt")),
    )
    op.create_table(
        "identity",
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("realm", sa.String(length=64), nullable=False),
        sa.Column("user", sa.String(length=64), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_identity_learner_id_learner"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("platform", "realm", "user", name=op.f("pk_identity")),
    )
    op.create_index(op.f("ix_identity_learner_id"), "identity", ["learner_id"], unique=False)
    op.create_table(
        "membership",
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("instructor", sa.Boolean(), nullable=False),
        sa.Column("asked_at", UtcTime(), nullable=True),
        sa.Column("board_name", sa.String(length=40), nullable=True),
        sa.Column("joined_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_membership_community_id_community"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_membership_learner_id_learner"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "learner_id", name=op.f("pk_membership")),
    )
    op.create_index(op.f("ix_membership_learner_id"), "membership", ["learner_id"], unique=False)
    op.create_table(
        "quiz",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=True),
        sa.Column("items", Json, nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("opened_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_quiz_community_id_community"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_quiz_learner_id_learner"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_quiz_learner_id"), "quiz", ["learner_id"], unique=False)
    op.create_table(
        "schedule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("place", Json, nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=True),
        sa.Column("time", sa.String(length=5), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("paused", sa.String(length=200), nullable=True),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.Column("next_due_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_schedule_community_id_community"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["learner.id"], name=op.f("fk_schedule_made_by_learner"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedule")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_schedule_community_id"), "schedule", ["community_id"], unique=False)
    op.create_index(op.f("ix_schedule_next_due_at"), "schedule", ["next_due_at"], unique=False)
    op.create_table(
        "due",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("schedule_id", sa.Integer(), nullable=True),
        sa.Column("place", Json, nullable=False),
        sa.Column("payload", Json, nullable=False),
        sa.Column("due_at", UtcTime(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("lease_until", UtcTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("message", sa.String(length=64), nullable=True),
        sa.Column("trouble", sa.String(length=300), nullable=True),
        sa.Column("done_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_due_community_id_community"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["schedule.id"], name=op.f("fk_due_schedule_id_schedule"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_due")),
    )
    op.create_index(op.f("ix_due_community_id"), "due", ["community_id"], unique=False)
    op.create_index(op.f("ix_due_schedule_id"), "due", ["schedule_id"], unique=False)
    op.create_index(op.f("ix_due_state_due_due_at"), "due", ["state", "due_at"], unique=False)
    op.create_table(
        "posed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=True),
        sa.Column("quiz_id", sa.Integer(), nullable=True),
        sa.Column("item_id", sa.String(length=40), nullable=False),
        sa.Column("revision", sa.String(length=12), nullable=False),
        sa.Column("options", Json, nullable=False),
        sa.Column("context", sa.String(length=8), nullable=False),
        sa.Column("place", Json, nullable=True),
        sa.Column("message", sa.String(length=64), nullable=True),
        sa.Column("opens_at", UtcTime(), nullable=False),
        sa.Column("closes_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_posed_community_id_community"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_posed_learner_id_learner"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["quiz_id"], ["quiz.id"], name=op.f("fk_posed_quiz_id_quiz"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posed")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_posed_community_id"), "posed", ["community_id"], unique=False)
    op.create_index(op.f("ix_posed_item_id"), "posed", ["item_id"], unique=False)
    op.create_index(op.f("ix_posed_learner_id"), "posed", ["learner_id"], unique=False)
    op.create_index(op.f("ix_posed_quiz_id"), "posed", ["quiz_id"], unique=False)
    op.create_table(
        "answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("posed_id", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("options", Json, nullable=False),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.Column("confidence", sa.String(length=8), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_answer_community_id_community"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_answer_learner_id_learner"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["posed_id"], ["posed.id"], name=op.f("fk_answer_posed_id_posed"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("posed_id", "learner_id", "attempt", name=op.f("uq_answer_posed_id_learner_id_attempt")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_answer_learner_id_answer_community_id"), "answer", ["learner_id", "community_id"], unique=False
    )
    op.create_table(
        "award",
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(length=40), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_award_answer_id_answer"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_award_community_id_community"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learner.id"], name=op.f("fk_award_learner_id_learner"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("answer_id", name=op.f("pk_award")),
    )
    op.create_index(op.f("ix_award_community_id_award_at"), "award", ["community_id", "at"], unique=False)
    op.create_index(op.f("ix_award_learner_id_award_item_id"), "award", ["learner_id", "item_id"], unique=False)
