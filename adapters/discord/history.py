"""Finding a post again that may or may not have been sent before a crash."""

from __future__ import annotations

from datetime import datetime, timedelta

import discord
from discord.http import HTTPClient

from adapters.discord import key as keys
from adapters.discord import limits, reach
from adapters.discord.errors import called
from adapters.discord.where import address
from bot.chat.people import MessageRef, Place
from bot.chat.port import Refused

# Discord stamps messages with its own clock.
SLACK = timedelta(minutes=2)
PAGES = 10


async def find(http: HTTPClient, bot: str, place: Place, key: str, since: datetime) -> MessageRef | None:
    """Reads on from `since`, where the post must be. Raises Refused where that can't tell whether it was sent.

    A post that a moderator has deleted is not found, and so posted again.
    """
    found = await _read(http, bot, place, key, since)
    if found is None and not (able := await reach.look(http, bot, place)).history:
        # Discord doesn't refuse then: it shows an empty channel.
        raise Refused(able.remedy)
    return found


async def _read(http: HTTPClient, bot: str, place: Place, key: str, since: datetime) -> MessageRef | None:
    after = discord.utils.time_snowflake(since - SLACK)
    for _ in range(PAGES):
        page = await called(http.logs_from(address(place), limits.HISTORY, after=after))
        for message in page:
            if str(message["author"]["id"]) == bot and keys.carried_by(message, key):
                return MessageRef(place, str(message["id"]))
        if len(page) < limits.HISTORY:
            return None
        after = max(int(message["id"]) for message in page)
    raise Refused(f"More than {PAGES * limits.HISTORY} messages were written since.")
