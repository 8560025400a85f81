"""What the bot may do in a channel, worked out from the roles and the channel's own rules (topics/permissions)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import discord
from discord.http import HTTPClient

from adapters.discord.errors import REMEDIES, called
from bot.chat.people import Place
from bot.chat.port import Reach, Refused

# Text, announcements, voice and stage have a chat; the three kinds of threads too (resources/channel).
THREADS = frozenset({10, 11, 12})
POSTABLE = frozenset({0, 2, 5, 13}) | THREADS
NAMES = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "send_messages_in_threads": "Send Messages in Threads",
    "embed_links": "Embed Links",
    "read_message_history": "Read Message History",
}

Json = Mapping[str, Any]


async def look(http: HTTPClient, bot: str, place: Place) -> Reach:
    """Asks Discord, not the gateway's cache, so that it also works where only the login was made."""
    if not place.space:
        return Reach(post=True, history=True)
    try:
        channel: Any = await called(http.get_channel(place.thread or place.channel))
        if str(channel.get("guild_id")) != place.space:
            return Reach(post=False, history=False, remedy=REMEDIES[10003])
        rules: Any = await called(http.get_channel(channel["parent_id"])) if channel["type"] in THREADS else channel
        guild, member = await asyncio.gather(_guild(http, place.space), _member(http, place.space, bot))
    except Refused as error:
        return Reach(post=False, history=False, remedy=str(error))
    if channel["type"] not in POSTABLE:
        return Reach(post=False, history=False, remedy=REMEDIES[50008])
    able = permissions(guild, member, rules.get("permission_overwrites") or [], bot)
    return _reach(able, "send_messages_in_threads" if channel["type"] in THREADS else "send_messages")


def permissions(guild: Json, member: Json, overwrites: Sequence[Json], bot: str) -> discord.Permissions:
    """The order is Discord's: everyone, own roles, then the channel's rules for everyone, for roles, for the bot."""
    own = {str(guild["id"]), *map(str, member.get("roles") or [])}
    able = discord.Permissions(0)
    for role in guild.get("roles") or []:
        if str(role["id"]) in own:
            able.value |= int(role["permissions"])
    if able.administrator or str(guild.get("owner_id")) == bot:
        return discord.Permissions.all()
    everyone = [rule for rule in overwrites if str(rule["id"]) == str(guild["id"])]
    roles = [rule for rule in overwrites if str(rule["id"]) in own and rule not in everyone]
    for group in (everyone, roles, [rule for rule in overwrites if str(rule["id"]) == bot]):
        allow, deny = _sum(group, "allow"), _sum(group, "deny")
        able.value = able.value & ~deny | allow
    return able


def _reach(able: discord.Permissions, sending: str) -> Reach:
    posting = [name for name in ("view_channel", sending, "embed_links") if not getattr(able, name)]
    history = able.view_channel and able.read_message_history
    missing = posting + ([] if able.read_message_history else ["read_message_history"])
    names = ", ".join(NAMES[name] for name in missing)
    return Reach(not posting, history, f"Give the bot {names} in this channel." if names else "")


def _sum(rules: Sequence[Json], key: str) -> int:
    value = 0
    for rule in rules:
        value |= int(rule[key])
    return value


async def _guild(http: HTTPClient, guild: str) -> Any:
    return await called(http.get_guild(guild, with_counts=False))


async def _member(http: HTTPClient, guild: str, user: str) -> Any:
    return await called(http.get_member(guild, user))
