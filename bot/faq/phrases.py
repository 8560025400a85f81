"""Phrases of safety rules, and a question read so that they can be found in it, typos and all. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import OSA

from bot.faq.stem import stem
from bot.library.typed import words_of

GAP = "..."
LONGEST_GAP = 5
SHORTEST_TYPO = 4
SHORTEST_MEANT = 5
TWO_TYPOS = 9


@dataclass(frozen=True)
class Phrase:
    """Parts in their order: a stem, `=word` for just this form, `begin*` for any ending, `@list`, or a GAP.

    `spelt` holds the plain words as they were written, since a typo is seen better in a word than in its stem.
    """

    parts: tuple[str, ...]
    spelt: tuple[str, ...] = ()

    @cached_property
    def literals(self) -> frozenset[str]:
        return frozenset(part for part in self.parts if part != GAP and not part.startswith("@"))


def read_phrase(text: str) -> Phrase:
    parts: list[str] = []
    spelt: list[str] = []
    for written in text.replace("…", GAP).split():
        words = words_of(written)
        if written == GAP or written.startswith("@"):
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

    def __init__(self, lists: Mapping[str, Sequence[Phrase]], phrases: Iterable[Phrase], not_typos: str = "") -> None:
        self.lists = lists
        used = [*phrases, *(phrase for listed in lists.values() for phrase in listed)]
        literals = {literal for phrase in used for literal in phrase.literals}
        self._beginnings = [literal for literal in literals if literal.endswith("*")]
        self._stems = literals.difference(self._beginnings)
        self._spelt = {word: stem(word) for phrase in used for word in phrase.spelt}
        self._not_typos = frozenset(words_of(not_typos))

    def stands_for(self, word: str) -> frozenset[str]:
        """The literals that a typed word may be read as."""
        found = stem(word)
        read = {found} if found in self._stems else self._near(word)
        read.update(start for start in self._beginnings if word.startswith(start[:-1]))
        return frozenset(read | {f"={word}"})

    def _near(self, word: str) -> set[str]:
        """The stems of the words that this may be a typo of: same first letter, one or two typos, not a known word."""
        if len(word) < SHORTEST_TYPO or word in self._not_typos:
            return set()
        limit = 2 if len(word) >= TWO_TYPOS else 1
        return {
            meant
            for spelt, meant in self._spelt.items()
            if spelt[0] == word[0]
            and (len(spelt) >= SHORTEST_MEANT or sorted(spelt) == sorted(word))
            and OSA.distance(spelt, word, score_cutoff=limit) <= limit
        }


class Reading:
    """One question, read with a phrasebook. `has` says whether a phrase stands anywhere in it."""

    def __init__(self, question: str, book: Phrasebook) -> None:
        self._book = book
        self._words = [book.stands_for(word) for word in words_of(question)]
        self._all = frozenset(literal for words in self._words for literal in words)
        self._lists: dict[str, Mapping[int, Collection[int]]] = {}

    def has(self, phrase: Phrase) -> bool:
        return phrase.literals <= self._all and any(
            True for start in range(len(self._words)) for _ in self._ends(phrase.parts, start)
        )

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
            present = [phrase for phrase in self._book.lists[name] if phrase.literals <= self._all]
            spans = {at: {end for phrase in present for end in self._ends(phrase.parts, at)} for at in self._starts}
            self._lists[name] = {at: ends for at, ends in spans.items() if ends}
        return self._lists[name]

    @property
    def _starts(self) -> range:
        return range(len(self._words))
