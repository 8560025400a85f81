"""Keeping the database: backup, restore, counting again."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from bot.errors import SetupError
from bot.scores.rebuild import rebuild
from bot.store.database import Database
from bot.store.lock import OwnerLock
from bot.store.migrate import MIGRATIONS, copy


def database_file(url: str) -> Path:
    return Path(sa.make_url(url).database or "")


async def rebuild_points(url: str) -> str:
    store = await Database(url).open()
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
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        copy(source, target)
    except (OSError, sqlite3.Error) as error:
        raise SetupError(f"{target} can't be written: {error}.") from None
    return f"Copied {source} to {target}."


def restore(url: str, backup_file: Path) -> str:
    """Raises SetupError for a file that isn't one of our databases, and while the bot is running."""
    target = database_file(url)
    _must_be_ours(backup_file)
    lock = OwnerLock(target)
    lock.acquire()
    try:
        kept = _set_aside(target)
        copy(backup_file, target)
    finally:
        lock.release()
    before = f" The database that was there is kept as {kept}." if kept else ""
    return f"Restored {backup_file} to {target}.{before}"


def is_there(path: Path) -> bool:
    return path.is_file()


def _must_be_ours(path: Path) -> None:
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except (sqlite3.Error, TypeError):
        raise SetupError(f"{path} is not a backup of Needlewise.") from None
    if not (MIGRATIONS / "versions" / f"r{revision}.py").is_file():
        raise SetupError(f"{path} was written by a newer Needlewise. Update first, then restore.")


def _set_aside(target: Path) -> Path | None:
    if not target.exists():
        return None
    numbers = (number for number in range(1, 10_000))
    kept = next(path for n in numbers if not (path := Path(f"{target}.before-restore-{n}")).exists())
    copy(target, kept)
    for leftover in (target, Path(f"{target}-wal"), Path(f"{target}-shm")):
        leftover.unlink(missing_ok=True)
    return kept
