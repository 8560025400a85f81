"""The schedules' rows. `next_due_at` is the truth about what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa

from bot.chat.people import Place
from bot.outbox import store as outbox
from bot.outbox.model import PENDING
from bot.schedule import queue
from bot.schedule.changeover import change_over
from bot.schedule.model import Occurrence, Schedule, next_due
from bot.store.tables import schedule
from bot.store.upsert import new_id


def add(connection: sa.Connection, plan: Schedule, now: datetime) -> Schedule:
    first = next_due(plan, now)
    values = {**_columns(plan), "made_by": plan.made_by, "made_at": now, "next_due_at": first.moment if first else None}
    key = new_id(connection, schedule, values)
    found = find(connection, plan.community_id, key or 0)
    assert found is not None
    return found


def find(connection: sa.Connection, community_id: int, schedule_id: int) -> Schedule | None:
    mine = (schedule.c.community_id == community_id, schedule.c.id == schedule_id)
    row = connection.execute(sa.select(schedule).where(*mine)).one_or_none()
    return _schedule(row) if row else None


def of_community(connection: sa.Connection, community_id: int) -> list[Schedule]:
    query = sa.select(schedule).where(schedule.c.community_id == community_id).order_by(schedule.c.id)
    return [_schedule(row) for row in connection.execute(query)]


def pause(connection: sa.Connection, schedule_id: int, reason: str) -> None:
    """Nothing more is sent. What was queued is held, and `change` brings back what is still to come by then."""
    values = {"paused": reason[:200], "next_due_at": None}
    connection.execute(sa.update(schedule).where(schedule.c.id == schedule_id).values(values))
    queue.hold(connection, schedule_id)


def change(connection: sa.Connection, plan: Schedule, now: datetime) -> Schedule:
    """Stores another time, other days, another clock. It runs from now on, also if it was paused.

    What becomes of the posts of today stands in changeover.py: none is lost, none comes twice.
    """
    return _store(connection, replace(plan, paused=None), now)


def skip(connection: sa.Connection, plan: Schedule, day: date, now: datetime) -> Schedule:
    """Leaves out one more date, also if its post is queued already. A paused schedule stays paused."""
    return _store(connection, replace(plan, skipped=plan.skipped | {day}), now)


def remove(connection: sa.Connection, schedule_id: int) -> None:
    """What it posted stays on record, since streaks and answers hang on it; what isn't being sent yet is dropped."""
    queue.drop(connection, schedule_id)
    connection.execute(sa.delete(schedule).where(schedule.c.id == schedule_id))


def move_to_zone(connection: sa.Connection, community_id: int, zone: str, now: datetime) -> None:
    """The community's clock changed: its schedules keep their wall-clock times, and each date its one post."""
    for plan in of_community(connection, community_id):
        _store(connection, replace(plan, zone=zone), now)


def _store(connection: sa.Connection, new: Schedule, now: datetime) -> Schedule:
    mine = sa.select(schedule).where(schedule.c.id == new.id).with_for_update()
    old = _schedule(connection.execute(mine).one())
    waiting = queue.take_back(connection, new, now)
    over = change_over(old, new, waiting, queue.used(connection, new.id, now), now)
    running = new.paused is None
    stored = replace(new, next_due_at=over.next_due_at if running else None)
    for one in over.kept:
        outbox.add(connection, queue.queued(new, one, PENDING if running else queue.HELD, now))
    if new.place != old.place:
        queue.move(connection, new)
    if running:
        queue.go_on(connection, new.id)
    values = {**_columns(stored), "paused": stored.paused, "next_due_at": stored.next_due_at}
    connection.execute(sa.update(schedule).where(schedule.c.id == new.id).values(values))
    return stored


def take_due(connection: sa.Connection, now: datetime, limit: int) -> list[Schedule]:
    """Schedules whose moment has come, locked until the transaction ends; those that another process holds are not."""
    query = sa.select(schedule).where(schedule.c.next_due_at <= now).order_by(schedule.c.next_due_at).limit(limit)
    return [_schedule(row) for row in connection.execute(query.with_for_update(skip_locked=True))]


def move_on(connection: sa.Connection, following: Mapping[int, Occurrence | None]) -> None:
    """Of an ended schedule nothing follows: it waits for no moment, and isn't paused either."""
    rows = [{"moved": key, "moment": one.moment if one else None} for key, one in following.items()]
    if rows:
        connection.execute(_MOVE_ON, rows)


_MOVE_ON = sa.update(schedule).where(schedule.c.id == sa.bindparam("moved")).values(next_due_at=sa.bindparam("moment"))


def next_moment(connection: sa.Connection) -> datetime | None:
    found: datetime | None = connection.scalar(sa.select(sa.func.min(schedule.c.next_due_at)))
    return found


def _columns(plan: Schedule) -> dict[str, Any]:
    return {
        "community_id": plan.community_id,
        "place": asdict(plan.place),
        "what": plan.what,
        "topic": plan.topic,
        "times": ",".join(f"{at:%H:%M}" for at in plan.times),
        "days": sum(1 << day for day in plan.days),
        "zone": plan.zone,
        "skipped": sorted(day.isoformat() for day in plan.skipped),
        "holidays": plan.holidays,
        "until": plan.until,
    }


def _schedule(row: Any) -> Schedule:
    return Schedule(
        id=row.id,
        community_id=row.community_id,
        place=Place(**row.place),
        what=row.what,
        topic=row.topic,
        times=tuple(time.fromisoformat(at) for at in row.times.split(",")),
        days=frozenset(day for day in range(7) if row.days >> day & 1),
        zone=row.zone,
        skipped=frozenset(date.fromisoformat(day) for day in row.skipped),
        holidays=row.holidays,
        until=row.until,
        paused=row.paused,
        made_by=row.made_by,
        next_due_at=row.next_due_at,
    )
