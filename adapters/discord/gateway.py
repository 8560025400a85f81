"""The connection by which people come in: one for each shard, which is a part of the servers."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import discord

from adapters.discord import limits
from adapters.discord.errors import ending, ends
from adapters.discord.identifies import Identifies, TooOften

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Listeners:
    interaction: Callable[[discord.Interaction], Awaitable[None]]
    join: Callable[[discord.Guild], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Shard:
    number: int
    count: int

    def __str__(self) -> str:
        return f"shard {self.number} of {self.count}"


class Client(discord.Client):
    """Guilds alone, of which discord.py keeps channels and roles: no members, no messages, no privileged intent."""

    def __init__(self, shard: Shard, listeners: Listeners, identifies: Identifies, greeted: asyncio.Event) -> None:
        # The bot never speaks, so discord.py's hints at packages for voice would only puzzle.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        super().__init__(
            intents=discord.Intents(guilds=True),
            shard_id=shard.number,
            shard_count=shard.count,
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            guild_ready_timeout=limits.LISTING_PATIENCE,
            allowed_mentions=discord.AllowedMentions.none(),
        )
        self._people = listeners
        self._identifies = identifies
        self._greeted = greeted

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        await self._identifies.turn()

    async def on_connect(self) -> None:
        """READY came. Interactions arrive from now on; discord.py's own `ready` waits for all guilds to be listed."""
        self._greeted.set()

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        await self._people.interaction(interaction)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        await self._people.join(guild)


class Gateway:
    """One shard. `greeted` is set once Discord has said READY."""

    def __init__(self, shard: Shard, token: str, listeners: Listeners, identifies: Identifies) -> None:
        self.shard = shard
        self.greeted = asyncio.Event()
        self._token = token
        self._listeners = listeners
        self._identifies = identifies
        self._failures = 0

    async def serve(self) -> None:
        """Lets people in until it is cancelled; then it is closed within a second. Connects again for ever.

        Raises SetupError with the remedy where that can't help.
        """
        loop = asyncio.get_running_loop()
        while True:
            begun = loop.time()
            pause = await self._connect()
            self._failures = 0 if loop.time() - begun > limits.GATEWAY_HELD else self._failures + 1
            pause = pause or min(limits.GATEWAY_PAUSE * 2**self._failures, limits.GATEWAY_LONGEST_PAUSE)
            await asyncio.sleep(pause * random.uniform(0.8, 1.2))

    async def _connect(self) -> float:
        """Seconds to wait before the next time, where something says how many."""
        client = Client(self.shard, self._listeners, self._identifies, self.greeted)
        try:
            await client.login(self._token)
            await client.connect()
        except TooOften as trouble:
            log.warning("%s", trouble)
            return trouble.wait
        except Exception as error:
            if ends(error):
                raise ending(error) from error
            # discord.py itself goes on after most of them, but not if the very first connection fails.
            log.warning("the gateway of %s failed: %s: %s", self.shard, type(error).__name__, error)
        finally:
            await _close(client)
        return 0.0


async def _close(client: Client) -> None:
    """Ends within a second, also when Discord doesn't answer the good-bye."""
    try:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(client.close(), limits.CLOSE_PATIENCE)
        await client.http.close()
    except Exception as error:
        log.warning("closing the gateway failed: %s", type(error).__name__)
