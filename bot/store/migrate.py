"""Brings a database to this program's schema, after a backup, on a connection of its own."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.errors import SetupError

# The newest revision in migrations/versions. Known here so that a database that is up to date never loads Alembic.
HEAD = "0002"
MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(url: sa.URL) -> None:
    """Raises SetupError for a database that a newer program, or another one, has written."""
    engine = _engine(url)
    found = current_revision(engine)
    if found == HEAD:
        return
    if found is None and sa.inspect(engine).get_table_names():
        raise SetupError(
            f"The database {url.render_as_string()} belongs to another program. Name another file in DATABASE_URL."
        )
    if found is not None and not (MIGRATIONS / "versions" / f"r{found}.py").is_file():
        raise SetupError(
            f"The database {url.render_as_string()} was written by a newer Needlewise (revision {found}, this one "
            f"knows {HEAD}). Update Needlewise, or restore the backup made before the update."
        )
    if found is not None and url.database:
        copy(Path(url.database), Path(f"{url.database}.before-{HEAD}"))
    _upgrade(engine)


def _engine(url: sa.URL) -> sa.Engine:
    """The driver begins no transaction before CREATE or DROP, so an update that failed would leave half of them."""
    engine = sa.create_engine(url.set(drivername="sqlite+pysqlite"), poolclass=sa.NullPool)

    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys=OFF")  # only before a transaction; a rebuilt parent would take its rows

    sa.event.listen(engine, "connect", prepare)
    sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


def current_revision(engine: sa.Engine) -> str | None:
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        revision: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        return revision


def _upgrade(engine: sa.Engine) -> None:
    from alembic.migration import MigrationContext
    from alembic.operations import Operations
    from alembic.script import ScriptDirectory

    script = ScriptDirectory(str(MIGRATIONS))
    with engine.connect() as connection, connection.begin():
        context = MigrationContext.configure(
            connection,
            opts={"fn": lambda revision, _context: script._upgrade_revs(HEAD, revision), "script": script},
        )
        with Operations.context(context):
            context.run_migrations()
        _check_keys(connection)


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
