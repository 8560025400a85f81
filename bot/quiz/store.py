"""Quizzes, the questions they posed, and the answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.library.items import Question
from bot.people.model import Visitor
from bot.quiz.model import Given, Posed
from bot.scores.model import RIGHT
from bot.store.tables import answer, award, posed, quiz
from bot.store.upsert import new_id

OPEN, DONE = "open", "done"


@dataclass(frozen=True, slots=True)
class Quiz:
    """A learner's private quiz. `asked` is how far it has come: those items were posed, or had left the pack."""

    id: int
    learner_id: int
    topic: str | None
    items: tuple[str, ...]
    asked: int

    @property
    def total(self) -> int:
        return len(self.items)


@dataclass(frozen=True, slots=True)
class Result:
    item_id: str
    outcome: str
    points: int


def start_quiz(connection: sa.Connection, who: Visitor, topic: str | None, items: Sequence[str], now: datetime) -> Quiz:
    """Opens a quiz. An older one stays open, and is gone on with when this one is done."""
    values = {
        "community_id": who.community.id,
        "learner_id": who.learner.id,
        "topic": topic,
        "items": list(items),
        "state": OPEN,
        "opened_at": now,
    }
    quiz_id = new_id(connection, quiz, values)
    assert quiz_id is not None
    return Quiz(quiz_id, who.learner.id, topic, tuple(items), 0)


def end_open(connection: sa.Connection, who: Visitor) -> bool:
    """Ends the learner's open quizzes in this group, with their answers kept; says whether there was one."""
    mine = (quiz.c.learner_id == who.learner.id, quiz.c.community_id == who.community.id, quiz.c.state == OPEN)
    return connection.execute(sa.update(quiz).where(*mine).values(state=DONE)).rowcount > 0


def open_quiz(connection: sa.Connection, who: Visitor) -> Quiz | None:
    mine = (quiz.c.learner_id == who.learner.id, quiz.c.community_id == who.community.id, quiz.c.state == OPEN)
    row = connection.execute(_QUIZ.where(*mine).order_by(quiz.c.id.desc()).limit(1)).one_or_none()
    return _quiz(row) if row else None


def find_quiz(connection: sa.Connection, quiz_id: int) -> Quiz | None:
    row = connection.execute(_QUIZ_BY_ID, {"quiz": quiz_id}).one_or_none()
    return _quiz(row) if row else None


def end_quiz(connection: sa.Connection, quiz_id: int) -> None:
    connection.execute(sa.update(quiz).where(quiz.c.id == quiz_id).values(state=DONE))


@dataclass(frozen=True, slots=True)
class To:
    """Whom a question is put to; without a learner, to everybody in the community."""

    community_id: int
    learner_id: int | None = None
    quiz_id: int | None = None


def pose(
    connection: sa.Connection,
    to: To,
    question: Question,
    options: Sequence[str],
    context: str,
    now: datetime,
    closes_at: datetime | None = None,
) -> Posed:
    """Puts a question. From here on it is known by its posed id."""
    values = {
        "community_id": to.community_id,
        "learner_id": to.learner_id,
        "quiz_id": to.quiz_id,
        "item_id": question.id,
        "revision": question.revision,
        "options": list(options),
        "context": context,
        "opens_at": now,
        "closes_at": closes_at,
    }
    key = new_id(connection, posed, values)
    assert key is not None
    return Posed(key, question.id, tuple(options), context, to.learner_id, to.quiz_id, to.community_id, closes_at)


def find_posed(connection: sa.Connection, posed_id: int) -> Posed | None:
    row = connection.execute(_POSED_BY_ID, {"posed": posed_id}).one_or_none()
    return _posed(row) if row else None


def waiting(connection: sa.Connection, quiz_id: int) -> Posed | None:
    """The question of a quiz that was posed and not answered yet."""
    row = connection.execute(_WAITING, {"quiz": quiz_id}).first()
    return _posed(row) if row else None


def standing(connection: sa.Connection, posed_id: int, learner_id: int) -> Given | None:
    """The learner's answer to a posed question."""
    row = connection.execute(_STANDING, {"posed": posed_id, "learner": learner_id}).first()
    return Given(tuple(row.options), row.outcome, row.points or 0, row.late, first=False) if row else None


def results(connection: sa.Connection, quiz_id: int) -> tuple[Result, ...]:
    rows = connection.execute(_RESULTS, {"quiz": quiz_id})
    return tuple(Result(row.item_id, row.outcome, row.points or 0) for row in rows)


def times_right(connection: sa.Connection, who: Visitor) -> dict[str, int]:
    rows = connection.execute(_TIMES, {"learner": who.learner.id, "community": who.community.id})
    return {row.item_id: row.times for row in rows}


def _quiz(row: Any) -> Quiz:
    asked = row.items_.index(row.last) + 1 if row.last in row.items_ else 0
    return Quiz(row.id, row.learner_id, row.topic, tuple(row.items_), asked)


def _posed(row: Any) -> Posed:
    return Posed(
        row.id,
        row.item_id,
        tuple(row.options),
        row.context,
        row.learner_id,
        row.quiz_id,
        row.community_id,
        row.closes_at,
    )


_LAST = sa.select(posed.c.item_id).where(posed.c.quiz_id == quiz.c.id).order_by(posed.c.id.desc()).limit(1)
# `items` is a method of every row, so the column gets another name.
_QUIZ = sa.select(
    quiz.c.id, quiz.c.learner_id, quiz.c.topic, quiz.c["items"].label("items_"), _LAST.scalar_subquery().label("last")
)
_QUIZ_BY_ID = _QUIZ.where(quiz.c.id == sa.bindparam("quiz"))
_POSED = sa.select(
    posed.c.id,
    posed.c.item_id,
    posed.c.options,
    posed.c.context,
    posed.c.learner_id,
    posed.c.quiz_id,
    posed.c.community_id,
    posed.c.closes_at,
)
_POSED_BY_ID = _POSED.where(posed.c.id == sa.bindparam("posed"))
_WAITING = (
    _POSED.join(answer, answer.c.posed_id == posed.c.id, isouter=True)
    .where(posed.c.quiz_id == sa.bindparam("quiz"), answer.c.id.is_(None))
    .order_by(posed.c.id.desc())
)
_STANDING = (
    sa.select(answer.c.options, answer.c.outcome, answer.c.late, award.c.points)
    .join(award, award.c.answer_id == answer.c.id, isouter=True)
    .where(answer.c.posed_id == sa.bindparam("posed"), answer.c.learner_id == sa.bindparam("learner"))
)
_RESULTS = (
    sa.select(posed.c.item_id, answer.c.outcome, award.c.points)
    .select_from(posed)
    .join(answer, answer.c.posed_id == posed.c.id)
    .join(award, award.c.answer_id == answer.c.id, isouter=True)
    .where(posed.c.quiz_id == sa.bindparam("quiz"))
    .order_by(posed.c.id)
)
_TIMES = (
    sa.select(posed.c.item_id, sa.func.count().label("times"))
    .join(answer, answer.c.posed_id == posed.c.id)
    .where(
        answer.c.learner_id == sa.bindparam("learner"),
        answer.c.community_id == sa.bindparam("community"),
        answer.c.outcome == RIGHT,
    )
    .group_by(posed.c.item_id)
)
