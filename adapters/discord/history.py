"""Finding a post again that may or may not have been sent before a crash."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

import discord
from discord.http import HTTPClient

from adapters.discord import key as keys
from adapters.discord import limits, reach
from adapters.discord.errors import called
from bot.chat.people import MessageRef, Place
from bot.chat.port import Refused

log = logging.getLogger(__name__)

# Discord stamps messages with its own clock.
SLACK = timedelta(minutes=2)
PAGES = 10


async def find(http: HTTPClient, bot: str, place: Place, key: str, since: datetime) -> MessageRef | None:
    """Reads on from `since`, where the post must be. Raises Refused where the history may not be read."""
    found = await _read(http, bot, place, key, since)
    if found is None and not (able := await reach.look(http, bot, place)).history:
        # Discord doesn't refuse then: it shows an empty channel.
        raise Refused(able.remedy)
    return found


async def _read(http: HTTPClient, bot: str, place: Place, key: str, since: datetime) -> MessageRef | None:
    after = discord.utils.time_snowflake(since - SLACK)
    for _ in range(PAGES):
        page = await called(http.logs_from(int(place.thread or place.channel), limits.HISTORY, after=after))
        for message in page:
            if str(message["author"]["id"]) == bot and keys.carried_by(message, key):
                return MessageRef(place, str(message["id"]))
        if len(page) < limits.HISTORY:
            return None
        after = max(int(message["id"]) for message in page)
    log.warning("a post was not found among %s messages", PAGES * limits.HISTORY)
    return None
