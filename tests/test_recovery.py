"""A backup that was put back knows nothing of what was posted since."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.outbox.model import CLOCKS_DIFFER
from bot.recovery import APART, recover
from bot.store.migrate import copy
from bot.store.tables import due, posed
from tests.databases import database_in
from tests.fakes import MONDAY_NOON, FakeClock
from tests.talk import Talk, button, talking

CATCH_UP = timedelta(hours=6)


async def posts(talk: Talk) -> dict[str, str]:
    rows = await talk.read(lambda c: c.execute(sa.select(due.c.key, due.c.state).where(due.c.kind == "post")).all())
    return {row.key.split("/")[1]: row.state for row in rows}


@pytest.mark.sqlite
async def test_what_was_posted_since_the_backup_is_found_and_not_posted_again(tmp_path: Path) -> None:
    url, backup, clock = database_in(tmp_path), tmp_path / "backup.db", FakeClock()
    async with talking(tmp_path, clock, url) as talk:
        await talk.say("grace", "/schedule add what:question time:13:00", manager=True)
        await talk.pass_time(hours=0.9)
        copy(tmp_path / "bot.db", backup)
        await talk.pass_time(hours=0.2)
        board = talk.board
    clock.turn(hours=1)
    said = await recover(f"sqlite:///{backup}", CATCH_UP, clock)
    assert said.endswith(": 1.")
    async with talking(tmp_path, clock, f"sqlite:///{backup}") as talk:
        assert isinstance(talk.core.chats, dict)
        talk.core.chats["test"] = board
        await talk.pass_time()
        assert await posts(talk) == {"2026-03-02": "sent"}
        assert len(board.posts) == 1
        assert board.looks == [MONDAY_NOON + timedelta(hours=1) - CLOCKS_DIFFER]
        lost = board.shown[0]
        answer = await talk.press("ana", lost, button(lost, "A").label)
        assert "wasn't posted in this group" in str(answer)
        await talk.pass_time(days=1)
        assert len(board.posts) == 2
        numbers = await talk.read(lambda connection: connection.scalars(sa.select(posed.c.id)).all())
        assert all(number > APART for number in numbers)


@pytest.mark.sqlite
async def test_what_was_not_posted_since_the_backup_is_posted(tmp_path: Path) -> None:
    clock = FakeClock()
    async with talking(tmp_path, clock, database_in(tmp_path)) as talk:
        await talk.say("grace", "/schedule add what:question time:13:00", manager=True)
    clock.turn(hours=2)
    await recover(database_in(tmp_path), CATCH_UP, clock)
    async with talking(tmp_path, clock, database_in(tmp_path)) as talk:
        await talk.pass_time()
        assert len(talk.board.posts) == 1


async def test_ids_begin_anew_far_above_those_of_the_backup(tmp_path: Path) -> None:
    url = database_in(tmp_path)
    async with talking(tmp_path, FakeClock(MONDAY_NOON), url) as talk:
        await talk.say("grace", "/schedule add what:question time:13:00", manager=True)
    await recover(url, CATCH_UP, FakeClock(MONDAY_NOON))
    async with talking(tmp_path, FakeClock(MONDAY_NOON), url) as talk:
        again = await talk.say("grace", "/schedule add what:question time:14:00", manager=True)
        assert int(again.title.split()[1]) > APART
