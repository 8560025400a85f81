"""From schedules to due work: the occurrence that has come, and what to do about those that were slept through."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from itertools import takewhile

import sqlalchemy as sa

from bot.outbox import store as outbox
from bot.outbox.model import MISSED, PENDING
from bot.schedule import store
from bot.schedule.model import SECOND, Occurrence, Schedule, next_due, occurrences
from bot.schedule.queue import queued

log = logging.getLogger(__name__)

AT_ONCE = 100
KEPT_MISSED = 30
UNKNOWN = "Its zone or calendar of holidays is unknown to this version of Needlewise. Set it again: /schedule change."


class SchedulePlanner:
    """`catch_up` is how late a post is still worth sending."""

    def __init__(self, catch_up: timedelta) -> None:
        self._catch_up = catch_up

    def plan(self, connection: sa.Connection, now: datetime) -> bool:
        """Adds what is due by now, of a hundred schedules at the most; says whether there may be more.

        It is short so that nobody waits long for the writer. Two processes may plan at once: each takes other rows.
        """
        come = store.take_due(connection, now, AT_ONCE)
        following = dict[int, Occurrence | None]()
        for schedule in come:
            try:
                due, following[schedule.id] = come_due(schedule, now), next_due(schedule, now)
            except Exception:
                log.exception("schedule %s is paused: nobody can say when it is due", schedule.id)
                store.pause(connection, schedule.id, UNKNOWN)
            else:
                self._queue(connection, schedule, due, now)
        store.move_on(connection, following)
        return len(come) == AT_ONCE

    def next_moment(self, connection: sa.Connection) -> datetime | None:
        return store.next_moment(connection)

    def _queue(self, connection: sa.Connection, schedule: Schedule, due: list[Occurrence], now: datetime) -> None:
        """After a pause the latest alone is sent, with whatever shares its moment, and only within the window.

        The last thirty of the others are on record as missed. One that had its post before (the clock was changed)
        doesn't count as the latest.
        """
        sent, missed = None, 0
        for one in reversed(due):
            if now - one.moment <= self._catch_up and sent in (None, one.moment):
                if outbox.add(connection, queued(schedule, one, PENDING, now)):
                    sent = one.moment
            elif missed < KEPT_MISSED:
                missed += outbox.add(connection, queued(schedule, one, MISSED, now))


def come_due(schedule: Schedule, now: datetime) -> list[Occurrence]:
    if schedule.next_due_at is None:
        return []
    since = schedule.next_due_at - SECOND
    return list(takewhile(lambda occurrence: occurrence.moment <= now, occurrences(schedule, since)))
