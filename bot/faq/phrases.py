"""Phrases of safety rules, and a question read so that they can be found in it, typos and all. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, permutations

from rapidfuzz.distance import OSA

from bot.faq.stem import stem
from bot.library.typed import words_of

GAP = "..."
EITHER_ORDER = "~"
NUMBER = "#"
LONGEST_GAP = 5
SHORTEST_TYPO = 4
SHORTEST_MEANT = 5
LONG_ENOUGH = 6
TWO_TYPOS = 9


@dataclass(frozen=True)
class Phrase:
    """Parts in their order: a stem, `=word` for just this form, `begin*` for any ending, `@list`, a NUMBER or a GAP.

    `spelt` holds the plain words as they were written, since a typo is seen better in a word than in its stem.
    """

    parts: tuple[str, ...]
    spelt: tuple[str, ...] = ()

    @cached_property
    def literals(self) -> frozenset[str]:
        return frozenset(part for part in self.parts if part != GAP and not part.startswith("@"))

    @cached_property
    def lists(self) -> frozenset[str]:
        return frozenset(part[1:] for part in self.parts if part.startswith("@"))


@dataclass(frozen=True, eq=False)
class Phrases:
    """Phrases of which one is enough. `wordless` are those made of lists and numbers only."""

    all: tuple[Phrase, ...]

    @cached_property
    def wordless(self) -> tuple[Phrase, ...]:
        return tuple(phrase for phrase in self.all if not phrase.literals)


def read_phrases(texts: Iterable[str]) -> Phrases:
    """The phrases of a rule; one that leaves the order open becomes a phrase for each order."""
    return Phrases(tuple(read_phrase(order) for text in texts for order in _orders(text)))


def _orders(text: str) -> Iterator[str]:
    sides = text.split(f" {EITHER_ORDER} ")
    return (f" {GAP} ".join(order) for order in permutations(sides))


def read_phrase(text: str) -> Phrase:
    parts: list[str] = []
    spelt: list[str] = []
    for written in text.replace("…", GAP).split():
        words = words_of(written)
        if written in (GAP, NUMBER) or written.startswith("@"):
            parts.append(written)
        elif written.endswith("*"):
            parts += [f"{word}*" for word in words]
        elif written.startswith("="):
            parts += [f"={word}" for word in words]
        else:
            parts += [stem(word) for word in words]
            spelt += words
    return Phrase(tuple(parts), tuple(spelt))


class Phrasebook:
    """The lists that phrases name, and every word that some phrase uses. `not_typos` are never taken for another."""

    def __init__(self, lists: Mapping[str, Phrases], used: Iterable[Phrases], not_typos: str = "") -> None:
        self.lists = lists
        self._by_word: dict[str, list[tuple[Phrases, Phrase]]] = {}
        every = [(phrases, phrase) for phrases in (*used, *lists.values()) for phrase in phrases.all]
        for phrases, phrase in every:
            if phrase.literals:
                self._by_word.setdefault(max(phrase.literals, key=len), []).append((phrases, phrase))
        literals = {literal for _, phrase in every for literal in phrase.literals}
        self._beginnings = [literal for literal in literals if literal.endswith("*")]
        self._stems = literals.difference(self._beginnings)
        spelt = sorted({word for _, phrase in every for word in phrase.spelt})
        self._spelt = {first: [(word, stem(word)) for word in words] for first, words in groupby(spelt, _first)}
        self._not_typos = frozenset(words_of(not_typos))

    def promising(self, words: frozenset[str]) -> Mapping[Phrases, Sequence[Phrase]]:
        """The phrases all of whose words are there, by what they belong to; whether they stand in order is not said."""
        found: dict[Phrases, list[Phrase]] = {}
        for word in words:
            for phrases, phrase in self._by_word.get(word, ()):
                if phrase.literals <= words:
                    found.setdefault(phrases, []).append(phrase)
        return found

    def stands_for(self, word: str) -> frozenset[str]:
        """The literals that a typed word may be read as."""
        found = stem(word)
        read = {found} if found in self._stems else self._near(word)
        read.update(start for start in self._beginnings if word.startswith(start[:-1]))
        if word.isdigit():
            read.add(NUMBER)
        return frozenset(read | {f"={word}"})

    def _near(self, word: str) -> set[str]:
        """The stems of the words that this may be a typo of: same first letter, one or two typos, not a known word."""
        if len(word) < SHORTEST_TYPO or word in self._not_typos:
            return set()
        limit = 2 if len(word) >= TWO_TYPOS else 1
        return {
            meant
            for spelt, meant in self._spelt.get(word[0], ())
            if abs(len(spelt) - len(word)) <= limit
            and _may_be_meant(spelt, word)
            and OSA.distance(spelt, word, score_cutoff=limit) <= limit
        }


class Reading:
    """One question, read with a phrasebook. `has_any` says whether one of the phrases stands anywhere in it."""

    def __init__(self, question: str, book: Phrasebook) -> None:
        self._book = book
        self._words = [book.stands_for(word) for word in words_of(question)]
        self._promising = book.promising(frozenset(literal for words in self._words for literal in words))
        self._lists: dict[str, Mapping[int, Collection[int]]] = {}

    def has_any(self, phrases: Phrases) -> bool:
        return any(
            True for phrase in self._possible(phrases) for at in self._starts for _ in self._ends(phrase.parts, at)
        )

    def _possible(self, phrases: Phrases) -> Iterator[Phrase]:
        for phrase in (*self._promising.get(phrases, ()), *phrases.wordless):
            if all(map(self._listed, phrase.lists)):
                yield phrase

    def _ends(self, parts: Sequence[str], at: int) -> Iterator[int]:
        """Where the parts end if they begin at this word."""
        if not parts:
            yield at
            return
        first, rest = parts[0], parts[1:]
        if first == GAP:
            for skipped in range(LONGEST_GAP + 1):
                yield from self._ends(rest, at + skipped)
        elif first.startswith("@"):
            for end in self._listed(first[1:]).get(at, ()):
                yield from self._ends(rest, end)
        elif at < len(self._words) and first in self._words[at]:
            yield from self._ends(rest, at + 1)

    def _listed(self, name: str) -> Mapping[int, Collection[int]]:
        """Where the phrases of a list begin and end, found once a question."""
        if name not in self._lists:
            self._lists[name] = {}
            possible = tuple(self._possible(self._book.lists[name]))
            spans = {at: {end for phrase in possible for end in self._ends(phrase.parts, at)} for at in self._starts}
            self._lists[name] = {at: ends for at, ends in spans.items() if ends}
        return self._lists[name]

    @property
    def _starts(self) -> range:
        return range(len(self._words))


def _may_be_meant(spelt: str, word: str) -> bool:
    """Another letter in a short word often makes another word; there only a missing, added or swapped one counts."""
    if len(spelt) >= LONG_ENOUGH or sorted(spelt) == sorted(word):
        return True
    return len(spelt) >= SHORTEST_MEANT and len(spelt) != len(word)


def _first(word: str) -> str:
    return word[0]
