"""Words that are spelt nearly as what was typed, which may be only half of the word. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 4
# From this length on two slips are forgiven, below it one. A slip: a letter missing, too much, wrong, or two swapped.
LONG = 7
# So many letters of a word are compared with all others; only those that come near are compared whole.
COMPARED = 10
BEGINNINGS = 100
KEPT = 256


class NearWords:
    """`words` are in alphabetical order, each once. What was found for a typed word is kept for the next letters."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        lengths = range(SHORTEST, COMPARED + 1)
        self._beginnings = {length: list(dict.fromkeys(word[:length] for word in words)) for length in lengths}
        self._found: dict[str, Mapping[int, int]] = {}

    def find(self, typed: str) -> Mapping[int, int]:
        """The places of the words that begin nearly so, each with its number of slips."""
        if typed not in self._found:
            if len(self._found) >= KEPT:
                del self._found[next(iter(self._found))]
            self._found[typed] = self._compare(typed) if len(typed) >= SHORTEST else {}
        return self._found[typed]

    def _compare(self, typed: str) -> Mapping[int, int]:
        slips = 2 if len(typed) >= LONG else 1
        length = min(len(typed), COMPARED)
        # A letter too few or too many moves the cut by one as well.
        near = process.extract(
            typed[:length],
            self._beginnings[length],
            scorer=OSA.distance,
            score_cutoff=2 * slips,
            limit=BEGINNINGS,
        )
        places = (place for beginning, _, _ in near for place in self._beginning_with(beginning, length))
        found = ((place, _slips(typed, self._words[place], slips)) for place in places)
        return {place: made for place, made in found if made <= slips}

    def _beginning_with(self, beginning: str, length: int) -> range:
        """Places of the words that have this beginning of so many letters; a shorter one is a whole word."""
        first = bisect_left(self._words, beginning)
        if len(beginning) < length:
            return range(first, first + 1)
        return range(first, bisect_left(self._words, beginning + chr(0x10FFFF), first))


def _slips(typed: str, word: str, most: int) -> int:
    """How many slips make `typed` of the beginning of `word` that is nearest to it."""
    cuts = range(max(1, len(typed) - most), min(len(word), len(typed) + most) + 1)
    return min((OSA.distance(typed, word[:cut], score_cutoff=most) for cut in cuts), default=most + 1)
