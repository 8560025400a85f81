"""Typos mended, before anything is compared: a word that nobody knows becomes the nearest that somebody does."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from bot.faq.wordlist import SHORTEST_TYPO, Wordlist
from bot.library.typed import one_spelling

SHORTEST_PART = 3


class Speller:
    """`own` are the words of a pack; they are taken before those of the `general` list."""

    def __init__(self, own: Iterable[str], general: Wordlist) -> None:
        self._own = Wordlist(sorted(set(own)))
        self._general = general
        self.mend = lru_cache(maxsize=4096)(self._mend)

    def owns(self, word: str) -> bool:
        """Whether the pack uses it."""
        return word in self._own

    def knows(self, word: str) -> bool:
        return word in self._own or word in self._general

    def _mend(self, word: str) -> tuple[str, ...]:
        """The word or words that are meant; itself, if nothing is near."""
        if self.knows(word) or len(word) < SHORTEST_TYPO or not word.isalpha():
            return (word,)
        spelt = one_spelling(word)
        if self.knows(spelt):
            return (spelt,)
        near = self._own.nearest(word)
        return (near,) if near else self._parted(word) or (self._general.nearest(word) or word,)

    def _parted(self, word: str) -> tuple[str, ...]:
        """`triggerpoint` is two words of the pack."""
        for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            if word[:at] in self._own and word[at:] in self._own:
                return word[:at], word[at:]
        return ()
