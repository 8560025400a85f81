"""The program dies at every kind of moment: no post is lost, none comes twice. `make bench-crash` does it at length."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.crash.nursery import Nursery
from tests.crash.siege import Verdict, besieged
from tests.crash.steps import die_step_by_step
from tests.databases import database_in, on_postgres

TOWNS, KILLS = 2, 50
"""Towns besieged side by side, and kills in each: as often on each kind of database."""


@pytest_asyncio.fixture
async def nursery() -> AsyncIterator[Nursery]:
    opened = await Nursery.open()
    yield opened
    await opened.close()


@pytest.mark.timeout(300)
async def test_the_core_dies_at_every_await_of_a_post_and_of_its_answer(tmp_path: Path, nursery: Nursery) -> None:
    """On PostgreSQL each trip to the server is one: every ninth will do here; `make bench-crash` takes them all."""
    found = await die_step_by_step(tmp_path, database_in(tmp_path), nursery, 9 if on_postgres() else 1)
    print(found)
    assert found.deaths > 15
    assert found.posts == found.deaths + 1
    assert found.lost == []
    assert found.doubled == []


@pytest.mark.timeout(600)
async def test_the_program_is_killed_a_hundred_times_while_platforms_and_network_misbehave(tmp_path: Path) -> None:
    """On PostgreSQL two processes share the work."""
    folders = [tmp_path / f"town-{town}" for town in range(TOWNS)]
    for folder in folders:
        folder.mkdir()
    for verdict in await asyncio.gather(*(killed(folder, seed) for seed, folder in enumerate(folders))):
        print(verdict)
        assert verdict.kills.total() >= KILLS
        assert verdict.posts >= KILLS
        assert verdict.lost == []
        assert verdict.doubled == []


async def killed(folder: Path, seed: int) -> Verdict:
    async with besieged(folder, database_in(folder), seed, processes=2 if on_postgres() else 1) as siege:
        siege.unsettle()
        return await siege.run(KILLS)
