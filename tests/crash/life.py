"""One life of the program: `bot.serve.serve` as `make run` calls it, in a process of its own."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

TOKENS = ("DISCORD_TOKEN", "SLACK_", "DATABASE_URL", "NEEDLEWISE_")
AT_ONCE = 3


class CountedLoop(asyncio.SelectorEventLoop):
    """Kills its own process at the n-th of its rounds since `armed`: each round is where some `await` goes on."""

    steps = 0
    armed = False

    def _run_once(self) -> None:
        if self.armed:
            self.steps -= 1
            if self.steps < 0:
                os.kill(os.getpid(), signal.SIGKILL)
        super()._run_once()  # type: ignore[misc]


def live(folder: Path, settings: Mapping[str, str], steps: int | None) -> None:
    """Ends only by a signal or an error. With `steps` it kills itself so many rounds into the first post."""
    from bot.log import set_up_logging
    from bot.serve import serve
    from bot.settings import read_settings

    os.chdir(folder)
    for name in [name for name in os.environ if name.startswith(TOKENS)]:
        del os.environ[name]
    os.environ.update(settings)
    hasten()
    read = read_settings(env_file=None)
    set_up_logging("text")
    with asyncio.Runner(loop_factory=lambda: loop_that_dies(steps)) as runner:
        runner.run(serve(read))


def loop_that_dies(steps: int | None) -> asyncio.AbstractEventLoop:
    if steps is None:
        return asyncio.SelectorEventLoop()
    from bot.outbox.delivery import Delivery

    loop, deliver = CountedLoop(), Delivery.deliver
    loop.steps = steps

    async def first(self: Delivery, *args: Any) -> None:
        loop.armed = True
        await deliver(self, *args)

    Delivery.deliver = first  # type: ignore[method-assign]
    return loop


def hasten() -> None:
    """Minutes become seconds, and few messages are under way at once, so that there is something left for each life."""
    from adapters.discord.adapter import DiscordChat
    from adapters.slack.adapter import SlackChat
    from bot import shift
    from bot.outbox import delivery, model, outbox, store

    store.LEASE = model.LEASE = timedelta(seconds=2)
    delivery.PATIENCE = model.PATIENCE = timedelta(seconds=0.8)
    model.FIRST_PAUSE = timedelta(seconds=0.2)
    outbox.LONGEST_SLEEP = timedelta(seconds=0.5)
    shift.LEASE, shift.RENEWAL, shift.PATIENCE = (timedelta(seconds=number) for number in (2, 0.4, 1.2))
    DiscordChat.at_once = SlackChat.at_once = AT_ONCE
    DiscordChat.remembers = timedelta(seconds=0.4)
