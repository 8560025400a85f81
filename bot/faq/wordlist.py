"""Words that are known: whether one is among them, and which of them is nearest to a typo."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.faq.wordpiece import general_words

SHORTEST_TYPO = 4
TWO_TYPOS = 8


class Wordlist(Collection[str]):
    """Of several words that are equally near the one that comes first is taken."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._all = dict.fromkeys(words)
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        for word in self._all:
            if len(word) >= SHORTEST_TYPO:
                self._by_letter[word[0]].append(word)

    def __contains__(self, word: object) -> bool:
        return word in self._all

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def nearest(self, word: str) -> str | None:
        """With the same first letter, and one slip, or two in a long word."""
        limit = 2 if len(word) >= TWO_TYPOS else 1
        found = process.extractOne(word, self._by_letter.get(word[0], ()), scorer=OSA.distance, score_cutoff=limit)
        return found[0] if found else None


@lru_cache(maxsize=1)
def general() -> Wordlist:
    """Some 23,000 words of the language, the more frequent ones first."""
    return Wordlist(general_words())
