"""How often the gateway may be told who we are: Discord counts it by the day, and resets an excessive bot's token."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

from adapters.discord import limits


class TooOften(Exception):
    """`wait` is in seconds."""

    def __init__(self, wait: float) -> None:
        super().__init__(f"the gateway was begun anew too often; pausing for {wait:.0f} s")
        self.wait = wait


class Identifies:
    """Of all shards of this process; `share` is its part of the day's budget."""

    def __init__(self, shards: int, share: Callable[[], float]) -> None:
        self._share = share
        self._an_hour = limits.IDENTIFIES_AN_HOUR + 2 * shards
        self._times: deque[float] = deque(maxlen=limits.IDENTIFIES)

    async def turn(self) -> None:
        """Returns when one more may be sent. Raises TooOften if that takes longer than the gateway waits for it."""
        loop = asyncio.get_running_loop()
        wait = self.wait(loop.time())
        if wait > limits.START_PATIENCE / 2:
            raise TooOften(wait)
        self.note(loop.time() + wait)
        await asyncio.sleep(wait)

    def wait(self, now: float) -> float:
        a_day = max(1, int(limits.IDENTIFIES * self._share()))
        kept = (1, limits.IDENTIFIES_APART), (self._an_hour, 3600.0), (a_day, limits.IDENTIFIES_SECONDS)
        waits = [self._times[-most] + span - now for most, span in kept if len(self._times) >= most]
        return max(0.0, *waits, 0.0)

    def note(self, moment: float) -> None:
        """One is sent at that moment."""
        self._times.append(moment)
