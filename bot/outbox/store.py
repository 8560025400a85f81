"""The outbox's rows: added once by their key, claimed with a lease, closed with an outcome.

Every function locks the rows that it decides on, so that several processes can work on one database.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.chat.people import Place
from bot.outbox.model import LEASE, MISSED, PENDING, SENDING, Due
from bot.store.tables import community, due
from bot.store.upsert import insert_once

OPEN = (PENDING, SENDING)
NOBODY_LOOKS = timedelta(days=2)
DOUBT = "It may have been posted. Nothing has been connected since that could look."
TURNED_BACK = timedelta(hours=2)
"""A lease that lies further ahead was given before the clock was set back."""


class Relieved(Exception):
    """The claim ran out, and somebody else has taken the work over: its outcome is theirs to note."""


def add(connection: sa.Connection, work: Due) -> bool:
    """Adds a piece of work unless its key exists; says whether it was added."""
    values = {
        "key": work.key,
        "kind": work.kind,
        "community_id": work.community_id,
        "schedule_id": work.schedule_id,
        "platform": work.place.platform,
        "channel": work.place.channel,
        "place": asdict(work.place),
        "payload": dict(work.payload),
        "due_at": work.due_at,
        "state": work.state,
        "attempts": 0,
        "done_at": work.done_at,
        "trouble": work.trouble,
    }
    return insert_once(connection, due, values)


def claim(
    connection: sa.Connection,
    platform: str,
    now: datetime,
    owner: str,
    limit: int,
    *,
    each: int = 4,
    busy: Collection[int] = (),
    channels: Collection[str] = (),
    served: Mapping[int, int] | None = None,
) -> list[Due]:
    """Takes what is due and not held by anybody. A lease that ran out (a crash) makes the row free again.

    The first of every community comes before the second of any, `each` at the most, one for a channel, and none of the
    communities that are `busy` or for the `channels` in which something is under way: so nobody waits for another one's
    trouble. `served` says how many each has had before this claim.
    """
    free = (*_free(now), due.c.platform == platform, due.c.due_at <= now)
    had, claimed = served or {}, list[Due]()
    waiting = connection.execute(_turns((*free, due.c.channel.not_in(channels)), each, busy)).all()
    waiting = sorted(waiting, key=lambda row: row.turn + had.get(row.community_id, 0))
    first = {row.channel: row.key for row in reversed(waiting)}
    keys = [row.key for row in waiting if first[row.channel] == row.key]
    while keys and len(claimed) < limit:
        some, keys = keys[: limit - len(claimed)], keys[limit - len(claimed) :]
        query = sa.select(due).where(*free, due.c.key.in_(some)).with_for_update(skip_locked=True)
        rows = {row.key: row for row in connection.execute(query)}
        claimed += [_claimed(connection, rows[key], now, owner) for key in some if key in rows]
    return claimed


def _turns(free: tuple[Any, ...], each: int, busy: Collection[int]) -> sa.Select[tuple[str, int, str, int]]:
    order = (due.c.due_at, due.c.key)
    turn = sa.func.row_number().over(partition_by=due.c.community_id, order_by=order).label("turn")
    columns = (due.c.key, due.c.community_id, due.c.channel, due.c.due_at, turn)
    found = sa.select(*columns).where(*free, due.c.community_id.not_in(busy)).subquery()
    turns = sa.select(found.c.key, found.c.community_id, found.c.channel, found.c.turn).where(found.c.turn <= each)
    return turns.order_by(found.c.due_at, found.c.key)


def _claimed(connection: sa.Connection, row: Any, now: datetime, owner: str) -> Due:
    values = {
        "state": SENDING,
        "owner": owner,
        "lease_until": now + LEASE,
        "begun_at": row.begun_at or now,
        "attempts": row.attempts + 1,
    }
    connection.execute(_CLAIM, {"claimed": row.key, **values})
    return replace(_due(row), **values, unclear=row.state == SENDING)


_CLAIM = sa.update(due).where(due.c.key == sa.bindparam("claimed"))


def close(
    connection: sa.Connection, work: Due, state: str, now: datetime, message: str = "", trouble: str = ""
) -> None:
    """Raises Relieved if the claim is no longer the caller's."""
    values = {"state": state, "owner": None, "lease_until": None, "done_at": now, "message": message or None}
    _update(connection, work, {**values, "trouble": trouble[:300] or None})


def put_back(connection: sa.Connection, work: Due, until: datetime, trouble: str, *, unclear: bool) -> None:
    """Tries again at `until`. An unclear row stays `sending`, so that the history is read before the next try.

    Raises Relieved if the claim is no longer the caller's.
    """
    values: dict[str, Any] = {"owner": None, "lease_until": until, "trouble": trouble[:300]}
    _update(connection, work, values if unclear else {**values, "state": PENDING, "begun_at": None})


def keep_payload(connection: sa.Connection, work: Due, payload: dict[str, Any]) -> Due:
    """Raises Relieved if the claim is no longer the caller's."""
    _update(connection, work, {"payload": payload})
    return replace(work, payload=payload)


def _update(connection: sa.Connection, work: Due, values: dict[str, Any]) -> None:
    mine = (due.c.key == work.key, due.c.owner == work.owner, due.c.attempts == work.attempts)
    if connection.execute(sa.update(due).where(*mine).values(values)).rowcount != 1:
        raise Relieved(work.key)


def expire(connection: sa.Connection, kind: str, before: datetime, now: datetime) -> None:
    """What was never begun and is not worth sending any more is on record as missed, whoever could have sent it. So is,
    much later, what was begun on a platform that no process is connected to any more."""
    late = (due.c.state == PENDING, due.c.due_at < before, due.c.kind == kind, _unheld(now))
    connection.execute(sa.update(due).where(*late).values(state=MISSED, done_at=now, lease_until=None))
    unclear = (due.c.state == SENDING, due.c.due_at < before - NOBODY_LOOKS, due.c.kind == kind, _unheld(now))
    connection.execute(
        sa.update(due).where(*unclear).values(state=MISSED, done_at=now, lease_until=None, trouble=DOUBT)
    )


def revive(connection: sa.Connection, now: datetime) -> None:
    """After a clock that ran ahead has been set right: what it had missed without a try is still to come, and what it
    began was begun before now, some time."""
    early = (due.c.state == MISSED, due.c.due_at > now, due.c.attempts == 0)
    connection.execute(sa.update(due).where(*early).values(state=PENDING, done_at=None, trouble=None))
    ahead = (due.c.state == SENDING, due.c.begun_at > now)
    connection.execute(sa.update(due).where(*ahead).values(begun_at=now - TURNED_BACK))


def doubt(connection: sa.Connection, now: datetime) -> int:
    """What is due may have been sent, as far as this database can know: it is looked for first. Gives how much."""
    open_rows = (due.c.state.in_(OPEN), due.c.due_at <= now)
    values = {
        "state": SENDING,
        "owner": None,
        "lease_until": None,
        "begun_at": sa.func.coalesce(due.c.begun_at, due.c.due_at),
    }
    return connection.execute(sa.update(due).where(*open_rows).values(values)).rowcount


def take_turns(connection: sa.Connection, community_id: int) -> None:
    """Until the transaction ends, nobody else decides what this community is posted next. Its people don't wait."""
    row = sa.select(community.c.id).where(community.c.id == community_id)
    connection.execute(row.with_for_update(key_share=True)).all()


def find(connection: sa.Connection, key: str) -> Due | None:
    row = connection.execute(sa.select(due).where(due.c.key == key)).one_or_none()
    return _due(row) if row else None


def next_moment(connection: sa.Connection, platform: str, after: datetime | None) -> datetime | None:
    """When the earliest open row of a platform wants to be looked at; with `after`, only of those after it."""
    wanted = sa.func.coalesce(due.c.lease_until, due.c.due_at, type_=due.c.due_at.type)
    rows = [due.c.state.in_(OPEN), due.c.platform == platform]
    if after is not None:
        rows.append(wanted > after)
    found: datetime | None = connection.scalar(sa.select(sa.func.min(wanted)).where(*rows))
    return found


def _free(now: datetime) -> tuple[Any, ...]:
    return due.c.state.in_(OPEN), _unheld(now)


def _unheld(now: datetime) -> Any:
    lease = due.c.lease_until
    return sa.or_(lease.is_(None), lease < now, lease > now + TURNED_BACK)


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
        owner=row.owner,
        lease_until=row.lease_until,
        begun_at=row.begun_at,
    )
