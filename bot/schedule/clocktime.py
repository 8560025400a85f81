"""Times of day as people type them."""

from __future__ import annotations

import re
from datetime import time

from bot.chat.text import cut
from bot.errors import UserError
from bot.words import Words

MOST_TIMES = 4
_TIME = re.compile(r"^(\d{1,2})(?:[:.h](\d{2}))?(am|pm)?$")
_HALF = re.compile(r"\s*\b([ap])\.?\s?m\b\.?|(?<=\d)\s*([ap])\.?m\b\.?")
_BETWEEN = re.compile(r"\s*(?:[,;&+]|\band\b)\s*|\s+")


def read_time(words: Words, typed: str) -> time:
    """“8”, “08:00”, “8.30”, “7pm”. Raises UserError."""
    match = _TIME.match(_joined(typed))
    if match:
        hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "pm" else 0)
        elif half:
            hour = 24
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise UserError(words("I can't read the time “{typed}”. Write it like 08:00 or 7pm.", typed=cut(typed, 20)))


def read_times(words: Words, typed: str) -> tuple[time, ...]:
    """“08:00, 20:00”, “8 and 20:30”, in order and each once. Raises UserError."""
    text = _joined(typed)
    if text.endswith((",", ";", "&", "+")):
        raise UserError(
            words(
                "Another time should follow “{typed}”. Write several without spaces or in quotes: time:08:00,20:00",
                typed=cut(typed, 20),
            )
        )
    found = sorted({read_time(words, part) for part in _BETWEEN.split(text)})
    if len(found) > MOST_TIMES:
        raise UserError(
            words(
                "That is {count} times a day, and people would stop reading. Choose at most {most}.",
                count=len(found),
                most=MOST_TIMES,
            )
        )
    return tuple(found)


def times_as_typed(times: tuple[time, ...]) -> str:
    """“08:00,20:00”, as `read_times` reads it."""
    return ",".join(f"{at:%H:%M}" for at in times)


def _joined(typed: str) -> str:
    """“7 p.m.” is one word."""
    return _HALF.sub(lambda match: f"{match[1] or match[2]}m", typed.strip().casefold())
