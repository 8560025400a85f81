"""A community's own settings: clock, topics, instructors."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from bot.people.model import Visitor
from bot.store.tables import community, identity, membership, overlay
from bot.store.upsert import insert_once

TOPIC_OFF = "topic-off"


def set_zone(connection: sa.Connection, community_id: int, zone: str) -> None:
    change = {"zone": zone, "set_up": True}
    connection.execute(sa.update(community).where(community.c.id == community_id).values(change))


def topics_off(connection: sa.Connection) -> dict[int, set[str]]:
    """The topics that each community has switched off."""
    found: dict[int, set[str]] = {}
    query = sa.select(overlay.c.community_id, overlay.c.item_id).where(overlay.c.kind == TOPIC_OFF)
    for community_id, topic in connection.execute(query):
        found.setdefault(community_id, set()).add(topic)
    return found


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
