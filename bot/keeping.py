"""Keeping the database: backup, restore, counting again."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from bot.errors import SetupError
from bot.scores.rebuild import rebuild
from bot.store.address import is_shared, own_path
from bot.store.database import open_database
from bot.store.lock import OwnerLock
from bot.store.migrate import MIGRATIONS, copy


def database_file(url: str) -> Path:
    """Raises SetupError, naming the tools, for a database that is no file."""
    found = sa.make_url(url)
    if is_shared(found):
        raise SetupError(
            f"{found.render_as_string()} is on a PostgreSQL server: back it up with pg_dump --format=custom, put a "
            "backup back with pg_restore --clean."
        )
    return own_path(found)


async def rebuild_points(url: str) -> str:
    store = await open_database(url)
    try:
        return f"Points of {await store.write(rebuild)} answers were counted again."
    finally:
        await store.close()


def backup(url: str, target: Path) -> str:
    """A whole copy, also while the bot runs. Raises SetupError; never writes over a file."""
    source = database_file(url)
    if not source.is_file():
        raise SetupError(f"There is no database at {source} yet.")
    if target.exists():
        raise SetupError(f"{target} exists already. Name a file that doesn't, so that no backup is lost.")
    _must_be_ours(source, "database")
    _copy(source, target)
    return f"Copied {source} to {target}."


def restore(url: str, backup_file: Path) -> str:
    """Raises SetupError for a file that isn't one of our databases, and while the bot is running.

    The database that is there is moved aside as it is, so that a damaged one can be replaced too.
    """
    target = database_file(url)
    if not backup_file.is_file():
        raise SetupError(f"There is no file {backup_file}.")
    _must_be_ours(backup_file, "backup")
    lock = OwnerLock(target)
    lock.acquire()
    try:
        fresh = Path(f"{target}.restoring")
        fresh.unlink(missing_ok=True)
        _copy(backup_file, fresh)
        kept = _set_aside(target)
        fresh.replace(target)
    finally:
        lock.release()
    before = f" The database that was there is kept as {kept}." if kept else ""
    return f"Restored {backup_file} to {target}.{before}"


def is_there(path: Path) -> bool:
    return path.is_file()


def _copy(source: Path, target: Path) -> None:
    """Raises SetupError, and leaves no half of a copy."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        copy(source, target)
    except (OSError, sqlite3.Error) as error:
        target.unlink(missing_ok=True)
        raise SetupError(f"{source} can't be copied to {target}: {error}.") from None


def _must_be_ours(path: Path, what: str) -> None:
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            (health,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except (sqlite3.Error, TypeError):
        raise SetupError(f"{path} is not a {what} of Needlewise.") from None
    if health != "ok":
        raise SetupError(f"{path} is damaged ({health}). Restore an older backup.")
    if not (MIGRATIONS / "versions" / f"r{revision}.py").is_file():
        raise SetupError(f"{path} was written by a newer Needlewise. Update first, then do this again.")


def _set_aside(target: Path) -> Path | None:
    """With what SQLite keeps beside it: that belongs to it, and must never meet the restored one."""
    was_there = target.exists()
    numbers = (number for number in range(1, 10_000))
    kept = next(path for n in numbers if not (path := Path(f"{target}.before-restore-{n}")).exists())
    for ending in ("", "-wal", "-shm"):
        part = Path(f"{target}{ending}")
        if part.exists():
            part.rename(f"{kept}{ending}")
    return kept if was_there else None
