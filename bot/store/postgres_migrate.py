"""Brings a PostgreSQL database to this program's schema; processes that start together do it one after the other."""

from __future__ import annotations

import logging

import sqlalchemy as sa

from bot.errors import SetupError
from bot.store import migrate

log = logging.getLogger(__name__)

OLDEST = 14
LOCK = 0x4E65_6564_6C65
"""The advisory lock's number; any that no other program in the same database uses."""


def bring_up_to_date(connection: sa.Connection, url: sa.URL) -> None:
    """In the connection's transaction: all of it, or nothing. Raises SetupError as `migrate.migrate` does."""
    _refuse_old(connection)
    if migrate.current_revision(connection) == migrate.HEAD:
        return
    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
    found = migrate.current_revision(connection)
    if found == migrate.HEAD:
        return
    migrate.refuse_foreign(connection, found, url)
    log.info("the database is brought from revision %s to %s", found or "none", migrate.HEAD)
    migrate.upgrade(connection)


def _refuse_old(connection: sa.Connection) -> None:
    version = connection.dialect.server_version_info or ()
    if version < (OLDEST,):
        shown = ".".join(str(part) for part in version)
        raise SetupError(f"The server is PostgreSQL {shown}; Needlewise needs {OLDEST} or newer.")
