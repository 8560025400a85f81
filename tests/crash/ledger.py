"""What the database holds while the program is dead or alive: posts are ordered here, and counted at the end."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from bot.chat.people import Place
from bot.outbox.model import PENDING, SENDING
from bot.schedule import store as schedules
from bot.schedule.model import DAILY, EVERY_DAY, FACT, QUESTION, Schedule
from bot.store.tables import community, due, schedule

T = TypeVar("T")


@dataclass(frozen=True)
class Row:
    key: str
    platform: str
    state: str
    attempts: int
    trouble: str


class Ledger:
    """A connection of its own for each look, so that nothing is held while the program is killed and started."""

    def __init__(self, url: str, places: Sequence[Place] = (), dice: random.Random | None = None) -> None:
        self._engine = create_async_engine(
            sa.make_url(url).set(drivername="sqlite+aiosqlite") if url.startswith("sqlite") else url,
            poolclass=sa.NullPool,
        )
        self._places = itertools.cycle(places)
        self._dice = dice or random.Random()

    async def close(self) -> None:
        await self._engine.dispose()

    async def order(self, count: int) -> None:
        """So many more posts, due now."""
        now = datetime.now(UTC)

        def add(connection: sa.Connection) -> None:
            for _ in range(count):
                self._add(connection, now)

        await self._do(add)

    async def open(self, *, free: bool = False) -> int:
        """How many posts are ordered and not closed; with `free`, only those that no lease holds."""

        def count(connection: sa.Connection) -> int:
            now = datetime.now(UTC)
            planned = sa.select(sa.func.count()).select_from(schedule).where(schedule.c.next_due_at <= now)
            begun = sa.select(sa.func.count()).select_from(due).where(due.c.state.in_((PENDING, SENDING)))
            begun = begun.where(due.c.kind == "post")
            if free:
                begun = begun.where(sa.or_(due.c.lease_until.is_(None), due.c.lease_until <= now))
            return int(connection.scalar(planned) or 0) + int(connection.scalar(begun) or 0)

        return await self._do(count)

    async def rows(self) -> list[Row]:
        """All posts, closed or not."""

        def read(connection: sa.Connection) -> list[Row]:
            asked = sa.select(due.c.key, due.c.platform, due.c.state, due.c.attempts, due.c.trouble)
            return [
                Row(row.key, row.platform, row.state, row.attempts, row.trouble or "")
                for row in connection.execute(asked.where(due.c.kind == "post"))
            ]

        return await self._do(read)

    def _add(self, connection: sa.Connection, now: datetime) -> None:
        """A schedule whose moment has just come."""
        place, minute = next(self._places), now.replace(second=0, microsecond=0)
        what = self._dice.choice((FACT, QUESTION, DAILY))
        group = self._group(connection, place, now)
        plan = Schedule(0, group, place, what, None, (minute.time(),), EVERY_DAY, "UTC")
        saved = schedules.add(connection, plan, now)
        connection.execute(sa.update(schedule).where(schedule.c.id == saved.id).values(next_due_at=minute))

    def _group(self, connection: sa.Connection, place: Place, now: datetime) -> int:
        found = connection.scalar(sa.select(community.c.id).where(community.c.name == place.space))
        if found is None:
            values = {"name": place.space, "zone": "UTC", "set_up": True, "created_at": now}
            found = connection.scalar(sa.insert(community).values(values).returning(community.c.id))
        return int(found or 0)

    async def _do(self, work: Callable[[sa.Connection], T]) -> T:
        async with self._engine.begin() as connection:
            return await connection.run_sync(work)
