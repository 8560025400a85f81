"""A community's own settings: clock, topics, instructors; and all that it has changed on its shelf."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from bot.library.library import Overlay
from bot.people.model import Visitor
from bot.store.tables import community, identity, membership, overlay
from bot.store.upsert import insert_once

TOPIC_OFF, EXAMPLE, ELSEWHERE = "topic-off", "example", "elsewhere"


def set_zone(connection: sa.Connection, community_id: int, zone: str) -> None:
    change = {"zone": zone, "set_up": True}
    connection.execute(sa.update(community).where(community.c.id == community_id).values(change))


def overlays(connection: sa.Connection) -> dict[int, Overlay]:
    """What each community has changed, if it has."""
    columns = (overlay.c.community_id, overlay.c.kind, overlay.c.item_id, overlay.c.value)
    query = sa.select(*columns).order_by(overlay.c.community_id, overlay.c.id)
    rows = connection.execute(query).all()
    return {number: _overlay(list(own)) for number, own in groupby(rows, lambda row: row.community_id)}


def _overlay(rows: Sequence[Any]) -> Overlay:
    return Overlay(
        frozenset(row.item_id for row in rows if row.kind == TOPIC_OFF),
        tuple((row.item_id, text) for row in rows if row.kind == EXAMPLE for text in row.value),
        tuple(row.value for row in rows if row.kind == ELSEWHERE),
    )


def set_topics_off(connection: sa.Connection, community_id: int, topics: Collection[str]) -> None:
    mine = (overlay.c.community_id == community_id, overlay.c.kind == TOPIC_OFF)
    connection.execute(sa.delete(overlay).where(*mine))
    for topic in topics:
        insert_once(connection, overlay, {"community_id": community_id, "kind": TOPIC_OFF, "item_id": topic})


def set_instructor(connection: sa.Connection, who: Visitor, instructor: bool) -> None:
    mine = (membership.c.learner_id == who.learner.id, membership.c.community_id == who.community.id)
    connection.execute(sa.update(membership).where(*mine).values(instructor=instructor))


def instructors(connection: sa.Connection, community_id: int) -> list[tuple[str, str]]:
    """Platform and user id of each named instructor."""
    query = (
        sa.select(identity.c.platform, identity.c.user)
        .join(membership, membership.c.learner_id == identity.c.learner_id)
        .where(membership.c.community_id == community_id, membership.c.instructor.is_(True))
        .order_by(identity.c.platform, identity.c.user)
    )
    return [(row.platform, row.user) for row in connection.execute(query)]
