"""What a cohort is posted next. Pure: what was posted before is handed in, and so is chance."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.library.items import Fact, Question

ANSWERING = timedelta(hours=23)
"""From the moment that a post was due, however late it came: at the same time the next day its answer is known."""


@dataclass(frozen=True, slots=True)
class Past:
    """What a community's channel has had, item ids with how often."""

    facts: Mapping[str, int]
    questions: Mapping[str, int]


def next_fact(facts: Sequence[Fact], past: Past) -> Fact | None:
    """The facts in the order of the pack, each once before any comes again."""
    counts = [past.facts.get(fact.id, 0) for fact in facts]
    return facts[counts.index(min(counts))] if facts else None


def next_question(
    questions: Sequence[Question], past: Past, today: Fact | None, chance: random.Random
) -> Question | None:
    """One on an earlier fact, so that it asks for memory and not for reading; never one on today's.

    Asked least often first. Before there is an earlier fact, any question on something else.
    """
    others = [question for question in questions if today is None or question.fact != today.id]
    earlier = [question for question in others if question.fact in past.facts]
    pool = earlier or others
    if not pool:
        return None
    counts = [past.questions.get(question.id, 0) for question in pool]
    fewest = min(counts)
    return chance.choice([question for question, count in zip(pool, counts, strict=True) if count == fewest])


@dataclass(frozen=True, slots=True)
class Tally:
    """How a group answered: the number of first answers by option id, and how many were right."""

    by_option: Mapping[str, int]
    right: int

    @property
    def answered(self) -> int:
        return sum(self.by_option.values())
