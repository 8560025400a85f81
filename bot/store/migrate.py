"""Brings a database to this program's schema, on a connection of its own; an SQLite file after a backup."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.errors import SetupError

# The newest revision in migrations/versions. Known here so that a database that is up to date never loads Alembic.
HEAD = "0004"
MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(url: sa.URL) -> None:
    """An SQLite file. Raises SetupError for one that a newer program, or another one, has written."""
    engine = _engine(url)
    with engine.connect() as connection:
        found = current_revision(connection)
        if found == HEAD:
            return
        refuse_foreign(connection, found, url)
    if found is not None and url.database:
        copy(Path(url.database), Path(f"{url.database}.before-{HEAD}"))
    with engine.connect() as connection, connection.begin():
        upgrade(connection)
        _check_keys(connection)


def refuse_foreign(connection: sa.Connection, found: str | None, url: sa.URL) -> None:
    """Raises SetupError unless a database at this revision can be brought up to date."""
    if found is None and sa.inspect(connection).get_table_names():
        raise SetupError(
            f"The database {url.render_as_string()} belongs to another program. Name another one in DATABASE_URL."
        )
    if found is not None and not (MIGRATIONS / "versions" / f"r{found}.py").is_file():
        raise SetupError(
            f"The database {url.render_as_string()} was written by a newer Needlewise (revision {found}, this one "
            f"knows {HEAD}). Update Needlewise, or restore the backup made before the update."
        )


def _engine(url: sa.URL) -> sa.Engine:
    """The driver begins no transaction before CREATE or DROP, so an update that failed would leave half of them."""
    engine = sa.create_engine(url.set(drivername="sqlite+pysqlite"), poolclass=sa.NullPool)

    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys=OFF")  # only before a transaction; a rebuilt parent would take its rows

    sa.event.listen(engine, "connect", prepare)
    sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


def current_revision(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return revision


def upgrade(connection: sa.Connection) -> None:
    """To HEAD, within the connection's transaction."""
    from alembic.migration import MigrationContext
    from alembic.operations import Operations
    from alembic.script import ScriptDirectory

    script = ScriptDirectory(str(MIGRATIONS))
    context = MigrationContext.configure(
        connection,
        opts={"fn": lambda revision, _context: script._upgrade_revs(HEAD, revision), "script": script},
    )
    with Operations.context(context):
        context.run_migrations()


def _check_keys(connection: sa.Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise SetupError(
            f"The update left {len(broken)} rows without their parent in {broken[0][0]}; nothing was changed."
        )


def copy(source: Path, target: Path) -> None:
    """A whole and consistent copy of an SQLite file, also while it is in use. A new file is its owner's alone."""
    target.touch(mode=0o600)
    with closing(sqlite3.connect(source)) as origin, closing(sqlite3.connect(target)) as destination:
        origin.backup(destination)
