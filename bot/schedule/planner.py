"""From schedules to due work: the occurrence that has come, and what to do about those that were slept through."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import takewhile

import sqlalchemy as sa

from bot.outbox import store as outbox
from bot.outbox.model import MISSED, PENDING, Due
from bot.schedule import store
from bot.schedule.model import Occurrence, Schedule, next_due, occurrences

AT_ONCE = 100
KEPT_MISSED = 30


class SchedulePlanner:
    """`catch_up` is how late a post is still worth sending."""

    def __init__(self, catch_up: timedelta) -> None:
        self._catch_up = catch_up

    def plan(self, connection: sa.Connection, now: datetime) -> bool:
        """Adds what is due by now. After a pause only the latest is sent, and only within the window: never a flood."""
        come = store.are_due(connection, now, AT_ONCE)
        for schedule in come:
            for occurrence in slept_through(schedule, now, self._catch_up):
                outbox.add(connection, _work(schedule, occurrence, MISSED, now))
            latest = latest_due(schedule, now, self._catch_up)
            if latest:
                outbox.add(connection, _work(schedule, latest, PENDING, now))
            following = next_due(schedule, now)
            store.move_on(connection, schedule.id, following.moment if following else None)
        return len(come) == AT_ONCE

    def next_moment(self, connection: sa.Connection) -> datetime | None:
        return store.next_moment(connection)


def latest_due(schedule: Schedule, now: datetime, catch_up: timedelta) -> Occurrence | None:
    """The newest occurrence that has come, if it is young enough to be sent late."""
    due = come_due(schedule, now)
    return due[-1] if due and now - due[-1].moment <= catch_up else None


def slept_through(schedule: Schedule, now: datetime, catch_up: timedelta) -> list[Occurrence]:
    """The occurrences that will not be sent any more; the last thirty of them are kept on record."""
    due = come_due(schedule, now)
    latest = latest_due(schedule, now, catch_up)
    return [occurrence for occurrence in due if occurrence != latest][-KEPT_MISSED:]


def come_due(schedule: Schedule, now: datetime) -> list[Occurrence]:
    if schedule.next_due_at is None:
        return []
    since = schedule.next_due_at - timedelta(seconds=1)
    return list(takewhile(lambda occurrence: occurrence.moment <= now, occurrences(schedule, since)))


def _work(schedule: Schedule, occurrence: Occurrence, state: str, now: datetime) -> Due:
    return Due(
        key=occurrence.key(schedule.id),
        kind="post",
        community_id=schedule.community_id,
        schedule_id=schedule.id,
        place=schedule.place,
        payload={"what": schedule.what, "topic": schedule.topic},
        due_at=occurrence.moment,
        state=state,
        done_at=now if state == MISSED else None,
    )
