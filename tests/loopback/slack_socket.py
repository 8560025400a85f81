"""Socket Mode: up to ten connections, each delivery to one of them, its acknowledgement within three seconds.

Source: docs.slack.dev/apis/events-api/using-socket-mode.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from contextlib import suppress
from typing import Literal

from aiohttp import WSMsgType, web

from tests.loopback.slack_answers import Ack, Answer, Ledger, NoAnswer
from tests.loopback.slack_elements import Json
from tests.loopback.slack_people import APP

MOST_CONNECTIONS = 10
ACK_SECONDS = 3.0

_HOST = {"host": "loopback"}


class SocketMode:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._tickets: set[str] = set()
        self._turn = 0
        self._sent: dict[str, asyncio.Future[Json]] = {}
        self.connections: list[web.WebSocketResponse] = []
        self.late_acks = 0
        self.url = ""

    def ticket(self) -> str:
        """A WebSocket address for one connection."""
        ticket = secrets.token_hex(8)
        self._tickets.add(ticket)
        return f"{self.url}socket/{ticket}"

    async def handle(self, request: web.Request) -> web.StreamResponse:
        ticket = request.match_info["ticket"]
        if ticket not in self._tickets:
            raise web.HTTPNotFound
        self._tickets.remove(ticket)
        socket = web.WebSocketResponse(heartbeat=10)
        await socket.prepare(request)
        if len(self.connections) == MOST_CONNECTIONS:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            return socket
        await self._serve(socket)
        return socket

    async def deliver(self, answer: Answer) -> Ack:
        """To any one connection, taking turns. Raises NoAnswer when no acknowledgement comes in time."""
        envelope = _envelope(answer)
        arrived: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._sent[envelope["envelope_id"]] = arrived
        started = time.monotonic()
        try:
            await self._next_connection().send_json(envelope)
        except ConnectionError:
            raise NoAnswer(f"{answer} found its connection dead") from None
        try:
            ack = await asyncio.wait_for(arrived, ACK_SECONDS)
        except TimeoutError:
            raise NoAnswer(f"{answer} was not acknowledged within {ACK_SECONDS:g} s") from None
        return Ack(200, ack.get("payload"), time.monotonic() - started)

    async def ask_to_leave(self, reason: Literal["warning", "refresh_requested", "link_disabled"]) -> None:
        """Sends `disconnect` on every connection and uses them no more; clients then come back."""
        leaving, self.connections = self.connections, []
        for socket in leaving:
            with suppress(ConnectionError):
                await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": _HOST})

    async def drop(self) -> None:
        """Closes every connection without a word."""
        leaving, self.connections = self.connections, []
        for socket in leaving:
            await socket.close()

    async def _serve(self, socket: web.WebSocketResponse) -> None:
        self.connections.append(socket)
        try:
            hello = {"connection_info": {"app_id": APP}, "num_connections": len(self.connections)}
            await socket.send_json({"type": "hello", "debug_info": _HOST, **hello})
            self._ledger.wake()
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._take(json.loads(message.data))
        except ConnectionError:
            return
        finally:
            self.connections = [other for other in self.connections if other is not socket]

    def _take(self, ack: Json) -> None:
        arrived = self._sent.pop(ack.get("envelope_id", ""), None)
        if arrived is None or arrived.done():
            self.late_acks += 1
        else:
            arrived.set_result(ack)

    def _next_connection(self) -> web.WebSocketResponse:
        self._turn += 1
        if not self.connections:
            raise NoAnswer("no bot is connected over Socket Mode")
        return self.connections[self._turn % len(self.connections)]


def _envelope(answer: Answer) -> Json:
    """First deliveries of events carry retry_attempt 0 and an empty reason, as Slack's do."""
    envelope = {"envelope_id": secrets.token_hex(16), "type": answer.kind, "payload": answer.payload}
    if answer.kind != "events_api":
        return {**envelope, "accepts_response_payload": True}
    retry: Json = {"retry_attempt": answer.retries, "retry_reason": "timeout" if answer.retries else ""}
    return {**envelope, **retry, "accepts_response_payload": False}
