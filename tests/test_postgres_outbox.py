"""Two processes on one PostgreSQL, in the middle of each other's transactions: claims, plans, pauses."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
import pytest_asyncio
import sqlalchemy as sa

from bot.outbox import store as outbox
from bot.outbox.model import Due
from bot.schedule import store as schedules
from bot.schedule.model import EVERY_DAY, Schedule
from bot.schedule.planner import SchedulePlanner
from bot.store.database import Database
from bot.store.tables import due, schedule
from tests.databases import database_in
from tests.fakes import MONDAY_NOON, SERVER
from tests.talk import CATCH_UP
from tests.test_database import add_community
from tests.test_postgres_writes import opened

pytestmark = pytest.mark.postgres

T = TypeVar("T")
ONE = MONDAY_NOON + timedelta(hours=1)
BEGUN = 0.2


@pytest_asyncio.fixture
async def pair(tmp_path: Path) -> AsyncIterator[list[Database]]:
    async with opened(*[database_in(tmp_path)] * 2) as stores:
        yield stores


def held(work: Callable[[sa.Connection], T]) -> Callable[[sa.Connection], T]:
    """Its transaction stays open for a while when all is done."""

    def and_wait(connection: sa.Connection) -> T:
        done = work(connection)
        connection.execute(sa.select(sa.func.pg_sleep(4 * BEGUN)))
        return done

    return and_wait


async def queue(store: Database, *keys: str) -> None:
    """Each in a channel and a group of its own."""

    def add(connection: sa.Connection) -> None:
        for key in keys:
            place = replace(SERVER, channel=key)
            outbox.add(connection, Due(key, "post", add_community(connection), None, place, {}, MONDAY_NOON))

    await store.write(add)


def claim(owner: str, limit: int) -> Callable[[sa.Connection], list[str]]:
    return lambda connection: [work.key for work in outbox.claim(connection, "test", ONE, owner, limit)]


async def test_claims_of_two_processes_share_nothing_and_wait_for_nothing(pair: list[Database]) -> None:
    await queue(pair[0], "a", "b", "c")
    first = asyncio.create_task(pair[0].write(held(claim("one", 2)), locks=True))
    await asyncio.sleep(BEGUN)
    assert await pair[1].write(claim("two", 9), locks=True) == ["c"]
    assert not first.done()
    assert await first == ["a", "b"]


async def test_what_was_claimed_between_a_look_and_its_claim_is_left_alone(
    pair: list[Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    await queue(pair[0], "a", "b")
    look = outbox._turns

    def stale(_free: Any, *rest: Any) -> Any:
        return look((sa.true(),), *rest)

    assert await pair[0].write(claim("one", 1), locks=True) == ["a"]
    monkeypatch.setattr(outbox, "_turns", stale)
    assert await pair[1].write(claim("two", 9), locks=True) == ["b"]


async def test_a_schedule_that_is_being_paused_is_not_planned(pair: list[Database]) -> None:
    def add(connection: sa.Connection) -> int:
        plan = Schedule(0, add_community(connection), SERVER, "fact", None, (time(13),), EVERY_DAY, "UTC")
        return schedules.add(connection, plan, MONDAY_NOON).id

    number = await pair[0].write(add)
    pausing = asyncio.create_task(pair[0].write(held(lambda connection: schedules.pause(connection, number, ""))))
    await asyncio.sleep(BEGUN)
    await pair[1].write(lambda connection: SchedulePlanner(CATCH_UP).plan(connection, ONE), locks=True)
    await pausing
    assert await pair[0].read(lambda connection: connection.scalars(sa.select(due.c.key)).all()) == []
    assert await pair[0].read(lambda connection: connection.scalar(sa.select(schedule.c.next_due_at))) is None
