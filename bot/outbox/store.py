"""The outbox's rows: added once by their key, claimed with a lease, closed with an outcome."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.chat.people import Place
from bot.outbox.model import FAILED, LEASE, MISSED, PENDING, SENDING, SENT, Due
from bot.store.tables import due
from bot.store.upsert import insert_once


def add(connection: sa.Connection, work: Due) -> bool:
    """Adds a piece of work unless its key exists; says whether it was added."""
    values = {
        "key": work.key,
        "kind": work.kind,
        "community_id": work.community_id,
        "schedule_id": work.schedule_id,
        "platform": work.place.platform,
        "place": asdict(work.place),
        "payload": dict(work.payload),
        "due_at": work.due_at,
        "state": work.state,
        "attempts": 0,
        "done_at": work.done_at,
        "trouble": work.trouble,
    }
    return insert_once(connection, due, values)


def claim(connection: sa.Connection, now: datetime, limit: int) -> list[Due]:
    """Takes what is due and not held by anybody. A lease that ran out (a crash) makes the row free again.

    A row that comes back in state `sending` may have been sent: the caller looks before it sends again.
    """
    free = sa.or_(due.c.lease_until.is_(None), due.c.lease_until < now)
    wanted = (due.c.state.in_((PENDING, SENDING)), due.c.due_at <= now, free)
    rows = connection.execute(sa.select(due).where(*wanted).order_by(due.c.due_at, due.c.key).limit(limit)).all()
    for row in rows:
        values = {"state": SENDING, "lease_until": now + LEASE, "attempts": row.attempts + 1}
        connection.execute(sa.update(due).where(due.c.key == row.key).values(values))
    return [_due(row) for row in rows]


def close(connection: sa.Connection, key: str, state: str, now: datetime, message: str = "", trouble: str = "") -> None:
    values = {"state": state, "lease_until": None, "done_at": now, "message": message or None}
    connection.execute(sa.update(due).where(due.c.key == key).values(**values, trouble=trouble[:300] or None))


def put_back(connection: sa.Connection, key: str, until: datetime, trouble: str, *, unclear: bool) -> None:
    """Tries again at `until`. An unclear row stays `sending`, so that the history is read before the next try."""
    values = {"state": SENDING if unclear else PENDING, "lease_until": until, "trouble": trouble[:300]}
    connection.execute(sa.update(due).where(due.c.key == key).values(values))


def keep_payload(connection: sa.Connection, key: str, payload: dict[str, Any]) -> None:
    connection.execute(sa.update(due).where(due.c.key == key).values(payload=payload))


def find(connection: sa.Connection, key: str) -> Due | None:
    row = connection.execute(sa.select(due).where(due.c.key == key)).one_or_none()
    return _due(row) if row else None


def next_moment(connection: sa.Connection) -> datetime | None:
    """When the earliest open row wants to be looked at."""
    open_rows = due.c.state.in_((PENDING, SENDING))
    moment = sa.func.min(sa.func.coalesce(due.c.lease_until, due.c.due_at), type_=due.c.due_at.type)
    found: datetime | None = connection.scalar(sa.select(moment).where(open_rows))
    return found


def recent(connection: sa.Connection, schedule_id: int, limit: int) -> list[Due]:
    """What became of a schedule's posts, the latest first; notices and answers are no posts."""
    posts = (due.c.schedule_id == schedule_id, due.c.kind == "post", due.c.state.in_((SENT, FAILED, MISSED)))
    query = sa.select(due).where(*posts)
    return [_due(row) for row in connection.execute(query.order_by(due.c.due_at.desc()).limit(limit))]


def cancel(connection: sa.Connection, schedule_id: int) -> None:
    """Drops the posts of a schedule that have not begun; what is being sent is finished, and answers still come."""
    waiting = (due.c.schedule_id == schedule_id, due.c.state == PENDING, due.c.kind == "post")
    connection.execute(sa.delete(due).where(*waiting))


def _due(row: Any) -> Due:
    return Due(
        key=row.key,
        kind=row.kind,
        community_id=row.community_id,
        schedule_id=row.schedule_id,
        place=Place(**row.place),
        payload=row.payload,
        due_at=row.due_at,
        state=row.state,
        attempts=row.attempts,
        message=row.message,
        trouble=row.trouble,
        done_at=row.done_at,
    )
