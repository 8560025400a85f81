"""Knowing when what was read before may have changed: a count of the committed writes that touched some tables."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa


class Watch:
    """`count` rises after each commit that touched one of the tables, and for no other reason.

    Whoever keeps what they read notes the count before reading, and may use it for as long as the count is the same.
    One process owns the database, so no write goes by unseen.
    """

    def __init__(self, tables: Collection[sa.Table]) -> None:
        self.tables = frozenset(tables)
        self.count = 0


class Watches:
    """Those of one writer, which calls `begin` and `committed` around each of its transactions."""

    def __init__(self, writer: sa.Engine) -> None:
        self._all: list[Watch] = []
        self._touched: set[sa.Table] = set()
        sa.event.listen(writer, "after_execute", self._note)

    def add(self, watch: Watch) -> Watch:
        self._all.append(watch)
        return watch

    def begin(self) -> None:
        self._touched.clear()

    def committed(self) -> None:
        for watch in self._all:
            if watch.tables & self._touched:
                watch.count += 1

    def _note(self, _connection: sa.Connection, statement: Any, *_rest: Any) -> None:
        table = getattr(statement, "table", None)
        if isinstance(table, sa.Table):
            self._touched.add(table)
