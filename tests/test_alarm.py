"""The moment of the next look: it comes, whatever the machine's clock is set to meanwhile."""

from __future__ import annotations

import asyncio
import datetime as real
from collections.abc import AsyncIterator
from datetime import timedelta, tzinfo

import pytest
import pytest_asyncio
from apscheduler.schedulers import base

from bot.outbox import alarm
from bot.outbox.alarm import Alarm

HOUR = timedelta(hours=1)
SOON = timedelta(milliseconds=50)


class Rung:
    def __init__(self) -> None:
        self.times = 0
        self.heard = asyncio.Event()

    def __call__(self) -> None:
        self.times += 1
        self.heard.set()


@pytest_asyncio.fixture
async def rung() -> AsyncIterator[tuple[Alarm, Rung]]:
    rung = Rung()
    made = Alarm(rung)
    made.start()
    yield made, rung
    made.stop()


async def test_it_rings_once_at_the_soonest_moment_asked_for(rung: tuple[Alarm, Rung]) -> None:
    made, heard = rung
    for ahead in (HOUR, SOON, HOUR, SOON * 2):
        made.set(ahead)
    await asyncio.wait_for(heard.heard.wait(), 0.9)
    await asyncio.sleep(alarm.GUARD + 0.3)
    assert heard.times == 1


async def test_it_rings_again_when_it_is_set_again(rung: tuple[Alarm, Rung]) -> None:
    made, heard = rung
    for _ in range(3):
        made.set(SOON)
        await asyncio.wait_for(heard.heard.wait(), 0.9)
        heard.heard.clear()
    assert heard.times == 3


async def test_a_machine_whose_clock_is_set_back_an_hour_is_woken_all_the_same(
    rung: tuple[Alarm, Rung], monkeypatch: pytest.MonkeyPatch
) -> None:
    """APScheduler alone would sleep for that hour."""
    made, heard = rung

    class SetBack(real.datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> real.datetime:  # type: ignore[override]
            return real.datetime.now(tz) - HOUR

    made.set(SOON)
    monkeypatch.setattr(base, "datetime", SetBack)
    await asyncio.wait_for(heard.heard.wait(), alarm.GUARD + 1)
    assert heard.times == 1


async def test_a_stopped_one_rings_no_more(rung: tuple[Alarm, Rung]) -> None:
    made, heard = rung
    made.set(SOON)
    made.stop()
    made.set(SOON)
    await asyncio.sleep(alarm.GUARD + 0.3)
    assert heard.times == 0
