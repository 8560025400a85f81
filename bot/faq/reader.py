"""Reads a text as stems and weighs what they say. A typed question's typos become words that the pack knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise

from rapidfuzz.distance import OSA, Prefix

from bot.faq.stem import stem
from bot.faq.vocabulary import ABBREVIATIONS, COMMON, GROUPS, JOINED
from bot.library.items import Term
from bot.library.typed import words_of

GROUP_WEIGHT = 1.2
PAIR_WEIGHT = 0.6
TERM_WEIGHT = 0.6
SHORTEST_TYPO = 5
TWO_TYPOS = 8
SHARED_START = 6
OTHER_ENDING = 4
LONGEST_ACRONYM = 5


class Reader:
    """`learn` the stems of a pack first; only then can `mended` tell a typo from a word."""

    def __init__(self, terms: Collection[Term] = ()) -> None:
        self.common = frozenset(stems_of(COMMON, {}))
        self._long = {**_acronyms(terms), **{short: words_of(text) for short, text in ABBREVIATIONS.items()}}
        self._near = _near_meanings()
        self._names = _names(terms, self._long)
        self._known: set[str] = set()
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        self._lengths = {len(name) for name in self._names}
        self.learn(self._near)
        self.learn(found for name in self._names for found in name)

    def learn(self, stems: Iterable[str]) -> None:
        for found in sorted(set(stems) - self._known):
            self._known.add(found)
            self._by_letter[found[0]].append(found)

    def knows(self, found: str) -> bool:
        return found in self._known

    def means_nearly(self, found: str) -> Sequence[str]:
        """The groups of vocabulary.py that it stands in."""
        return self._near.get(found, ())

    def stems(self, text: str) -> list[str]:
        return stems_of(text, self._long)

    def mended(self, text: str) -> list[str]:
        return [self._mend(found) for found in self.stems(text)]

    def features(self, stems: Sequence[str]) -> dict[str, float]:
        """How often each stem, each near meaning and each pair of neighbours occurs; each with its weight."""
        counts: dict[str, float] = defaultdict(float)
        for found in stems:
            counts[found] += 1.0
            for group in self.means_nearly(found):
                counts[group] += GROUP_WEIGHT
        for left, right in pairwise(stems):
            counts[f"{left}_{right}"] += PAIR_WEIGHT
        for term in self._terms_in(stems):
            counts[term] += TERM_WEIGHT
        return counts

    def _terms_in(self, stems: Sequence[str]) -> set[str]:
        """`&id` of each glossary term that goes by one of its names here; a collapsed lung is a pneumothorax."""
        runs = (tuple(stems[at : at + length]) for length in self._lengths for at in range(len(stems) - length + 1))
        return {f"&{self._names[run]}" for run in runs if run in self._names}

    def _mend(self, found: str) -> str:
        """The known stem with one or two typos less, else one with the same beginning, else itself."""
        if found in self._known or found in self.common or len(found) < SHORTEST_TYPO:
            return found
        near = self._by_letter.get(found[0], ())
        limit = 2 if len(found) >= TWO_TYPOS else 1
        typo = min(near, key=lambda known: OSA.distance(found, known, score_cutoff=limit), default=found)
        if OSA.distance(found, typo) <= limit:
            return typo
        akin = [known for known in near if _ending(found, known) <= OTHER_ENDING]
        shared = max(akin, key=lambda known: Prefix.similarity(found, known), default=found)
        return shared if Prefix.similarity(found, shared) >= SHARED_START else found


def _ending(found: str, known: str) -> int:
    """How much of the longer one is left after what both begin with."""
    return max(len(found), len(known)) - Prefix.similarity(found, known)


def stems_of(text: str, long: Mapping[str, Sequence[str]]) -> list[str]:
    spelt = [word for typed in words_of(text) for word in long.get(typed, (typed,))]
    return [stem(word) for word in _joined(spelt)]


def _joined(words: Sequence[str]) -> list[str]:
    """`micro trauma` and `microtrauma` are the same word."""
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] in JOINED:
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _acronyms(terms: Iterable[Term]) -> dict[str, tuple[str, ...]]:
    """The short names in a pack's glossary, spelt out: LTR is read as local twitch response."""
    return {
        short: words_of(term.term)
        for term in terms
        for name in term.also
        if len(name) <= LONGEST_ACRONYM and sum(letter.isupper() for letter in name) > 1
        for short in words_of(name)[:1]
    }


def _near_meanings() -> dict[str, list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for number, line in enumerate(GROUPS.strip().splitlines()):
        for found in dict.fromkeys(stems_of(line, {})):
            groups[found].append(f"#{number}")
    return groups


def _names(terms: Iterable[Term], long: Mapping[str, Sequence[str]]) -> dict[tuple[str, ...], str]:
    return {tuple(stems_of(name, long)): term.id for term in terms for name in (term.term, *term.also)}
