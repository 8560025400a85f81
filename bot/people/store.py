"""Queries on learners, identities, communities and spaces."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.chat.people import Person, Place
from bot.people.model import UNSET_ZONE, Community, Learner, Membership, Visitor, direct_space
from bot.store.tables import community, identity, inquiry, learner, membership, space
from bot.store.upsert import insert_once


def find_visitor(connection: sa.Connection, who: Person, where: Place) -> Visitor | None:
    """The learner and community of a request, or None at the first contact.

    In a direct message the learner's home community applies.
    """
    row = connection.execute(_VISITOR_AT_HOME if is_direct(where) else _VISITOR, _keys(who, where)).one_or_none()
    return None if row is None else _visitor(row)


def admit(connection: sa.Connection, who: Person, where: Place, community_name: str, now: datetime) -> Visitor:
    """Creates whatever is missing of learner, community and membership. Safe when two requests race."""
    community_id = _community_at(connection, who, where, community_name, now)
    learner_id = _learner_of(connection, who, community_id, now)
    values = {"community_id": community_id, "learner_id": learner_id, "joined_at": now, "instructor": False}
    insert_once(connection, membership, values)
    homeless = (learner.c.id == learner_id, learner.c.home_id.is_(None))
    connection.execute(sa.update(learner).where(*homeless).values(home_id=community_id))
    visitor = find_visitor(connection, who, where)
    assert visitor is not None
    return visitor


def zone_of(connection: sa.Connection, community_id: int) -> str:
    return str(connection.scalar(sa.select(community.c.zone).where(community.c.id == community_id)) or UNSET_ZONE)


def person_on(connection: sa.Connection, learner_id: int, platform: str) -> Person | None:
    """How to reach a learner on a platform; None if they have never been seen there."""
    row = connection.execute(
        sa.select(identity).where(identity.c.learner_id == learner_id, identity.c.platform == platform)
    ).first()
    return Person(row.platform, row.realm, row.user, "") if row else None


def is_direct(where: Place) -> bool:
    return not where.space


def _keys(who: Person, where: Place) -> dict[str, str]:
    return {"p": who.platform, "realm": who.realm, "u": who.user, "sp": where.platform, "s": where.space}


_REPLY_WAITS = sa.exists().where(inquiry.c.learner_id == learner.c.id, inquiry.c.state == "waiting")
_COLUMNS = (
    learner.c.id.label("learner_id"),
    learner.c.zone.label("learner_zone"),
    learner.c.home_id,
    community.c.id.label("community_id"),
    community.c.name,
    community.c.zone,
    community.c.set_up,
    membership.c.instructor,
    membership.c.asked_at,
    membership.c.board_name,
    membership.c.keep_misses,
    _REPLY_WAITS.label("reply_waits"),
)
_IS_PERSON = sa.and_(
    identity.c.platform == sa.bindparam("p"),
    identity.c.realm == sa.bindparam("realm"),
    identity.c.user == sa.bindparam("u"),
)
_MEMBER = sa.and_(membership.c.learner_id == learner.c.id, membership.c.community_id == community.c.id)
_VISITOR = (
    sa.select(*_COLUMNS)
    .select_from(identity)
    .join(learner, learner.c.id == identity.c.learner_id)
    .join(space, sa.and_(space.c.platform == sa.bindparam("sp"), space.c.id == sa.bindparam("s")))
    .join(community, community.c.id == space.c.community_id)
    .join(membership, _MEMBER)
    .where(_IS_PERSON)
)
_VISITOR_AT_HOME = (
    sa.select(*_COLUMNS)
    .select_from(identity)
    .join(learner, learner.c.id == identity.c.learner_id)
    .join(community, community.c.id == learner.c.home_id)
    .join(membership, _MEMBER)
    .where(_IS_PERSON)
)


def _visitor(row: Any) -> Visitor:
    return Visitor(
        Learner(row.learner_id, row.learner_zone, row.home_id),
        Community(row.community_id, row.name, row.zone, row.set_up),
        Membership(row.instructor, row.asked_at is not None, row.board_name, row.keep_misses, row.reply_waits),
    )


def _community_at(connection: sa.Connection, who: Person, where: Place, name: str, now: datetime) -> int:
    """A direct message of somebody without a community opens one of their own."""
    key = where.space or direct_space(who.realm, who.user)
    query = sa.select(space.c.community_id).where(space.c.platform == where.platform, space.c.id == key)
    found = connection.scalar(query)
    if found is None:
        values = {"name": name[:100], "zone": UNSET_ZONE, "set_up": False, "created_at": now}
        found = connection.scalar(sa.insert(community).values(values).returning(community.c.id))
        connection.execute(sa.insert(space).values(platform=where.platform, id=key, community_id=found))
    assert found is not None
    return int(found)


def _learner_of(connection: sa.Connection, who: Person, community_id: int, now: datetime) -> int:
    query = sa.select(identity.c.learner_id).where(
        identity.c.platform == who.platform, identity.c.realm == who.realm, identity.c.user == who.user
    )
    found = connection.scalar(query)
    if found is None:
        values = {"home_id": community_id, "created_at": now}
        found = connection.scalar(sa.insert(learner).values(values).returning(learner.c.id))
        keys = {"platform": who.platform, "realm": who.realm, "user": who.user}
        connection.execute(sa.insert(identity).values(**keys, learner_id=found))
    assert found is not None
    return int(found)
