"""Forgetting a person. What hangs on the learner's row goes with it, by the database's own cascade."""

from __future__ import annotations

import sqlalchemy as sa

from bot.misses.store import forget_replies
from bot.people.model import direct_space
from bot.store.tables import community, due, identity, learner, space


def forget(connection: sa.Connection, learner_id: int) -> list[int]:
    """Deletes the learner and gives the communities that were theirs alone. A second time it finds nothing to do.

    Schedules that they made belong to their group and go on without a maker; notices to them go, and so do replies
    that are on their way to them.
    """
    alone = _communities_alone(connection, learner_id)
    told = (due.c.kind.in_(("notice", "question")), due.c.payload["learner"].as_integer() == learner_id)
    connection.execute(sa.delete(due).where(*told))
    forget_replies(connection, learner_id)
    connection.execute(sa.delete(learner).where(learner.c.id == learner_id))
    if alone:
        connection.execute(sa.delete(community).where(community.c.id.in_(alone)))
    return alone


def _communities_alone(connection: sa.Connection, learner_id: int) -> list[int]:
    """Those that the person's direct messages opened: their spaces hold the person's user id."""
    accounts = connection.execute(sa.select(identity).where(identity.c.learner_id == learner_id)).all()
    alone: list[int] = []
    for account in accounts:
        mine = (space.c.platform == account.platform, space.c.id == direct_space(account.realm, account.user))
        found = connection.scalar(sa.select(space.c.community_id).where(*mine))
        if found is not None:
            connection.execute(sa.delete(space).where(*mine))
            alone.append(found)
    shared = set(connection.scalars(sa.select(space.c.community_id).where(space.c.community_id.in_(alone))))
    return [community_id for community_id in alone if community_id not in shared]
