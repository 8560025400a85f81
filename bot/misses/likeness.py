"""How alike two questions are: by their words, and by their meaning if there is an encoder."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz import fuzz

from bot.faq.stem import stem
from bot.library.typed import words_of
from bot.misses.model import Likeness

# They shape a question and say little about its subject.
_SMALL = """
a about after all am an and any are as at be been being but by can cant could did do does doesnt done dont for from
get gets getting had has have having how i if im in into is isnt it its just may me might my of on one or our please
shall should so some somebody someone than that the their them then there these they this those to too us was we
were what whats when where whether which while who why will with would you your
"""
SMALL = frozenset(_SMALL.split())


# Sides that one question can't take both of: what differs in this asks something else, however alike the rest is.
_SIDES = (
    ("when", "where", "who", "why", "what which how"),
    ("before", "after"),
    ("start begin", "end finish stop"),
    ("with", "without"),
    ("first", "last"),
    ("long", "expensive cheap much cost price"),
    ("student learner", "instructor teacher tutor", "patient client"),
)
DENIALS = frozenset({"not", "no", "never", "without", "isnt", "arent", "dont", "doesnt", "cant", "cannot", "wont"})
DENIAL = -1
_SIDE = {stem(word): (axis, side) for axis, sides in enumerate(_SIDES) for side in sides for word in side.split()}


def likeness(one: str, other: str) -> float:
    """From 0 to 1, whatever the order of the words."""
    return 0.0 if _opposed(one, other) else fuzz.ratio(_stems(one), _stems(other)) / 100


def in_meaning(alike: Likeness) -> Likeness:
    """What an encoder says, but for what it takes for the same: where for when, before for after."""
    return lambda one, other: 0.0 if _opposed(one, other) else alike(one, other)


def _opposed(one: str, other: str) -> bool:
    ours, theirs = _sides(one), _sides(other)
    if not ours or not theirs:
        return False
    return any(ours[axis].isdisjoint(theirs[axis]) for axis in ours.keys() & theirs.keys())


@lru_cache(maxsize=4096)
def _sides(text: str) -> dict[int, set[str]]:
    words = words_of(text)
    found: dict[int, set[str]] = {DENIAL: {str(not DENIALS.isdisjoint(words))}}
    for word in words:
        axis, side = _SIDE.get(stem(word), (-1, ""))
        if side:
            found.setdefault(axis, set()).add(side)
    return found


@lru_cache(maxsize=4096)
def _stems(text: str) -> str:
    words = words_of(text)
    telling = [word for word in words if word not in SMALL] or words
    return " ".join(sorted({stem(word) for word in telling}))
