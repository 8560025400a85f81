"""Choosing questions, mixing options, judging an answer. Pure: chance is handed in."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.library.items import Fact, Option, Question
from bot.library.library import Shelf
from bot.scores.model import RIGHT, WRONG

DEFAULT_COUNT = 5
MAX_COUNT = 20
LETTERS = "ABCDE"


@dataclass(frozen=True, slots=True)
class Posed:
    """A question as it was put: its options in the order shown, and to whom (None: to everybody)."""

    id: int
    item_id: str
    options: tuple[str, ...]
    context: str
    learner_id: int | None
    quiz_id: int | None
    community_id: int
    closes_at: datetime | None = None

    def letter(self, option_id: str) -> str:
        """As it was shown; a dash for an option that has come into the pack since."""
        return LETTERS[self.options.index(option_id)] if option_id in self.options else "–"


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that stands: the options chosen, what came of it, what it brought."""

    options: tuple[str, ...]
    outcome: str
    points: int
    late: bool
    first: bool = True
    """False when the same question had been answered before, and that answer is shown again."""


def choose(questions: Sequence[Question], times: Mapping[str, int], count: int, chance: random.Random) -> list[str]:
    """Item ids to ask, those answered right least often first, in an order that chance decides."""
    mixed = chance.sample(list(questions), len(questions))
    return [question.id for question in sorted(mixed, key=lambda question: times.get(question.id, 0))[:count]]


def mix(question: Question, chance: random.Random) -> tuple[str, ...]:
    """The options' ids in the order to show; True stays before False."""
    ids = [option.id for option in question.options]
    return tuple(ids if question.kind == "true-false" else chance.sample(ids, len(ids)))


def judge(question: Question, chosen: Sequence[str]) -> str:
    return RIGHT if list(chosen) == [question.right.id] else WRONG


def shown(posed: Posed, question: Question) -> list[Option]:
    """The options in the order they were shown, without those that have left the question since."""
    return [option for key in posed.options if (option := question.option(key))]


def questions_about(fact: Fact, shelf: Shelf) -> list[Question]:
    """The questions on a fact; if it has none, those of its topic that teach one of the same claims."""
    own = [question for question in shelf.questions.values() if question.fact == fact.id]
    if own:
        return own
    claims = set(fact.claims)
    return [question for question in shelf.questions_on(fact.topic) if claims & set(question.claims)]
