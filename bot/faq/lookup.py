"""Finds the entries that answer a question, by words alone. A look-up by meaning can stand behind the same protocol."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import exp
from typing import Protocol

from bot.faq.index import Index
from bot.faq.profile import Profiles
from bot.faq.reader import Reader
from bot.library.items import Entry, Term

# The weights of a match, chosen by looking up one in eight of a pack's examples after leaving them out of it.
LETTERS = 0.25
SECOND_BEST = 0.6
SHARE = 1.5
COMMON_WEIGHT = 0.5

# From a match to a score: a logistic fit on questions that a pack answers and on others that it doesn't.
STEEPNESS = 2.6
FOREIGN = 5.6
NOTHING_SAID = 1.6
OFFSET = -1.1

# How foreign a word is that stands in no example, but in an entry's text.
ONLY_IN_TEXT = 0.5


@dataclass(frozen=True, slots=True)
class Hit:
    """`score` runs from 0 to 1: about how likely it is that the entry answers the question."""

    id: str
    score: float


class Lookup(Protocol):
    def find(self, question: str) -> tuple[Hit, ...]:
        """All entries, the best first."""
        ...


class WordLookup:
    """A match adds up an entry's nearest examples (by stems, and by groups of letters, which forgive typos) and its
    share in the question's words. Words that the pack doesn't know lower the score of every entry.
    """

    def __init__(self, entries: Collection[Entry], terms: Collection[Term] = ()) -> None:
        self._reader = Reader(terms)
        self._ids = [entry.id for entry in entries]
        examples = [(entry.id, text) for entry in entries for text in (entry.title, *entry.asked_as)]
        self._owners = [owner for owner, _ in examples]
        stems = [self._reader.stems(text) for _, text in examples]
        damped = dict.fromkeys(self._reader.common, COMMON_WEIGHT)
        self._words = Index([self._reader.features(found) for found in stems], damped)
        self._letters = Index([self._groups_of_letters(found) for found in stems], {})
        self._profiles = Profiles(entries, self._reader)
        self._reader.learn(feature for feature in self._profiles.features if not feature.startswith("#"))

    def find(self, question: str) -> tuple[Hit, ...]:
        stems = self._reader.mended(question)
        matches = self._matches(stems)
        doubt = self._doubt(stems)
        hits = (Hit(key, round(_logistic(STEEPNESS * matches[key] - doubt), 4)) for key in self._ids)
        return tuple(sorted(hits, key=lambda hit: -hit.score))

    def _matches(self, stems: Sequence[str]) -> dict[str, float]:
        features = self._reader.features(stems)
        known = {key: count for key, count in features.items() if "_" not in key or self._words.has(key)}
        vector = self._words.vector(known)
        by_words = self._words.cosines(vector)
        by_letters = self._letters.cosines(self._letters.vector(self._groups_of_letters(stems)))
        near: dict[str, list[float]] = defaultdict(list)
        for number in by_words.keys() | by_letters.keys():
            nearness = (1 - LETTERS) * by_words.get(number, 0.0) + LETTERS * by_letters.get(number, 0.0)
            near[self._owners[number]].append(nearness)
        matches = defaultdict(float, {key: _best_two(found) for key, found in near.items()})
        for key, share in self._shares(vector).items():
            matches[key] += SHARE * share
        return matches

    def _shares(self, vector: dict[str, float]) -> dict[str, float]:
        """An entry's mean share in the question's words, each weighed by the square of its part in the question."""
        weights = {feature: weight * weight for feature, weight in vector.items() if "_" not in feature}
        total = sum(weights.values()) or 1.0
        sums: dict[str, float] = defaultdict(float)
        for feature, weight in weights.items():
            for key, share in self._profiles.shares(feature).items():
                sums[key] += share * weight / total
        return sums

    def _doubt(self, stems: Sequence[str]) -> float:
        said = {found for found in stems if found not in self._reader.common}
        return (FOREIGN * self._foreign(said) if said else NOTHING_SAID) - OFFSET

    def _foreign(self, said: Collection[str]) -> float:
        """From 0 to 1: the part of the words that say something, the rarer the more, that no example uses."""
        rarities = {found: self._words.rarity(found) for found in said}
        unknown = sum(
            rarity * (ONLY_IN_TEXT if self._reader.knows(found) else 1.0)
            for found, rarity in rarities.items()
            if not self._words.has(found) and not self._reader.means_nearly(found)
        )
        return unknown / sum(rarities.values())

    def _groups_of_letters(self, stems: Sequence[str]) -> dict[str, float]:
        """Three letters at a time, word by word; common words would only make questions look alike."""
        groups: dict[str, float] = defaultdict(float)
        for found in stems:
            if found not in self._reader.common:
                padded = f" {found} "
                for start in range(len(padded) - 2):
                    groups[padded[start : start + 3]] += 1.0
        return groups


def _best_two(found: Sequence[float]) -> float:
    best, second = sorted([*found, 0.0], reverse=True)[:2]
    return best + SECOND_BEST * second


def _logistic(x: float) -> float:
    return 1 / (1 + exp(-x))
