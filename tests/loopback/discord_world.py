"""Who and what there is: users, servers (guilds) and channels, with the JSON that Discord tells of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from . import discord_limits as limits
from .discord_problem import JSON
from .discord_snowflake import next_id, timestamp

GUILD_TEXT, DM = 0, 1
ORDINARY = (
    limits.VIEW_CHANNEL
    | limits.SEND_MESSAGES
    | limits.EMBED_LINKS
    | limits.ATTACH_FILES
    | limits.READ_MESSAGE_HISTORY
    | limits.USE_APPLICATION_COMMANDS
)


@dataclass(eq=False)
class User:
    """`manager` gives Manage Server; `dms_open` is whether a bot may start a direct message."""

    name: str
    id: str = field(default_factory=next_id)
    locale: str = "en-US"
    manager: bool = False
    dms_open: bool = True
    bot: bool = False

    @property
    def permissions(self) -> int:
        return ORDINARY | (limits.MANAGE_GUILD if self.manager else 0)

    def json(self) -> JSON:
        named: JSON = {"id": self.id, "username": self.name.lower(), "global_name": self.name}
        return {**named, "discriminator": "0", "avatar": None, "bot": self.bot, "public_flags": 0}

    def member_json(self) -> JSON:
        """Without `user`, as in the `resolved` part of an interaction."""
        times: JSON = {"joined_at": timestamp(), "premium_since": None, "communication_disabled_until": None}
        state: JSON = {"pending": False, "deaf": False, "mute": False, "flags": 0, "roles": []}
        return {"nick": None, "avatar": None, **times, **state, "permissions": str(self.permissions)}


@dataclass(eq=False)
class Channel:
    """A text channel of a guild, or a direct message with `recipient`."""

    name: str
    guild: Guild | None = None
    recipient: User | None = None
    id: str = field(default_factory=next_id)
    position: int = 0
    denied: int = 0
    deleted: bool = False

    @property
    def bot_permissions(self) -> int:
        return ORDINARY & ~self.denied

    def json(self, bot: User, viewer: User | None = None) -> JSON:
        """`viewer` adds that person's permissions, as Discord does inside an interaction."""
        if self.guild is None:
            known = [self.recipient.json()] if self.recipient else []
            return {"id": self.id, "type": DM, "flags": 0, "last_message_id": None, "recipients": known}
        shown: JSON = {"id": self.id, "type": GUILD_TEXT, "guild_id": self.guild.id, "name": self.name}
        shown |= {"position": self.position, "parent_id": None, "topic": None, "nsfw": False}
        shown |= {"rate_limit_per_user": 0, "last_message_id": None, "flags": 0}
        shown["permission_overwrites"] = self._overwrites(bot)
        return shown | ({"permissions": str(viewer.permissions)} if viewer else {})

    def _overwrites(self, bot: User) -> list[JSON]:
        return [{"id": bot.id, "type": 1, "allow": "0", "deny": str(self.denied)}] if self.denied else []


@dataclass(eq=False)
class Guild:
    """A Discord server. `joined` tells whether the bot is in it."""

    name: str
    id: str = field(default_factory=next_id)
    locale: str = "en-US"
    channels: list[Channel] = field(default_factory=list)
    joined: bool = False

    def json(self, bot: User) -> JSON:
        everyone: JSON = {"id": self.id, "name": "@everyone", "permissions": str(ORDINARY), "position": 0}
        everyone |= {"color": 0, "hoist": False, "managed": False, "mentionable": False, "flags": 0}
        named: JSON = {"id": self.id, "name": self.name, "icon": None, "owner_id": "1", "features": []}
        levels: JSON = {"verification_level": 0, "default_message_notifications": 0, "nsfw_level": 0}
        levels |= {"explicit_content_filter": 0, "mfa_level": 0, "premium_tier": 0, "afk_timeout": 300}
        lists: JSON = {"roles": [everyone], "emojis": [], "stickers": []}
        return named | levels | lists | {"preferred_locale": self.locale, "system_channel_flags": 0}

    def create_json(self, bot: User, *, available_again: bool) -> JSON:
        """The GUILD_CREATE event.

        discord.py calls a guild newly joined when `unavailable` is absent, and available again (after READY
        named it unavailable) when it is false.
        """
        live: JSON = {"joined_at": timestamp(), "large": False, "member_count": 2, "voice_states": []}
        live |= {"members": [{"user": bot.json(), **bot.member_json()}], "threads": [], "presences": []}
        live |= {"channels": [channel.json(bot) for channel in self.channels if not channel.deleted]}
        live |= {"stage_instances": [], "guild_scheduled_events": [], "soundboard_sounds": []}
        return self.json(bot) | live | ({"unavailable": False} if available_again else {})
