"""Typos mended, before anything is compared: a word that nobody knows becomes the nearest that somebody does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.library.typed import one_spelling

SHORTEST_TYPO = 4
TWO_TYPOS = 8
SHORTEST_PART = 3


class Speller:
    """`own` are the words of a pack; they are taken before those of the `general` list, most frequent first."""

    def __init__(self, own: Iterable[str], general: Sequence[str] = ()) -> None:
        self._own = frozenset(own)
        self._known = self._own.union(general)
        self._near_own = _by_letter(sorted(self._own))
        self._near = _by_letter(general)
        self.mend = lru_cache(maxsize=4096)(self._mend)

    def _mend(self, word: str) -> tuple[str, ...]:
        """The word or words that are meant; itself, if nothing is near."""
        if word in self._known or len(word) < SHORTEST_TYPO or not word.isalpha():
            return (word,)
        spelt = one_spelling(word)
        if spelt in self._known:
            return (spelt,)
        meant = _nearest(word, self._near_own) or self._parted(word) or _nearest(word, self._near)
        return meant or (word,)

    def _parted(self, word: str) -> tuple[str, ...]:
        """`triggerpoint` is two words of the pack."""
        for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            if word[:at] in self._own and word[at:] in self._own:
                return word[:at], word[at:]
        return ()


def _by_letter(words: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for word in words:
        if len(word) >= SHORTEST_TYPO:
            found[word[0]].append(word)
    return found


def _nearest(word: str, words: dict[str, list[str]]) -> tuple[str, ...]:
    limit = 2 if len(word) >= TWO_TYPOS else 1
    found = process.extractOne(word, words.get(word[0], ()), scorer=OSA.distance, score_cutoff=limit)
    return (found[0],) if found else ()
