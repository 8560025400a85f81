"""Discord's limits by route, as its headers tell them: so many requests until a moment, for one channel or server.

discord.py's own keeper of these limits waits inside a request that has succeeded, stays shut for ever if it is
cancelled while Discord asks everybody to wait, and looks through all its buckets for each new one.
"""

from __future__ import annotations

import asyncio
import math
from collections import deque
from collections.abc import Mapping
from datetime import timedelta
from itertools import islice

from discord.http import Route

from bot.chat.port import Postponed

UNKNOWN = 1
"""Until Discord has said how many a route takes, they go one by one."""


class Bucket:
    """`limit` requests until the window ends, which the first answer tells; then as many again."""

    __slots__ = ("_ends", "_left", "_under_way", "_waiting", "limit")

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._left = limit
        self._ends = 0.0
        self._under_way = 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def enter(self, patience: float) -> None:
        """Returns when a request may go. Raises Postponed if that would take longer than `patience`."""
        loop = asyncio.get_running_loop()
        until = loop.time() + patience
        while (wait := self._wait(loop.time())) > 0:
            left = until - loop.time()
            if left <= 0 or left < wait < math.inf:
                raise Postponed("this channel takes no more for a while", _span(wait))
            mine: asyncio.Future[None] = loop.create_future()
            self._waiting.append(mine)
            try:
                await asyncio.wait({mine}, timeout=min(wait, left))
            finally:
                mine.cancel()
        self._left -= 1
        self._under_way += 1

    def leave(self, headers: Mapping[str, str], now: float) -> None:
        """A request has ended, with these headers; without an answer there are none."""
        self._under_way -= 1
        if told := headers.get("X-RateLimit-Remaining"):
            self.limit = int(headers.get("X-RateLimit-Limit", UNKNOWN))
            self._left = int(told) - self._under_way
            self._ends = now + float(headers.get("X-RateLimit-Reset-After", 0))
        elif not self._under_way and self._ends == math.inf:
            self._ends = now
        while self._waiting:
            next_one = self._waiting.popleft()
            if not next_one.done():
                next_one.set_result(None)

    def close(self, until: float) -> None:
        """Discord asked to wait."""
        self._left, self._ends = 0, until

    def is_idle(self, now: float) -> bool:
        return not self._under_way and not self._waiting and now >= self._ends

    def _wait(self, now: float) -> float:
        if now >= self._ends:
            self._left = self.limit - self._under_way
            self._ends = math.inf
        return 0.0 if self._left > 0 else self._ends - now


class Buckets:
    """Those in use, by route and by what the route is about. Idle ones are forgotten little by little."""

    def __init__(self) -> None:
        self._routes: dict[str, tuple[str, int]] = {}
        self._open: dict[str, Bucket] = {}

    def __len__(self) -> int:
        return len(self._open)

    def of(self, route: Route, now: float) -> Bucket:
        name, limit = self._routes.get(route.key, (route.key, UNKNOWN))
        key = f"{name}:{route.major_parameters}"
        bucket = self._open.pop(key, None) or Bucket(limit)
        self._forget(now)
        self._open[key] = bucket
        return bucket

    def learn(self, route: Route, bucket: Bucket, headers: Mapping[str, str]) -> None:
        """Several routes may share one bucket, which Discord names once it has been used."""
        name = headers.get("X-RateLimit-Bucket")
        if name and self._routes.get(route.key) != (name, bucket.limit):
            self._routes[route.key] = name, bucket.limit
            self._open.setdefault(f"{name}:{route.major_parameters}", bucket)

    def _forget(self, now: float) -> None:
        """Looks at the two that were used longest ago."""
        for key in list(islice(self._open, 2)):
            bucket = self._open.pop(key)
            if not bucket.is_idle(now):
                self._open[key] = bucket


def _span(seconds: float) -> timedelta | None:
    return timedelta(seconds=seconds) if seconds < math.inf else None
