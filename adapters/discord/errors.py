"""Discord's errors as Refused, with what to do, or Unclear; and what keeps the program from starting, as SetupError."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from datetime import timedelta
from typing import TypeVar

import aiohttp
import discord

from adapters.discord import limits
from bot.chat.port import Refused, Unclear
from bot.errors import SetupError

T = TypeVar("T")

NETWORK = (aiohttp.ClientError, TimeoutError, OSError)

# topics/opcodes-and-status-codes, "JSON Error Codes"
REMEDIES = {
    10003: "The channel is gone. Choose another one.",
    10004: "The bot is not in this server any more. Invite it again.",
    10008: "The message is not there any more.",
    10013: "Discord doesn't know this person any more.",
    40005: "The files are larger than Discord allows here.",
    50001: "The bot may not see this channel. Give it View Channel there.",
    50007: "This person takes no direct messages from the bot.",
    50008: "Nothing can be posted in a channel of this kind. Choose a text channel.",
    50013: "The bot may not post there. Give it Send Messages and Embed Links in this channel.",
    50083: "The thread is archived. Open it again, or choose another place.",
    50278: "This person shares no server with the bot any more.",
}
# events/gateway, "Gateway Close Event Codes": those after which connecting again can't help.
CLOSED = {
    4004: "DISCORD_TOKEN was refused; create a new one in the Developer Portal under Bot, Reset Token.",
    4010: "Discord refused the shard; run one process of this bot.",
    4011: "The bot is in too many servers for one connection; this version serves up to 2,500.",
    4013: "Discord refused the intents; this version needs an update.",
    4014: "Discord refused the intents; the bot asks for Guilds alone, so check that nothing else uses this program.",
}
REFUSED_TOKEN = CLOSED[4004]
OFFLINE = "Discord can't be reached; check the network and discordstatus.com, then start again."


async def called(call: Awaitable[T]) -> T:
    """Raises Refused or Unclear, and nothing else that a network can cause."""
    try:
        async with asyncio.timeout(limits.REQUEST_PATIENCE):
            return await call
    except discord.RateLimited as error:
        raise Unclear("Discord asks to wait", timedelta(seconds=error.retry_after)) from error
    except discord.HTTPException as error:
        raise translated(error) from error
    except NETWORK as error:
        raise Unclear(f"Discord didn't answer: {type(error).__name__}") from error
    except RuntimeError as error:
        # aiohttp's words for a session that was closed in the meantime.
        raise Unclear(f"the connection is closed: {error}") from error


def translated(error: discord.HTTPException) -> Refused | Unclear:
    if error.status == 429 or error.status >= 500:
        return Unclear(f"Discord answered {error.status}", _wait(error))
    if error.status == 401:
        return Refused(REFUSED_TOKEN)
    return Refused(REMEDIES.get(error.code, f"Discord refused: {error.status}, code {error.code}."))


def ending(error: BaseException) -> BaseException:
    """What ended the connection, as a SetupError where somebody can mend it."""
    if isinstance(error, discord.LoginFailure):
        return SetupError(REFUSED_TOKEN)
    if isinstance(error, discord.PrivilegedIntentsRequired):
        return SetupError(CLOSED[4014])
    if isinstance(error, discord.ConnectionClosed) and error.code in CLOSED:
        return SetupError(CLOSED[error.code])
    if isinstance(error, discord.HTTPException) and error.status < 500:
        return SetupError(str(translated(error)))
    if isinstance(error, (*NETWORK, discord.HTTPException, discord.GatewayNotFound)):
        return SetupError(f"{OFFLINE} ({type(error).__name__})")
    return error


def _wait(error: discord.HTTPException) -> timedelta | None:
    seconds = error.response.headers.get("Retry-After", "")
    return timedelta(seconds=int(seconds)) if seconds.isdecimal() else None
