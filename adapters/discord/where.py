"""Places and people as Discord's ids. Those from elsewhere (a test, a form) are refused here, not by a crash."""

from __future__ import annotations

from bot.chat.people import Place
from bot.chat.port import Refused


def address(place: Place) -> int:
    return number(place.thread or place.channel)


def number(text: str) -> int:
    if not text.isdecimal():
        raise Refused("This is no place on Discord.")
    return int(text)
