"""PostgreSQL: several processes on one database, by asyncpg."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from typing import Any

import asyncpg
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import SetupError
from bot.store.database import Database, T, Work
from bot.store.hearing import Hearing, announcement
from bot.store.postgres_migrate import bring_up_to_date
from bot.store.postgres_trouble import UNIQUE, Unreachable, is_conflict, is_lost, is_unusable, remedy, state_of
from bot.store.watch import Watch, Watches

PERSISTENCE = 3.0
LONGEST_PAUSE = 0.25
CONNECTING = 10.0
PATIENCE = 20.0
"""Seconds for an answer of the server's, which itself gives up before."""
SESSION = {
    "application_name": "needlewise",
    "statement_timeout": "15s",
    # A process that is frozen in the middle of a write must not hold its rows for long.
    "idle_in_transaction_session_timeout": "15s",
    # A process that vanished from the network neither.
    "tcp_keepalives_idle": "30",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
    "jit": "off",
}
READERS, WRITERS = 4, 4
TROUBLES = (DBAPIError, asyncpg.PostgresError, asyncpg.InterfaceError, OSError, sa.exc.TimeoutError)


class PostgresDatabase(Database):
    """A write is as if it ran alone (SERIALIZABLE) and is begun again if another process came in between.

    Those of this process take turns, which costs less than their getting in each other's way.
    """

    shared = True

    def __init__(self, url: sa.URL) -> None:
        super().__init__(url)
        self._reader: AsyncEngine | None = None
        self._writer: AsyncEngine | None = None
        self._watches: Watches | None = None
        self._hearing = Hearing(self._connect_to_hear)
        self._turn = asyncio.Lock()

    async def open(self) -> None:
        try:
            await self._migrate()
            self._reader = _engine(self.url, READERS, {**SESSION, "default_transaction_read_only": "on"}, "AUTOCOMMIT")
            self._writer = _engine(self.url, WRITERS, SESSION, "SERIALIZABLE")
            self._watches = Watches(self._writer.sync_engine, self._hearing.hears)
            self._hearing.start(self._watches)
        except TROUBLES as error:
            await self.close()
            raise SetupError(remedy(self.url, error)) from error
        except BaseException:
            await self.close()
            raise

    async def _migrate(self) -> None:
        """Without a limit of time: a large table may take long to change."""
        engine = create_async_engine(self.url, poolclass=sa.NullPool, connect_args={"timeout": CONNECTING})
        async with engine.begin() as connection:
            await connection.run_sync(bring_up_to_date, self.url)

    async def read(self, work: Work[T]) -> T:
        reader = self._reader
        assert reader is not None, "the database is not open"

        async def once() -> T:
            async with reader.connect() as connection:
                return await connection.run_sync(work)

        return await _usable(_repeated(once, _was_cut_off))

    async def write(self, work: Work[T], *, locks: bool = False) -> T:
        assert self._writer is not None, "the database is not open"
        if locks:
            engine = self._writer.execution_options(isolation_level="READ COMMITTED")
            turn: contextlib.AbstractAsyncContextManager[None] = contextlib.nullcontext()
        else:
            engine, turn = self._writer, self._turn

        async def in_turn() -> T:
            """Who was overtaken by another process keeps the turn: fewer meet, and nobody is overtaken for ever."""
            async with turn:
                return await _repeated(lambda: self._transaction(engine, work), _was_overtaken)

        return await _usable(_repeated(in_turn, _was_cut_off))

    async def _transaction(self, engine: AsyncEngine, work: Work[T]) -> T:
        watches = self._watches
        assert watches is not None

        def noted(connection: sa.Connection) -> tuple[T, set[sa.Table]]:
            touched = watches.begin(connection)
            done = work(connection)
            watched = watches.watched(touched)
            if watched:
                connection.execute(announcement(watched))
            return done, watched

        async with engine.connect() as connection:
            done, watched = await connection.run_sync(noted)
            async with _committing():
                await connection.commit()
        watches.changed(watched)
        return done

    def watch(self, tables: Collection[sa.Table]) -> Watch:
        assert self._watches is not None, "the database is not open"
        return self._watches.add(tables)

    async def close(self) -> None:
        await self._hearing.stop()
        for engine in (self._reader, self._writer):
            if engine is not None:
                await engine.dispose()
        self._reader = self._writer = None

    async def _connect_to_hear(self) -> Any:
        assert self._writer is not None
        _, options = self._writer.dialect.create_connect_args(self.url)
        return await asyncpg.connect(**options, timeout=CONNECTING, server_settings=SESSION)


def _engine(url: sa.URL, size: int, session: dict[str, str], isolation: Any) -> AsyncEngine:
    return create_async_engine(
        url,
        pool_size=size,
        max_overflow=0,
        pool_timeout=CONNECTING,
        isolation_level=isolation,
        hide_parameters=True,
        connect_args={"timeout": CONNECTING, "command_timeout": PATIENCE, "server_settings": session},
    )


def _was_overtaken(error: BaseException, number: int) -> bool:
    """A key that was taken is tried again once: of two that looked for it at the same time, the loser may be told so
    instead of being told of the conflict."""
    return is_conflict(error) or (number == 1 and state_of(error) == UNIQUE)


def _was_cut_off(error: BaseException, _number: int) -> bool:
    """Before the commit; not after a long wait."""
    return is_lost(error) and not isinstance(error, TimeoutError | sa.exc.TimeoutError | Unreachable)


async def _repeated(once: Callable[[], Awaitable[T]], again: Callable[[BaseException, int], bool]) -> T:
    """For some seconds at most, with pauses that grow."""
    until = time.monotonic() + PERSISTENCE
    for number in itertools.count(1):
        try:
            return await once()
        except TROUBLES as error:
            if time.monotonic() > until or not again(error, number):
                raise
        await asyncio.sleep(random.uniform(0, min(LONGEST_PAUSE, 0.004 * 2**number)))
    raise AssertionError("the count has no end")


async def _usable(coming: Awaitable[T]) -> T:
    """Raises Unreachable where the trouble is the database's, so that callers need not know the driver's errors."""
    try:
        return await coming
    except Unreachable:
        raise
    except TROUBLES as error:
        if is_unusable(error):
            raise Unreachable(error) from error
        raise


@contextlib.asynccontextmanager
async def _committing() -> AsyncIterator[None]:
    """A commit whose answer was lost may have happened, so it is never repeated."""
    try:
        yield
    except TROUBLES as error:
        if is_lost(error):
            raise Unreachable(error, unsure=True) from error
        raise
