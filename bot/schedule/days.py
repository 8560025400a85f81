"""Weekdays as people type and read them."""

from __future__ import annotations

from bot.chat.text import cut
from bot.errors import UserError
from bot.schedule.model import EVERY_DAY
from bot.words import Words

WEEKDAYS = frozenset(range(5))
WEEKEND = frozenset((5, 6))
SHORT = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NAMED = {"every-day": EVERY_DAY, "weekdays": WEEKDAYS, "weekend": WEEKEND}


def read_days(words: Words, typed: str) -> frozenset[int]:
    """“weekdays”, “every day”, “mon, wed and fri”. Raises UserError."""
    text = typed.strip().casefold().replace("every day", "every-day").replace("daily", "every-day")
    if text in NAMED:
        return NAMED[text]
    names = [word for word in text.replace(",", " ").replace("+", " ").split() if word not in ("and", "&")]
    found = {SHORT.index(name[:3]) for name in names if name[:3] in SHORT}
    if not names or len({name[:3] for name in names}) != len(found):
        shown = cut(typed, 40)
        raise UserError(
            words("I can't read the days “{typed}”. Write weekdays, every-day, or mon,wed,fri.", typed=shown)
        )
    return frozenset(found)


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
