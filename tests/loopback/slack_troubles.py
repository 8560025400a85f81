"""Troubles that a test asks for: refusals, rate limits, outages and answers that never come."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import Literal

from aiohttp import web

from tests.loopback.slack_problem import SlackProblem


@dataclass(frozen=True)
class Trouble:
    kind: Literal["refused", "limited", "broken", "silent", "dropped"]
    code: str = ""
    number: int = 0

    @property
    def stops(self) -> bool:
        """Whether the method's work is left undone."""
        return self.kind not in ("silent", "dropped")


@dataclass
class Troubles:
    _planned: dict[str, deque[Trouble]] = field(default_factory=dict)
    _over: asyncio.Event = field(default_factory=asyncio.Event)

    def plan(self, method: str, trouble: Trouble, times: int) -> None:
        self._planned.setdefault(method, deque()).extend([trouble] * times)

    def next(self, method: str) -> Trouble | None:
        """`*` stands for any method."""
        for name in (method, "*"):
            if self._planned.get(name):
                return self._planned[name].popleft()
        return None

    def end(self) -> None:
        """Lets go of every request that is held back."""
        self._over.set()

    async def lose(self, trouble: Trouble, request: web.Request) -> web.Response:
        """In place of the answer to work that was done: nothing, until the client gives up or the server ends."""
        if trouble.kind == "silent":
            await self._over.wait()
        elif request.transport:
            request.transport.close()
        return web.Response(status=504)


def stop(trouble: Trouble) -> web.Response:
    """The answer in place of the method's work. 429 and Retry-After: Slack docs, "Rate limits"."""
    if trouble.kind == "limited":
        limited = SlackProblem("ratelimited").as_json()
        return web.json_response(limited, status=429, headers={"Retry-After": str(trouble.number)})
    if trouble.kind == "broken":
        return web.Response(status=trouble.number, text="upstream connect error", content_type="text/html")
    return web.json_response(SlackProblem(trouble.code).as_json())
