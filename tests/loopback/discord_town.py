"""The server's places and how they change while a bot runs."""

from __future__ import annotations

from . import discord_limits as limits
from .discord_gateway import Gateway
from .discord_message import Message
from .discord_problem import JSON
from .discord_state import State
from .discord_world import Channel, Guild, User

GUILDS_INTENT = 1 << 0
GUILD_MESSAGES_INTENT = 1 << 9
DIRECT_MESSAGES_INTENT = 1 << 12
LACKING = {50001: limits.VIEW_CHANNEL, 50013: limits.SEND_MESSAGES}


class Town:
    """Starts with one server, `home`, that the bot has joined, and its channel `general`."""

    def __init__(self, state: State, gateway: Gateway) -> None:
        self._state = state
        self._gateway = gateway
        self.home = self.guild("Cohort")
        self.general = self.channel(self.home, "general")

    def user(self, name: str, *, manager: bool = False, locale: str = "en-US", dms_open: bool = True) -> User:
        """A new person; `manager` has Manage Server, `dms_open` lets a bot write to them."""
        return self._state.know(User(name, manager=manager, locale=locale, dms_open=dms_open))

    def guild(self, name: str, *, joined: bool = True, locale: str = "en-US", id: str | None = None) -> Guild:
        """A new Discord server. Make it before the bot connects, or with `joined=False` and `join` it later."""
        guild = Guild(name, locale=locale, joined=joined)
        guild.id = id or guild.id
        self._state.guilds[guild.id] = guild
        return guild

    def channel(self, guild: Guild, name: str) -> Channel:
        """A new text channel; make it before the bot learns of the guild."""
        channel = Channel(name, guild, position=len(guild.channels))
        guild.channels.append(channel)
        self._state.channels[channel.id] = channel
        return channel

    def find_channel(self, id: str) -> Channel:
        return self._state.channels[id]

    async def spread(self, count: int, each: int = limits.GUILD_CHANNELS) -> list[Channel]:
        """So many new channels, `each` server with as many of them; the bot hears of them as it joins each."""
        made: list[Channel] = []
        while len(made) < count:
            guild = self.guild(f"Cohort {len(self._state.guilds)}", joined=False)
            some = min(each, count - len(made))
            made += [self.channel(guild, f"room-{number}") for number in range(some)]
            await self.join(guild)
        return made

    def dm(self, user: User) -> Channel:
        """The direct message of that user and the bot."""
        return self._state.dm(user)

    def messages(self, channel: Channel) -> list[Message]:
        """What everybody in the channel sees, oldest first."""
        return self._state.history(channel)

    async def join(self, guild: Guild) -> None:
        """The bot is added to a server: discord.py fires `on_guild_join`."""
        guild.joined = True
        await self._tell(guild, "GUILD_CREATE", guild.create_json(self._state.bot, available_again=False))

    async def leave(self, guild: Guild) -> None:
        """The bot is thrown out: `on_guild_remove`."""
        guild.joined = False
        await self._tell(guild, "GUILD_DELETE", {"id": guild.id})

    async def forbid(self, channel: Channel, code: int = 50013) -> None:
        """Posts fail with 50013 (may not send) or all fails with 50001 (may not even look)."""
        await self.deny(channel, LACKING[code])

    async def deny(self, channel: Channel, permissions: int) -> None:
        """Take those permissions from the bot; 0 gives all back."""
        channel.denied = permissions
        assert channel.guild is not None
        await self._tell(channel.guild, "CHANNEL_UPDATE", channel.json(self._state.bot))

    async def delete_channel(self, channel: Channel) -> None:
        """The channel is gone for good: 10003."""
        channel.deleted = True
        assert channel.guild is not None
        await self._tell(channel.guild, "CHANNEL_DELETE", channel.json(self._state.bot))

    async def say(self, user: User, channel: Channel, text: str) -> Message:
        """A person writes a message of their own."""
        message = Message(channel, self._state.know(user), content=text)
        self._state.keep(message)
        await self._announce("MESSAGE_CREATE", message)
        return message

    def forget_nonces(self) -> None:
        """As if the few minutes were over in which Discord remembers nonces."""
        self._state.forget_nonces()

    async def _announce(self, event: str, message: Message) -> None:
        """Tell the sessions whose intents ask for messages; nobody but its reader hears of an ephemeral one."""
        if message.reader is not None:
            return
        guild = message.channel.guild
        data: JSON = {"id": message.id, "channel_id": message.channel.id}
        data = data if event == "MESSAGE_DELETE" else message.json()
        data |= {"guild_id": guild.id} if guild else {}
        intent = GUILD_MESSAGES_INTENT if guild else DIRECT_MESSAGES_INTENT
        await self._gateway.dispatch(event, data, guild_id=guild.id if guild else None, intent=intent)

    async def _tell(self, guild: Guild, event: str, data: JSON) -> None:
        await self._gateway.dispatch(event, data, guild_id=guild.id, intent=GUILDS_INTENT)
