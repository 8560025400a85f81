"""How alike two questions are, by their words alone."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz import fuzz

from bot.faq.stem import stem
from bot.library.typed import words_of

# They shape a question and say little about its subject.
_SMALL = """
a about after all am an and any are as at be been being but by can cant could did do does doesnt done dont for from
get gets getting had has have having how i if im in into is isnt it its just may me might my of on one or our please
shall should so some somebody someone than that the their them then there these they this those to too us was we
were what whats when where whether which while who why will with would you your
"""
SMALL = frozenset(_SMALL.split())


def likeness(one: str, other: str) -> float:
    """From 0 to 1, whatever the order of the words."""
    return fuzz.ratio(_stems(one), _stems(other)) / 100


@lru_cache(maxsize=4096)
def _stems(text: str) -> str:
    words = words_of(text)
    telling = [word for word in words if word not in SMALL] or words
    return " ".join(sorted({stem(word) for word in telling}))
