"""What became of a schedule's posts, and which of today's stay at their old time after a change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa

from bot.outbox.model import FAILED, LATE, MISSED, PENDING, SENT
from bot.schedule.model import Occurrence, Schedule, coming
from bot.schedule.queue import HELD, TEST
from bot.store.tables import due

KEPT = 30
LATELY = timedelta(days=14)


class Fate(StrEnum):
    POSTED = "posted"
    LATE = "late"
    BY_HAND = "by hand"
    MISSED = "missed"
    FAILED = "failed"
    WAITING = "waiting"
    RETRIED = "retried"
    SENDING = "sending"
    HELD = "held"


CAME = (Fate.POSTED, Fate.LATE, Fate.BY_HAND)
LOST = (Fate.MISSED, Fate.FAILED)
OPEN = (Fate.WAITING, Fate.RETRIED, Fate.SENDING, Fate.HELD)


@dataclass(frozen=True, slots=True)
class Entry:
    """One post; `attempts` and `trouble` say what has been tried."""

    due_at: datetime
    fate: Fate
    by_hand: bool = False
    done_at: datetime | None = None
    attempts: int = 0
    trouble: str = ""


def recent(connection: sa.Connection, schedule_id: int, now: datetime) -> list[Entry]:
    """The latest posts that were due, also those under way, the newest first."""
    wanted = (due.c.schedule_id == schedule_id, due.c.kind == "post", due.c.due_at <= now)
    columns = (due.c.key, due.c.state, due.c.due_at, due.c.done_at, due.c.attempts, due.c.trouble)
    query = sa.select(*columns).where(*wanted).order_by(due.c.due_at.desc(), due.c.key.desc()).limit(KEPT)
    return [
        Entry(
            row.due_at,
            _fate(row.state, TEST in row.key, row.due_at, row.done_at, row.trouble),
            TEST in row.key,
            row.done_at,
            row.attempts,
            row.trouble or "",
        )
        for row in connection.execute(query)
    ]


def lately(connection: sa.Connection, schedule_id: int, now: datetime) -> list[Entry]:
    """Those of the last two weeks: what was lost before that is history."""
    return [entry for entry in recent(connection, schedule_id, now) if entry.due_at > now - LATELY]


def kept(connection: sa.Connection, schedule_id: int, now: datetime) -> list[Occurrence]:
    """Posts still to come that a change of the schedule left at their old moment."""
    mine = (due.c.schedule_id == schedule_id, due.c.kind == "post", due.c.state == PENDING, due.c.due_at > now)
    rows = connection.execute(sa.select(due.c.key, due.c.due_at).where(*mine).order_by(due.c.due_at)).all()
    found = ((row.key.split("/"), row.due_at) for row in rows if TEST not in row.key)
    return [Occurrence(date.fromisoformat(day), moment, int(slot)) for (_, day, slot), moment in found]


def next_posts(plan: Schedule, stay: list[Occurrence], now: datetime, count: int) -> list[Occurrence]:
    """Those that stay at their old moment and those to come, in order; none of a paused schedule."""
    if plan.paused is not None:
        return []
    later = coming(plan, now, count) if plan.next_due_at else []
    return sorted([*stay, *later], key=lambda one: one.moment)[:count]


def _fate(state: str, by_hand: bool, due_at: datetime, done_at: datetime | None, trouble: str | None) -> Fate:
    if state == SENT and not by_hand:
        return Fate.LATE if done_at and done_at - due_at > LATE else Fate.POSTED
    if state == SENT:
        return Fate.BY_HAND
    if state in (MISSED, FAILED):
        return Fate.MISSED if state == MISSED else Fate.FAILED
    if state == HELD:
        return Fate.HELD
    if trouble:
        return Fate.RETRIED
    return Fate.WAITING if state == PENDING else Fate.SENDING
