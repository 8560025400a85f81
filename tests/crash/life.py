"""One life of the program: `bot.serve.serve` as `make run` calls it, in a process of its own."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Mapping
from datetime import datetime, timedelta
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


def live_small(folder: Path, url: str, moment: datetime, steps: int | None) -> None:
    """The core alone does what is due at a moment, and ends. Its channel is a file, so that it outlives the process."""

    async def work() -> None:
        async with talking(folder, FakeClock(moment), url) as talk:
            assert isinstance(talk.core.chats, dict)
            talk.core.chats["test"] = FileBoard(folder / "channel.txt")
            await talk.outbox.work_off()

    from tests.crash.channel import FileBoard
    from tests.fakes import FakeClock
    from tests.talk import talking

    with asyncio.Runner(loop_factory=lambda: loop_that_dies(steps)) as runner:
        runner.run(work())


def loop_that_dies(steps: int | None) -> asyncio.AbstractEventLoop:
    if steps is None:
        return asyncio.SelectorEventLoop()
    from bot.chat.port import Chat
    from bot.outbox.delivery import Delivery
    from bot.outbox.model import Due

    loop, deliver = CountedLoop(), Delivery.deliver
    loop.steps = steps

    async def first(self: Delivery, work: Due, chat: Chat) -> None:
        loop.armed = True
        await deliver(self, work, chat)

    setattr(Delivery, "deliver", first)  # noqa: B010 - a type checker would object to the plain one
    return loop


def hasten() -> None:
    """Minutes become seconds, and few messages are under way at once, so that there is something left for each life."""
    from adapters.discord.adapter import DiscordChat
    from adapters.slack import limits
    from adapters.slack.adapter import SlackChat
    from bot import shift
    from bot.outbox import delivery, model, outbox, store

    seconds: dict[Any, dict[str, float]] = {
        model: {"LEASE": 2, "PATIENCE": 0.8, "FIRST_PAUSE": 0.2},
        store: {"LEASE": 2},
        delivery: {"PATIENCE": 0.8},
        outbox: {"LONGEST_SLEEP": 0.5},
        shift: {"LEASE": 2, "RENEWAL": 0.4, "PATIENCE": 1.2},
        DiscordChat: {"remembers": 0.4},
    }
    for owner, spans in seconds.items():
        for name, span in spans.items():
            assert isinstance(getattr(owner, name), timedelta)
            setattr(owner, name, timedelta(seconds=span))
    vars(limits)["RATES"] = {method: (count, span / 60) for method, (count, span) in limits.RATES.items()}
    DiscordChat.at_once = SlackChat.at_once = AT_ONCE
