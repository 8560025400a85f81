"""What a post holds, chosen from what the community's channel has had. Pure, so that a forecast chooses the same."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass

from bot.daily.model import Past, next_fact, next_question
from bot.library.items import Fact, Question
from bot.library.library import Shelf
from bot.schedule.model import DAILY, FACT, QUESTION


@dataclass(frozen=True, slots=True)
class Chosen:
    """`day` is the fact's number among those of its topic. `chance` goes on to mix the question's options."""

    day: int
    fact: Fact | None
    question: Question | None
    chance: random.Random


class Told:
    """What the community was told, growing post by post."""

    def __init__(self, shelf: Shelf, community_id: int, past: Past) -> None:
        self._shelf = shelf
        self._community_id = community_id
        self._facts, self._questions = Counter(past.facts), Counter(past.questions)

    def post(self, what: str, topic: str | None) -> Chosen:
        chosen = choose(self._shelf, self._community_id, what, topic, Past(self._facts, self._questions))
        if chosen.fact:
            self._facts[chosen.fact.id] += 1
        if chosen.question:
            self._questions[chosen.question.id] += 1
        return chosen


def choose(shelf: Shelf, community_id: int, what: str, topic: str | None, past: Past) -> Chosen:
    facts, chance = shelf.facts_on(topic), chance_after(community_id, past)
    fact = next_fact(facts, past) if what in (FACT, DAILY) else None
    question = next_question(shelf.questions_on(topic), past, fact, chance) if what in (QUESTION, DAILY) else None
    return Chosen(sum([past.facts.get(one.id, 0) for one in facts]) + 1, fact, question, chance)


def chance_after(community_id: int, past: Past) -> random.Random:
    """The same until the next post, so that a preview shows what will be posted."""
    return random.Random(f"{community_id}/{sum(past.facts.values())}/{sum(past.questions.values())}")
