"""The processes that share one database: what each holds, and its part of what the platforms permit."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.clock import Clock
from bot.store import leases
from bot.store.database import Database

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)
"""A process that died is relieved after this; the clocks of the processes must agree better than that."""
RENEWAL = timedelta(seconds=8)
PATIENCE = timedelta(seconds=20)
"""Without a renewal for so long a duty is given up, well before somebody else may take it."""
PARTING = timedelta(seconds=1.5)
"""How long giving back may take; what isn't given back runs out."""
NEWCOMER = 0.02
"""A newcomer's part of a budget until the others have noticed it and made room."""


class Shift:
    """`name` is this process's own, and never another one's.

    With SQLite one process owns the database: all of the budget and every duty is its own, and nothing is written.
    """

    def __init__(self, store: Database, clock: Clock) -> None:
        self.name = secrets.token_hex(8)
        self._store = store
        self._clock = clock
        self._processes = 1
        self._settled = not store.shared
        self._beaten = 0.0
        self._beating: asyncio.Task[None] | None = None

    @property
    def share(self) -> float:
        """The part of a platform's budget that this process may use: above 0, at most 1.

        Little as long as the others can't know of this process: it has just come, or hasn't reached the database.
        """
        if self._processes > 1 and not self._settled:
            return NEWCOMER
        return 1 / self._processes

    async def start(self) -> None:
        if self._store.shared and self._beating is None:
            await self._beat()
            self._beating = asyncio.create_task(self._go_on(), name="shift")

    async def stop(self) -> None:
        """Gives everything back, so that the others need not wait for it to run out."""
        if self._beating is None:
            return
        self._beating.cancel()
        await asyncio.gather(self._beating, return_exceptions=True)
        self._beating = None
        await self._part(lambda connection: leases.release(connection, self.name))

    async def hold(self, duty: str, work: Callable[[], Awaitable[None]]) -> None:
        """Runs `work` while this process holds the duty, and waits while another one does.

        `work` is cancelled when the hold can't be renewed, well before another process may take it, and begun again
        when it is regained. Returns when `work` has ended by itself; raises what it raises.
        """
        if not self._store.shared:
            await work()
            return
        while True:
            if await self._take(duty, RENEWAL.total_seconds()):
                log.info("this process takes over %s", duty)
                if await self._while_held(duty, work):
                    return
                log.warning("%s could not be kept; another process may take over", duty)
            await asyncio.sleep(RENEWAL.total_seconds() / 2)

    async def _while_held(self, duty: str, work: Callable[[], Awaitable[None]]) -> bool:
        """Whether the work ended by itself."""
        working = asyncio.ensure_future(work())
        clock = asyncio.get_running_loop().time
        until = clock() + PATIENCE.total_seconds()
        held: bool | None = True
        try:
            while held is not False and clock() < until:
                await asyncio.wait({working}, timeout=min(RENEWAL.total_seconds(), until - clock()))
                if working.done():
                    await self._part(lambda connection: leases.give_back(connection, duty, self.name))
                    await working
                    return True
                asked = clock()
                held = await self._take(duty, min(RENEWAL.total_seconds(), until - asked))
                until = asked + PATIENCE.total_seconds() if held else until
            return False
        finally:
            if not working.done():
                working.cancel()
                await asyncio.gather(working, return_exceptions=True)

    async def _take(self, duty: str, patience: float) -> bool | None:
        """None where the database doesn't answer within so many seconds."""
        now = self._clock()
        try:
            async with asyncio.timeout(patience):
                return await self._store.write(
                    lambda connection: leases.take(connection, duty, self.name, now, now + LEASE), locks=True
                )
        except (OSError, sa.exc.SQLAlchemyError) as error:
            log.warning("%s could not be renewed: %s", duty, type(error).__name__)
            return None

    async def _part(self, work: Callable[[sa.Connection], None]) -> None:
        with contextlib.suppress(sa.exc.SQLAlchemyError, OSError):
            async with asyncio.timeout(PARTING.total_seconds()):
                await self._store.write(work, locks=True)

    async def _go_on(self) -> None:
        while True:
            await asyncio.sleep(RENEWAL.total_seconds())
            try:
                await self._beat()
                self._settled = True
            except (OSError, sa.exc.SQLAlchemyError) as error:
                log.warning("this process could not say that it lives: %s", type(error).__name__)
                self._settled = self._settled and time.monotonic() - self._beaten < PATIENCE.total_seconds()

    async def _beat(self) -> None:
        now = self._clock()
        counted = await self._store.write(lambda connection: self._counted(connection, now), locks=True)
        self._processes, self._beaten = max(1, counted), time.monotonic()

    def _counted(self, connection: sa.Connection, now: datetime) -> int:
        leases.take(connection, f"process/{self.name}", self.name, now, now + LEASE)
        leases.forget_ended(connection, now - LEASE)
        return leases.held(connection, "process/", now)
