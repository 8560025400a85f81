"""A schedule's posts as rows of the outbox: queued, held while it is paused, taken back when it is changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from bot.outbox.model import MISSED, PENDING, Due
from bot.schedule.model import Occurrence, Schedule
from bot.store.tables import due, schedule

HELD = "held"
"""The state of a post that waits for its schedule to be resumed. The outbox doesn't look at it."""

TEST = "/test/"
"""Stands in the key of a post that somebody asked for by hand."""

NEAR = timedelta(days=4)
"""A date's post is due less than this away from any moment of the date, whatever the zone."""


def queued(plan: Schedule, one: Occurrence, state: str, now: datetime) -> Due:
    return Due(
        key=one.key(plan.id),
        kind="post",
        community_id=plan.community_id,
        schedule_id=plan.id,
        place=plan.place,
        payload={"what": plan.what, "topic": plan.topic},
        due_at=one.moment,
        state=state,
        done_at=now if state == MISSED else None,
    )


def hold(connection: sa.Connection, schedule_id: int) -> None:
    """Stops what isn't being sent, so that `take_back` and `go_on` still know of it. Not so a post for a test."""
    _turn(connection, schedule_id, PENDING, HELD)


def go_on(connection: sa.Connection, schedule_id: int) -> None:
    _turn(connection, schedule_id, HELD, PENDING)


def is_stopped(connection: sa.Connection, work: Due) -> bool:
    """Whether its schedule was paused between two tries of a post. One for a test is not stopped by that."""
    mine = (schedule.c.id == work.schedule_id, schedule.c.paused.is_not(None))
    return TEST not in work.key and connection.scalar(sa.select(schedule.c.id).where(*mine)) is not None


def is_orphan(work: Due) -> bool:
    """Whether its schedule was removed between two tries of a post."""
    return work.schedule_id is None and work.key.count("/") > 1


def move(connection: sa.Connection, plan: Schedule) -> None:
    """What surely wasn't sent yet goes where the schedule posts now."""
    mine = (due.c.schedule_id == plan.id, due.c.kind == "post", due.c.state.in_((PENDING, HELD)))
    values = {"place": asdict(plan.place), "platform": plan.place.platform}
    connection.execute(sa.update(due).where(*mine).values(values))


def take_back(connection: sa.Connection, plan: Schedule, now: datetime) -> list[Occurrence]:
    """Takes out the posts that are to come, and gives them. Dropped is what the plan leaves out now, and what came due
    during a pause; what had been tried before the pause stays."""
    waiting = []
    for key, one, state, attempts in _not_begun(connection, plan.id):
        to_come = one.moment > now
        slept = state == HELD and not attempts
        if to_come or slept or not plan.posts_on(one.date):
            connection.execute(sa.delete(due).where(due.c.key == key, due.c.state == state))
        if to_come:
            waiting.append(one)
    return waiting


def used(connection: sa.Connection, schedule_id: int, now: datetime) -> set[str]:
    """The keys of posts, made or queued, on all dates that are still to come or have just been."""
    mine = (due.c.schedule_id == schedule_id, due.c.kind == "post", due.c.due_at > now - NEAR)
    return set(connection.scalars(sa.select(due.c.key).where(*mine)))


def drop(connection: sa.Connection, schedule_id: int) -> None:
    """Takes out what isn't being sent, held or not."""
    mine = (due.c.schedule_id == schedule_id, due.c.kind == "post", due.c.state.in_((PENDING, HELD)))
    connection.execute(sa.delete(due).where(*mine))


def _not_begun(connection: sa.Connection, schedule_id: int) -> Iterable[tuple[str, Occurrence, str, int]]:
    mine = (due.c.schedule_id == schedule_id, due.c.kind == "post", due.c.state.in_((PENDING, HELD)))
    for row in connection.execute(sa.select(due).where(*mine).with_for_update()).all():
        _, day, slot = row.key.split("/")
        if slot.isdecimal():
            yield row.key, Occurrence(date.fromisoformat(day), row.due_at, int(slot)), row.state, row.attempts


def _turn(connection: sa.Connection, schedule_id: int, old: str, new: str) -> None:
    planned = due.c.key.not_like(f"s{schedule_id}{TEST}%")
    mine = (due.c.schedule_id == schedule_id, due.c.kind == "post", due.c.state == old, planned)
    connection.execute(sa.update(due).where(*mine).values(state=new, lease_until=None))
