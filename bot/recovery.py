"""What a database that was put back from a backup can't know: which posts, and which ids, there have been since."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.clock import Clock, system_clock
from bot.outbox import store as outbox
from bot.schedule.planner import SchedulePlanner
from bot.store.database import Database, open_database
from bot.store.tables import metadata

APART = 100_000
"""More ids than can have been given since any backup."""


async def recover(url: str, catch_up: timedelta, clock: Clock = system_clock) -> str:
    """What came due since the backup may have been posted: the bot looks for it before it sends it.

    Ids begin anew far above those in the backup, so that a button in the channels never means another row. To be run
    once, with the bot stopped, before it starts on the restored database.
    """
    store = await open_database(url)
    try:
        unclear = await _doubt(store, catch_up, clock())
        await store.write(_move_ids)
    finally:
        await store.close()
    return f"Posts since the backup that will be looked for before they are sent: {unclear}."


async def _doubt(store: Database, catch_up: timedelta, now: datetime) -> int:
    planner = SchedulePlanner(catch_up)
    while await store.write(lambda connection: planner.plan(connection, now), locks=True):
        pass
    return await store.write(lambda connection: outbox.doubt(connection, now))


def _move_ids(connection: sa.Connection) -> None:
    for table in metadata.sorted_tables:
        if not table.dialect_options["sqlite"]["autoincrement"]:
            continue
        if connection.dialect.name == "sqlite":
            moved = connection.execute(_MOVE, {"name": table.name, "apart": APART}).rowcount
            if not moved:
                connection.execute(_BEGIN, {"name": table.name, "apart": APART})
        else:
            name = sa.select(sa.func.pg_get_serial_sequence(table.name, "id")).scalar_subquery()
            connection.execute(sa.select(sa.func.setval(name, sa.func.nextval(name) + APART)))


_MOVE = sa.text("UPDATE sqlite_sequence SET seq = seq + :apart WHERE name = :name")
_BEGIN = sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :apart)")
