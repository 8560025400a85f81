"""The one place that knows how SQLite and PostgreSQL insert where a row may already be.

A statement is made once for each table: making it, and SQLAlchemy's looking for its SQL, takes longer than running it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite


def insert_once(connection: sa.Connection, table: sa.Table, values: Mapping[str, Any]) -> bool:
    """Inserts the row unless its key is taken; says whether it was inserted."""
    return connection.execute(_once(table, connection.dialect.name), dict(values)).rowcount == 1


def new_id(connection: sa.Connection, table: sa.Table, values: Mapping[str, Any]) -> int | None:
    """Inserts a row and gives its id, or None if a unique key of it is taken."""
    found: int | None = connection.execute(_for_id(table, connection.dialect.name), dict(values)).scalar_one_or_none()
    return found


def insert_or_add(connection: sa.Connection, table: sa.Table, values: Mapping[str, Any], add: str) -> None:
    """Inserts the row. If its primary key is there, adds to that row's `add` and puts the other values in place."""
    connection.execute(_adding(table, connection.dialect.name, tuple(values), add), dict(values))


@cache
def _once(table: sa.Table, dialect: str) -> Any:
    return _insert(table, dialect).on_conflict_do_nothing()


@cache
def _for_id(table: sa.Table, dialect: str) -> Any:
    return _once(table, dialect).returning(table.c.id)


@cache
def _adding(table: sa.Table, dialect: str, names: tuple[str, ...], add: str) -> Any:
    keys, statement = list(table.primary_key.columns), _insert(table, dialect)
    new = statement.excluded
    changed = {name: new[name] for name in names if table.c[name] not in set(keys)}
    return statement.on_conflict_do_update(index_elements=keys, set_=changed | {add: table.c[add] + new[add]})


def _insert(table: sa.Table, dialect: str) -> Any:
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    return sqlite.insert(table)
