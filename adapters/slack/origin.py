"""Where a modal or the Home tab was opened, so that its answers find their way: kept in the view's metadata."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum

from bot.chat.people import Place

PLATFORM = "slack"
_LONGEST = 300


class Card(StrEnum):
    """What the view stands in front of, and what an UPDATE from it replaces."""

    NONE = ""
    MESSAGE = "message"
    EPHEMERAL = "ephemeral"
    HOME = "home"


@dataclass(frozen=True, slots=True)
class Origin:
    """`ref` is a message's ts, or an ephemeral message's response_url."""

    place: Place
    card: Card = Card.NONE
    ref: str = ""


def dump(origin: Origin) -> str:
    place = origin.place
    return json.dumps([place.space, place.channel, place.thread, origin.card.value, origin.ref], separators=(",", ":"))


def load(text: str, space: str) -> Origin:
    """What `dump` wrote. Anything else gives an origin without a channel, from which only private answers work."""
    try:
        parts = json.loads(text)
        known, channel, thread, card, ref = parts
        short = all(isinstance(part, str) and len(part) <= _LONGEST for part in parts)
        if short and known == space:
            return Origin(Place(PLATFORM, space, channel, thread), Card(card), ref)
    except (ValueError, TypeError):
        pass
    return Origin(Place(PLATFORM, space, ""))
