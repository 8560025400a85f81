"""When the machine itself is in trouble: a clock that jumps, a database that is locked, a disk that is full."""

from __future__ import annotations

import asyncio
import itertools
import resource
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.outbox import delivery, outbox
from bot.outbox.model import CLOCKS_DIFFER, LEASE
from bot.store.tables import due
from tests.fakes import MONDAY_NOON
from tests.talk import Talk

LOCKED = 3.0


async def daily_at_one(talk: Talk) -> None:
    await talk.say("grace", "/schedule add what:fact time:13:00", manager=True)


async def states(talk: Talk) -> dict[str, str]:
    rows = await talk.read(lambda connection: connection.execute(sa.select(due.c.key, due.c.state)).all())
    return {row.key.split("/")[1]: row.state for row in rows}


async def test_a_clock_that_ran_a_day_ahead_and_was_set_right_costs_no_post(talk: Talk) -> None:
    await daily_at_one(talk)
    await talk.pass_time(hours=26)
    assert await states(talk) == {"2026-03-02": "missed", "2026-03-03": "sent"}
    await talk.pass_time(hours=-25.9)
    await talk.pass_time(hours=2)
    assert await states(talk) == {"2026-03-02": "sent", "2026-03-03": "sent"}
    await talk.pass_time(days=1)
    assert len(talk.board.posts) == 2
    await talk.pass_time(days=1)
    assert len(talk.board.posts) == 3


async def test_a_clock_that_is_set_back_after_a_post_brings_no_second_one(talk: Talk) -> None:
    await daily_at_one(talk)
    await talk.pass_time(hours=1)
    await talk.pass_time(hours=-3)
    for _ in range(5):
        await talk.pass_time(hours=1)
    assert len(talk.board.posts) == 1


async def test_a_clock_that_jumps_while_a_post_is_under_way_neither_loses_nor_doubles_it(talk: Talk) -> None:
    await daily_at_one(talk)
    talk.board.gate = asyncio.Event()
    talk.clock.turn(hours=1)
    posting = asyncio.create_task(talk.outbox.work_off())
    await talk.board.asked.wait()
    talk.clock.turn(hours=-2)
    talk.board.gate.set()
    await posting
    await talk.pass_time(hours=3)
    assert len(talk.board.posts) == 1
    assert set((await states(talk)).values()) == {"sent"}


async def test_a_clock_that_is_set_back_stops_no_ticks(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next tick waits by a clock that nobody sets."""
    monkeypatch.setattr(outbox, "LONGEST_SLEEP", timedelta(milliseconds=50))
    await daily_at_one(talk)
    talk.outbox.start()
    await asyncio.sleep(0.2)
    talk.clock.turn(hours=-1)
    await asyncio.sleep(0.2)
    talk.clock.turn(hours=2)
    await asyncio.wait_for(talk.board.arrived.wait(), 5)
    await talk.outbox.stop()


async def test_a_clock_that_is_set_back_in_the_middle_of_a_tick_stops_none(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "LONGEST_SLEEP", timedelta(milliseconds=50))
    await daily_at_one(talk)
    tick, ticks = talk.outbox.tick, itertools.count(1)

    async def set_back() -> datetime:
        moment = await tick()
        if next(ticks) == 2:
            talk.clock.turn(hours=-1)
        return moment

    monkeypatch.setattr(talk.outbox, "tick", set_back)
    talk.outbox.start()
    await asyncio.sleep(0.5)
    talk.clock.turn(hours=2)
    await asyncio.wait_for(talk.board.arrived.wait(), 5)
    await talk.outbox.stop()


async def test_a_clock_that_is_set_back_makes_no_old_try_look_young(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a minute later by the clock, and an hour later in truth: the platform remembers nothing."""
    await daily_at_one(talk)
    talk.board.remembers, talk.board.swallow = timedelta(minutes=1), 1
    await talk.pass_time(hours=1)
    talk.clock.turn(hours=-1)
    talk.board.forgets, later = True, time.monotonic() + 3600
    monkeypatch.setattr(delivery, "monotonic", lambda: later)
    await talk.pass_time(hours=1, minutes=0.5)
    assert len(talk.board.posts) == 1
    assert set((await states(talk)).values()) == {"sent"}


async def test_what_was_given_up_as_unclear_by_a_fast_clock_is_not_to_come_again(talk: Talk) -> None:
    await daily_at_one(talk)
    talk.board.swallow, talk.board.secret = 1, True
    await talk.pass_time(hours=1)
    await talk.pass_time(minutes=1)
    assert await states(talk) == {"2026-03-02": "missed"}
    await talk.pass_time(hours=-1)
    await talk.pass_time(hours=1)
    assert await states(talk) == {"2026-03-02": "missed"}
    assert len(talk.board.posts) == 1


async def test_it_is_looked_for_from_its_first_try_on(talk: Talk) -> None:
    await daily_at_one(talk)
    talk.board.swallow, talk.board.blind = 1, 2
    for _ in range(4):
        await talk.pass_time(hours=1)
    assert talk.board.looks == [MONDAY_NOON + timedelta(hours=1) - CLOCKS_DIFFER] * 3


async def test_what_was_surely_not_sent_is_begun_anew(talk: Talk) -> None:
    await daily_at_one(talk)
    talk.board.postpone, talk.board.swallow = 1, 1
    for _ in range(3):
        await talk.pass_time(hours=1)
    assert talk.board.looks == [MONDAY_NOON + timedelta(hours=2) - CLOCKS_DIFFER]


async def test_what_a_fast_clock_began_is_looked_for_before_the_clock_was_set_right(talk: Talk) -> None:
    await daily_at_one(talk)
    talk.board.swallow = 1
    await talk.pass_time(hours=1)
    await talk.pass_time(hours=-1)
    await talk.pass_time(hours=1, minutes=1)
    assert talk.board.looks[0] < MONDAY_NOON
    assert len(talk.board.posts) == 1


async def test_what_could_not_be_made_ready_was_surely_not_sent(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """So nobody has to look for it in a history that is closed."""

    def fail(*_given: object) -> None:
        raise sa.exc.OperationalError("UPDATE", {}, Exception("database is locked"))

    await daily_at_one(talk)
    talk.board.secret = True
    with monkeypatch.context() as broken:
        broken.setattr(delivery.Delivery, "_prepare", fail)
        await talk.pass_time(hours=1)
    assert await states(talk) == {"2026-03-02": "pending"}
    await talk.pass_time(minutes=1)
    assert await states(talk) == {"2026-03-02": "sent"}


@pytest.mark.sqlite
async def test_a_database_that_is_locked_for_three_seconds_only_delays_the_post(talk: Talk) -> None:
    await daily_at_one(talk)
    held = hold(talk.core.store.path)
    asyncio.get_running_loop().call_later(LOCKED, held.close)
    await talk.pass_time(hours=1)
    assert len(talk.board.posts) == 1
    assert set((await states(talk)).values()) == {"sent"}


@pytest.mark.sqlite
async def test_a_post_that_could_not_be_noted_is_found_when_the_database_is_free_again(talk: Talk) -> None:
    """It was sent, and then another program held the file for longer than is waited for."""
    await daily_at_one(talk)
    await talk.write(lambda connection: connection.exec_driver_sql("PRAGMA busy_timeout=50"))
    talk.board.gate = asyncio.Event()
    talk.clock.turn(hours=1)
    posting = asyncio.create_task(talk.outbox.work_off())
    await talk.board.asked.wait()
    held = hold(talk.core.store.path)
    talk.board.gate.set()
    with suppress(sa.exc.OperationalError):
        await posting
    held.close()
    assert set((await states(talk)).values()) == {"sending"}
    talk.clock.now += LEASE + timedelta(seconds=1)
    await talk.outbox.work_off()
    assert len(talk.board.posts) == 1
    assert set((await states(talk)).values()) == {"sent"}


@pytest.mark.sqlite
async def test_on_a_full_disk_nothing_is_sent_that_could_not_be_noted_and_nothing_is_lost(talk: Talk) -> None:
    await daily_at_one(talk)
    with full_disk(talk.core.store.path), pytest.raises(sa.exc.OperationalError):
        await talk.pass_time(hours=1)
    assert talk.board.posts == {}
    await talk.pass_time(minutes=3)
    assert len(talk.board.posts) == 1


@pytest.mark.sqlite
async def test_a_disk_that_fills_up_while_a_post_is_under_way_does_not_double_it(talk: Talk) -> None:
    await daily_at_one(talk)
    talk.board.gate = asyncio.Event()
    talk.clock.turn(hours=1)
    posting = asyncio.create_task(talk.outbox.work_off())
    await talk.board.asked.wait()
    with full_disk(talk.core.store.path):
        talk.board.gate.set()
        with suppress(sa.exc.OperationalError):
            await posting
    assert set((await states(talk)).values()) == {"sending"}
    assert len(talk.board.posts) == 1
    await talk.pass_time(minutes=3)
    assert len(talk.board.posts) == 1
    assert set((await states(talk)).values()) == {"sent"}


def hold(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute("BEGIN EXCLUSIVE")
    return connection


@contextmanager
def full_disk(path: Path) -> Iterator[None]:
    """No file of this process can grow beyond what the database's log has now."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    size = Path(f"{path}-wal").stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
