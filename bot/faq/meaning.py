"""How near two questions are in what they mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.faq.postings import Numbers
from bot.faq.ridge import whitening


class Encodes(Protocol):
    def vector(self, words: Sequence[str]) -> Numbers: ...


class Meaning:
    """The vectors of all rows, evened out by `whitening` and of length one."""

    def __init__(self, encoder: Encodes, vectors: Numbers, owners: NDArray[np.int64]) -> None:
        self._evened = whitening(vectors, owners)
        self.rows = _length_one(vectors @ self._evened)
        self._encoder = encoder
        # Of questions that are kept anyway; what is only asked is worked out once and forgotten.
        self._kept = lru_cache(maxsize=2048)(self._plain)

    def vector(self, words: Sequence[str]) -> Numbers:
        """To compare with `rows`. Raises FloatingPointError if the encoder gives no numbers, and what it raises."""
        return _length_one(self._plain(words) @ self._evened)

    def alike(self, one: Iterable[str], other: Iterable[str]) -> float:
        """As the encoder has it, whatever the examples are about."""
        return float(self._kept(tuple(one)) @ self._kept(tuple(other)))

    def _plain(self, words: Sequence[str]) -> Numbers:
        vector = self._encoder.vector(words)
        if not np.isfinite(vector).all():
            raise FloatingPointError("the sentence encoder gave something else than numbers")
        return vector


def _length_one(vectors: Numbers) -> Numbers:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    divided: Numbers = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return divided
