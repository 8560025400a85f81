"""A learner's own settings, and how much is kept about them."""

from __future__ import annotations

import sqlalchemy as sa

from bot.me.model import Group, Holdings, Settings
from bot.people.model import DIRECT, Visitor
from bot.store.tables import (
    answer,
    award,
    community,
    dealt,
    identity,
    inquiry,
    learner,
    membership,
    quiz,
    schedule,
    space,
)


def settings_of(connection: sa.Connection, who: Visitor) -> Settings:
    """As they stand now, which the visitor of a request that has just changed them doesn't know."""
    row = connection.execute(_SETTINGS, {"learner": who.learner.id, "community": who.community.id}).one()
    groups = groups_of(connection, who.learner.id)
    telling = row.tell_questions is not False if row.instructor else None
    return Settings(row.zone, row.group_zone, row.board_name, groups, row.home_id, row.keep_misses, telling)


def groups_of(connection: sa.Connection, learner_id: int) -> tuple[Group, ...]:
    rows = connection.execute(_GROUPS, {"learner": learner_id}).all()
    spaces = connection.execute(_SPACES, {"learner": learner_id}).all()
    groups = []
    for row in rows:
        own = [found for found in spaces if found.community_id == row.id]
        platforms = tuple(sorted({found.platform for found in own}))
        alone = bool(own) and all(found.id.startswith(DIRECT) for found in own)
        groups.append(Group(row.id, row.name, platforms, row.joined_at, alone))
    return tuple(groups)


def set_zone(connection: sa.Connection, learner_id: int, zone: str | None) -> None:
    connection.execute(sa.update(learner).where(learner.c.id == learner_id).values(zone=zone))


def set_home(connection: sa.Connection, learner_id: int, community_id: int) -> bool:
    """Which group counts in direct messages; False if the learner isn't in it."""
    if community_id not in {group.id for group in groups_of(connection, learner_id)}:
        return False
    connection.execute(sa.update(learner).where(learner.c.id == learner_id).values(home_id=community_id))
    return True


def holdings(connection: sa.Connection, learner_id: int) -> Holdings:
    def count(table: sa.Table, column: str = "learner_id") -> int:
        query = sa.select(sa.func.count()).select_from(table).where(table.c[column] == learner_id)
        return connection.execute(query).scalar_one()

    platforms = connection.scalars(sa.select(identity.c.platform).where(identity.c.learner_id == learner_id))
    total = sa.select(sa.func.coalesce(sa.func.sum(award.c.points), 0)).where(award.c.learner_id == learner_id)
    return Holdings(
        platforms=tuple(sorted(platforms)),
        groups=count(membership),
        answers=count(answer),
        points=connection.execute(total).scalar_one(),
        quizzes=count(quiz),
        facts=count(dealt),
        schedules=count(schedule, "made_by"),
        inquiries=count(inquiry),
    )


_SETTINGS = (
    sa.select(
        learner.c.zone,
        learner.c.home_id,
        community.c.zone.label("group_zone"),
        membership.c.board_name,
        membership.c.keep_misses,
        membership.c.instructor,
        membership.c.tell_questions,
    )
    .select_from(membership)
    .join(learner, learner.c.id == membership.c.learner_id)
    .join(community, community.c.id == membership.c.community_id)
    .where(learner.c.id == sa.bindparam("learner"), community.c.id == sa.bindparam("community"))
)
_GROUPS = (
    sa.select(community.c.id, community.c.name, membership.c.joined_at)
    .join(membership, membership.c.community_id == community.c.id)
    .where(membership.c.learner_id == sa.bindparam("learner"))
    .order_by(community.c.id)
)
_SPACES = (
    sa.select(space.c.community_id, space.c.platform, space.c.id)
    .join(membership, membership.c.community_id == space.c.community_id)
    .where(membership.c.learner_id == sa.bindparam("learner"))
)
