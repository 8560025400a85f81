"""Several processes that write to one PostgreSQL: what they do is as if one did it after the other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from bot.people.model import Visitor
from bot.people.store import admit
from bot.store import postgres, tables
from bot.store.database import Database, open_database
from bot.store.postgres_trouble import Unreachable
from tests.databases import database_in
from tests.fakes import MONDAY_NOON, SERVER, person
from tests.proxy import proxy_to
from tests.test_database import add_community, count

pytestmark = pytest.mark.postgres


@asynccontextmanager
async def opened(*urls: str) -> AsyncIterator[list[Database]]:
    stores = [await open_database(url) for url in urls]
    try:
        yield stores
    finally:
        for store in stores:
            await store.close()


@pytest_asyncio.fixture
async def pair(tmp_path: Path) -> AsyncIterator[list[Database]]:
    """Two processes on one database."""
    async with opened(*[database_in(tmp_path)] * 2) as stores:
        yield stores


async def test_what_is_added_to_what_was_read_is_never_lost(pair: list[Database]) -> None:
    key = await pair[0].write(lambda c: add_community(c, "0"))

    def add_one(connection: sa.Connection) -> None:
        name = connection.scalar(sa.select(tables.community.c.name).filter_by(id=key))
        connection.execute(sa.update(tables.community).values(name=str(int(name or 0) + 1)))

    await asyncio.gather(*(store.write(add_one) for store in pair for _ in range(25)))

    assert await pair[0].read(lambda c: c.scalar(sa.select(tables.community.c.name))) == "50"


async def test_a_rule_on_what_others_wrote_holds(pair: list[Database]) -> None:
    """Each looks whether there is room and then adds a row: snapshots alone would let both in."""

    def add_if_there_is_room(connection: sa.Connection) -> bool:
        if count(connection, tables.community) >= 3:
            return False
        add_community(connection)
        return True

    added = await asyncio.gather(*(store.write(add_if_there_is_room) for store in pair for _ in range(10)))

    assert (sum(added), await pair[0].read(lambda c: count(c, tables.community))) == (3, 3)


async def test_one_person_who_comes_to_two_processes_at_once_is_one_learner(pair: list[Database]) -> None:

    async def come(store: Database, number: int) -> Visitor:
        return await store.write(lambda c: admit(c, person(f"student{number}"), SERVER, "Cohort", MONDAY_NOON))

    found = await asyncio.gather(*(come(store, number) for number in range(5) for store in pair * 3))

    assert len({visitor.learner.id for visitor in found}) == 5
    assert len({visitor.community.id for visitor in found}) == 1
    assert await pair[0].read(lambda c: count(c, tables.learner)) == 5


async def test_a_key_that_is_taken_is_still_an_error(pair: list[Database]) -> None:
    tries = 0

    def twice(connection: sa.Connection) -> None:
        nonlocal tries
        tries += 1
        for _ in range(2):
            connection.execute(sa.insert(tables.event).values(id="e", at=MONDAY_NOON))

    with pytest.raises(IntegrityError):
        await pair[0].write(twice)
    assert tries == 2


async def test_rows_that_the_work_locks_itself_are_taken_by_one(pair: list[Database]) -> None:
    for _ in range(20):
        await pair[0].write(add_community)
    free = sa.select(tables.community).where(~tables.community.c.set_up).limit(1)

    def take(connection: sa.Connection) -> int | None:
        row = connection.execute(free.with_for_update(skip_locked=True)).first()
        if row is None:
            return None
        mine = tables.community.c.id == row.id
        connection.execute(sa.update(tables.community).where(mine).values(set_up=True))
        return int(row.id)

    taken = await asyncio.gather(*(store.write(take, locks=True) for store in pair for _ in range(10)))

    keys = [key for key in taken if key]
    assert len(set(keys)) == len(keys)


async def test_two_that_wait_for_each_other_both_get_done(pair: list[Database]) -> None:
    first, second = [await pair[0].write(add_community) for _ in range(2)]

    async def work(store: Database, order: tuple[int, int]) -> None:
        def both(connection: sa.Connection) -> None:
            for key in order:
                mine = tables.community.c.id == key
                connection.execute(sa.update(tables.community).where(mine).values(name=f"{order}"))
                connection.execute(sa.select(sa.func.pg_sleep(0.05)))

        await store.write(both, locks=True)

    await asyncio.gather(work(pair[0], (first, second)), work(pair[1], (second, first)))

    names = await pair[0].read(lambda c: set(c.scalars(sa.select(tables.community.c.name))))
    assert len(names) == 1


async def test_a_work_that_raises_leaves_nothing_and_is_not_repeated(pair: list[Database]) -> None:
    tries = 0

    def fail(connection: sa.Connection) -> None:
        nonlocal tries
        tries += 1
        add_community(connection)
        raise LookupError

    with pytest.raises(LookupError):
        await pair[0].write(fail)
    assert (tries, await pair[0].read(lambda c: count(c, tables.community))) == (1, 0)


async def test_connections_that_were_dropped_meanwhile_are_no_trouble(tmp_path: Path) -> None:
    async with proxy_to(database_in(tmp_path)) as (proxy, url), opened(url) as (store,):
        await store.write(add_community)
        await store.read(lambda c: count(c, tables.community))
        proxy.drop()
        assert await store.write(add_community) == 2
        proxy.drop()
        assert await store.read(lambda c: count(c, tables.community)) == 2


async def test_a_connection_that_drops_in_the_middle_of_a_write_changes_nothing_twice(tmp_path: Path) -> None:
    async with proxy_to(database_in(tmp_path)) as (proxy, url), opened(url) as (store,):
        tries = 0

        def drop_once(connection: sa.Connection) -> None:
            nonlocal tries
            tries += 1
            add_community(connection)
            if tries == 1:
                proxy.drop()
            connection.execute(sa.select(sa.func.pg_sleep(0.05)))

        await store.write(drop_once)
        assert (tries, await store.read(lambda c: count(c, tables.community))) == (2, 1)


async def test_a_commit_without_an_answer_is_not_repeated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with proxy_to(database_in(tmp_path)) as (proxy, url), opened(url) as (store,):
        tries = 0

        def work(connection: sa.Connection) -> None:
            nonlocal tries
            tries += 1
            add_community(connection)
            proxy.freeze()
            asyncio.get_running_loop().call_later(0.1, proxy.drop)

        with pytest.raises(Unreachable) as lost:
            await store.write(work)
        assert (lost.value.unsure, tries) == (True, 1)


async def test_a_server_that_is_gone_is_an_operational_error_soon(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "PERSISTENCE", 0.3)
    async with proxy_to(database_in(tmp_path)) as (proxy, url), opened(url) as (store,):
        proxy.cut()
        for attempt in (store.read(add_community), store.write(add_community)):
            with pytest.raises(OperationalError):
                await attempt
        proxy.mend()
        assert await store.write(add_community) == 1


async def test_a_statement_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(postgres.SESSION, "statement_timeout", "100ms")
    async with opened(database_in(tmp_path)) as (store,):
        with pytest.raises(OperationalError):
            await store.write(lambda c: c.execute(sa.select(sa.func.pg_sleep(5))))


async def test_who_is_frozen_in_the_middle_of_a_write_holds_up_nobody_for_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = database_in(tmp_path)
    monkeypatch.setitem(postgres.SESSION, "idle_in_transaction_session_timeout", "200ms")
    async with opened(url) as (frozen,):
        key = await frozen.write(add_community)
        engine = frozen._writer  # type: ignore[attr-defined]
        async with engine.connect() as connection, opened(url) as (other,):
            await connection.execute(sa.update(tables.community).values(name="frozen"))
            mine = tables.community.c.id == key
            await other.write(lambda c: c.execute(sa.update(tables.community).where(mine).values(name="other")))
            with pytest.raises(DBAPIError):
                await connection.execute(sa.select(1))
            assert await other.read(lambda c: c.scalar(sa.select(tables.community.c.name))) == "other"


async def test_the_id_of_a_row_that_was_rolled_back_or_deleted_is_not_given_again(pair: list[Database]) -> None:
    first = await pair[0].write(add_community)
    await pair[1].write(lambda c: c.execute(sa.delete(tables.community)))
    assert await pair[1].write(add_community) > first
