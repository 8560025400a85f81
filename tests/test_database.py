"""The store: one writer and many readers, all or nothing, times in UTC."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import pytest_asyncio
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, OperationalError, StatementError

from bot.store import sqlite, tables
from bot.store.database import Database, open_database
from bot.store.upsert import new_id
from tests.databases import database_in

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
WAITS = 0.2


@pytest_asyncio.fixture
async def store(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await open_database(database_in(tmp_path, "store"))
    yield opened
    await opened.close()


def add_community(connection: sa.Connection, name: str = "Cohort", at: datetime = NOON) -> int:
    key = new_id(connection, tables.community, {"name": name, "zone": "UTC", "created_at": at})
    assert key is not None
    return key


def count(connection: sa.Connection, table: sa.Table) -> int:
    return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


async def test_what_was_written_is_read(store: Database) -> None:
    key = await store.write(add_community)

    assert await store.read(lambda c: c.scalar(sa.select(tables.community.c.name).filter_by(id=key))) == "Cohort"


async def test_a_write_that_raises_leaves_nothing(store: Database) -> None:
    def two_rows_then_trouble(connection: sa.Connection) -> None:
        add_community(connection)
        connection.execute(sa.insert(tables.event).values(id="e", at=NOON))
        raise LookupError("halfway")

    with pytest.raises(LookupError):
        await store.write(two_rows_then_trouble)

    assert await store.read(lambda c: count(c, tables.community) + count(c, tables.event)) == 0


async def test_200_writes_at_once_all_land(store: Database) -> None:
    keys = await asyncio.gather(*(store.write(add_community) for _ in range(200)))

    assert len(set(keys)) == 200
    assert await store.read(lambda c: count(c, tables.community)) == 200


async def test_a_write_that_adds_to_what_it_read_loses_nothing_to_the_others(store: Database) -> None:
    key = await store.write(lambda c: add_community(c, "0"))

    def add_one(connection: sa.Connection) -> None:
        name = connection.scalar(sa.select(tables.community.c.name).filter_by(id=key))
        connection.execute(sa.update(tables.community).values(name=str(int(name or 0) + 1)))

    await asyncio.gather(*(store.write(add_one) for _ in range(50)))

    assert await store.read(lambda c: c.scalar(sa.select(tables.community.c.name))) == "50"


async def test_a_read_cannot_write(store: Database) -> None:
    with pytest.raises(DBAPIError, match=r"read-?only"):
        await store.read(add_community)


@pytest.mark.sqlite
async def test_reads_see_the_last_write_and_do_not_wait_for_one_going_on(store: Database) -> None:
    def slowly(connection: sa.Connection) -> None:
        add_community(connection)
        time.sleep(WAITS)

    writing = asyncio.create_task(store.write(slowly))
    await asyncio.sleep(WAITS / 4)
    started = time.perf_counter()
    seen = await store.read(lambda c: count(c, tables.community))

    assert (seen, time.perf_counter() - started < WAITS / 2) == (0, True)
    await writing
    assert await store.read(lambda c: count(c, tables.community)) == 1


async def test_children_go_with_their_parent(store: Database) -> None:
    key = await store.write(add_community)
    await store.write(lambda c: c.execute(sa.insert(tables.space).values(platform="test", id="s", community_id=key)))

    await store.write(lambda c: c.execute(sa.delete(tables.community)))

    assert await store.read(lambda c: count(c, tables.space)) == 0


async def test_a_child_without_its_parent_is_refused(store: Database) -> None:
    with pytest.raises(sa.exc.IntegrityError):
        await store.write(lambda c: c.execute(sa.insert(tables.space).values(platform="test", id="s", community_id=9)))


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=5, minutes=45))])
async def test_times_come_back_aware_and_in_utc(store: Database, zone: timezone) -> None:
    await store.write(lambda c: add_community(c, at=NOON.astimezone(zone)))

    moment = await store.read(lambda c: c.scalar(sa.select(tables.community.c.created_at)))

    assert (moment, moment and moment.tzinfo) == (NOON, UTC)


async def test_a_time_without_a_zone_is_refused(store: Database) -> None:
    with pytest.raises(StatementError, match="without a zone"):
        await store.write(lambda c: add_community(c, at=NOON.replace(tzinfo=None)))


@pytest.mark.parametrize("name", ["community", "learner", "quiz", "posed", "answer", "schedule"])
def test_ids_that_stand_in_buttons_are_never_used_again(name: str) -> None:
    assert tables.metadata.tables[name].dialect_options["sqlite"]["autoincrement"] is True


async def test_the_id_of_a_deleted_row_is_not_given_again(store: Database) -> None:
    first = await store.write(add_community)
    await store.write(lambda c: c.execute(sa.delete(tables.community)))

    assert await store.write(add_community) > first


@pytest.mark.sqlite
async def test_a_write_waits_for_another_program_that_holds_the_file_shortly(store: Database) -> None:
    held = hold(store.path)
    writing = asyncio.create_task(store.write(add_community))
    await asyncio.sleep(WAITS)
    held.rollback()
    held.close()

    assert await writing == 1


@pytest.mark.sqlite
async def test_a_write_that_waited_too_long_fails_and_the_next_one_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "WRITER_PRAGMAS", (*sqlite.WRITER_PRAGMAS, "PRAGMA busy_timeout=50"))
    store = await open_database(database_in(tmp_path, "store"))
    held = hold(store.path)
    with pytest.raises(OperationalError, match="locked"):
        await store.write(add_community)
    held.rollback()
    held.close()

    assert await store.write(add_community) == 1
    await store.close()


def hold(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    return connection


async def test_an_error_of_the_database_does_not_tell_what_was_stored(tmp_path: Path) -> None:
    store = await open_database(database_in(tmp_path, "secret"))
    broken = sa.text("INSERT INTO nowhere VALUES (:name)").bindparams(name="Ana Example")
    try:
        with pytest.raises(DBAPIError) as error:
            await store.write(lambda connection: connection.execute(broken))
        assert "Ana Example" not in str(error.value)
    finally:
        await store.close()
