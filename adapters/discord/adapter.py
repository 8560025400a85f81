"""Discord as a Chat."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import discord

from adapters.discord import commands, history, limits, reach
from adapters.discord import key as keys
from adapters.discord.attachments import parameters
from adapters.discord.errors import called, ending
from adapters.discord.gateway import Gateway, Listeners, Shard
from adapters.discord.identifies import Identifies
from adapters.discord.interactions import Interactions
from adapters.discord.render import post
from adapters.discord.scene import PLATFORM
from adapters.discord.sender import Guards
from adapters.discord.session import Session
from adapters.discord.shards import Shards
from adapters.discord.where import address, number
from bot.chat.people import MessageRef, Person, Place
from bot.chat.port import Postponed, Reach, Refused, Unclear
from bot.chat.reply import Reply
from bot.chat.router import Router

log = logging.getLogger(__name__)


class DiscordChat:
    """`login` is enough to post, edit and look; `start` also registers the commands and lets people in.

    `api_url` and `gateway_url` point discord.py elsewhere, for the whole process, from `login` to `stop`. `groups`
    describes the first words of commands of two words. `welcome` makes the card for a server that the bot joins,
    from that server's locale. `shards` is the number of gateways, one for each 2,500 servers, and the same in all
    processes of the bot.
    """

    platform = PLATFORM
    # Discord's fifty a second at an answer a second, and some that wait for their turn.
    at_once = 64
    remembers = timedelta(minutes=1)

    def __init__(
        self,
        router: Router,
        *,
        token: str,
        api_url: str | None = None,
        gateway_url: str | None = None,
        groups: Mapping[str, str] | None = None,
        welcome: Callable[[str], Reply] | None = None,
        shards: int = 1,
    ) -> None:
        self._router = router
        self._token = token
        self._addresses = (api_url, gateway_url)
        self._groups = groups or {}
        self._welcome = welcome
        self._count = shards
        self._guards = Guards(lambda: router.core.shift.share)
        self._identifies = Identifies(shards, lambda: router.core.shift.share)
        self._session: Session | None = None
        self._shards: Shards | None = None
        self._interactions = Interactions(router, lambda interaction: self._connected.hook(interaction))

    async def login(self) -> None:
        """Raises SetupError with the remedy."""
        await self.stop()
        self._session = await Session.login(self._token, self._guards, *self._addresses)

    async def start(self) -> None:
        """Returns when Discord has said that it is ready; where several processes share the work, this one may only
        stand by, so it returns when it could take over. Raises SetupError with the remedy."""
        await self.login()
        try:
            await self._register()
            self._shards = Shards(self._router.core.shift.hold, self._gateways())
            if not self._router.core.store.shared:
                await self._shards.greeted()
        except BaseException as error:
            await self.stop()
            raise ending(error) from error

    async def wait(self) -> None:
        if self._shards:
            await self._shards.wait()

    async def stop(self) -> None:
        """Lets answers under way finish, within two seconds in all."""
        await self._interactions.finish(limits.ANSWERS_PATIENCE)
        if self._shards:
            await self._shards.close()
        if self._session:
            await self._session.close()

    async def post(self, place: Place, reply: Reply, key: str) -> MessageRef:
        """The key also makes a nonce, by which Discord drops a second post within the next few minutes."""
        message = post(reply, key)
        payload = message.payload | {"nonce": keys.nonce(key), "enforce_nonce": True}
        form = parameters(payload, message.files)
        sent = await called(self._connected.http.send_message(address(place), params=form))
        return MessageRef(place, str(sent["id"]))

    async def edit(self, message: MessageRef, reply: Reply, key: str) -> None:
        changed = post(reply, key)
        form = parameters(changed.payload, changed.files)
        await called(self._connected.http.edit_message(address(message.place), number(message.message), params=form))

    async def find(self, place: Place, key: str, since: datetime) -> MessageRef | None:
        session = self._connected
        return await history.find(session.http, session.user, place, key, since)

    async def direct(self, person: Person, reply: Reply) -> None:
        """Raises Refused if the person takes no messages from the bot."""
        http = self._connected.http
        opened = await called(http.start_private_message(number(person.user)))
        message = post(reply)
        await called(http.send_message(opened["id"], params=parameters(message.payload, message.files)))

    async def reach(self, place: Place) -> Reach:
        """Raises Unclear if Discord doesn't answer."""
        session = self._connected
        return await reach.look(session.urgent, session.user, place)

    @property
    def _connected(self) -> Session:
        if self._session is None or self._session.closing:
            raise Postponed("Discord is not connected")
        return self._session

    async def _register(self) -> None:
        """Registers only what differs, because Discord counts changes and shows them to people late.

        Two processes at once do no harm: each puts the whole list.
        """
        session = self._connected
        wanted = commands.payload(self._router.core.commands, self._groups)
        registered = await session.urgent.get_global_commands(session.application)
        if not commands.same(registered, wanted):
            await session.urgent.bulk_upsert_global_commands(session.application, wanted)
            log.info("registered %s commands with Discord", len(wanted))

    def _gateways(self) -> list[Gateway]:
        listeners = Listeners(self._interactions.serve, self._greet)
        shards = [Shard(number, self._count) for number in range(self._count)]
        return [Gateway(shard, self._token, listeners, self._identifies) for shard in shards]

    async def _greet(self, guild: discord.Guild) -> None:
        """Where nobody can be greeted, nobody is: /setup is there all the same.

        Two processes may hear of it while one takes over from the other; the key makes it one greeting.
        """
        if self._welcome is None:
            return
        try:
            channel = _hall(guild)
            if channel is not None:
                place = Place(PLATFORM, str(guild.id), str(channel.id))
                await self.post(place, self._welcome(guild.preferred_locale.value), f"welcome-{guild.id}")
        except (Refused, Unclear) as error:
            log.info("a new server was not greeted: %s", error)
        except Exception:
            log.exception("a new server was not greeted")


def _hall(guild: discord.Guild) -> discord.TextChannel | None:
    """The channel for system messages, else the first one that can be written to."""
    channels = [*([guild.system_channel] if guild.system_channel else []), *guild.text_channels]
    for channel in channels:
        able = channel.permissions_for(guild.me)
        if able.view_channel and able.send_messages and able.embed_links:
            return channel
    return None
