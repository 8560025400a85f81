"""Finds the entries that answer a question, by words alone. A look-up by meaning can stand behind the same protocol."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp
from typing import Protocol

from bot.faq.index import Index
from bot.faq.leaning import Leanings
from bot.faq.reader import Reader
from bot.library.items import Entry, Term

# The weights of a match, chosen by looking up one in eight of a pack's examples after leaving them out of it.
LETTERS = 0.25
SECOND_BEST = 0.6
LEANING = 0.2
COMMON_WEIGHT = 0.5
LETTERS_LEAN = 0.6
IN_SHORT = 0.5
IN_LONG = 0.15

# From a match to a score: a logistic fit on questions that a pack answers and on others that it doesn't.
STEEPNESS = 2.9
FOREIGN = 5.2
SAID = 0.55
OFFSET = -3.6
ENOUGH_SAID = 4

# How foreign a word is that stands in no example, but in an entry's text.
ONLY_IN_TEXT = 0.5

_SENTENCE_ENDS = re.compile(r"(?<=[.:?])\s+")


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
    """A match adds up an entry's nearest examples (by stems, and by groups of letters, which forgive typos) and how
    far the question's words lean towards it. Words that the pack doesn't know lower the scores of all entries.
    """

    def __init__(self, entries: Collection[Entry], terms: Collection[Term] = ()) -> None:
        self._reader = Reader(terms)
        self._ids = [entry.id for entry in entries]
        numbered = [(number, _examples(entry)) for number, entry in enumerate(entries)]
        self._owners = [number for number, texts in numbered for _ in texts]
        stems = [self._reader.stems(text) for _, texts in numbered for text in texts]
        self._words = Index(map(self._reader.features, stems), dict.fromkeys(self._reader.common, COMMON_WEIGHT))
        self._letters = Index(map(self._groups_of_letters, stems), {})
        self._leanings = Leanings(self._weighed(entries), len(entries))
        self._reader.learn(feature for feature in self._leanings.features if feature.isalnum())

    def find(self, question: str) -> tuple[Hit, ...]:
        stems = self._reader.mended(question)
        trust = self._trust({found for found in stems if found not in self._reader.common})
        hits = (
            Hit(key, round(_logistic(STEEPNESS * match + trust), 4))
            for key, match in zip(self._ids, self._matches(stems), strict=True)
        )
        return tuple(sorted(hits, key=lambda hit: -hit.score))

    def _matches(self, stems: Sequence[str]) -> list[float]:
        words, letters = self._vectors(stems)
        by_words, by_letters = self._words.cosines(words), self._letters.cosines(letters)
        near: dict[int, list[float]] = defaultdict(list)
        for number in by_words.keys() | by_letters.keys():
            nearness = (1 - LETTERS) * by_words.get(number, 0.0) + LETTERS * by_letters.get(number, 0.0)
            near[self._owners[number]].append(nearness)
        leaning = self._leanings.toward(_joined(words, letters))
        return [_best_two(near[number]) + LEANING * lean for number, lean in enumerate(leaning)]

    def _vectors(self, stems: Sequence[str]) -> tuple[dict[str, float], dict[str, float]]:
        """Of words and of letters. A pair of words that no example has says nothing, so it takes no weight."""
        features = self._reader.features(stems)
        known = {key: count for key, count in features.items() if "_" not in key or self._words.has(key)}
        return self._words.vector(known), self._letters.vector(self._groups_of_letters(stems))

    def _weighed(self, entries: Collection[Entry]) -> Iterator[tuple[int, float, Mapping[str, float]]]:
        """Each example, and each sentence of the answers, which count less."""
        for number, entry in enumerate(entries):
            for weight, texts in (
                (1.0, _examples(entry)),
                (IN_SHORT, _SENTENCE_ENDS.split(entry.short)),
                (IN_LONG, _SENTENCE_ENDS.split(entry.long)),
            ):
                for text in texts:
                    yield number, weight, _joined(*self._vectors(self._reader.stems(text)))

    def _trust(self, said: Collection[str]) -> float:
        """The more words say something, the better; the more of them are foreign to the pack, the worse."""
        foreign = self._foreign(said) if said else 0.0
        return OFFSET + SAID * min(len(said), ENOUGH_SAID) - FOREIGN * foreign

    def _foreign(self, said: Collection[str]) -> float:
        """From 0 to 1: the part of the words that say something, the rarer the more, that no example uses."""
        rarities = {found: self._words.rarity(found) for found in said}
        unknown = sum(
            rarity * (ONLY_IN_TEXT if self._reader.knows(found) else 1.0)
            for found, rarity in rarities.items()
            if not self._words.has(found) and not self._reader.means_nearly(found)
        )
        return unknown / (sum(rarities.values()) or 1.0)

    def _groups_of_letters(self, stems: Sequence[str]) -> dict[str, float]:
        """Three letters at a time, word by word; common words would only make questions look alike."""
        groups: dict[str, float] = defaultdict(float)
        for found in stems:
            if found not in self._reader.common:
                padded = f" {found} "
                for start in range(len(padded) - 2):
                    groups[padded[start : start + 3]] += 1.0
        return groups


def _examples(entry: Entry) -> tuple[str, ...]:
    return (entry.title, *entry.asked_as)


def _joined(words: Mapping[str, float], letters: Mapping[str, float]) -> dict[str, float]:
    return {**words, **{f"~{group}": LETTERS_LEAN * weight for group, weight in letters.items()}}


def _best_two(found: Sequence[float]) -> float:
    best, second = sorted([*found, 0.0, 0.0], reverse=True)[:2]
    return best + SECOND_BEST * second


def _logistic(x: float) -> float:
    return 1 / (1 + exp(-x))
