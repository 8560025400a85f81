"""A time of day as people type it."""

from __future__ import annotations

import re
from datetime import time

from bot.chat.text import cut
from bot.errors import UserError
from bot.words import Words

_TIME = re.compile(r"^(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm)?$")


def read_time(words: Words, typed: str) -> time:
    """“8”, “08:00”, “8.30”, “7pm”. Raises UserError."""
    match = _TIME.match(typed.strip().casefold())
    if match:
        hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "pm" else 0)
        elif half:
            hour = 24
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise UserError(words("I can't read the time “{typed}”. Write it like 08:00 or 7pm.", typed=cut(typed, 20)))
