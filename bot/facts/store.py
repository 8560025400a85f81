"""Which facts a learner was dealt, and how often."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from bot.people.model import Visitor
from bot.store.tables import dealt
from bot.store.upsert import insert_or_add


def times_dealt(connection: sa.Connection, who: Visitor) -> dict[str, int]:
    rows = connection.execute(_TIMES, {"learner": who.learner.id, "community": who.community.id})
    return dict(rows.all())


def note_dealt(connection: sa.Connection, who: Visitor, item_id: str, now: datetime) -> None:
    keys = {"learner_id": who.learner.id, "community_id": who.community.id, "item_id": item_id}
    insert_or_add(connection, dealt, {**keys, "times": 1, "at": now}, add="times")


_TIMES = sa.select(dealt.c.item_id, dealt.c.times).where(
    dealt.c.learner_id == sa.bindparam("learner"), dealt.c.community_id == sa.bindparam("community")
)
