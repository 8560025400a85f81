"""All gateways of the bot. Each is served by one process at a time; the others stand by to take it over."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from adapters.discord import limits
from adapters.discord.errors import OFFLINE
from adapters.discord.gateway import Gateway
from bot.errors import SetupError

Hold = Callable[[str, Callable[[], Awaitable[None]]], Awaitable[None]]


class Shards:
    """`hold` runs a gateway while this process is the one to serve it."""

    def __init__(self, hold: Hold, gateways: Sequence[Gateway]) -> None:
        self._gateways = gateways
        self._tasks = [asyncio.create_task(_held(hold, one), name=f"discord {one.shard}") for one in gateways]

    async def greeted(self) -> None:
        """Returns once Discord has greeted all of them. Raises what ended one, or SetupError if it takes too long."""
        everybody = asyncio.create_task(self._all_greeted())
        patience = limits.START_PATIENCE + limits.IDENTIFIES_APART * len(self._gateways)
        try:
            watched = {everybody, *self._tasks}
            await asyncio.wait(watched, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
            for task in self._tasks:
                if task.done():
                    task.result()
            if not everybody.done():
                raise SetupError(OFFLINE)
        finally:
            everybody.cancel()

    async def _all_greeted(self) -> None:
        for gateway in self._gateways:
            await gateway.greeted.wait()

    async def wait(self) -> None:
        """Until one has ended for good, with what ended it, or all by `close`."""
        if self._tasks:
            await asyncio.wait(self._tasks, return_when=asyncio.FIRST_EXCEPTION)
        for task in self._tasks:
            if task.done() and not task.cancelled():
                task.result()

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def _held(hold: Hold, gateway: Gateway) -> None:
    await hold(f"discord/{gateway.shard.number}", gateway.serve)
