"""Reads what somebody typed: abbreviations spelt out, typos mended. Then as text, as stems, or as groups of letters."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise

from bot.faq.foreign import WORDS as FOREIGN
from bot.faq.spelling import Speller
from bot.faq.stem import stem
from bot.faq.wordlist import Wordlist
from bot.library.items import Term
from bot.library.typed import one_spelling, typed_words

LONGEST_ACRONYM = 5
LETTERS = (3, 4)
FEWEST_TO_TELL = 3

# What every clinic and course shortens; a pack's glossary brings those of its subject.
ABBREVIATIONS = {
    "cv": "job application",
    "ebp": "evidence based practice",
    "hep": "home exercise program",
    "hx": "history",
    "physio": "physiotherapist",
    "physios": "physiotherapists",
    "pt": "patient",
    "pts": "patients",
    "rx": "treatment",
    "tx": "treatment",
    "txs": "treatments",
    "uni": "university",
    "vs": "versus",
}


class Reader:
    """`texts` are all that a pack says, whose words are never typos; `general` are words of the language."""

    def __init__(self, texts: Iterable[str], terms: Collection[Term] = (), general: Wordlist | None = None) -> None:
        spoken = {short: tuple(text.split()) for short, text in ABBREVIATIONS.items()}
        self._long = {**_acronyms(terms), **spoken}
        own = {word for text in texts for word in typed_words(text)}
        self._speller = Speller(own.union(self._long, *spoken.values()), general or Wordlist())

    def read(self, text: str) -> list[str]:
        """The words that are meant, in small letters."""
        mended = [word for typed in typed_words(text) for word in self._speller.mend(typed)]
        return [word for short in mended for word in self._long.get(short, (short,))]

    def understands(self, text: str) -> bool:
        """Whether it is in the pack's language, as far as can be told: by its script, by small words that give another
        language away, unless the pack uses them, and by how many words are known.
        """
        words = [word for word in typed_words(text) if word.isalpha()]
        strange = [word for word in words if not self._speller.knows(word)]
        given_away = sum(word in FOREIGN and not self._speller.owns(word) for word in words)
        if not all(map(str.isascii, strange)) or given_away > 1 or 3 * given_away >= max(len(words), 1):
            return False
        return len(words) < FEWEST_TO_TELL or 2 * len(strange) <= len(words)

    def mends(self, word: str) -> bool:
        """Whether a small-letter word would be taken for a typo."""
        return self._speller.mend(word) != (word,)


def stems_of(words: Sequence[str]) -> list[str]:
    """Stems, and pairs of neighbours."""
    stems = [stem(one_spelling(word)) for word in words]
    return [*stems, *(f"{left} {right}" for left, right in pairwise(stems))]


def letters_of(words: Sequence[str]) -> list[str]:
    """Groups of three and four letters, word by word; an ending or a typo leaves most of them as they are."""
    return [group for word in words for group in _groups(one_spelling(word))]


def _groups(word: str) -> Iterator[str]:
    padded = f" {word} "
    return (padded[at : at + size] for size in LETTERS for at in range(len(padded) - size + 1))


def _acronyms(terms: Iterable[Term]) -> dict[str, tuple[str, ...]]:
    """The short names in a pack's glossary, spelt out: LTR is read as local twitch response."""
    found: dict[str, tuple[str, ...]] = {}
    for term in terms:
        names = {name: tuple(typed_words(name)) for name in (term.term, *term.also)}
        shorts = {words[0] for name, words in names.items() if words and _is_acronym(name)}
        # A term may be named by its short name, as CGRP is; then one of its other names is the long one.
        long = next((words for words in names.values() if words and words[0] not in shorts), ())
        found |= {short: long for short in shorts if long}
    return found


def _is_acronym(name: str) -> bool:
    return len(name) <= LONGEST_ACRONYM and sum(letter.isupper() for letter in name) > 1
