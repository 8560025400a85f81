"""The one place that knows how SQLite and PostgreSQL insert where a row may already be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite


def insert_once(connection: sa.Connection, table: sa.Table, values: Mapping[str, Any]) -> bool:
    """Inserts the row unless its key is taken; says whether it was inserted."""
    statement = _insert(connection, table).values(**values).on_conflict_do_nothing()
    return connection.execute(statement).rowcount == 1


def new_id(connection: sa.Connection, table: sa.Table, values: Mapping[str, Any]) -> int | None:
    """Inserts a row and gives its id, or None if a unique key of it is taken."""
    statement = _insert(connection, table).values(**values).on_conflict_do_nothing().returning(table.c.id)
    found: int | None = connection.execute(statement).scalar_one_or_none()
    return found


def insert_or_update(
    connection: sa.Connection, table: sa.Table, values: Mapping[str, Any], changes: Mapping[str, Any]
) -> None:
    """Inserts the row, or makes the changes in the row that has its primary key."""
    keys = list(table.primary_key.columns)
    statement = _insert(connection, table).values(**values)
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=dict(changes)))


def _insert(connection: sa.Connection, table: sa.Table) -> Any:
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)
