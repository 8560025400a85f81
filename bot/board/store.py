"""Points of those who chose to be on the leaderboard.

The database sums; ranks and pages are made in Python, because the reader's own rank needs the whole board anyway
and one community has at most some thousand names.
"""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa

from bot.scores.model import Row
from bot.store.tables import award, membership

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def board(connection: sa.Connection, community_id: int, since: datetime | None) -> list[Row]:
    """Everybody with a board name and at least one point since then, in no order."""
    found = connection.execute(_BOARD, {"community": community_id, "since": since or BEGINNING})
    return [Row(row.learner_id, row.board_name, row.points) for row in found]


_POINTS = sa.func.sum(award.c.points)
_BOARD = (
    sa.select(membership.c.learner_id, membership.c.board_name, _POINTS.label("points"))
    .select_from(award)
    .join(
        membership,
        sa.and_(membership.c.learner_id == award.c.learner_id, membership.c.community_id == award.c.community_id),
    )
    .where(
        award.c.community_id == sa.bindparam("community"),
        award.c.at >= sa.bindparam("since"),
        membership.c.board_name.is_not(None),
    )
    .group_by(membership.c.learner_id, membership.c.board_name)
    .having(_POINTS > 0)
)
