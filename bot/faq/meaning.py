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
        self._plain = lru_cache(maxsize=2048)(encoder.vector)

    def vector(self, words: Iterable[str]) -> Numbers:
        """To compare with `rows`."""
        return _length_one(self._plain(tuple(words)) @ self._evened)

    def alike(self, one: Iterable[str], other: Iterable[str]) -> float:
        """As the encoder has it, whatever the examples are about."""
        return float(self._plain(tuple(one)) @ self._plain(tuple(other)))


def _length_one(vectors: Numbers) -> Numbers:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    divided: Numbers = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return divided
