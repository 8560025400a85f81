"""Weekdays as people type and read them."""

from __future__ import annotations

import re

from bot.chat.text import cut
from bot.errors import UserError
from bot.schedule.model import EVERY_DAY
from bot.words import Words

WEEKDAYS = frozenset(range(5))
WEEKEND = frozenset((5, 6))
SHORT = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LONG = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NAMED = {
    **dict.fromkeys(("every-day", "everyday", "all"), EVERY_DAY),
    **dict.fromkeys(("weekdays", "weekday", "workdays", "working-days"), WEEKDAYS),
    **dict.fromkeys(("weekend", "weekends"), WEEKEND),
}
_TO = re.compile(r"\s*(?:–|—|-|\.\.+)\s*|\s+(?:to|until|till|through)\s+")
_BETWEEN = re.compile(r"\s*(?:[,;&+/]|\band\b)\s*|\s+")


def read_days(words: Words, typed: str) -> frozenset[int]:
    """“weekdays”, “every day”, “mon, wed and fri”, “Mon-Fri”. Raises UserError."""
    text = " ".join(typed.casefold().split()).replace("daily", "every-day")
    if text.replace(" ", "-") in NAMED:
        return NAMED[text.replace(" ", "-")]
    parts = [part for part in _BETWEEN.split(_TO.sub("-", text)) if part]
    found = [_read_part(part) for part in parts]
    if not parts or not all(found):
        shown = cut(typed, 40)
        raise UserError(
            words("I can't read the days “{typed}”. Write weekdays, every-day, or mon,wed,fri.", typed=shown)
        )
    return frozenset[int]().union(*found)


def _read_part(text: str) -> frozenset[int]:
    """A day, or a range that may go over the weekend: “fri-mon”. None of them for what is no day."""
    ends = [_day(name) for name in text.split("-")]
    if len(ends) > 2 or None in ends:
        return frozenset()
    first, last = ends[0] or 0, ends[-1] or 0
    return frozenset((first + step) % 7 for step in range((last - first) % 7 + 1))


def _day(name: str) -> int | None:
    """0 for “mon”, “mon.”, “monday” and “mondays”."""
    name = name.rstrip(".")
    name = name.removesuffix("s") if name.endswith("days") else name
    known = [day for day, full in enumerate(LONG) if len(name) >= 3 and full.startswith(name)]
    return known[0] if known else None


def days_as_typed(days: frozenset[int]) -> str:
    """“mon,wed,fri”, as `read_days` reads it."""
    return ",".join(SHORT[day] for day in sorted(days))


def days_in_words(words: Words, days: frozenset[int]) -> str:
    if days == EVERY_DAY:
        return words("every day")
    if days == WEEKDAYS:
        return words("weekdays")
    names = (words("Mon"), words("Tue"), words("Wed"), words("Thu"), words("Fri"), words("Sat"), words("Sun"))
    return words.list([names[day] for day in sorted(days)])
