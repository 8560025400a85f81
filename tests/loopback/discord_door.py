"""What every REST request passes: ordered faults, the token, refusals, routes that don't exist."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web

from .discord_body import answer
from .discord_errors import Refusal, refuse
from .discord_faults import Fault, Faults, Kind
from .discord_state import State

API = "/api/v10"
OWN_TOKEN = ("/interactions/", "/webhooks/")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Door:
    """`requests` lists every request as "POST /channels/1/messages"; `changed` is notified after each."""

    def __init__(self, state: State, faults: Faults) -> None:
        self._state = state
        self._faults = faults
        self._closing = asyncio.Event()
        self.changed = asyncio.Condition()
        self.requests: list[str] = []

    def close(self) -> None:
        """Let go of the requests that were never to be answered."""
        self._closing.set()

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if not request.path.startswith(API):
            return await handler(request)
        path = request.path.removeprefix(API)
        self.requests.append(f"{request.method} {path}")
        fault = self._faults.strike(request.method, path)
        if fault is not None and fault.kind in (Kind.RATE_LIMIT, Kind.ERROR):
            return _refused_by(fault)
        response = await self._handled(request, path, handler)
        async with self.changed:
            self.changed.notify_all()
        if fault is not None:
            await self._withhold(fault, request)
        return response

    async def _handled(self, request: web.Request, path: str, handler: Handler) -> web.StreamResponse:
        try:
            self._check_token(request, path)
            return await handler(request)
        except Refusal as refusal:
            return answer(refusal.body, refusal.status)
        except (web.HTTPNotFound, web.HTTPMethodNotAllowed) as error:
            self._state.unknown_routes.append(f"{request.method} {path}")
            return answer({"message": f"{error.status}: {error.reason}", "code": 0}, error.status)
        except Exception as error:
            self._state.violations.append(f"{request.method} {path} broke the server: {error!r}")
            raise

    def _check_token(self, request: web.Request, path: str) -> None:
        if path.startswith(OWN_TOKEN):
            return
        if request.headers.get("Authorization") != f"Bot {self._state.token}":
            raise refuse(0)

    async def _withhold(self, fault: Fault, request: web.Request) -> None:
        if fault.kind is Kind.CUT and request.transport is not None:
            request.transport.close()
        await self._closing.wait()


def _refused_by(fault: Fault) -> web.Response:
    if fault.kind is Kind.RATE_LIMIT:
        return answer(fault.body(), 429, fault.headers())
    return answer({"message": f"{fault.status}: Server Error", "code": 0}, fault.status)
