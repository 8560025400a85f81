"""Which example is nearest to a question: cosines over an inverted index, so that few examples are touched."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from math import log, sqrt

Features = Mapping[str, float]


class Index:
    """Documents as weighted features. A feature counts the more the rarer it is, and `damped` ones count less."""

    def __init__(self, documents: Iterable[Features], damped: Mapping[str, float]) -> None:
        kept = list(documents)
        self._damped = damped
        self._size = len(kept)
        self._found_in = Counter(feature for document in kept for feature in document)
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, document in enumerate(kept):
            for feature, weight in self.vector(document).items():
                self._postings[feature].append((number, weight))

    def has(self, feature: str) -> bool:
        return feature in self._found_in

    def rarity(self, feature: str) -> float:
        return log(1 + self._size / (1 + self._found_in[feature]))

    def vector(self, features: Features) -> dict[str, float]:
        """Of length 1. What is repeated counts at most one and a half times."""
        weights = {
            feature: min(count, 1.5) * self.rarity(feature) * self._damped.get(feature, 1.0)
            for feature, count in features.items()
        }
        length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {feature: weight / length for feature, weight in weights.items()}

    def cosines(self, vector: Features) -> dict[int, float]:
        """By the document's number; documents that share nothing are left out."""
        sums: dict[int, float] = defaultdict(float)
        for feature, weight in vector.items():
            for number, other in self._postings.get(feature, ()):
                sums[number] += weight * other
        return sums
