"""SQLite: many readers, one writer, one process."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import SetupError
from bot.store.database import Database, T, Work
from bot.store.lock import OwnerLock
from bot.store.migrate import migrate
from bot.store.watch import Watch, Watches
from bot.store.writer import WriterThread

BUSY_MILLISECONDS = 5_000
WRITER_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={BUSY_MILLISECONDS}",
)
READER_PRAGMAS = (f"PRAGMA busy_timeout={BUSY_MILLISECONDS}", "PRAGMA query_only=ON")


class SqliteDatabase(Database):
    """All writes share one thread and one connection, each in a BEGIN IMMEDIATE; reads go by aiosqlite."""

    shared = False

    def __init__(self, url: sa.URL) -> None:
        super().__init__(url)
        self._lock = OwnerLock(self.path)
        self._reader: AsyncEngine | None = None
        self._writer: sa.Engine | None = None
        self._thread: WriterThread | None = None
        self._watches: Watches | None = None

    async def open(self) -> None:
        """Takes the owner's lock as well."""
        self._lock.acquire()
        try:
            await self._connect()
        except (DBAPIError, OSError) as error:
            await self.close()
            raise SetupError(_trouble(self.url, error)) from error
        except BaseException:
            await self.close()
            raise

    async def _connect(self) -> None:
        _make_private(self.path)
        self._thread = WriterThread()
        await self._thread.do(lambda: migrate(self.url))
        self._writer = _writer(self.url)
        self._watches = Watches(self._writer)
        self._reader = _reader(self.url)
        await self.write(_write_nothing)

    async def read(self, work: Work[T]) -> T:
        assert self._reader is not None, "the database is not open"
        async with self._reader.connect() as connection:
            return await connection.run_sync(work)

    async def write(self, work: Work[T], *, locks: bool = False) -> T:
        """There is one writer. Work that locks its rows, as what is timed does, lets all other work go before it."""
        assert self._writer is not None, "the database is not open"
        assert self._thread is not None
        assert self._watches is not None
        writer, watches = self._writer, self._watches

        def transaction() -> T:
            with writer.begin() as connection:
                touched = watches.begin(connection)
                done = work(connection)
            watches.changed(touched)
            return done

        return await self._thread.do(transaction, patient=locks)

    def watch(self, tables: Collection[sa.Table]) -> Watch:
        assert self._watches is not None, "the database is not open"
        return self._watches.add(tables)

    async def close(self) -> None:
        """Aiosqlite's threads would otherwise keep the process alive."""
        if self._reader is not None:
            await self._reader.dispose()
        if self._thread is not None:
            if self._writer is not None:
                await self._thread.do(self._writer.dispose, patient=True)
            self._thread.close()
        self._lock.release()
        self._reader = self._writer = self._thread = None


def _writer(url: sa.URL) -> sa.Engine:
    engine = sa.create_engine(
        url.set(drivername="sqlite+pysqlite"),
        poolclass=sa.StaticPool,
        connect_args={"check_same_thread": False},
        hide_parameters=True,
    )
    _on_connect(engine, WRITER_PRAGMAS)
    sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _reader(url: sa.URL) -> AsyncEngine:
    """Reads need no transaction to end, which saves two trips to aiosqlite's thread each. Four connections are enough,
    and kept: one that is opened for a rush costs a thread and is closed again at once."""
    engine = create_async_engine(
        url.set(drivername="sqlite+aiosqlite"),
        pool_size=4,
        max_overflow=0,
        pool_reset_on_return=None,
        isolation_level="AUTOCOMMIT",
        skip_autocommit_rollback=True,
        hide_parameters=True,
    )
    _on_connect(engine.sync_engine, READER_PRAGMAS)
    return engine


def _on_connect(engine: sa.Engine, pragmas: tuple[str, ...]) -> None:
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions are SQLAlchemy's; the driver would begin its own too late
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(pragma)
        cursor.close()

    sa.event.listen(engine, "connect", prepare)


def _make_private(path: Path) -> None:
    """A new file is its owner's alone; SQLite gives the files beside it the same rights."""
    if not path.exists():
        path.touch(mode=0o600)


def _write_nothing(connection: sa.Connection) -> None:
    """Fails on a file that can't be written; BEGIN IMMEDIATE alone would begin a read there."""
    connection.exec_driver_sql("PRAGMA user_version=0")


def _trouble(url: sa.URL, error: Exception) -> str:
    """What to do about a database that can't be opened."""
    name, text = url.render_as_string(hide_password=True), str(getattr(error, "orig", error))
    if "readonly" in text or "read-only" in text or isinstance(error, PermissionError):
        return f"The database {name} can't be written. Give this user write access to the file and its folder."
    if "locked" in text:
        return f"The database {name} is locked by another program. Close it (a database browser?) and start again."
    if "not a database" in text:
        return f"{name} is not an SQLite database. Name another file in DATABASE_URL, or restore a backup."
    if "malformed" in text:
        return f"The database {name} is damaged. Put back a backup: needlewise restore FILE."
    kind = "reached" if isinstance(error, OperationalError) else "opened"
    return f"The database {name} can't be {kind}: {text}. Check DATABASE_URL."
