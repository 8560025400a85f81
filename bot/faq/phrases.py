"""Phrases of safety rules, and a question read so that they can be found in it, typos and all. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
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


@dataclass(frozen=True, slots=True)
class Phrase:
    """Parts in their order: a stem, `=word` for just this form, `begin*` for any ending, `@list`, a NUMBER or a GAP.

    `literals` are those that a question's words must be.
    """

    parts: tuple[str, ...]
    literals: tuple[str, ...]

    @property
    def lists(self) -> Iterator[str]:
        return (part[1:] for part in self.parts if part.startswith("@"))


@dataclass(frozen=True, eq=False)
class Phrases:
    """Phrases of which one is enough. `wordless` are those made of lists and numbers only; `spelt` holds the plain
    words of all as they were written, since a typo is seen better in a word than in its stem.
    """

    all: tuple[Phrase, ...]
    spelt: frozenset[str]

    @cached_property
    def wordless(self) -> tuple[Phrase, ...]:
        return tuple(phrase for phrase in self.all if not phrase.literals)


def read_phrases(texts: Iterable[str]) -> Phrases:
    """The phrases of a rule; one that leaves the order open becomes a phrase for each order."""
    written = [text.replace("…", GAP) for text in texts]
    phrases = tuple(phrase for text in written for phrase in _orders(text.split(f" {EITHER_ORDER} ")))
    plain = {one for text in written for one in text.split() if _is_plain(one)}
    return Phrases(phrases, frozenset(word for one in plain for word in words_of(one)))


def _orders(sides: Sequence[str]) -> Iterator[Phrase]:
    read = [[part for written in side.split() for part in _parts(written)] for side in sides]
    literals = tuple(part for side in read for part in side if part != GAP and not part.startswith("@"))
    for first, *others in permutations(read):
        yield Phrase((*first, *(part for side in others for part in (GAP, *side))), literals)


@lru_cache(maxsize=8192)
def _parts(written: str) -> Sequence[str]:
    """Kept, since the phrases of a pack share most of their words."""
    if written in (GAP, NUMBER) or written.startswith("@"):
        return (written,)
    words = words_of(written)
    if _is_plain(written):
        return [stem(word) for word in words]
    return [f"{word}*" for word in words] if written.endswith("*") else [f"={word}" for word in words]


def _is_plain(written: str) -> bool:
    return written not in (GAP, NUMBER) and not written.startswith(("@", "=")) and not written.endswith("*")


class Phrasebook:
    """The lists that phrases name, and every word that some phrase uses. `not_typos` are never taken for another."""

    def __init__(self, lists: Mapping[str, Phrases], used: Iterable[Phrases], not_typos: str = "") -> None:
        self.lists = lists
        self._by_word: dict[str, list[tuple[Phrases, Phrase]]] = {}
        groups = (*used, *lists.values())
        every = [(phrases, phrase) for phrases in groups for phrase in phrases.all]
        for phrases, phrase in every:
            if phrase.literals:
                self._by_word.setdefault(max(phrase.literals, key=len), []).append((phrases, phrase))
        literals = {literal for _, phrase in every for literal in phrase.literals}
        self._beginnings = [literal for literal in literals if literal.endswith("*")]
        self._stems = literals.difference(self._beginnings)
        spelt = sorted(frozenset().union(*(phrases.spelt for phrases in groups)))
        self._spelt = {first: [(word, stem(word)) for word in words] for first, words in groupby(spelt, _first)}
        self._not_typos = frozenset(words_of(not_typos))

    def promising(self, words: frozenset[str]) -> Mapping[Phrases, Sequence[Phrase]]:
        """The phrases all of whose words are there, by what they belong to; whether they stand in order is not said."""
        found: dict[Phrases, list[Phrase]] = {}
        for word in words:
            for phrases, phrase in self._by_word.get(word, ()):
                if words.issuperset(phrase.literals):
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
