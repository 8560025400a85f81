"""The one thread that writes: nobody who looks on waits for timed work."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest

from bot.store.writer import WriterThread


@pytest.fixture
def writer() -> Iterator[WriterThread]:
    thread = WriterThread()
    yield thread
    thread.close()


async def test_patient_work_is_done_when_nothing_else_waits(writer: WriterThread) -> None:
    held, done = threading.Event(), list[str]()
    first = asyncio.create_task(writer.do(held.wait, patient=True))
    await asyncio.sleep(0.01)
    timed = [asyncio.create_task(writer.do(lambda: done.append("timed"), patient=True)) for _ in range(3)]
    await asyncio.sleep(0)
    prompt = [asyncio.create_task(writer.do(lambda: done.append("prompt"))) for _ in range(2)]
    await asyncio.sleep(0)
    held.set()
    await asyncio.gather(first, *timed, *prompt)
    assert done == ["prompt", "prompt", "timed", "timed", "timed"]


async def test_work_that_is_cancelled_before_its_turn_is_not_done(writer: WriterThread) -> None:
    held, done = threading.Event(), list[str]()
    first = asyncio.create_task(writer.do(held.wait))
    given_up = asyncio.create_task(writer.do(lambda: done.append("given up")))
    await asyncio.sleep(0.01)
    given_up.cancel()
    await asyncio.gather(given_up, return_exceptions=True)
    held.set()
    await first
    await writer.do(lambda: done.append("next"))
    assert done == ["next"]


async def test_what_the_work_raises_comes_back_and_the_thread_goes_on(writer: WriterThread) -> None:
    with pytest.raises(ZeroDivisionError):
        await writer.do(lambda: 1 // 0)
    assert await writer.do(lambda: 1) == 1
