"""The statements of a fact, a quiz and an answer in raw sqlite3: those that the stores send, and nothing else."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=5000")
FACTS = tuple(f"fact-{number:02}" for number in range(40))

VISITOR = """
SELECT l.id, c.id, l.zone, l.home_id, c.name, c.zone, c.set_up, m.instructor, m.asked_at, m.board_name
FROM identity i JOIN learner l ON l.id = i.learner_id
JOIN space s ON s.platform = ? AND s.id = ? JOIN community c ON c.id = s.community_id
JOIN membership m ON m.learner_id = l.id AND m.community_id = c.id
WHERE i.platform = ? AND i.realm = ? AND i.user = ?"""
NEW_POSED = """
INSERT INTO posed (community_id, learner_id, quiz_id, item_id, revision, options, context, opens_at)
VALUES (?, ?, ?, 'q-floor', '000000000000', '["a", "b", "c", "d"]', 'quiz', ?) RETURNING id"""
NEW_ANSWER = """
INSERT INTO answer (learner_id, community_id, posed_id, attempt, options, outcome, late, at, day, zone)
VALUES (?, ?, ?, 1, ?, 'right', 0, ?, ?, 'UTC') ON CONFLICT DO NOTHING RETURNING id"""
EARLIER = """
SELECT a.at, p.context FROM answer a JOIN posed p ON p.id = a.posed_id
WHERE a.learner_id = ? AND a.community_id = ? AND p.item_id = ?"""
POSED = "SELECT id, item_id, options, context, learner_id, quiz_id, community_id, closes_at FROM posed WHERE id = ?"
QUIZ = """
SELECT id, learner_id, topic, items, (SELECT count(*) FROM posed WHERE quiz_id = quiz.id) FROM quiz WHERE id = ?"""
DAYS = "SELECT DISTINCT day FROM answer WHERE learner_id = ? AND community_id = ? AND day >= ?"
POSTED = "SELECT done_at FROM due WHERE community_id = ? AND kind = 'post' AND state = 'sent' AND done_at >= ?"
DEAL = """
INSERT INTO dealt (learner_id, community_id, item_id, times, at) VALUES (?, ?, ?, 1, ?)
ON CONFLICT (learner_id, community_id, item_id) DO UPDATE SET times = times + 1, at = excluded.at"""


class Who(NamedTuple):
    learner: int
    community: int


class Rows:
    """One connection, used where the request is handled: no thread, no pool, no layer in between."""

    def __init__(self, file: Path) -> None:
        self._db = sqlite3.connect(file, isolation_level=None)
        for pragma in PRAGMAS:
            self._db.execute(f"PRAGMA {pragma}")

    def close(self) -> None:
        self._db.close()

    def visitor(self, platform: str, realm: str, user: str, space: str) -> Who:
        row = self._db.execute(VISITOR, (platform, space, platform, realm, user)).fetchone()
        return Who(row[0], row[1]) if row else self._admit(platform, realm, user, space)

    def deal(self, who: Who, event: str) -> str:
        """Gives the fact that was dealt least often."""
        now = _now()
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.execute("INSERT INTO event (id, at) VALUES (?, ?) ON CONFLICT DO NOTHING", (event, now))
            dealt = "SELECT item_id, times FROM dealt WHERE learner_id = ? AND community_id = ?"
            times = dict(self._db.execute(dealt, who).fetchall())
            picked = min(FACTS, key=lambda fact: times.get(fact, 0))
            self._db.execute(DEAL, (*who, picked, now))
        return picked

    def start_quiz(self, who: Who) -> int:
        """Gives the id of the first question as it was posed."""
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            new = "INSERT INTO quiz (learner_id, community_id, items, state, opened_at) VALUES (?, ?, ?, 'open', ?)"
            quiz = self._db.execute(f"{new} RETURNING id", (*who, json.dumps(FACTS[:20]), _now())).fetchone()[0]
            return self._pose(who, quiz)

    def next_question(self, who: Who, quiz: int) -> int:
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            return self._pose(who, quiz)

    def answer(self, who: Who, posed: int, option: str) -> int:
        """Gives the quiz that the question belongs to."""
        now = _now()
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            _, item, options, _, _, quiz, community, _ = self._db.execute(POSED, (posed,)).fetchone()
            json.loads(options)
            self._db.execute(EARLIER, (who.learner, community, item)).fetchall()
            values = (who.learner, community, posed, json.dumps([option]), now, now[:10])
            key = self._db.execute(NEW_ANSWER, values).fetchone()[0]
            award = "INSERT INTO award (answer_id, learner_id, community_id, item_id, points, at) VALUES (?,?,?,?,?,?)"
            self._db.execute(award, (key, who.learner, community, item, 10, now))
            json.loads(self._db.execute(QUIZ, (quiz,)).fetchone()[3])
            self._db.execute(DAYS, (*who, now[:10])).fetchall()
            self._db.execute(POSTED, (community, now)).fetchall()
        return int(quiz)

    def _pose(self, who: Who, quiz: int) -> int:
        row = self._db.execute(NEW_POSED, (who.community, who.learner, quiz, _now())).fetchone()
        return int(row[0])

    def _admit(self, platform: str, realm: str, user: str, space: str) -> Who:
        now, run = _now(), self._db.execute
        with self._db:
            run("BEGIN IMMEDIATE")
            found = run("SELECT community_id FROM space WHERE platform = ? AND id = ?", (platform, space)).fetchone()
            new = "INSERT INTO community (name, zone, set_up, created_at) VALUES ('Floor', 'UTC', 0, ?) RETURNING id"
            community = found[0] if found else run(new, (now,)).fetchone()[0]
            if not found:
                run("INSERT INTO space (platform, id, community_id) VALUES (?, ?, ?)", (platform, space, community))
            new = "INSERT INTO learner (home_id, created_at) VALUES (?, ?) RETURNING id"
            who = Who(run(new, (community, now)).fetchone()[0], community)
            run("INSERT INTO identity VALUES (?, ?, ?, ?)", (platform, realm, user, who.learner))
            new = "INSERT INTO membership (learner_id, community_id, joined_at, instructor) VALUES (?, ?, ?, 0)"
            run(new, (*who, now))
        return who


def _now() -> str:
    return datetime.now(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
