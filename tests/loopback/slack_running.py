"""Starts the sample app against a loopback Slack, by either transport."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Literal

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from tests.loopback.slack_sample import Mentions, sample_app
from tests.loopback.slack_server import SlackServer


@asynccontextmanager
async def running(server: SlackServer, transport: Literal["socket", "http"]) -> AsyncIterator[Mentions]:
    mentions = Mentions()
    app = sample_app(client_of(server), server.signing_secret, mentions)
    async with AsyncExitStack() as stack:
        await (by_socket if transport == "socket" else by_http)(app, server, stack)
        yield mentions


async def by_socket(app: AsyncApp, server: SlackServer, stack: AsyncExitStack) -> None:
    before = len(server.socket.connections)
    handler = AsyncSocketModeHandler(app, server.app_token, ping_interval=1)
    stack.push_async_callback(handler.close_async)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    await server.connected(before + 1)


async def by_http(app: AsyncApp, server: SlackServer, stack: AsyncExitStack) -> None:
    async def events(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    application = web.Application()
    application.router.add_post("/slack/events", events)
    runner = web.AppRunner(application, shutdown_timeout=0.5)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.use_http(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")


def client_of(server: SlackServer) -> AsyncWebClient:
    return AsyncWebClient(token=server.bot_token, base_url=server.api_url)


async def refused(call: Awaitable[AsyncSlackResponse]) -> str:
    """The code that a call is refused with."""
    try:
        await call
    except SlackApiError as error:
        return str(error.response.get("error"))
    raise AssertionError("the call went through")
