"""Texts found by what they are made of: cosines of tf-idf vectors, by an inverted index in arrays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float32]


class Postings:
    """`rows` are the features of each text, as often as they occur. Features that no text has don't count."""

    def __init__(self, rows: Iterable[Sequence[str]]) -> None:
        known: dict[str, int] = {}
        lengths: list[int] = []
        found: list[int] = []
        for row in rows:
            lengths.append(len(row))
            found.extend([known.setdefault(feature, len(known)) for feature in row])
        self._known = known
        self.size = len(lengths)
        texts = np.repeat(np.arange(self.size, dtype=np.int64), lengths)
        # Sorted by feature, then by text: what belongs to a feature lies together.
        pairs, counts = np.unique(np.array(found, dtype=np.int64) * max(self.size, 1) + texts, return_counts=True)
        features, self._texts = np.divmod(pairs, max(self.size, 1))
        self._starts = np.searchsorted(features, np.arange(len(known) + 1))
        in_texts = np.diff(self._starts)
        self._rarity = (1 + np.log((1 + self.size) / (1 + in_texts))).astype(np.float32)
        weights = (1 + np.log(counts)) * self._rarity[features]
        lengths_of = np.sqrt(np.bincount(self._texts, weights**2, minlength=self.size))
        self._weights = (weights / lengths_of[self._texts]).astype(np.float32)

    def likeness(self, features: Sequence[str]) -> Numbers:
        """The cosine of these features with each text, from 0 to 1."""
        vector = self.vector(features)
        if not vector:
            return np.zeros(self.size, np.float32)
        spans = [slice(self._starts[one], self._starts[one + 1]) for one in vector]
        texts = np.concatenate([self._texts[span] for span in spans])
        shares = np.concatenate(
            [self._weights[span] * weight for span, weight in zip(spans, vector.values(), strict=True)]
        )
        return np.bincount(texts, shares, minlength=self.size).astype(np.float32)

    def vector(self, features: Sequence[str]) -> dict[int, float]:
        """Of length one; the weight of each feature that is known, by its number."""
        counts = Counter(number for one in features if (number := self._known.get(one)) is not None)
        weights = {number: (1 + log(count)) * float(self._rarity[number]) for number, count in counts.items()}
        length = sqrt(sum(weight**2 for weight in weights.values()))
        return {number: weight / length for number, weight in weights.items()}
