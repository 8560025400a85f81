"""Whether an instructor wants to be told of questions that wait."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("membership", sa.Column("tell_questions", sa.Boolean(), nullable=True))
