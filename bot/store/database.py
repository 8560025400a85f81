"""A database: many readers, and writes that are all or nothing. `open_database` chooses the kind by the URL."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection
from typing import TypeVar

import sqlalchemy as sa

from bot.store.address import is_shared, own_path, read_url
from bot.store.watch import Watch

T = TypeVar("T")
Work = Callable[[sa.Connection], T]


class Database(ABC):
    """`read` and `write` run a function of a connection and return what it returns.

    It is a plain function, so it can't wait on a network. It may be run again from its beginning, so that whatever it
    changes outside the database must bear that.
    """

    shared: bool
    """Whether several processes may use it at once."""

    def __init__(self, url: sa.URL) -> None:
        self.url = url
        self.path = own_path(url)

    @abstractmethod
    async def open(self) -> None:
        """Brings the tables up to date and connects. Raises SetupError with the remedy, and leaves nothing open."""

    @abstractmethod
    async def read(self, work: Work[T]) -> T: ...

    @abstractmethod
    async def write(self, work: Work[T], *, locks: bool = False) -> T:
        """One transaction: all of `work`, or nothing if it raises.

        `locks` says that the work itself locks the rows that it decides on; other work is as if it ran alone.
        """

    @abstractmethod
    def watch(self, tables: Collection[sa.Table]) -> Watch:
        """For whoever keeps what they read: its count says when that may have changed."""

    @abstractmethod
    async def close(self) -> None:
        """Ends every connection, thread and task. A second time it does nothing."""


async def open_database(url: str) -> Database:
    """Raises SetupError with the remedy."""
    found = database_for(url)
    await found.open()
    return found


def database_for(url: str) -> Database:
    """Not opened yet. A kind is loaded only when it is used."""
    address = read_url(url)
    if is_shared(address):
        from bot.store.postgres import PostgresDatabase

        return PostgresDatabase(address)
    from bot.store.sqlite import SqliteDatabase

    return SqliteDatabase(address)
