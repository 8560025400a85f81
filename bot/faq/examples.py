"""The look-up: a question is compared with examples of how entries are asked, and with questions that none answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from bot.faq.cache import Cache
from bot.faq.lookup import UNCHANGED, Hit, Own
from bot.faq.meaning import Meaning
from bot.faq.postings import Numbers, Postings, Weights
from bot.faq.reader import Reader, letters_of, stems_of
from bot.faq.ridge import fit

# Changes whenever the fit does, so that no cached weights of another fit are taken.
VERSION = 2
# How likenesses add up: by meaning 1, by stems and by groups of letters these. docs/faq.md says how they were chosen.
BESIDE_MEANING = (0.3, 0.3)
ALONE = (0.5, 0.5)
# From how far an entry's score lies above that of "none answers" to a probability.
STEEPNESS = 2.0
# Unfitted, nothing is said of a question that is less like any example than this.
LEAST_ALIKE = 0.15
# How far an added example lifts its entry above all others if the question is the very same.
AHEAD = 0.5
# Who asks sees three.
MOST_HITS = 100
# Examples that communities have added, ready to be compared; of more, those not asked for lately are read again.
MOST_ADDED = 2048
# With more examples than this an entry is compared as a whole, not example by example: fitting takes their cube.
MOST_FITTED = 5500


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is compared; `meaning` is None by words alone, and if it has no word."""

    stems: Weights
    letters: Weights
    meaning: Numbers | None


@dataclass(frozen=True)
class Examples:
    """`rows` are what is compared: the words, as read, of one example or of all of an entry's; `owners` the number of
    the entry, or of none.
    """

    entries: tuple[str, ...]
    reader: Reader
    rows: tuple[tuple[tuple[str, ...], ...], ...]
    owners: NDArray[np.int64]
    pooled: bool

    @cached_property
    def words(self) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(word for example in row for word in example) for row in self.rows)

    @cached_property
    def stems(self) -> Postings:
        return Postings(map(stems_of, self.words))

    @cached_property
    def letters(self) -> Postings:
        groups = {word: letters_of([word]) for word in set(chain.from_iterable(self.words))}
        return Postings([*chain.from_iterable(map(groups.__getitem__, row))] for row in self.words)


def collect(asked: Mapping[str, Sequence[str]], unanswered: Sequence[str], reader: Reader) -> Examples:
    """`asked` holds by entry how it is asked."""
    none = len(asked)
    pooled = sum(map(len, asked.values())) + len(unanswered) > MOST_FITTED
    rows: list[tuple[tuple[str, ...], ...]] = []
    owners: list[int] = []
    for number, texts in enumerate(asked.values()):
        read = tuple(tuple(reader.read(text)) for text in texts)
        rows += [read] if pooled else [(one,) for one in read]
        owners += [number] * (1 if pooled else len(read))
    rows += [(tuple(reader.read(text)),) for text in unanswered]
    owners += [none] * len(unanswered)
    return Examples(tuple(asked), reader, tuple(rows), np.array(owners, np.int64), pooled)


class ExampleLookup:
    """`meaning` is that of the rows. The nearest example of an entry counts, and with `weights` all of them."""

    def __init__(self, examples: Examples, meaning: Meaning | None = None, weights: Numbers | None = None) -> None:
        self._examples = examples
        # Made here, so that the first question doesn't wait for them.
        self._stems, self._letters = examples.stems, examples.letters
        self._meaning = meaning
        self._shares = BESIDE_MEANING if meaning else ALONE
        self._weights = weights
        self._as_added = lru_cache(maxsize=MOST_ADDED)(self._as_asked)

    def fitted(self, cache: Cache) -> ExampleLookup:
        """The same with weights, unless there are too many examples for that."""
        if self._examples.pooled:
            return self
        shape = len(self._examples.rows), self._classes
        weights = cache.weights(self._key(), shape, lambda: self._fit(cache.go_on))
        return ExampleLookup(self._examples, self._meaning, weights)

    @property
    def by_meaning(self) -> bool:
        return self._meaning is not None

    def understands(self, question: str) -> bool:
        return self._examples.reader.understands(question)

    def find(self, question: str, own: Own = UNCHANGED) -> tuple[Hit, ...]:
        asked = self._as_asked(question)
        scores = self._scores(self._likeness(asked))
        # An entry's own left-out examples average 1; what the pack has word for word may score more.
        most = max(1.0, float(scores.max())) + AHEAD
        for entry, text in own.added:
            if entry in self._numbers:
                likeness = self._near(asked, self._as_added(text))
                scores[self._numbers[entry]] = max(scores[self._numbers[entry]], most * likeness)
        off = [self._numbers[entry] for entry in own.off if entry in self._numbers]
        none = max([scores[-1], *scores[off]])
        scores[off] = -np.inf
        best = np.argsort(-scores[:-1], kind="stable")[: min(MOST_HITS, len(scores) - 1 - len(off))]
        chances = 1 / (1 + np.exp(-STEEPNESS * (scores[best] - none)))
        return tuple(
            Hit(self._examples.entries[at], round(float(one), 4)) for at, one in zip(best, chances, strict=True)
        )

    def alike(self, one: str, other: str) -> float:
        read = self._examples.reader.read
        return self._meaning.alike(read(one), read(other)) if self._meaning else 0.0

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {entry: number for number, entry in enumerate(self._examples.entries)}

    def _key(self) -> bytes:
        """All that the weights depend on."""
        rows = self._meaning.rows.tobytes() if self._meaning else b""
        return repr((VERSION, self._shares, self._examples.rows, self._examples.owners.tolist())).encode() + rows

    @property
    def _classes(self) -> int:
        return len(self._examples.entries) + 1

    def _scores(self, likeness: Numbers) -> Numbers:
        """What speaks for each entry, and last for none of them."""
        scores: Numbers = np.zeros(self._classes, np.float32)
        np.maximum.at(scores, self._examples.owners, likeness)
        if self._weights is not None:
            return scores + likeness @ self._weights
        scores[-1] = max(scores[-1], LEAST_ALIKE)
        return scores

    def _as_asked(self, text: str) -> Asked:
        words = self._examples.reader.read(text)
        meaning = self._meaning.vector(words) if self._meaning and words else None
        return Asked(*self._in_words(words), meaning)

    def _in_words(self, words: Sequence[str]) -> tuple[Weights, Weights]:
        return self._stems.vector(stems_of(words)), self._letters.vector(letters_of(words))

    def _likeness(self, asked: Asked) -> Numbers:
        """To each row."""
        found = self._by_words(asked.stems, asked.letters)
        if self._meaning and asked.meaning is not None:
            found += self._meaning.rows @ asked.meaning
        return found

    def _by_words(self, stems: Weights, letters: Weights) -> Numbers:
        return self._shares[0] * self._stems.likeness(stems) + self._shares[1] * self._letters.likeness(letters)

    def _near(self, one: Asked, other: Asked) -> float:
        """Of two questions, from 0 to 1."""
        found = self._shares[0] * _dot(one.stems, other.stems) + self._shares[1] * _dot(one.letters, other.letters)
        if one.meaning is not None and other.meaning is not None:
            found += float(one.meaning @ other.meaning)
        return max(found, 0.0) / (sum(self._shares) + self.by_meaning)

    def _fit(self, go_on: Callable[[], None]) -> Numbers:
        likenesses = self._between_rows(go_on)
        go_on()
        return fit(likenesses, self._examples.owners, self._classes)

    def _between_rows(self, go_on: Callable[[], None]) -> Numbers:
        found = np.empty((len(self._examples.words),) * 2, np.float32)
        for number, words in enumerate(self._examples.words):
            go_on()
            found[number] = self._by_words(*self._in_words(words))
        if self._meaning:
            found += self._meaning.rows @ self._meaning.rows.T
        return found


def _dot(one: Weights, other: Weights) -> float:
    return sum(weight * other.get(number, 0.0) for number, weight in one.items())
