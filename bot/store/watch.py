"""Knowing when what was read before may have changed: a count of the committed writes that touched some tables."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import sqlalchemy as sa

TOUCHED = "needlewise.touched"


def _always() -> bool:
    return True


class Watch:
    """`count` rises after each commit that touched one of the tables.

    Whoever keeps what they read notes the count before reading, and may use it for as long as the count is the same.
    While other processes' commits can't be heard of, it is another one at each look, so that nothing is kept.
    """

    def __init__(self, tables: Collection[sa.Table], hears: Callable[[], bool] = _always) -> None:
        self.tables = frozenset(tables)
        self._hears = hears
        self._count = 0

    @property
    def count(self) -> int:
        if not self._hears():
            self._count += 1
        return self._count

    def raise_count(self) -> None:
        self._count += 1


class Watches:
    """Those of one database. Its writer calls `begin` in each of its transactions, and `changed` after the commit."""

    def __init__(self, writer: sa.Engine, hears: Callable[[], bool] = _always) -> None:
        self._all: list[Watch] = []
        self._hears = hears
        sa.event.listen(writer, "after_execute", _note)

    def add(self, tables: Collection[sa.Table]) -> Watch:
        watch = Watch(tables, self._hears)
        self._all.append(watch)
        return watch

    def begin(self, connection: sa.Connection) -> set[sa.Table]:
        """Will hold the tables that the transaction touches."""
        touched: set[sa.Table] = set()
        connection.info[TOUCHED] = touched
        return touched

    def watched(self, touched: Collection[sa.Table]) -> set[sa.Table]:
        """Those that somebody watches."""
        return {table for watch in self._all for table in watch.tables.intersection(touched)}

    def changed(self, tables: Collection[sa.Table]) -> None:
        for watch in self._all:
            if not watch.tables.isdisjoint(tables):
                watch.raise_count()

    def all_changed(self) -> None:
        """For when it isn't known what has."""
        for watch in self._all:
            watch.raise_count()


def _note(connection: sa.Connection, statement: Any, *_rest: Any) -> None:
    table = getattr(statement, "table", None)
    if isinstance(table, sa.Table):
        connection.info[TOUCHED].add(table)
