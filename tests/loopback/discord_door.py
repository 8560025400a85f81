"""What every REST request passes: limits, ordered faults, the token, refusals, routes that don't exist."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web

from . import wire
from .discord_body import answer
from .discord_errors import Refusal, refuse
from .discord_faults import Fault, Faults, Kind
from .discord_quota import OWN_TOKEN, Quota
from .discord_state import State
from .moments import Moment, Stage, Unsent, Watcher, tell
from .tally import Tally

API = "/api/v10"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Door:
    """`requests` lists every request as "POST /channels/1/messages"; `changed` is notified after each."""

    def __init__(self, state: State, faults: Faults) -> None:
        self._state = state
        self._faults = faults
        self._closing = asyncio.Event()
        self.quota = Quota()
        self.watchers: list[Watcher] = []
        self.changed = asyncio.Condition()
        self.requests: list[str] = []
        self.arrivals = Tally()

    def close(self) -> None:
        """Let go of the requests that were never to be answered."""
        self._closing.set()

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if not request.path.startswith(API):
            return await handler(request)
        path = request.path.removeprefix(API)
        self.requests.append(f"{request.method} {path}")
        self.arrivals.note()
        turned_away = self.quota.turn_away(request.method, path)
        try:
            if self.watchers:
                await request.read()
                await self._tell("before", request, path)
            response = turned_away or await self._served(request, path, handler)
        except (Unsent, ConnectionError):
            return _closed(request)
        if self.watchers and not _is_closing(request):
            await wire.write_out(request, response)
            await self._tell("answered", request, path, response.status)
        return response

    async def _served(self, request: web.Request, path: str, handler: Handler) -> web.StreamResponse:
        fault = self._faults.strike(request.method, path)
        if fault is not None and fault.stops:
            return _refused_by(fault, request)
        if fault is not None and fault.kind is Kind.LATE:
            await asyncio.sleep(fault.seconds)
        response = await self._handled(request, path, handler)
        self.quota.stamp(request.method, path, response)
        async with self.changed:
            self.changed.notify_all()
        await self._tell("applied", request, path, response.status)
        return response if fault is None else await self._spoiled(fault, request, response)

    async def _handled(self, request: web.Request, path: str, handler: Handler) -> web.StreamResponse:
        try:
            self._check_token(request, path)
            return await handler(request)
        except Refusal as refusal:
            return answer(refusal.body, refusal.status)
        except (web.HTTPNotFound, web.HTTPMethodNotAllowed) as error:
            self._state.unknown_routes.append(f"{request.method} {path}")
            return answer({"message": f"{error.status}: {error.reason}", "code": 0}, error.status)
        except ConnectionError:
            raise
        except Exception as error:
            self._state.violations.append(f"{request.method} {path} broke the server: {error!r}")
            raise

    def _check_token(self, request: web.Request, path: str) -> None:
        if path.startswith(OWN_TOKEN):
            return
        if request.headers.get("Authorization") != f"Bot {self._state.token}":
            raise refuse(0)

    async def _spoiled(self, fault: Fault, request: web.Request, whole: web.StreamResponse) -> web.StreamResponse:
        """The answer to work that was done: late, torn or none."""
        if fault.kind is Kind.SLOW:
            await asyncio.sleep(fault.seconds)
        elif fault.kind is Kind.SILENT:
            await self._closing.wait()
            return _closed(request)
        elif fault.kind is Kind.CUT:
            return _closed(request)
        elif fault.kind is Kind.LOST:
            wire.reset(request.transport)
        elif fault.kind is Kind.HALF and isinstance(whole, web.Response):
            return await wire.tear(request, whole)
        return whole

    async def _tell(self, stage: Stage, request: web.Request, path: str, status: int = 0) -> None:
        await tell(self.watchers, Moment(stage, request.method, path, status))


def _refused_by(fault: Fault, request: web.Request) -> web.Response:
    if fault.kind is Kind.RESET:
        wire.reset(request.transport)
    if fault.kind is Kind.RATE_LIMIT:
        return answer(fault.body(), 429, fault.headers())
    if fault.page:
        return web.Response(status=fault.status, text="<html>Sorry</html>", content_type="text/html")
    return answer({"message": f"{fault.status}: Server Error", "code": 0}, fault.status)


def _closed(request: web.Request) -> web.Response:
    """Nobody receives it: the connection is closed."""
    if request.transport is not None:
        request.transport.close()
    return web.Response(status=504)


def _is_closing(request: web.Request) -> bool:
    return request.transport is None or request.transport.is_closing()
