"""Dying at every await of a post: day after day one await further, until a day is survived."""

from __future__ import annotations

import os
import signal
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.outbox.model import LEASE, SENT
from tests.crash.channel import keys_in
from tests.crash.ledger import Ledger, Row
from tests.crash.nursery import Nursery
from tests.fakes import MONDAY_NOON, FakeClock
from tests.talk import talking

MOST_STEPS = 2000


@dataclass(frozen=True)
class Steps:
    """`awaits` is how many there are in a day's post and the answer of the day before."""

    awaits: int
    deaths: int
    posts: int
    lost: list[Row]
    doubled: list[str]

    def __str__(self) -> str:
        return (
            f"{self.deaths} deaths among {self.awaits} awaits, {self.posts} posts, {len(self.lost)} lost, "
            f"{len(self.doubled)} doubled"
        )


async def die_step_by_step(folder: Path, url: str, nursery: Nursery, stride: int = 1) -> Steps:
    """After each death another life goes on, when the claim of the dead one has run out."""
    async with talking(folder, FakeClock(MONDAY_NOON), url) as talk:
        await talk.say("grace", "/schedule add what:daily time:13:00", manager=True)
    for deaths, step in enumerate(range(0, MOST_STEPS, stride)):
        moment = MONDAY_NOON + timedelta(days=deaths, hours=1)
        ended = await nursery.bear_small(folder, url, moment, step)
        if ended and os.WTERMSIG(ended) != signal.SIGKILL:
            raise AssertionError((folder / "log.txt").read_text(encoding="utf-8"))
        later = moment + LEASE + timedelta(seconds=1)
        if await nursery.bear_small(folder, url, later):
            raise AssertionError((folder / "log.txt").read_text(encoding="utf-8"))
        if ended == 0:
            return await _counted(folder, url, step, deaths)
    raise AssertionError(f"a post has more than {MOST_STEPS} awaits")


async def _counted(folder: Path, url: str, awaits: int, deaths: int) -> Steps:
    ledger = Ledger(url)
    rows = await ledger.rows()
    await ledger.close()
    stands = Counter(keys_in(folder / "channel.txt"))
    lost = [row for row in rows if row.state != SENT or not stands[row.key]]
    return Steps(awaits, deaths, len(rows), lost, [key for key, count in stands.items() if count > 1])
