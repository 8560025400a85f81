"""Socket Mode: the connection that Slack's library keeps up, and the word when it has ended for good."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from contextlib import suppress

from aiohttp import WSMessage, WSMsgType
from slack_bolt.adapter.socket_mode.async_base_handler import AsyncBaseSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from adapters.slack.client import Client, quiet_logger
from adapters.slack.errors import NETWORK, error_code
from adapters.slack.remedies import DEAD
from adapters.slack.tokens import socket_address
from bot.errors import SetupError

log = logging.getLogger(__name__)

CONNECT_SECONDS = 15.0
PING_SECONDS = 5.0
CLOSE_SECONDS = 0.8
# Between two attempts to join where ten are connected already.
CROWDED_SECONDS = 30.0


class Connection(SocketModeClient):
    """Slack's client tries for ever; `ended` is set when the answers say that it can't succeed."""

    ended: asyncio.Event
    crowded = False

    async def connect(self) -> None:
        """The library tries one address for ever, though each is good for a short while only; its watch asks for a
        fresh one when this raises TimeoutError."""
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                await super().connect()  # type: ignore[no-untyped-call]
        except TimeoutError:
            self.auto_reconnect_enabled = self.default_auto_reconnect_enabled
            raise

    async def issue_new_wss_url(self) -> str:
        if self.crowded:
            self.crowded = False
            await asyncio.sleep(CROWDED_SECONDS)
        try:
            return await super().issue_new_wss_url()
        except SlackApiError as error:
            if error_code(error) in DEAD:
                log.error("slack: the connection has ended: %s", error_code(error))
                self.ended.set()
            raise

    async def notice(self, message: WSMessage) -> None:
        """Somebody switched Socket Mode off in the app's settings, or ten connections are there already."""
        start = message.data[:500] if message.type is WSMsgType.TEXT else ""
        if '"disconnect"' not in start:
            return
        if '"link_disabled"' in start:
            log.error("slack: Socket Mode was switched off in the app's settings")
            self.ended.set()
        elif '"too_many_websockets"' in start:
            log.warning("slack: the app has ten connections, and takes no more; run fewer processes")
            self.crowded = True


class Socket(AsyncBaseSocketModeHandler):
    def __init__(self, app: AsyncApp, client: Client, app_token: str) -> None:
        self._app = app
        self._client = client
        self._token = app_token
        self._connection: Connection | None = None
        self.ended = asyncio.Event()

    async def start(self) -> None:
        """Raises SetupError for a token that can't open a connection."""
        address = await socket_address(self._client, self._token)
        connection = Connection(
            app_token=self._token, web_client=self._client.api, logger=quiet_logger(), ping_interval=PING_SECONDS
        )
        connection.proxy = self._client.api.proxy
        connection.ended = self.ended
        connection.wss_uri = address
        connection.on_message_listeners.append(connection.notice)
        connection.socket_mode_request_listeners.append(self.handle)
        self._connection = connection
        try:
            await connection.connect()
        except TimeoutError:
            await self.stop()
            raise SetupError(
                "Slack's Socket Mode can't be reached. Check the network; it needs wss:// outwards."
            ) from None

    async def stop(self) -> None:
        self.ended.set()
        if self._connection is not None:
            closing: Awaitable[None] = self._connection.close()  # type: ignore[no-untyped-call]
            with suppress(*NETWORK):
                await asyncio.wait_for(closing, CLOSE_SECONDS)

    async def handle(self, client: AsyncBaseSocketModeClient, req: SocketModeRequest) -> None:
        loop = asyncio.get_running_loop()
        started = loop.time()
        await send_async_response(client, req, await run_async_bolt_app(self._app, req), started)
