"""Running until somebody says stop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Coroutine, Sequence
from typing import Any

from bot.build import App, build_all
from bot.collector import put_off
from bot.settings import Settings

log = logging.getLogger(__name__)

STOPPING = 4.0
GIVING_UP = 0.5


async def serve(settings: Settings) -> None:
    """Starts every face that has its tokens; Ctrl-C or SIGTERM ends them all within five seconds.

    Raises SetupError if a face can't be started, and whatever ended a face for good.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    with put_off():
        apps = await build_all(settings)
    try:
        await _until_stopped(stop, [_start(apps)])
        if not stop.is_set():
            await _until_stopped(stop, [chat.wait() for app in apps for chat in app.chats.values()])
    finally:
        log.info("stopping")
        await _stop(apps)


async def _start(apps: Sequence[App]) -> None:
    for app in apps:
        await app.start()
        log.info("ready: %s", ", ".join(app.chats))


async def _until_stopped(stop: asyncio.Event, works: Sequence[Coroutine[Any, Any, None]]) -> None:
    """Until the first of the works has ended, or somebody says stop; the others are given up."""
    tasks = [asyncio.create_task(work) for work in (*works, _asked(stop))]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    if pending:
        await asyncio.wait(pending, timeout=GIVING_UP)
    for task in done:
        task.result()


async def _asked(stop: asyncio.Event) -> None:
    await stop.wait()


async def _stop(apps: Sequence[App]) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(STOPPING):
            await asyncio.gather(*(app.stop() for app in apps))
            return
    log.warning("a face did not end in time and is cut off; nothing that was saved is lost")
