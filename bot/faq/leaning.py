"""How far each word leans towards each entry: log odds as in a naive Bayes classifier, over weighted features."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import log

# A word that an entry never uses still gets this much, so that no single word decides alone.
SMOOTH = 0.1
LEAST = -1.5


class Leanings:
    """Made of (entry's number, how much the text counts, its vector). `toward` sums up a question's vector."""

    def __init__(self, texts: Iterable[tuple[int, float, Mapping[str, float]]], entries: int) -> None:
        sums: dict[str, list[float]] = defaultdict(lambda: [0.0] * entries)
        for number, weight, vector in texts:
            for feature, value in vector.items():
                sums[feature][number] += weight * value
        self._entries = entries
        self._odds = {feature: _log_odds(by_entry) for feature, by_entry in sums.items()}

    @property
    def features(self) -> Iterable[str]:
        return self._odds.keys()

    def toward(self, vector: Mapping[str, float]) -> list[float]:
        leaning = [0.0] * self._entries
        for feature, weight in vector.items():
            for number, odds in enumerate(self._odds.get(feature, ())):
                leaning[number] += weight * odds
        return leaning


def _log_odds(by_entry: Sequence[float]) -> list[float]:
    """An entry's use of a feature against the mean use of all the others; 0 where nothing tells them apart."""
    total, others = sum(by_entry), max(1, len(by_entry) - 1)
    return [max(LEAST, log((value + SMOOTH) / ((total - value) / others + SMOOTH))) for value in by_entry]
