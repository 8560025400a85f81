"""One request to Discord's API and its answer, or exactly what is known where there is none."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import discord
from discord.http import Route, json_or_text

from adapters.discord import limits
from bot.chat.port import Postponed, Unclear

NETWORK = (aiohttp.ClientError, TimeoutError, OSError)
# Raised before a byte was sent: nobody listens, the name is unknown, TLS failed, the connection was not made in time.
NOT_CONNECTED = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as discord.py makes it: `form` if there are files, else perhaps `json`."""

    route: Route
    form: Sequence[Mapping[str, Any]] = ()
    files: Sequence[discord.File] = ()
    rest: Mapping[str, Any] = field(default_factory=dict)

    def parameters(self) -> dict[str, Any]:
        rest = dict(self.rest)
        if self.form:
            data = aiohttp.FormData(quote_fields=False)
            for part in self.form:
                data.add_field(**part)
            return rest | {"data": data}
        if "json" in rest:
            body = json.dumps(rest.pop("json"), separators=(",", ":")).encode()
            return rest | {"data": body, "headers": {"Content-Type": "application/json"}}
        return rest

    def rewind(self) -> None:
        """Before it is sent again."""
        for file in self.files:
            file.reset(seek=True)


@dataclass(frozen=True, slots=True)
class Answered:
    response: aiohttp.ClientResponse
    data: Any

    @property
    def status(self) -> int:
        return self.response.status

    @property
    def headers(self) -> Mapping[str, str]:
        return self.response.headers

    @property
    def scope(self) -> str:
        """Whom a 429 means: the `user`, the `global` limit of the bot, or `shared` with other bots."""
        return self.headers.get("X-RateLimit-Scope", "")

    @property
    def wait(self) -> float | None:
        """For how many seconds Discord wants to be left alone."""
        return asked_wait(self.data, self.headers)

    @property
    def stops_everything(self) -> bool:
        """Whether a 429 means all of the bot. What is not Discord's own JSON comes from Cloudflare, which guards it."""
        if not isinstance(self.data, dict) or "retry_after" not in self.data:
            return True
        return self.scope == "global" or "X-RateLimit-Global" in self.headers or bool(self.data.get("global"))


def asked_wait(data: Any, headers: Mapping[str, str]) -> float | None:
    """The body tells fractions of a second, which the header rounds."""
    body = data.get("retry_after") if isinstance(data, dict) else None
    for told in (body, headers.get("Retry-After"), headers.get("X-RateLimit-Reset-After")):
        try:
            seconds = float(told or "")
        except (TypeError, ValueError):
            continue
        if 0 <= seconds < limits.LONGEST_WAIT:
            return seconds
    return None


class Exchange:
    """`close` ends it for good."""

    def __init__(self, token: str, user_agent: str) -> None:
        connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=limits.KEEP_ALIVE)
        self._web = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": user_agent, "Authorization": f"Bot {token}"},
            timeout=aiohttp.ClientTimeout(connect=limits.CONNECT_PATIENCE),
            trace_configs=[_telling()],
        )

    async def send(self, asked: Asked, went: Callable[[], None] | None = None) -> Answered:
        """Calls `went` when it goes, which is after a connection was made. Raises Postponed where nothing was sent,
        Unclear where there is no whole answer."""
        if self._web.closed:
            raise Postponed("Discord is not connected")
        route = asked.route
        try:
            async with (
                asyncio.timeout(limits.REQUEST_PATIENCE),
                self._web.request(route.method, route.url, **asked.parameters(), trace_request_ctx=went) as response,
            ):
                return Answered(response, await json_or_text(response))
        except NOT_CONNECTED as error:
            raise Postponed(f"Discord can't be reached: {type(error).__name__}") from error
        except (*NETWORK, ValueError) as error:
            raise Unclear(f"Discord didn't answer: {type(error).__name__}") from error

    async def close(self) -> None:
        await self._web.close()


def _telling() -> aiohttp.TraceConfig:
    async def tell(_session: aiohttp.ClientSession, context: Any, _sent: aiohttp.TraceRequestHeadersSentParams) -> None:
        if context.trace_request_ctx is not None:
            context.trace_request_ctx()

    trace = aiohttp.TraceConfig()
    trace.on_request_headers_sent.append(tell)
    return trace
