"""People who ask for something while the bot is busy: how long until it says that it has heard them."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import quantiles

from tests.loopback.apart import Apart

LINES = ("fact", "quiz")
PEOPLE = 40
APART = 0.5
NEVER = 3.0
"""Seconds; the platforms show an error from then on."""


@dataclass
class Callers:
    """On one platform, one call after the other, each from another channel. `took` are seconds."""

    servers: Apart
    platform: str
    channels: Sequence[str]
    took: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    async def call_on(self) -> None:
        """Until it is cancelled."""
        step = max(1, len(self.channels) // PEOPLE)
        channels = itertools.cycle(self.channels[::step])
        for number, line in enumerate(itertools.cycle(LINES)):
            begun = asyncio.get_running_loop().time()
            await self._call(line, f"caller{number % PEOPLE}", next(channels))
            await asyncio.sleep(max(0.0, begun + APART - asyncio.get_running_loop().time()))

    async def _call(self, line: str, user: str, channel: str) -> None:
        try:
            told = await self.servers.tell(self.platform, "slash", line=line, user=user, channel=channel)
        except AssertionError as trouble:
            self.failed.append(str(trouble))
            self.took.append(NEVER)
        else:
            self.took.append(NEVER if told["acknowledged"] is None else told["acknowledged"])

    def quantile(self, percent: int) -> float:
        if len(self.took) < 2:
            return max(self.took, default=0.0)
        return quantiles(self.took, n=100, method="inclusive")[percent - 1]
