"""What a learner sees of their own answers: by topic, in all, by day. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from bot.scores.model import Streak

OTHER = ""


@dataclass(frozen=True, slots=True)
class Count:
    """Answers to one item, or in one topic."""

    key: str
    right: int
    answered: int

    @property
    def share(self) -> float:
        return self.right / self.answered if self.answered else 0.0


@dataclass(frozen=True, slots=True)
class Progress:
    """`days` are the learner's own dates on which they answered, the latest first."""

    week: int
    points: int
    items: tuple[Count, ...]
    streak: Streak
    days: tuple[date, ...]

    @property
    def total(self) -> Count:
        return _sum(OTHER, self.items)


def by_topic(items: Iterable[Count], topic_of: Callable[[str], str | None]) -> tuple[Count, ...]:
    """Counts by topic id, the weakest first; items that have left the pack come last, under OTHER."""
    groups: defaultdict[str, list[Count]] = defaultdict(list)
    for item in items:
        groups[topic_of(item.key) or OTHER].append(item)
    counts = [_sum(topic, group) for topic, group in groups.items()]
    return tuple(sorted(counts, key=lambda count: (count.key == OTHER, count.share, -count.answered, count.key)))


def _sum(key: str, counts: Iterable[Count]) -> Count:
    group = list(counts)
    return Count(key, sum(count.right for count in group), sum(count.answered for count in group))
