"""Discord's errors as Refused, with what to do, Postponed or Unclear; and what ends the program, as SetupError."""

from __future__ import annotations

import logging
from collections.abc import Awaitable
from datetime import timedelta
from typing import TypeVar

import discord

from adapters.discord import limits
from adapters.discord.exchange import NETWORK, asked_wait
from bot.chat.port import Postponed, Refused, Unclear
from bot.errors import SetupError

log = logging.getLogger(__name__)

T = TypeVar("T")

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
    4010: "Discord refused the shard; give all processes of this bot the same NEEDLEWISE_DISCORD_SHARDS.",
    4011: "The bot is in too many servers; set NEEDLEWISE_DISCORD_SHARDS to at least one for each 2,500 servers.",
    4013: "Discord refused the intents; this version needs an update.",
    4014: "Discord refused the intents; the bot asks for Guilds alone, so check that nothing else uses this program.",
}
INVALID_FORM_BODY = 50035
BUG_WAIT = timedelta(minutes=30)
REFUSED_TOKEN = CLOSED[4004]
OFFLINE = "Discord can't be reached; check the network and discordstatus.com, then start again."


async def called(call: Awaitable[T]) -> T:
    """Raises Refused, Postponed or Unclear, and nothing else that a network can cause."""
    try:
        return await call
    except discord.HTTPException as error:
        raise translated(error) from error


def translated(error: discord.HTTPException) -> Refused | Unclear:
    if error.status >= 500:
        seconds = asked_wait(None, error.response.headers)
        return Unclear(f"Discord answered {error.status}", None if seconds is None else timedelta(seconds=seconds))
    if error.status == 401:
        # The token's fault, not the channel's: no schedule may end by it.
        return Postponed(REFUSED_TOKEN, timedelta(seconds=limits.TOKEN_WAIT))
    if error.code == INVALID_FORM_BODY:
        log.error("Discord refused a message as malformed, a fault of Needlewise: %s", error.text[:300])
        return Postponed("Discord refused the message, a fault of Needlewise; its log says more.", BUG_WAIT)
    return Refused(REMEDIES.get(error.code, f"Discord refused: {error.status}, code {error.code}."))


def ends(error: BaseException) -> bool:
    """Whether connecting again can't help."""
    if isinstance(error, discord.ConnectionClosed):
        return error.code in CLOSED
    return isinstance(error, (discord.LoginFailure, discord.PrivilegedIntentsRequired))


def ending(error: BaseException) -> BaseException:
    """What ended the connection, as a SetupError where somebody can mend it."""
    if isinstance(error, Unclear):
        return SetupError(f"{OFFLINE} ({error})")
    if isinstance(error, discord.HTTPException) and error.status < 500:
        return SetupError(str(translated(error)))
    if isinstance(error, (*NETWORK, discord.HTTPException, discord.GatewayNotFound)):
        return SetupError(f"{OFFLINE} ({type(error).__name__})")
    return _closed(error) or error


def _closed(error: BaseException) -> SetupError | None:
    code = error.code if isinstance(error, discord.ConnectionClosed) else 0
    if isinstance(error, discord.LoginFailure):
        code = 4004
    elif isinstance(error, discord.PrivilegedIntentsRequired):
        code = 4014
    return SetupError(CLOSED[code]) if code in CLOSED else None
