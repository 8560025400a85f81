"""Opening a database: what can be wrong with the file, each with its remedy."""

from __future__ import annotations

import asyncio
import functools
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.errors import SetupError
from bot.store import sqlite
from bot.store.database import open_database
from tests.databases import database_in

pytestmark = pytest.mark.sqlite

NOBODY = 65534


async def made(folder: Path) -> Path:
    path = folder / "store.db"
    await (await open_database(f"sqlite:///{path}")).close()
    return path


async def refusal(path: Path) -> str:
    """What is said when the file can't be opened; it must stay as it was, and unlocked."""
    with pytest.raises(SetupError) as refused:
        await open_database(f"sqlite:///{path}")
    return str(refused.value)


async def test_folders_that_are_missing_are_made(tmp_path: Path) -> None:
    store = await open_database(f"sqlite:///{tmp_path / 'a' / 'b' / 'store.db'}")
    await store.close()

    assert (tmp_path / "a" / "b" / "store.db").is_file()


async def test_a_second_owner_is_refused_and_told_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    first = await open_database(f"sqlite:///{path}")

    assert await refusal(path) == (
        f"Needlewise is already running on {path}. Stop it first, or set another DATABASE_URL."
    )
    await first.close()


async def test_a_second_owner_by_another_name_of_the_file_is_refused_too(tmp_path: Path) -> None:
    path = await made(tmp_path)
    link = tmp_path / "link.db"
    link.symlink_to(path)
    first = await open_database(f"sqlite:///{path}")

    assert "already running" in await refusal(link)
    await first.close()


async def test_the_next_owner_may_come_when_the_first_has_closed(tmp_path: Path) -> None:
    for _ in range(2):
        store = await open_database(database_in(tmp_path, "store"))
        await store.close()


async def test_a_failed_opening_leaves_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    path.write_text("something else entirely\n" * 100)
    await refusal(path)
    path.unlink()

    await made(tmp_path)


async def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    path.write_text("the thesis of a student\n" * 100)

    assert (await refusal(path)).endswith(
        "is not an SQLite database. Name another file in DATABASE_URL, or restore a backup."
    )
    assert path.read_text() == "the thesis of a student\n" * 100


async def test_a_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE learner (name TEXT)")
    connection.close()

    assert "another program" in await refusal(path)
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("learner",)]
    connection.close()


async def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "store.db").mkdir()

    assert "DATABASE_URL" in await refusal(tmp_path / "store.db")


async def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")

    assert "can't be written" in await refusal(tmp_path / "data" / "store.db")


async def test_a_database_that_another_program_holds_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = await made(tmp_path)
    impatient = functools.partial(sqlite3.connect, timeout=0.05)
    monkeypatch.setattr(sqlite3.dbapi2, "connect", impatient)
    monkeypatch.setattr(sqlite, "WRITER_PRAGMAS", ())
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")

    assert "is locked by another program. Close it" in await refusal(path)
    other.close()


def test_a_file_that_may_not_be_written_is_refused() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = asyncio.run(made(Path(folder)))
        path.chmod(0o444)
        for leftover in Path(folder).glob("store.db-*"):
            leftover.unlink()
        Path(folder).chmod(0o777)
        Path(f"{path}.lock").chmod(0o666)
        with unprivileged():
            said = asyncio.run(refusal(path))

    assert said.endswith("can't be written. Give this user write access to the file and its folder.")


def test_a_folder_that_may_not_be_written_is_refused() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o555)
        with unprivileged():
            said = asyncio.run(refusal(Path(folder) / "store.db"))

    assert said.endswith("The user who runs the bot must be able to write there.")


@contextmanager
def unprivileged() -> Iterator[None]:
    """File permissions don't bind root, whom containers often run tests as."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
