"""What every request of the bot passes: limits, ordered troubles, and whoever watches."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from aiohttp import web

from tests.loopback import wire
from tests.loopback.moments import Moment, Stage, Unsent, Watcher, tell
from tests.loopback.slack_quota import Quota
from tests.loopback.slack_troubles import Trouble, Troubles, stop
from tests.loopback.tally import Tally


class Door:
    """`arrivals` tells when requests came."""

    def __init__(self, troubles: Troubles) -> None:
        self._troubles = troubles
        self._closing = asyncio.Event()
        self.quota = Quota()
        self.watchers: list[Watcher] = []
        self.arrivals = Tally()

    def close(self) -> None:
        """Lets go of every request that is held back."""
        self._closing.set()

    async def admit(
        self, request: web.Request, method: str, channel: str, work: Callable[[], web.Response]
    ) -> web.StreamResponse:
        """A request that has been read: `work` does what it asks for. `channel` is an id or empty."""
        self.arrivals.note()
        turned_away = self.quota.turn_away(method, channel)
        try:
            await self._tell("before", method, channel)
            response = turned_away or await self._served(request, method, channel, work)
        except (Unsent, ConnectionError):
            return _closed(request)
        if self.watchers and request.transport is not None and not request.transport.is_closing():
            await wire.write_out(request, response)
            await self._tell("answered", method, channel, response.status)
        return response

    async def _served(
        self, request: web.Request, method: str, channel: str, work: Callable[[], web.Response]
    ) -> web.StreamResponse:
        trouble = self._troubles.next(method, channel)
        if trouble and trouble.stops:
            if trouble.kind == "reset":
                wire.reset(request.transport)
            return stop(trouble)
        if trouble and trouble.kind == "late":
            await asyncio.sleep(trouble.seconds)
        response = work()
        await self._tell("applied", method, channel, response.status)
        return await self._spoiled(trouble, request, response) if trouble else response

    async def _spoiled(self, trouble: Trouble, request: web.Request, whole: web.Response) -> web.StreamResponse:
        """The answer to work that was done: late, torn or none."""
        if trouble.kind == "slow":
            await asyncio.sleep(trouble.seconds)
        elif trouble.kind == "silent":
            await self._closing.wait()
            return _closed(request)
        elif trouble.kind == "dropped":
            return _closed(request)
        elif trouble.kind == "lost":
            wire.reset(request.transport)
        elif trouble.kind == "half":
            return await wire.tear(request, whole)
        return whole

    async def _tell(self, stage: Stage, method: str, channel: str, status: int = 0) -> None:
        await tell(self.watchers, Moment(stage, method, channel, status))


def _closed(request: web.Request) -> web.Response:
    """Nobody receives it: the connection is closed."""
    if request.transport is not None:
        request.transport.close()
    return web.Response(status=504)
