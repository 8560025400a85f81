"""The database: many readers, one writer. Units of work are plain functions of a connection, so none can wait on a network."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import SetupError
from bot.store.lock import OwnerLock

T = TypeVar("T")
Work = Callable[[sa.Connection], T]

BUSY_MILLISECONDS = 5_000
WRITER_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={BUSY_MILLISECONDS}",
)
READER_PRAGMAS = (f"PRAGMA busy_timeout={BUSY_MILLISECONDS}", "PRAGMA query_only=ON")


class Database:
    """`read` and `write` run a function of a connection and return what it returns.

    On SQLite all writes share one thread and one connection, each in a BEGIN IMMEDIATE; reads go by aiosqlite.
    Elsewhere both use one pool. A function that raises is rolled back whole.
    """

    def __init__(self, url: str) -> None:
        self.url = sa.make_url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self._lock = OwnerLock(self.path) if self.path else None
        self._reader: AsyncEngine | None = None
        self._writer: sa.Engine | None = None
        self._thread: ThreadPoolExecutor | None = None

    @property
    def path(self) -> Path | None:
        """The file of an SQLite database."""
        return Path(self.url.database) if self.sqlite and self.url.database else None

    async def open(self) -> Database:
        """Takes the owner's lock, migrates, and connects. Raises SetupError with the remedy."""
        if self.path:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        if self._lock:
            self._lock.acquire()
        try:
            await self._connect()
        except (DBAPIError, OSError) as error:
            await self.close()
            raise SetupError(_trouble(self.url, error)) from error
        except BaseException:
            await self.close()
            raise
        return self

    async def _connect(self) -> None:
        from bot.store.migrate import migrate

        if self.sqlite:
            self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")
            await self._on_thread(lambda: migrate(self.url))
            self._writer = _engine(self.url.set(drivername="sqlite+pysqlite"), WRITER_PRAGMAS, immediate=True)
            self._reader = create_async_engine(
                self.url.set(drivername="sqlite+aiosqlite"),
                pool_size=2,
                pool_reset_on_return=None,
                isolation_level="AUTOCOMMIT",
                skip_autocommit_rollback=True,
            )
            _on_connect(self._reader.sync_engine, READER_PRAGMAS)
            await self.write(lambda connection: None)
        else:
            await asyncio.to_thread(migrate, self.url)
            self._reader = create_async_engine(self.url, pool_pre_ping=True)

    async def read(self, work: Work[T]) -> T:
        assert self._reader is not None, "the database is not open"
        async with self._reader.connect() as connection:
            return await connection.run_sync(work)

    async def write(self, work: Work[T]) -> T:
        """One transaction. `work` may run again only if it raised, so it must not change anything outside."""
        if self._writer is None:
            assert self._reader is not None, "the database is not open"
            async with self._reader.begin() as connection:
                return await connection.run_sync(work)
        writer = self._writer

        def transaction() -> T:
            with writer.begin() as connection:
                return work(connection)

        return await self._on_thread(transaction)

    async def close(self) -> None:
        """Ends every connection and thread; aiosqlite's threads would otherwise keep the process alive."""
        if self._reader is not None:
            await self._reader.dispose()
        if self._writer is not None:
            await self._on_thread(self._writer.dispose)
        if self._thread is not None:
            self._thread.shutdown()
        if self._lock:
            self._lock.release()
        self._reader = self._writer = self._thread = None

    async def _on_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)


def _engine(url: sa.URL, pragmas: tuple[str, ...], *, immediate: bool) -> sa.Engine:
    engine = sa.create_engine(url, poolclass=sa.StaticPool, connect_args={"check_same_thread": False})
    _on_connect(engine, pragmas)
    if immediate:
        sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _on_connect(engine: sa.Engine, pragmas: tuple[str, ...]) -> None:
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = (
            None  # transactions are SQLAlchemy's; the driver would begin its own too late
        )
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(pragma)
        cursor.close()

    sa.event.listen(engine, "connect", prepare)


def _trouble(url: sa.URL, error: Exception) -> str:
    """What to do about a database that can't be opened."""
    name, text = url.render_as_string(hide_password=True), str(getattr(error, "orig", error))
    if "readonly" in text or "read-only" in text or isinstance(error, PermissionError):
        return (
            f"The database {name} can't be written. Give this user write access to the file and its folder."
        )
    if "locked" in text:
        return f"The database {name} is locked by another program. Close it (a database browser?) and start again."
    if "not a database" in text:
        return f"{name} is not an SQLite database. Name another file in DATABASE_URL, or restore a backup."
    kind = "reached" if isinstance(error, OperationalError) else "opened"
    return f"The database {name} can't be {kind}: {text}. Check DATABASE_URL."
