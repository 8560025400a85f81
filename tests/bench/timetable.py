"""Schedules that all come due in the same minute, and what became of their posts, read from the program's database."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.chat.people import Place
from bot.schedule import store as schedules
from bot.schedule.model import DAILY, EVERY_DAY, FACT, QUESTION, Schedule
from bot.store.tables import community, due, space

HOLDS = (FACT, QUESTION, DAILY)


@dataclass(frozen=True, slots=True)
class Post:
    """`done` is when the program noted that it was sent, in seconds since the epoch, or 0; `tries` is how often it was
    begun."""

    key: str
    platform: str
    channel: str
    community: int
    done: float
    tries: int


class Timetable:
    """`url` is SQLite's. Fill it before the program starts, which then owns the file; reading disturbs nobody."""

    def __init__(self, url: str) -> None:
        self._engine = sa.create_engine(url, poolclass=sa.NullPool)

    def fill(self, places: Sequence[Place], minute: datetime, dice: random.Random) -> None:
        """One schedule for each place, in any order, so that no platform's come first; each space is a cohort."""
        now, mixed = minute - timedelta(seconds=1), list(places)
        dice.shuffle(mixed)
        with self._engine.begin() as connection:
            cohorts = {key: _cohort(connection, *key, now) for key in {(one.platform, one.space) for one in mixed}}
            for place, what in zip(mixed, itertools.cycle(HOLDS)):
                cohort = cohorts[place.platform, place.space]
                plan = Schedule(0, cohort, place, what, None, (minute.time(),), EVERY_DAY, "UTC")
                schedules.add(connection, plan, now)

    def posts(self) -> list[Post]:
        """Those that were planned, which are all once the last of them is due."""
        asked = sa.select(due.c.key, due.c.place, due.c.community_id, due.c.done_at, due.c.attempts)
        with self._engine.connect() as connection:
            return [_post(row) for row in connection.execute(asked.where(due.c.kind == "post"))]

    def done(self) -> int:
        query = sa.select(sa.func.count()).where(due.c.kind == "post", due.c.done_at.is_not(None))
        with self._engine.connect() as connection:
            return int(connection.scalar(query) or 0)

    def close(self) -> None:
        self._engine.dispose()


def next_minute(ahead: float) -> datetime:
    """The first full minute that is at least so many seconds away."""
    return (datetime.now(UTC) + timedelta(seconds=ahead + 59.999)).replace(second=0, microsecond=0)


def _cohort(connection: sa.Connection, platform: str, name: str, now: datetime) -> int:
    values = {"name": name, "zone": "UTC", "set_up": True, "created_at": now}
    found = int(connection.scalar(sa.insert(community).values(values).returning(community.c.id)) or 0)
    connection.execute(sa.insert(space).values(platform=platform, id=name, community_id=found))
    return found


def _post(row: Any) -> Post:
    done = row.done_at.timestamp() if row.done_at else 0.0
    return Post(row.key, row.place["platform"], row.place["channel"], row.community_id, done, row.attempts)
