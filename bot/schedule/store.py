"""The schedules' rows. `next_due_at` is the truth about what comes next."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa

from bot.chat.people import Place
from bot.outbox import store as outbox
from bot.schedule.model import Schedule, next_due, occurrences
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
    values = {"paused": reason[:200], "next_due_at": None}
    connection.execute(sa.update(schedule).where(schedule.c.id == schedule_id).values(values))


def change(connection: sa.Connection, plan: Schedule, now: datetime) -> Schedule:
    """Stores another time, other days, another clock. It runs from now on, also if it was paused."""
    running = replace(plan, paused=None, next_due_at=_next_free(connection, plan, now))
    values = {**_columns(running), "paused": None, "next_due_at": running.next_due_at}
    connection.execute(sa.update(schedule).where(schedule.c.id == plan.id).values(values))
    return running


def remove(connection: sa.Connection, schedule_id: int) -> None:
    """What it posted stays on record, since streaks and answers hang on it."""
    connection.execute(sa.delete(schedule).where(schedule.c.id == schedule_id))


def move_to_zone(connection: sa.Connection, community_id: int, zone: str, now: datetime) -> None:
    """The community's clock changed: its schedules keep their wall-clock times."""
    for plan in of_community(connection, community_id):
        moved = replace(plan, zone=zone)
        moment = None if plan.paused is not None else _next_free(connection, moved, now)
        change = {"zone": zone, "next_due_at": moment}
        connection.execute(sa.update(schedule).where(schedule.c.id == plan.id).values(change))


def _next_free(connection: sa.Connection, plan: Schedule, now: datetime) -> datetime | None:
    """When it posts next. A date that has had its post gets no other, whatever the time or the clock is changed to."""
    free = (one.moment for one in occurrences(plan, now) if outbox.find(connection, one.key(plan.id)) is None)
    return next(free, None)


def are_due(connection: sa.Connection, now: datetime, limit: int) -> list[Schedule]:
    query = sa.select(schedule).where(schedule.c.next_due_at <= now).order_by(schedule.c.next_due_at).limit(limit)
    return [_schedule(row) for row in connection.execute(query)]


def move_on(connection: sa.Connection, schedule_id: int, next_due_at: datetime | None) -> None:
    connection.execute(sa.update(schedule).where(schedule.c.id == schedule_id).values(next_due_at=next_due_at))


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
