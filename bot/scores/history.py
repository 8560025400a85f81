"""Queries on one learner's own points and answers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from bot.people.model import Visitor
from bot.scores.model import RIGHT, Streak, period_start
from bot.scores.progress import Count, Progress
from bot.scores.store import answered_days, streak_of
from bot.store.tables import answer, award, posed


def progress_of(connection: sa.Connection, who: Visitor, now: datetime) -> Progress:
    """Everything that the learner has done in this community, as of now."""
    week, total = points_of(connection, who, now)
    days = answered_days(connection, who, now)
    return Progress(week, total, counts_of(connection, who), streak_of(connection, who, now), latest(days))


def glance(connection: sa.Connection, who: Visitor, now: datetime) -> tuple[int, Streak]:
    """This week's points and the streak."""
    return points_of(connection, who, now)[0], streak_of(connection, who, now)


def points_of(connection: sa.Connection, who: Visitor, now: datetime) -> tuple[int, int]:
    """Points this week and in all; the week is the community's, so that it agrees with the leaderboard."""
    monday = period_start("week", now.astimezone(ZoneInfo(who.community.zone)))
    row = connection.execute(_POINTS, {**_keys(who), "since": monday}).one()
    return row.week or 0, row.total or 0


def counts_of(connection: sa.Connection, who: Visitor) -> tuple[Count, ...]:
    return tuple(Count(row.item_id, row.right, row.answered) for row in connection.execute(_COUNTS, _keys(who)))


def latest(days: Iterable[date], count: int = 5) -> tuple[date, ...]:
    return tuple(sorted(days, reverse=True)[:count])


def _keys(who: Visitor) -> dict[str, int]:
    return {"learner": who.learner.id, "community": who.community.id}


_POINTS = sa.select(
    sa.func.sum(award.c.points).label("total"),
    sa.func.sum(award.c.points).filter(award.c.at >= sa.bindparam("since")).label("week"),
).where(award.c.learner_id == sa.bindparam("learner"), award.c.community_id == sa.bindparam("community"))
_COUNTS = (
    sa.select(
        posed.c.item_id,
        sa.func.count().label("answered"),
        sa.func.count().filter(answer.c.outcome == RIGHT).label("right"),
    )
    .select_from(answer)
    .join(posed, posed.c.id == answer.c.posed_id)
    .where(answer.c.learner_id == sa.bindparam("learner"), answer.c.community_id == sa.bindparam("community"))
    .group_by(posed.c.item_id)
)
