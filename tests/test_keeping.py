"""Backup and restore: nothing is ever lost on the way."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.keeping import backup, restore
from bot.people.store import admit
from bot.store.database import open_database
from bot.store.tables import identity
from tests.databases import database_in
from tests.fakes import MONDAY_NOON, SERVER, person
from tests.terminal import typed

pytestmark = pytest.mark.sqlite


def url(folder: Path) -> str:
    return database_in(folder)


def add(folder: Path, user: str) -> None:
    """Somebody new comes to the group, in a database that is made if there is none."""

    async def admitted() -> None:
        store = await open_database(url(folder))
        await store.write(lambda c: admit(c, person(user), SERVER, "Cohort", MONDAY_NOON))
        await store.close()

    asyncio.run(admitted())


def people(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return sorted(user for (user,) in connection.execute("SELECT user FROM identity"))


def test_a_restored_backup_has_what_was_there_when_it_was_made(tmp_path: Path) -> None:
    add(tmp_path, "ana")
    assert typed(tmp_path, "backup", "monday.db").code == 0
    add(tmp_path, "ben")

    said = typed(tmp_path, "restore", "monday.db")

    assert (said.code, people(tmp_path / "bot.db")) == (0, ["ana"])


def test_what_was_there_before_a_restore_is_kept_each_time(tmp_path: Path) -> None:
    add(tmp_path, "ana")
    backup(url(tmp_path), tmp_path / "monday.db")
    for user in ("ben", "cai"):
        add(tmp_path, user)
        said = typed(tmp_path, "restore", "monday.db")

    assert people(tmp_path / "bot.db.before-restore-1") == ["ana", "ben"]
    assert people(tmp_path / "bot.db.before-restore-2") == ["ana", "cai"]
    assert "kept as" in said.out
    assert "bot.db.before-restore-2" in said.out


def test_copies_are_as_private_as_the_database(tmp_path: Path) -> None:
    add(tmp_path, "ana")
    backup(url(tmp_path), tmp_path / "monday.db")
    restore(url(tmp_path), tmp_path / "monday.db")

    modes = {path.name: path.stat().st_mode & 0o077 for path in tmp_path.glob("*.db*") if path.suffix != ".lock"}
    assert modes == dict.fromkeys(["bot.db", "bot.db.before-restore-1", "monday.db"], 0)


def test_a_restored_database_opens_and_goes_on(tmp_path: Path) -> None:
    add(tmp_path, "ana")
    backup(url(tmp_path), tmp_path / "monday.db")
    restore(url(tmp_path), tmp_path / "monday.db")
    add(tmp_path, "ben")

    assert people(tmp_path / "bot.db") == ["ana", "ben"]


async def test_a_backup_while_the_bot_runs_has_its_last_write(tmp_path: Path) -> None:
    store = await open_database(url(tmp_path))
    await store.write(lambda c: admit(c, person("ana"), SERVER, "Cohort", MONDAY_NOON))
    backup(url(tmp_path), tmp_path / "monday.db")
    await store.close()

    assert people(tmp_path / "monday.db") == ["ana"]


async def test_nothing_is_restored_while_the_bot_runs(tmp_path: Path) -> None:
    store = await open_database(url(tmp_path))
    backup(url(tmp_path), tmp_path / "monday.db")
    await store.write(lambda c: admit(c, person("ana"), SERVER, "Cohort", MONDAY_NOON))
    with pytest.raises(Exception, match="already running"):
        restore(url(tmp_path), tmp_path / "monday.db")

    assert await store.read(lambda c: c.scalar(sa.select(identity.c.user))) == "ana"
    await store.close()


def test_a_damaged_database_can_be_replaced(tmp_path: Path) -> None:
    add(tmp_path, "ana")
    backup(url(tmp_path), tmp_path / "monday.db")
    (tmp_path / "bot.db").write_bytes(b"the disk wrote nonsense " * 500)

    assert typed(tmp_path, "restore", "monday.db").code == 0
    assert people(tmp_path / "bot.db") == ["ana"]
    assert (tmp_path / "bot.db.before-restore-1").read_bytes().startswith(b"the disk wrote nonsense")


def test_a_database_can_be_restored_where_none_is(tmp_path: Path) -> None:
    add(tmp_path, "ana")
    backup(url(tmp_path), tmp_path / "monday.db")
    (tmp_path / "new").mkdir()
    restore(url(tmp_path / "new"), tmp_path / "monday.db")

    assert people(tmp_path / "new" / "bot.db") == ["ana"]


def test_restoring_a_database_from_itself_loses_nothing(tmp_path: Path) -> None:
    add(tmp_path, "ana")
    restore(url(tmp_path), tmp_path / "bot.db")

    assert people(tmp_path / "bot.db") == ["ana"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "There is no file"),
        (b"", "is not a backup of Needlewise"),
        (b"a photo of a cat " * 500, "is not a backup of Needlewise"),
        ("CREATE TABLE notes (text)", "is not a backup of Needlewise"),
        ("CREATE TABLE alembic_version (version_num)", "is not a backup of Needlewise"),
        ("CREATE TABLE alembic_version AS SELECT '9999' AS version_num", "newer Needlewise. Update first"),
    ],
)
def test_a_foreign_file_is_not_restored(content: bytes | str | None, said: str, tmp_path: Path) -> None:
    add(tmp_path, "ana")
    if isinstance(content, bytes):
        (tmp_path / "foreign ?#%.db").write_bytes(content)
    elif content:
        with closing(sqlite3.connect(tmp_path / "foreign ?#%.db")) as connection, connection:
            connection.execute(content)
    refused = typed(tmp_path, "restore", "foreign ?#%.db")

    assert (refused.code, refused.err.count("\n")) == (1, 1)
    assert said in refused.err
    assert people(tmp_path / "bot.db") == ["ana"]
    assert not list(tmp_path.glob("bot.db.*-restore-*"))


def test_a_backup_never_writes_over_a_file(tmp_path: Path) -> None:
    add(tmp_path, "ana")
    (tmp_path / "monday.db").write_text("precious")
    said = typed(tmp_path, "backup", "monday.db")

    assert (said.code, (tmp_path / "monday.db").read_text()) == (1, "precious")
    assert "exists already" in said.err


@pytest.mark.parametrize("content", [None, b"no database at all " * 300])
def test_a_backup_of_what_is_no_database_is_refused_and_leaves_no_file(content: bytes | None, tmp_path: Path) -> None:
    if content:
        (tmp_path / "bot.db").write_bytes(content)
    said = typed(tmp_path, "backup", "monday.db")

    assert (said.code, said.err.count("\n"), (tmp_path / "monday.db").exists()) == (1, 1, False)
