"""Answers, and the projections of them: points, streaks, boards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from bot.people.model import Visitor
from bot.quiz.model import Given, Posed
from bot.scores.model import Past, Streak, points, streak
from bot.store.tables import answer, award, due, posed
from bot.store.upsert import new_id

STREAK_DAYS = 400


def record_answer(
    connection: sa.Connection, who: Visitor, question: Posed, chosen: Sequence[str], outcome: str, now: datetime
) -> Given | None:
    """Stores a learner's one answer to a posed question and what it brings; None if there is one already."""
    late = question.closes_at is not None and now >= question.closes_at
    values = {
        "learner_id": who.learner.id,
        "community_id": question.community_id,
        "posed_id": question.id,
        "attempt": 1,
        "options": list(chosen),
        "outcome": outcome,
        "late": late,
        "at": now,
        "day": who.day(now),
        "zone": who.zone,
    }
    earlier = earlier_answers(connection, who.learner.id, question.community_id, question.item_id)
    answer_id = new_id(connection, answer, values)
    if answer_id is None:
        return None
    worth = points(outcome, question.context, late, now, earlier)
    connection.execute(
        _NEW_AWARD,
        {
            "answer_id": answer_id,
            "learner_id": who.learner.id,
            "community_id": question.community_id,
            "item_id": question.item_id,
            "points": worth,
            "at": now,
        },
    )
    return Given(tuple(chosen), outcome, worth, late)


def earlier_answers(connection: sa.Connection, learner_id: int, community_id: int, item_id: str) -> list[Past]:
    keys = {"learner": learner_id, "community": community_id, "item": item_id}
    return [Past(row.at, row.context) for row in connection.execute(_EARLIER, keys)]


def streak_of(connection: sa.Connection, who: Visitor, now: datetime) -> Streak:
    """The learner's streak in this community, as of now."""
    today = who.day(now)
    answered = answered_days(connection, who, now)
    if answered.keys() <= {today}:
        return Streak(len(answered), today in answered)
    return streak(answered, missed_days(connection, who, answered), today)


def answered_days(connection: sa.Connection, who: Visitor, now: datetime) -> dict[date, str]:
    """The learner's dates with an answer, as far back as a streak goes, each with the zone that they lived by then."""
    since = who.day(now) - timedelta(days=STREAK_DAYS)
    keys = {"learner": who.learner.id, "community": who.community.id, "since": since}
    return {row.day: row.zone for row in connection.execute(_ANSWERED_DAYS, keys)}


def missed_days(connection: sa.Connection, who: Visitor, answered: Mapping[date, str]) -> set[date]:
    """The dates since the learner's first answer on which something was posted and that they missed.

    For somebody who has moved to another zone a post may lie on another date than when they answered it. It is
    missed only if its date was missed by every clock that they have lived by.
    """
    if not answered:
        return set()
    own = ZoneInfo(who.zone)
    clocks = {own, *(ZoneInfo(zone) for zone in answered.values())}
    since = datetime.combine(min(answered), datetime.min.time(), own)
    moments = connection.scalars(_POSTED, {"community": who.community.id, "since": since})
    return {
        moment.astimezone(own).date()
        for moment in moments
        if not any(moment.astimezone(clock).date() in answered for clock in clocks)
    }


_NEW_AWARD = sa.insert(award)
# By way of `award`, whose index knows a learner's items: a year of answers need not be looked through for one.
_EARLIER = (
    sa.select(answer.c.at, posed.c.context)
    .select_from(award)
    .join(answer, answer.c.id == award.c.answer_id)
    .join(posed, posed.c.id == answer.c.posed_id)
    .where(
        award.c.learner_id == sa.bindparam("learner"),
        award.c.item_id == sa.bindparam("item"),
        award.c.community_id == sa.bindparam("community"),
    )
)
_ANSWERED_DAYS = (
    sa.select(answer.c.day, answer.c.zone)
    .distinct()
    .where(
        answer.c.learner_id == sa.bindparam("learner"),
        answer.c.community_id == sa.bindparam("community"),
        answer.c.day >= sa.bindparam("since"),
    )
)
_POSTED = sa.select(due.c.done_at).where(
    due.c.community_id == sa.bindparam("community"),
    due.c.kind == "post",
    due.c.state == "sent",
    due.c.done_at >= sa.bindparam("since"),
)
