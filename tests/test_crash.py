"""The program dies at every kind of moment: no post is lost, none comes twice. `make bench-crash` does it ten times."""

from __future__ import annotations

import itertools
import os
import signal
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.outbox.model import LEASE, SENT
from tests.crash.channel import keys_in
from tests.crash.ledger import Ledger
from tests.crash.nursery import Nursery
from tests.crash.siege import besieged
from tests.databases import database_in, on_postgres
from tests.fakes import MONDAY_NOON, FakeClock
from tests.talk import talking

KILLS = 100
"""On each kind of database."""
MOST_STEPS = 200


@pytest_asyncio.fixture
async def nursery() -> AsyncIterator[Nursery]:
    opened = await Nursery.open()
    yield opened
    await opened.close()


async def test_the_core_dies_at_every_await_of_a_post_and_of_its_answer(tmp_path: Path, nursery: Nursery) -> None:
    """Day after day one await further, until a day is survived; after each death another life goes on."""
    url, one_at_noon = database_in(tmp_path), FakeClock(MONDAY_NOON)
    async with talking(tmp_path, one_at_noon, url) as talk:
        await talk.say("grace", "/schedule add what:daily time:13:00", manager=True)
    for step in itertools.count():
        moment = MONDAY_NOON + timedelta(days=step, hours=1)
        ended = await nursery.bear_small(tmp_path, url, moment, step)
        survived = ended == 0
        assert survived or os.WTERMSIG(ended) == signal.SIGKILL, (tmp_path / "log.txt").read_text()
        assert await nursery.bear_small(tmp_path, url, moment + LEASE + timedelta(seconds=1)) == 0
        if survived:
            break
        assert step < MOST_STEPS
    posted = Counter(keys_in(tmp_path / "channel.txt"))
    ledger = Ledger(url)
    rows = await ledger.rows()
    await ledger.close()
    assert step > 15, "there are more awaits than that"
    assert len(rows) == step + 1
    assert {row.state for row in rows} == {SENT}
    assert posted == Counter(row.key for row in rows)


@pytest.mark.timeout(400)
async def test_the_program_is_killed_a_hundred_times_while_platforms_and_network_misbehave(tmp_path: Path) -> None:
    processes = 2 if on_postgres() else 1
    async with besieged(tmp_path, database_in(tmp_path), seed=1, processes=processes) as siege:
        siege.unsettle()
        verdict = await siege.run(KILLS)
    print(verdict)
    assert verdict.kills.total() >= KILLS
    assert verdict.posts >= KILLS
    assert verdict.lost == []
    assert verdict.doubled == []
