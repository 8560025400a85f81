"""Rows of questions that found nothing, and of questions to the instructors."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from bot.misses.model import ANSWERED, KEPT, MOST_KEPT, MOST_OPEN, OPEN, WAITING, Inquiry, Miss
from bot.people.model import DIRECT, Visitor
from bot.store.tables import due, identity, inquiry, membership, miss, space
from bot.store.upsert import insert_once


class TooMany(Exception):
    """The learner has as many open questions as anybody may have."""


def set_consent(connection: sa.Connection, who: Visitor, keep: bool) -> None:
    mine = (membership.c.learner_id == who.learner.id, membership.c.community_id == who.community.id)
    connection.execute(sa.update(membership).where(*mine).values(keep_misses=keep))


def set_telling(connection: sa.Connection, learner_id: int, community_id: int, tell: bool) -> None:
    mine = (membership.c.learner_id == learner_id, membership.c.community_id == community_id)
    connection.execute(sa.update(membership).where(*mine).values(tell_questions=tell))


def to_tell(connection: sa.Connection, community_id: int) -> dict[int, list[str]]:
    """The named instructors who want to know of questions that wait, with the platforms that they are on."""
    wanted = sa.func.coalesce(membership.c.tell_questions, sa.true())
    query = (
        sa.select(identity.c.learner_id, identity.c.platform)
        .join(membership, membership.c.learner_id == identity.c.learner_id)
        .where(membership.c.community_id == community_id, membership.c.instructor.is_(True), wanted)
        .order_by(identity.c.learner_id, identity.c.platform)
    )
    found: dict[int, list[str]] = {}
    for row in connection.execute(query):
        found.setdefault(row.learner_id, []).append(row.platform)
    return found


def has_instructors(connection: sa.Connection, community_id: int) -> bool:
    named = (membership.c.community_id == community_id, membership.c.instructor.is_(True))
    return connection.execute(sa.select(sa.exists().where(*named))).scalar_one()


def keep(connection: sa.Connection, community_id: int, found: Miss) -> None:
    values = {"id": found.id, "community_id": community_id, "text": found.text, "day": found.day}
    insert_once(connection, miss, values)
    ours = sa.select(miss.c.id).where(miss.c.community_id == community_id)
    too_old = ours.order_by(miss.c.day.desc(), (miss.c.id == found.id).desc()).offset(MOST_KEPT).limit(10)
    gone = connection.scalars(too_old).all()
    if gone:
        connection.execute(sa.delete(miss).where(miss.c.id.in_(gone)))


def drop(connection: sa.Connection, community_id: int, miss_id: str) -> None:
    connection.execute(sa.delete(miss).where(miss.c.community_id == community_id, miss.c.id == miss_id))


def misses(connection: sa.Connection, community_id: int) -> list[Miss]:
    query = sa.select(miss).where(miss.c.community_id == community_id).order_by(miss.c.day, miss.c.id)
    return [Miss(row.id, row.text, row.day) for row in connection.execute(query)]


def find_miss(connection: sa.Connection, community_id: int, miss_id: str) -> str | None:
    """The text of a miss of this community."""
    mine = (miss.c.community_id == community_id, miss.c.id == miss_id)
    found: str | None = connection.scalar(sa.select(miss.c.text).where(*mine))
    return found


def send(connection: sa.Connection, who: Visitor, token: str, question: Inquiry, now: datetime) -> bool:
    """Once for each form, and once for each text that is open, whose name is then the last one given; says whether it
    is new. Raises TooMany.
    """
    mine = (inquiry.c.learner_id == who.learner.id, inquiry.c.community_id == who.community.id)
    still_open = connection.execute(sa.select(inquiry.c.text).where(*mine, inquiry.c.state == OPEN)).scalars().all()
    if question.text in still_open:
        again = sa.update(inquiry).where(*mine, inquiry.c.state == OPEN, inquiry.c.text == question.text)
        connection.execute(again.values(name=question.name))
        return False
    if len(still_open) >= MOST_OPEN:
        raise TooMany
    values = {
        "community_id": who.community.id,
        "learner_id": who.learner.id,
        "token": token,
        "platform": question.platform,
        "name": question.name,
        "text": question.text,
        "state": OPEN,
        "asked_at": now,
    }
    return insert_once(connection, inquiry, values)


def open_inquiries(connection: sa.Connection, community_id: int) -> list[Inquiry]:
    ours = (inquiry.c.community_id == community_id, inquiry.c.state == OPEN)
    return [_inquiry(row) for row in connection.execute(sa.select(inquiry).where(*ours).order_by(inquiry.c.id))]


def open_inquiry(connection: sa.Connection, community_id: int, inquiry_id: int) -> Inquiry | None:
    found = find_inquiry(connection, inquiry_id)
    return found if found and found.community_id == community_id and found.state == OPEN else None


def has_others(connection: sa.Connection, community_id: int) -> bool:
    """False for a group of one, which somebody's own direct messages opened: nobody there could reply."""
    shared = (space.c.community_id == community_id, space.c.id.not_like(f"{DIRECT}%"))
    return connection.execute(sa.select(sa.exists().where(*shared))).scalar_one()


def find_inquiry(connection: sa.Connection, inquiry_id: int) -> Inquiry | None:
    row = connection.execute(sa.select(inquiry).where(inquiry.c.id == inquiry_id)).one_or_none()
    return _inquiry(row) if row else None


def answer(connection: sa.Connection, community_id: int, inquiry_id: int, reply: str) -> Inquiry | None:
    """None if there is no such open question in this community; then nothing was changed."""
    open_one = (inquiry.c.id == inquiry_id, inquiry.c.community_id == community_id, inquiry.c.state == OPEN)
    changed = connection.execute(sa.update(inquiry).where(*open_one).values(state=ANSWERED, reply=reply)).rowcount
    return find_inquiry(connection, inquiry_id) if changed else None


def let_wait(connection: sa.Connection, inquiry_id: int) -> None:
    """The reply got through by no direct message, and is shown when the asker comes."""
    answered = (inquiry.c.id == inquiry_id, inquiry.c.state == ANSWERED)
    connection.execute(sa.update(inquiry).where(*answered).values(state=WAITING))


def waiting(connection: sa.Connection, learner_id: int) -> list[Inquiry]:
    mine = (inquiry.c.learner_id == learner_id, inquiry.c.state == WAITING)
    return [_inquiry(row) for row in connection.execute(sa.select(inquiry).where(*mine).order_by(inquiry.c.id))]


def read(connection: sa.Connection, learner_id: int, inquiry_id: int) -> Inquiry | None:
    """The answered question of this learner, which waits no longer."""
    mine = (inquiry.c.id == inquiry_id, inquiry.c.learner_id == learner_id, inquiry.c.state != OPEN)
    connection.execute(sa.update(inquiry).where(*mine).values(state=ANSWERED))
    found = find_inquiry(connection, inquiry_id)
    return found if found and found.learner_id == learner_id and found.state == ANSWERED else None


def reply_key(inquiry_id: int) -> str:
    """Of the outbox's work that brings the reply."""
    return f"inquiry/{inquiry_id}/reply"


def forget_replies(connection: sa.Connection, learner_id: int) -> None:
    """Those under way to somebody who is about to be deleted."""
    numbers = connection.scalars(sa.select(inquiry.c.id).where(inquiry.c.learner_id == learner_id)).all()
    connection.execute(sa.delete(due).where(due.c.key.in_([reply_key(number) for number in numbers])))


def forget_old(connection: sa.Connection, now: datetime) -> None:
    connection.execute(sa.delete(miss).where(miss.c.day < _first_day(now)))
    connection.execute(sa.delete(inquiry).where(inquiry.c.asked_at < now - KEPT))


def _first_day(now: datetime) -> date:
    return (now - KEPT).date()


def _inquiry(row: Any) -> Inquiry:
    return Inquiry(
        row.id,
        row.community_id,
        row.learner_id,
        row.platform,
        row.name,
        row.text,
        row.state,
        row.reply,
        row.asked_at.date(),
    )
