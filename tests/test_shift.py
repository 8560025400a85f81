"""Processes that share a database: who holds what, and how much of a platform's budget is whose."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot import shift
from bot.clock import system_clock
from bot.shift import NEWCOMER, Shift
from bot.store import postgres
from bot.store.database import open_database
from tests.databases import database_in
from tests.patience import until
from tests.proxy import proxy_to

TIMES = {"LEASE": 1.5, "RENEWAL": 0.2, "PATIENCE": 0.8}


class Duty:
    """Notes by whom it is held. `most` is how many held it at once."""

    def __init__(self) -> None:
        self.holders: set[str] = set()
        self.most = 0

    async def run(self, name: str) -> None:
        self.holders.add(name)
        self.most = max(self.most, len(self.holders))
        try:
            await asyncio.Event().wait()
        finally:
            self.holders.discard(name)


class Process:
    """`die` ends it without a word, as a killed process ends."""

    def __init__(self, shift: Shift, duty: Duty) -> None:
        self.shift = shift
        self._duty = duty
        self.name = shift.name
        self.task = asyncio.create_task(shift.hold("discord/0", lambda: duty.run(self.name)))

    @property
    def holds(self) -> bool:
        return self.name in self._duty.holders

    async def die(self) -> None:
        self.task.cancel()
        beating = self.shift._beating
        if beating:
            beating.cancel()
        await asyncio.gather(self.task, *([beating] if beating else []), return_exceptions=True)


class Town:
    def __init__(self, url: str, stack: AsyncExitStack) -> None:
        self.url = url
        self.duty = Duty()
        self._stack = stack

    async def shift(self, url: str = "") -> Shift:
        store = await open_database(url or self.url)
        self._stack.push_async_callback(store.close)
        begun = Shift(store, system_clock)
        await begun.start()
        self._stack.push_async_callback(begun.stop)
        return begun

    async def process(self, url: str = "") -> Process:
        process = Process(await self.shift(url), self.duty)
        self._stack.push_async_callback(process.die)
        return process


@pytest_asyncio.fixture
async def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    for name, seconds in TIMES.items():
        monkeypatch.setattr(shift, name, timedelta(seconds=seconds))
    monkeypatch.setattr(postgres, "PERSISTENCE", 0.2)
    async with AsyncExitStack() as stack:
        yield Town(database_in(tmp_path), stack)


@pytest.mark.sqlite
async def test_with_sqlite_everything_is_the_one_processs_own(town: Town) -> None:
    process = await town.process()
    await until(lambda: process.holds)
    assert process.shift.share == 1


@pytest.mark.postgres
async def test_one_alone_has_the_whole_budget(town: Town) -> None:
    assert (await town.shift()).share == 1


@pytest.mark.postgres
async def test_two_share_the_budget_and_a_newcomer_waits_until_the_other_has_made_room(town: Town) -> None:
    first, second = await town.shift(), await town.shift()
    assert second.share == NEWCOMER
    assert first.share + second.share <= 1 + NEWCOMER
    await until(lambda: first.share == second.share == 0.5, 3)


@pytest.mark.postgres
async def test_who_goes_leaves_the_budget_to_the_other_at_once(town: Town) -> None:
    first, second = await town.shift(), await town.shift()
    await until(lambda: first.share == second.share == 0.5, 3)
    await second.stop()
    await until(lambda: first.share == 1, TIMES["LEASE"] / 2)


@pytest.mark.postgres
async def test_a_duty_is_held_by_one(town: Town) -> None:
    first = await town.process()
    await until(lambda: first.holds)
    second = await town.process()
    await asyncio.sleep(TIMES["LEASE"] * 1.5)
    assert (first.holds, second.holds, town.duty.most) == (True, False, 1)


@pytest.mark.postgres
async def test_when_its_holder_dies_another_takes_over_but_not_before_the_lease_has_run_out(town: Town) -> None:
    first = await town.process()
    await until(lambda: first.holds)
    second = await town.process()
    await first.die()
    await asyncio.sleep(TIMES["LEASE"] / 2)
    assert not second.holds
    await until(lambda: second.holds, TIMES["LEASE"] * 2)
    assert town.duty.most == 1


@pytest.mark.postgres
async def test_a_duty_is_handed_over_when_its_holder_stops(town: Town) -> None:
    first = await town.process()
    await until(lambda: first.holds)
    second = await town.process()
    first.task.cancel()
    await asyncio.gather(first.task, return_exceptions=True)
    await first.shift.stop()
    await until(lambda: second.holds, TIMES["LEASE"] / 2)


@pytest.mark.postgres
@pytest.mark.parametrize("how", ["cut", "freeze"])
async def test_who_cannot_reach_the_database_gives_up_before_another_takes_over(how: str, town: Town) -> None:
    async with proxy_to(town.url) as (proxy, url):
        first = await town.process(url)
        await until(lambda: first.holds)
        second = await town.process()
        getattr(proxy, how)()
        await until(lambda: second.holds, TIMES["LEASE"] * 3)
        assert town.duty.most == 1
        assert first.shift.share in (NEWCOMER, 1)
        proxy.mend()
        await second.shift.stop()
        await second.die()
        await until(lambda: first.holds, TIMES["LEASE"] * 3)
        await first.die()
        proxy.cut()


@pytest.mark.postgres
async def test_a_duty_that_somebody_else_holds_is_given_up_at_once(town: Town) -> None:
    """Their clock may be ahead of ours."""
    first = await town.process()
    await until(lambda: first.holds)
    ahead = await town.shift()
    ahead._clock = lambda: system_clock() + timedelta(seconds=TIMES["LEASE"])
    assert await ahead._take("discord/0", 1)
    await until(lambda: not first.holds, TIMES["RENEWAL"] * 2)


async def test_a_work_that_ends_or_fails_ends_the_hold(town: Town) -> None:
    begun = await town.shift()

    async def done() -> None:
        return

    async def failing() -> None:
        raise LookupError

    await begun.hold("discord/0", done)
    with pytest.raises(LookupError):
        await begun.hold("discord/0", failing)


@pytest.mark.postgres
async def test_a_duty_whose_work_has_ended_is_free_at_once(town: Town) -> None:
    begun = await town.shift()

    async def done() -> None:
        return

    await begun.hold("discord/0", done)
    other = await town.process()
    await until(lambda: other.holds, TIMES["LEASE"] / 2)
