"""Running until somebody says stop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Sequence

from bot.build import App, build_all
from bot.collector import put_off
from bot.settings import Settings

log = logging.getLogger(__name__)

STOPPING = 4.5


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
        for app in apps:
            await app.start()
            log.info("ready: %s", ", ".join(app.chats))
        await _until_stopped(stop, apps)
    finally:
        log.info("stopping")
        await _stop(apps)


async def _until_stopped(stop: asyncio.Event, apps: Sequence[App]) -> None:
    async def asked() -> None:
        await stop.wait()

    waiting = [asyncio.create_task(asked())]
    waiting += [asyncio.create_task(chat.wait()) for app in apps for chat in app.chats.values()]
    done, pending = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    for task in done:
        task.result()


async def _stop(apps: Sequence[App]) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(STOPPING):
            await asyncio.gather(*(app.stop() for app in apps))
            return
    log.warning("a face did not end in time and is cut off; nothing that was saved is lost")
