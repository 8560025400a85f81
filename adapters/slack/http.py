"""Events over HTTP: a small server of its own. Bolt checks the signature of everything that it takes."""

from __future__ import annotations

import asyncio

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp

from bot.errors import SetupError

EVENTS = "/slack/events"
HEALTH = "/healthz"
CLOSE_SECONDS = 0.5


class Door:
    """`port` 0 takes any free one; afterwards it is the one that was taken."""

    def __init__(self, app: AsyncApp, host: str, port: int) -> None:
        self._app = app
        self._host = host
        self.port = port
        self._runner: web.AppRunner | None = None
        self.ended = asyncio.Event()

    async def start(self) -> None:
        """Raises SetupError if the port is taken."""
        application = web.Application()
        application.router.add_post(EVENTS, self._events)
        application.router.add_get(HEALTH, self._health)
        runner = web.AppRunner(application, shutdown_timeout=CLOSE_SECONDS, access_log=None)
        await runner.setup()
        self._runner = runner
        try:
            await web.TCPSite(runner, self._host, self.port).start()
        except OSError as error:
            await self.stop()
            raise SetupError(
                f"Slack's events can't be received on {self._host}:{self.port} ({error.strerror or error}). "
                "Set another NEEDLEWISE_SLACK_PORT, or end the program that uses this one."
            ) from error
        self.port = runner.addresses[0][1]

    async def stop(self) -> None:
        self.ended.set()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _events(self, request: web.Request) -> web.Response:
        try:
            asked = await to_bolt_request(request)
        except ValueError:
            return web.Response(status=400, text="not from Slack")
        return await to_aiohttp_response(await self._app.async_dispatch(asked))

    async def _health(self, request: web.Request) -> web.Response:
        return web.Response(text="ok")
