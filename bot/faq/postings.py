"""Texts found by what they are made of: cosines of tf-idf vectors, by an inverted index in arrays."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float32]
Weights = Mapping[int, float]

_HALF = np.uint64(32)
# Numbers of so many texts fit into two bytes.
_FEW = 2**16


class Postings:
    """`rows` are the features of each text, as often as they occur. Features that no text has don't count."""

    def __init__(self, rows: Iterable[Sequence[str]]) -> None:
        mark = lru_cache(maxsize=None)(_mark)  # texts share most of their features
        marks, lengths = array("I"), array("I")
        for row in rows:
            lengths.append(len(row))
            marks.extend(map(mark, row))
        self.size = len(lengths)
        # A feature and its text in one number each: sorted, what belongs to a feature lies together.
        pairs = np.array(marks, np.uint64) << _HALF | np.repeat(np.arange(self.size, dtype=np.uint64), lengths)
        pairs, counts = np.unique(pairs, return_counts=True)
        features, texts = (pairs >> _HALF).astype(np.uint32), pairs.astype(np.uint32)
        self._texts = texts.astype(np.uint16) if self.size < _FEW else texts
        firsts = np.flatnonzero(np.diff(features, prepend=-1))
        self._known, self._starts = features[firsts], np.append(firsts, len(features))
        in_texts = np.diff(self._starts)
        self._rarity = (1 + np.log((1 + self.size) / (1 + in_texts))).astype(np.float32)
        weights = (1 + np.log(counts)) * np.repeat(self._rarity, in_texts)
        lengths_of = np.sqrt(np.bincount(self._texts, weights**2, minlength=self.size))
        self._weights = (weights / lengths_of[self._texts]).astype(np.float32)

    def likeness(self, vector: Weights) -> Numbers:
        """The cosine with each text, from 0 to 1."""
        if not vector:
            return np.zeros(self.size, np.float32)
        spans = [slice(self._starts[one], self._starts[one + 1]) for one in vector]
        texts = np.concatenate([self._texts[span] for span in spans])
        shares = np.concatenate(
            [self._weights[span] * weight for span, weight in zip(spans, vector.values(), strict=True)]
        )
        return np.bincount(texts, shares, minlength=self.size).astype(np.float32)

    def vector(self, features: Sequence[str]) -> Weights:
        """Of length one; the weight of each feature that is known, by its number."""
        marks, counts = np.unique(np.array([*map(_mark, features)], np.uint32), return_counts=True)
        numbers = np.minimum(np.searchsorted(self._known, marks), max(len(self._known) - 1, 0))
        here = self._known[numbers] == marks if len(self._known) else np.zeros(len(marks), bool)
        weights = (1 + np.log(counts[here])) * self._rarity[numbers[here]]
        lengths = np.sqrt(weights @ weights)
        return dict(zip(numbers[here].tolist(), (weights / (lengths or 1.0)).tolist(), strict=True))


def _mark(feature: str) -> int:
    """A feature as a number, which takes less room than its text; that two share one is rare and harmless."""
    return crc32(feature.encode())
