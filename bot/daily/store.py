"""What was posted in a community before, and how it was answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.chat.people import MessageRef, Place
from bot.daily.model import Past, Tally
from bot.outbox.model import FAILED, MISSED, Due
from bot.quiz.model import Posed
from bot.quiz.store import find_posed
from bot.scores.model import RIGHT
from bot.store.tables import answer, due, posed


def past_posts(connection: sa.Connection, community_id: int, without: Collection[str] = ()) -> Past:
    """What the community's posts have held, without those with these keys and those that never came.

    Counted by the database, since a busy group has thousands of them after a year.
    """
    came = due.c.state.not_in((FAILED, MISSED))
    posts = (due.c.community_id == community_id, due.c.kind == "post", due.c.key.not_in(without), came)

    def counted(name: str) -> dict[str, int]:
        column = due.c.payload[name].as_string().label("item")
        rows = connection.execute(sa.select(column, sa.func.count()).where(*posts).group_by(column)).all()
        return {item: count for item, count in rows if item}

    return Past(counted("fact"), counted("question"))


def of_one_moment(connection: sa.Connection, work: Due) -> list[tuple[str, Mapping[str, Any]]]:
    """Key and payload of the community's other posts that are due at the same moment, in the order of their keys."""
    came = due.c.state.not_in((FAILED, MISSED))
    others = (due.c.community_id == work.community_id, due.c.kind == "post", due.c.due_at == work.due_at, came)
    rows = connection.execute(sa.select(due.c.key, due.c.payload).where(*others, due.c.key != work.key)).all()
    return sorted(((row.key, row.payload) for row in rows), key=lambda found: found[0])


def last_posed(connection: sa.Connection, community_id: int, place: Place, now: datetime) -> Posed | None:
    """The newest question to everybody in this place; None while it is open, since its answer would be given away."""
    query = sa.select(posed.c.id, posed.c.place, posed.c.closes_at).where(
        posed.c.community_id == community_id,
        posed.c.context == "daily",
        posed.c.message.is_not(None),
    )
    for row in connection.execute(query.order_by(posed.c.id.desc()).limit(20)):
        if row.place == asdict(place):
            return find_posed(connection, row.id) if row.closes_at <= now else None
    return None


def note_posted(connection: sa.Connection, posed_id: int, message: MessageRef) -> None:
    values = {"place": asdict(message.place), "message": message.message}
    connection.execute(sa.update(posed).where(posed.c.id == posed_id).values(values))


def tally(connection: sa.Connection, posed_id: int) -> Tally:
    """First answers in time; late ones came after the answer was shown."""
    in_time = (answer.c.posed_id == posed_id, answer.c.attempt == 1, answer.c.late.is_(False))
    rows = connection.execute(sa.select(answer.c.options, answer.c.outcome).where(*in_time)).all()
    chosen = Counter(option for row in rows for option in row.options)
    return Tally(chosen, sum(1 for row in rows if row.outcome == RIGHT))
