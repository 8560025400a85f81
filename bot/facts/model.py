"""Which fact comes next. Pure."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from bot.library.items import Fact


def deal(facts: Sequence[Fact], times: Mapping[str, int], chance: random.Random) -> Fact | None:
    """One of the facts that was dealt least often, so nobody gets one twice until all were seen."""
    if not facts:
        return None
    fewest = min(times.get(fact.id, 0) for fact in facts)
    return chance.choice([fact for fact in facts if times.get(fact.id, 0) == fewest])


def seen(facts: Sequence[Fact], times: Mapping[str, int]) -> int:
    """How many of these facts the learner has had."""
    return sum(1 for fact in facts if times.get(fact.id, 0))
