"""What one process keeps, and another one changes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
import sqlalchemy as sa

from bot.people.store import admit
from bot.people.visitors import PEOPLE, Visitors
from bot.store import hearing
from bot.store.database import Database, open_database
from bot.store.tables import event, membership
from tests.databases import database_in
from tests.fakes import MONDAY_NOON, SERVER, person
from tests.patience import until, until_heard
from tests.proxy import proxy_to
from tests.test_postgres_writes import opened

pytestmark = pytest.mark.postgres


@pytest_asyncio.fixture
async def pair(tmp_path: Path) -> AsyncIterator[list[Database]]:
    async with opened(*[database_in(tmp_path)] * 2) as stores:
        await stores[0].write(lambda c: admit(c, person("ana"), SERVER, "Cohort", MONDAY_NOON))
        await until_heard(*stores)
        yield stores


def promote(connection: sa.Connection) -> None:
    connection.execute(sa.update(membership).values(instructor=True))


async def is_instructor(visitors: Visitors) -> bool:
    found = await visitors.find(person("ana"), SERVER)
    assert found is not None
    return found.membership.instructor


async def test_a_change_in_one_process_is_seen_in_the_other(pair: list[Database]) -> None:
    visitors = Visitors(pair[1])
    assert not await is_instructor(visitors)
    await pair[0].write(promote)
    await until(lambda: is_instructor(visitors), 2)


async def test_the_writer_itself_sees_its_change_at_once(pair: list[Database]) -> None:
    visitors = Visitors(pair[0])
    assert not await is_instructor(visitors)
    await pair[0].write(promote)
    assert await is_instructor(visitors)


async def test_other_tables_and_what_is_rolled_back_are_not_spoken_of(pair: list[Database]) -> None:
    watch = pair[1].watch(PEOPLE)
    before = watch.count

    def promote_and_fail(connection: sa.Connection) -> None:
        promote(connection)
        raise LookupError

    await pair[0].write(lambda c: c.execute(sa.insert(event).values(id="e", at=MONDAY_NOON)))
    with pytest.raises(LookupError):
        await pair[0].write(promote_and_fail)
    await asyncio.sleep(0.2)
    assert watch.count == before


@pytest.mark.parametrize("how", ["cut", "freeze"])
async def test_what_cannot_hear_keeps_nothing(how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection ends, or dies without a word."""
    for name, seconds in (("PING", 0.1), ("TRUST", 0.4), ("PAUSE", 0.05)):
        monkeypatch.setattr(hearing, name, seconds)
    here = database_in(tmp_path)
    async with opened(here) as (writer,), proxy_to(here) as (proxy, url):
        await writer.write(lambda c: admit(c, person("ana"), SERVER, "Cohort", MONDAY_NOON))
        store = await open_database(url)
        await until_heard(store)
        watch = store.watch(PEOPLE)
        before = watch.count
        getattr(proxy, how)()
        await until(lambda: watch.count != watch.count, 2)
        await writer.write(promote)
        proxy.mend()
        await until_heard(store)
        assert watch.count > before
        assert await is_instructor(Visitors(store))
        proxy.cut()
        await store.close()
