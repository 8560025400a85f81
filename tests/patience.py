"""Waiting for what happens by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.store.database import Database
from bot.store.tables import metadata


async def until(happened: Callable[[], bool | Awaitable[bool]], patience: float = 10) -> None:
    async with asyncio.timeout(patience):
        while True:
            found = happened()
            if found if isinstance(found, bool) else await found:
                return
            await asyncio.sleep(0.01)


async def until_heard(*stores: Database) -> None:
    """Until each hears of the others' commits."""
    for store in stores:
        watch = store.watch(metadata.sorted_tables)
        await until(lambda watch=watch: watch.count == watch.count)  # type: ignore[misc]
