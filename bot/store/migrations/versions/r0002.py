"""Schedules with several times a day, dates left out and an end; leases for several processes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.types import Json, UtcTime

revision = "0002"
down_revision = "0001"

_DUE = sa.table("due", sa.column("key"), sa.column("place", Json), sa.column("platform"), sa.column("channel"))


def upgrade() -> None:
    _schedule()
    _due()
    op.create_table(
        "lease",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=False),
        sa.Column("until", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )


def _schedule() -> None:
    """SQLite rebuilds the table, and would forget which ids were given before."""
    given = _last_id("schedule")
    with op.batch_alter_table("schedule", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.alter_column(
            "time", new_column_name="times", existing_type=sa.String(5), type_=sa.String(60), existing_nullable=False
        )
        table.add_column(sa.Column("skipped", Json, nullable=True))
        table.add_column(sa.Column("holidays", sa.String(length=12), nullable=True))
        table.add_column(sa.Column("until", sa.Date(), nullable=True))
    op.execute(sa.table("schedule", sa.column("skipped", Json)).update().values(skipped=[]))
    with op.batch_alter_table("schedule", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.alter_column("skipped", existing_type=Json, nullable=False)
    if given is not None:
        op.execute(sa.text("UPDATE sqlite_sequence SET seq = :seq WHERE name = 'schedule'").bindparams(seq=given))


def _last_id(name: str) -> int | None:
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        return None
    asked = sa.text("SELECT seq FROM sqlite_sequence WHERE name = :name")
    found: int | None = connection.scalar(asked, {"name": name})
    return found


def _due() -> None:
    with op.batch_alter_table("due") as table:
        table.add_column(sa.Column("platform", sa.String(length=16), nullable=True))
        table.add_column(sa.Column("channel", sa.String(length=64), nullable=True))
        table.add_column(sa.Column("owner", sa.String(length=32), nullable=True))
        table.add_column(sa.Column("begun_at", UtcTime(), nullable=True))
    connection = op.get_bind()
    for key, place in connection.execute(sa.select(_DUE.c.key, _DUE.c.place)).all():
        values = {"platform": place["platform"], "channel": place["channel"]}
        connection.execute(_DUE.update().where(_DUE.c.key == key).values(values))
    with op.batch_alter_table("due") as table:
        table.alter_column("platform", existing_type=sa.String(16), nullable=False)
        table.alter_column("channel", existing_type=sa.String(64), nullable=False)
