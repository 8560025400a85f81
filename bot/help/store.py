"""What is open for a learner: their quiz, and the daily question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.people.model import Visitor
from bot.quiz.store import open_quiz, waiting
from bot.scores.history import glance
from bot.scores.model import DAILY, Streak
from bot.store.tables import answer, posed


@dataclass(frozen=True, slots=True)
class Home:
    """`quiz` is the number of the question that an open quiz is at, and how many it has; `daily` a posed id."""

    points: int
    streak: Streak
    quiz: tuple[int, int] | None
    daily: int | None


def home_of(connection: sa.Connection, who: Visitor, now: datetime) -> Home:
    points, streak = glance(connection, who, now)
    return Home(points, streak, quiz_position(connection, who), open_daily(connection, who, now))


def quiz_position(connection: sa.Connection, who: Visitor) -> tuple[int, int] | None:
    """None also for a quiz whose questions were all answered: nothing but its result is left."""
    quiz = open_quiz(connection, who)
    if quiz is None:
        return None
    number = quiz.asked if waiting(connection, quiz.id) else quiz.asked + 1
    return (number, quiz.total) if number <= quiz.total else None


def open_daily(connection: sa.Connection, who: Visitor, now: datetime) -> int | None:
    """The newest daily question that still takes answers and has none from this learner."""
    keys = {"learner": who.learner.id, "community": who.community.id, "now": now}
    found: int | None = connection.scalar(_OPEN_DAILY, keys)
    return found


_ANSWERED = sa.exists().where(answer.c.posed_id == posed.c.id, answer.c.learner_id == sa.bindparam("learner"))
_OPEN_DAILY = (
    sa.select(posed.c.id)
    .where(
        posed.c.community_id == sa.bindparam("community"),
        posed.c.context == DAILY,
        posed.c.learner_id.is_(None),
        posed.c.message.is_not(None),
        sa.or_(posed.c.closes_at.is_(None), posed.c.closes_at > sa.bindparam("now")),
        ~_ANSWERED,
    )
    .order_by(posed.c.id.desc())
    .limit(1)
)
