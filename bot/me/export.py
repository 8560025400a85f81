"""Everything that is kept about one person, as a file they can read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.library.library import Library
from bot.me.model import Group
from bot.me.store import groups_of
from bot.store.tables import answer, award, dealt, identity, inquiry, learner, membership, posed, quiz, schedule

Record = dict[str, Any]


class Export:
    """Gathers the sections. Item ids come with the texts that they have in the pack today."""

    def __init__(self, connection: sa.Connection, library: Library, learner_id: int) -> None:
        self._connection = connection
        self._library = library
        self._learner = learner_id
        self._groups: Mapping[int, Group] = {group.id: group for group in groups_of(connection, learner_id)}

    def sections(self) -> Record:
        return {
            "you": self._you(),
            "accounts": self._rows(sa.select(identity.c.platform, identity.c.realm, identity.c.user), identity),
            "groups": [self._group(row) for row in self._rows(sa.select(membership), membership)],
            "quizzes": [self._in_group(row) for row in self._rows(sa.select(quiz), quiz)],
            "questions_put_to_you": [self._question(row) for row in self._rows(_QUESTIONS, posed)],
            "answers": [self._answer(row) for row in self._rows(_ANSWERS, answer)],
            "points": self._points(),
            "facts_dealt": [self._fact(row) for row in self._rows(sa.select(dealt), dealt)],
            "questions_to_your_instructors": [self._in_group(row) for row in self._rows(_INQUIRIES, inquiry)],
            "schedules_you_made": [self._in_group(row) for row in self._rows(_SCHEDULES, schedule, "made_by")],
        }

    def _rows(self, query: sa.Select[Any], table: sa.Table, column: str = "learner_id") -> list[Record]:
        mine = self._connection.execute(query.where(table.c[column] == self._learner)).mappings()
        return [{key: value for key, value in row.items() if key != column} for row in mine]

    def _you(self) -> Record:
        row = self._connection.execute(sa.select(learner).where(learner.c.id == self._learner)).mappings().one()
        home = self._name(row["home_id"]) if row["home_id"] else None
        return {"first_seen": row["created_at"], "own_time_zone": row["zone"], "group_in_direct_messages": home}

    def _group(self, row: Record) -> Record:
        group = self._groups[row["community_id"]]
        return {**self._in_group(row), "platforms": group.platforms}

    def _in_group(self, row: Record) -> Record:
        """The group by name instead of by its number."""
        return {"group": self._name(row["community_id"])} | {k: v for k, v in row.items() if k != "community_id"}

    def _question(self, row: Record) -> Record:
        texts = self._texts(row["community_id"], row["item_id"], row["options"])
        return {**self._in_group(row), **texts}

    def _answer(self, row: Record) -> Record:
        chosen = row.pop("options")
        texts = self._texts(row["community_id"], row["item_id"], chosen)
        return {**self._in_group(row), "question": texts["question"], "you_chose": texts["options"]}

    def _fact(self, row: Record) -> Record:
        fact = self._library.for_community(row["community_id"]).fact(row["item_id"])
        return {**self._in_group(row), "title": fact.title if fact else None}

    def _points(self) -> Record:
        total = sa.func.sum(award.c.points)
        query = sa.select(award.c.community_id, total).where(award.c.learner_id == self._learner)
        rows = self._connection.execute(query.group_by(award.c.community_id)).all()
        return {self._name(community_id): points for community_id, points in rows}

    def _texts(self, community_id: int, item_id: str, options: list[str]) -> Record:
        question = self._library.for_community(community_id).question(item_id)
        if question is None:
            return {"question": None, "options": options}
        known = {option.id: option.text for option in question.options}
        return {"question": question.stem, "options": [known.get(option, option) for option in options]}

    def _name(self, community_id: int) -> str:
        """With its number, because two groups may have the same name."""
        group = self._groups.get(community_id)
        return f"{group.name if group else '?'} ({community_id})"


def as_file(explanation: str, made_at: datetime, sections: Record) -> bytes:
    content = {"explanation": explanation, "made_at": made_at, **sections}
    return json.dumps(content, ensure_ascii=False, indent=2, default=_plain).encode()


def _plain(value: Any) -> str:
    """Dates and moments, the latter in UTC."""
    return str(value.isoformat())


# A schedule is its group's; what is the person's is that they made it.
_SCHEDULES = sa.select(schedule.c.community_id, schedule.c.what, schedule.c.times, schedule.c.zone, schedule.c.made_at)
_INQUIRIES = sa.select(
    inquiry.c.community_id,
    inquiry.c.platform,
    inquiry.c.name.label("with_your_name"),
    inquiry.c.text,
    inquiry.c.state,
    inquiry.c.reply,
    inquiry.c.asked_at,
)
_QUESTIONS = sa.select(
    posed.c.community_id,
    posed.c.id.label("number"),
    posed.c.item_id,
    posed.c.revision,
    posed.c.options,
    posed.c.context,
    posed.c.opens_at,
    posed.c.quiz_id,
)
_ANSWERS = (
    sa.select(
        answer.c.community_id,
        answer.c.at,
        answer.c.day,
        answer.c.zone,
        posed.c.item_id,
        posed.c.context,
        answer.c.attempt,
        answer.c.options,
        answer.c.outcome,
        answer.c.confidence,
        answer.c.late,
        award.c.points,
    )
    .select_from(answer)
    .join(posed, posed.c.id == answer.c.posed_id)
    .join(award, award.c.answer_id == answer.c.id, isouter=True)
    .order_by(answer.c.id)
)
