"""Hearing of other processes' commits: LISTEN on a connection of its own."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Collection
from typing import Any

import sqlalchemy as sa

from bot.store.tables import metadata
from bot.store.watch import Watches

log = logging.getLogger(__name__)

CHANNEL = "needlewise"
PING = 5.0
TRUST = 12.0
"""Seconds that what is kept is trusted after an answered ping: everything said before it has been heard by then. So a
process whose connection died without a word, or that was frozen, trusts what it keeps no longer than this."""
PAUSE = 1.0
Connect = Callable[[], Any]


class Hearing:
    """`connect` opens a connection of asyncpg's."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect
        self._heard_at = -TRUST
        self._task: asyncio.Task[None] | None = None

    def hears(self) -> bool:
        return time.monotonic() - self._heard_at < TRUST

    def start(self, watches: Watches) -> None:
        self._task = asyncio.create_task(self._go_on(watches), name="hearing")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    async def _go_on(self, watches: Watches) -> None:
        while True:
            try:
                await self._listen(watches)
            except Exception as error:
                if self.hears():
                    log.warning("changes of other processes can't be heard (%s); nothing is kept meanwhile", error)
            self._heard_at = -TRUST
            watches.all_changed()
            await asyncio.sleep(PAUSE)

    async def _listen(self, watches: Watches) -> None:
        """Until the connection fails."""

        def note(_connection: object, _sender: int, _channel: str, names: object) -> None:
            watches.changed(_tables(str(names)))

        connection = await self._connect()
        try:
            await connection.add_listener(CHANNEL, note)
            watches.all_changed()
            while not connection.is_closed():
                asked = time.monotonic()
                await connection.execute("SELECT 1", timeout=PING)
                self._heard_at = asked
                await _closed(connection, PING)
        finally:
            connection.terminate()


async def _closed(connection: Any, patience: float) -> None:
    """Returns when the connection has ended, or after so many seconds."""
    ended = asyncio.Event()

    def end(_connection: object) -> None:
        ended.set()

    connection.add_termination_listener(end)
    try:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(ended.wait(), patience)
    finally:
        connection.remove_termination_listener(end)


def announcement(tables: Collection[sa.Table]) -> sa.Select[Any]:
    """Told to all with the commit of the transaction that it is executed in."""
    return sa.select(sa.func.pg_notify(CHANNEL, ",".join(sorted(table.name for table in tables))))


def _tables(names: str) -> list[sa.Table]:
    return [metadata.tables[name] for name in names.split(",") if name in metadata.tables]
