"""The way out of all requests that Discord's limit for the whole bot holds for: one turn each."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from datetime import timedelta

from adapters.discord import limits
from bot.chat.pace import Pace
from bot.chat.port import Postponed

FULL = "as much is being sent as Discord permits"

Line = deque[asyncio.Future[float]]


class Gate:
    """Turns come in the order of asking; who is `urgent`, because a person waits, comes before all others.

    `share` gives the part of Discord's limit that this process may use now.
    """

    def __init__(self, share: Callable[[], float]) -> None:
        self._share = share
        self._pace = Pace(limits.GLOBAL_REQUESTS, limits.GLOBAL_SECONDS)
        self._urgent: Line = deque()
        self._others: Line = deque()
        self._timer: asyncio.TimerHandle | None = None
        self._closed = (0.0, "")

    async def turn(self, patience: float, *, urgent: bool = False) -> float:
        """Returns when a request may go, with what to tell `went`. Raises Postponed if that would take longer than
        `patience`."""
        loop, share = asyncio.get_running_loop(), self._share()
        now, ahead = loop.time(), len(self._urgent) + (0 if urgent else len(self._others))
        if not ahead and self._pace.turn(now, share) <= now:
            self._pace.take(now, share)
            return now
        away = self._pace.away(now, ahead, share)
        if away > patience:
            until, reason = self._closed
            raise Postponed(reason if until > now else FULL, timedelta(seconds=away))
        mine: asyncio.Future[float] = loop.create_future()
        line = self._urgent if urgent else self._others
        line.append(mine)
        self._set(loop)
        try:
            return await mine
        finally:
            if mine.cancelled() and mine in line:
                line.remove(mine)

    def went(self, turn: float) -> None:
        """The request of that turn goes now: Discord counts from when it arrives, not from when it might have gone."""
        self._pace.went(turn, asyncio.get_running_loop().time())

    def close(self, seconds: float, reason: str) -> None:
        """Discord wants to be left alone. Nobody is kept waiting for longer than a turn may take."""
        until = asyncio.get_running_loop().time() + seconds
        self._closed = max(self._closed, (until, reason))
        self._pace.close(until)
        if seconds > limits.TURN_PATIENCE:
            for mine in (*self._urgent, *self._others):
                if not mine.done():
                    mine.set_exception(Postponed(reason, timedelta(seconds=seconds)))

    def _set(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._timer is None and (self._urgent or self._others):
            self._timer = loop.call_at(self._pace.turn(loop.time(), self._share()), self._let_go, loop)

    def _let_go(self, loop: asyncio.AbstractEventLoop) -> None:
        """One at a time: turns are apart, also after the program was held up."""
        self._timer = None
        now, share = loop.time(), self._share()
        line = self._urgent or self._others
        if line and self._pace.turn(now, share) <= now:
            next_one = line.popleft()
            if not next_one.done():
                self._pace.take(now, share)
                next_one.set_result(now)
        self._set(loop)
