"""A typed question as plain words: one spelling, no tricks of Unicode. Look-up and safety rules read the same words."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# What is looked up of a question, and how much of it is read for its safety.
MAX_QUESTION = 1000
MAX_READ = 4000

_APOSTROPHE = re.compile(r"['’‘`´]")
# What is longer than any word comes in pieces, so that what is kept of words stays small.
_WORD = re.compile(r"[^\W\d_]{1,40}|\d{1,40}")
# Who is called is not what is asked: @everyone, Slack's <!channel> and <@U123>, Discord's <@123> and <#123>.
_CALLS = re.compile(r"<[@#!][^<>]{1,80}>|@(?:everyone|here|channel)\b", re.IGNORECASE)
_INVISIBLE = frozenset({"Cf", "Cs", "Co", "Cn"})
_SHORTEST_FOLDED = 5
_ONE_SPELLING = tuple(
    (re.compile(pattern), other)
    for pattern, other in (
        (r"(ae|oe)(?=[^\W_]{2})|oe(?=a$)", "e"),
        (r"(?<=[a-z]{3})our(?=s?$|ed$|ing$)", "or"),
        (r"(?<=[a-z]{2})is(?=e[srd]?$|ing$|ation)", "iz"),
        (r"(?<=[a-z])yse", "yze"),
        (r"(?<=[a-z]{2}[bt])re(?=s?$)", "er"),
        (r"(?<=[a-z]{2}[eu])ll(?=ed$|ing$|er$)", "l"),
        (r"^programme(?=s?$)", "program"),
        (r"^practi[sz]", "practic"),
        (r"^licenc", "licens"),
        (r"(?<=fen)c(?=es?$)", "s"),
    )
)


def tidy(text: str, most: int = MAX_QUESTION) -> str:
    """One line without mentions, invisible characters or stray blanks, of `most` characters at most."""
    return " ".join(_CALLS.sub(" ", _visible(text[: 4 * MAX_QUESTION])).split())[:most]


def words_of(text: str) -> tuple[str, ...]:
    """The words as typed_words gives them, in one spelling."""
    return tuple(one_spelling(word) for word in typed_words(text))


def typed_words(text: str) -> list[str]:
    """The words in small letters; I'm is `im`, can't is `cant`, and signs and pictures are gone."""
    letters = _APOSTROPHE.sub("", _visible(text).casefold())
    return _WORD.findall(letters if letters.isascii() else _without_accents(letters))


def _without_accents(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


def _visible(text: str) -> str:
    if text.isascii():
        return text
    return "".join(char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) not in _INVISIBLE)


@lru_cache(maxsize=16384)
def one_spelling(word: str) -> str:
    """British and American spellings fall together, on both sides of a comparison; the result needn't be a word."""
    if len(word) < _SHORTEST_FOLDED:
        return word
    for pattern, other in _ONE_SPELLING:
        word = pattern.sub(other, word)
    return word
