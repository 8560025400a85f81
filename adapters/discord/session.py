"""One connection to Discord: the login, which is all that sending needs, and the gateway, by which people come in."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import aiohttp
import discord
from discord.http import HTTPClient
from discord.webhook.async_ import async_context

from adapters.discord import limits
from adapters.discord.addresses import point_to, restore
from adapters.discord.errors import OFFLINE, ending
from adapters.discord.hook import Hook, Wire
from bot.errors import SetupError

log = logging.getLogger(__name__)


class Client(discord.Client):
    """Guilds alone, of which discord.py keeps channels and roles: no members, no messages, no privileged intent."""

    def __init__(self, listeners: Listeners) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            guild_ready_timeout=limits.LISTING_PATIENCE,
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=limits.RATE_LIMIT_PATIENCE,
        )
        self._people = listeners
        self.greeted = asyncio.Event()

    async def on_connect(self) -> None:
        """READY came. Interactions arrive from now on; discord.py's own `ready` waits for all guilds to be listed."""
        self.greeted.set()

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        await self._people.interaction(interaction)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        await self._people.join(guild)


@dataclass(frozen=True, slots=True)
class Listeners:
    interaction: Callable[[discord.Interaction], Awaitable[None]]
    join: Callable[[discord.Guild], Awaitable[None]]


@dataclass(slots=True)
class Session:
    """Made by `login`, ended by `close`; a new start is a new session."""

    client: Client
    wire: Wire
    gateway: asyncio.Task[None] | None = None
    closing: bool = False
    _restore: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)

    @classmethod
    async def login(cls, token: str, listeners: Listeners, api_url: str | None, gateway_url: str | None) -> Session:
        """Raises SetupError with the remedy if the token is refused or Discord can't be reached."""
        # The bot never speaks, so discord.py's hints at packages for voice would only puzzle.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        client = Client(listeners)
        addresses = point_to(api_url, gateway_url)
        web = aiohttp.ClientSession(
            headers={"User-Agent": client.http.user_agent}, timeout=aiohttp.ClientTimeout(limits.REQUEST_PATIENCE)
        )
        session = cls(client, Wire(web, async_context.get()))
        session._restore.callback(restore, addresses)
        try:
            async with asyncio.timeout(limits.START_PATIENCE):
                await client.login(token)
        except BaseException as error:
            await session.close()
            raise ending(error) from error
        return session

    @property
    def http(self) -> HTTPClient:
        return self.client.http

    @property
    def user(self) -> str:
        """The bot's own user id."""
        assert self.client.user is not None
        return str(self.client.user.id)

    @property
    def application(self) -> int:
        assert self.client.application_id is not None
        return self.client.application_id

    def hook(self, interaction: discord.Interaction) -> Hook:
        return Hook(self.wire, interaction.application_id, interaction.id, interaction.token)

    async def connect(self) -> None:
        """Returns once Discord has said READY; the gateway goes on as a task of its own, and reconnects by itself."""
        self.gateway = asyncio.create_task(self.client.connect(), name="discord gateway")
        greeted = asyncio.create_task(self.client.greeted.wait())
        try:
            waiting = {self.gateway, greeted}
            await asyncio.wait(waiting, timeout=limits.START_PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        finally:
            greeted.cancel()
        if self.gateway.done():
            await self.wait()
        if not self.client.greeted.is_set():
            raise SetupError(OFFLINE)

    async def wait(self) -> None:
        """Until the gateway has ended for good; raises what ended it, unless it was `close`."""
        if self.gateway is None:
            return
        try:
            await asyncio.shield(self.gateway)
        except asyncio.CancelledError:
            if not self.gateway.done():
                raise
        except Exception as error:
            if not self.closing:
                raise ending(error) from error

    async def close(self) -> None:
        """Ends within a second, also when Discord doesn't answer the good-bye."""
        self.closing = True
        try:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.client.close(), limits.CLOSE_PATIENCE)
            if self.gateway is not None and not self.gateway.done():
                self.gateway.cancel()
            await self.client.http.close()
            await self.wire.session.close()
        except Exception as error:
            log.warning("closing the connection to Discord failed: %s", type(error).__name__)
        finally:
            self._restore.close()
