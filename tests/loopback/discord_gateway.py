"""The gateway's side of the web socket (docs: events/gateway).

Frames are plain text whatever compression the client names in the URL; discord.py takes both kinds.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from . import discord_limits as limits
from .discord_problem import JSON
from .discord_snowflake import next_id

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID_SESSION, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11
DECODE_ERROR, NOT_AUTHENTICATED, AUTHENTICATION_FAILED, RATE_LIMITED = 4002, 4003, 4004, 4008
DISALLOWED_INTENTS = 4014
ENDING = (1000, 1001)  # close codes after which a session cannot be resumed
REMEMBERED_EVENTS = 1000


@dataclass(eq=False)
class Session:
    """One identified client; it outlives its socket, so that the client can resume, until it has `ended`."""

    intents: int
    shard: tuple[int, int]
    id: str = field(default_factory=next_id)
    socket: web.WebSocketResponse | None = None
    ended: bool = False
    sequence: int = 0
    events: deque[JSON] = field(default_factory=lambda: deque(maxlen=REMEMBERED_EVENTS))

    @property
    def live(self) -> bool:
        return self.socket is not None and not self.socket.closed

    def serves(self, guild_id: str | None) -> bool:
        """Guilds are dealt out by id; direct messages go to shard 0 (docs: events/gateway, "Sharding")."""
        number, count = self.shard
        return not self.ended and number == ((int(guild_id) >> 22) % count if guild_id else 0)

    async def send(self, event: str, data: JSON) -> None:
        self.sequence += 1
        frame: JSON = {"op": DISPATCH, "t": event, "s": self.sequence, "d": data}
        self.events.append(frame)
        await _send(self.socket, frame)


@dataclass
class Welcome:
    """What the gateway must know of the server: the bot's token, READY's body, the guilds of a session."""

    token: str
    ready: Callable[[Session], JSON]
    guilds: Callable[[Session], list[JSON]]


class Gateway:
    """Keeps the sessions, and can be told to misbehave.

    `sessions` lists every session identified so far, ended ones too, with its intents and its shard.
    """

    def __init__(self, welcome: Welcome) -> None:
        self._welcome = welcome
        self._changed = asyncio.Condition()
        self.sessions: list[Session] = []
        self.resumes = 0
        self.privileged_intents = True

    @property
    def live(self) -> list[Session]:
        return [session for session in self.sessions if session.live]

    async def connected(self, sessions: int = 1, *, patience: float = 10.0) -> None:
        """Until so many sessions are live."""
        try:
            async with asyncio.timeout(patience), self._changed:
                await self._changed.wait_for(lambda: len(self.live) >= sessions)
        except TimeoutError:
            text = f"{len(self.live)} of {sessions} gateway sessions after {patience} s"
            raise AssertionError(text) from None

    async def dispatch(self, event: str, data: JSON, *, guild_id: str | None = None, intent: int | None = None) -> int:
        """Send an event to each session of the guild's shard; returns how many live ones got it.

        `intent` is the bit without which a session is spared. Two sessions on one shard both receive it.
        """
        meant = [session for session in self.sessions if session.serves(guild_id)]
        meant = [session for session in meant if intent is None or session.intents & intent]
        reached = [session for session in meant if session.live]
        for session in meant:
            await session.send(event, data)
        return len(reached)

    async def reconnect(self) -> None:
        """Ask every client to reconnect and resume (op 7)."""
        await self._tell({"op": RECONNECT, "d": None})

    async def invalidate(self, *, resumable: bool = False) -> None:
        """Declare every session invalid (op 9); discord.py waits five seconds before it identifies again."""
        for session in self.live:
            session.ended = not resumable
            await _send(session.socket, {"op": INVALID_SESSION, "d": resumable})

    async def drop(self, code: int = 4000) -> None:
        """Close every socket; 1000 and 1001 end the sessions too."""
        for session in self.live:
            session.ended = code in ENDING
            if session.socket is not None:
                await session.socket.close(code=code)

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(autoping=True)
        await socket.prepare(request)
        await _send(socket, {"op": HELLO, "d": {"heartbeat_interval": limits.GATEWAY_HEARTBEAT_MS}})
        try:
            await self._listen(socket)
        finally:
            for session in self.sessions:
                session.ended |= session.socket is socket and socket.close_code in ENDING
            await self._announce()
        return socket

    async def _listen(self, socket: web.WebSocketResponse) -> None:
        sent: deque[float] = deque(maxlen=limits.GATEWAY_EVENTS)
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                continue
            if code := _overrun(message.data, sent):
                await socket.close(code=code)
                return
            await self._receive(socket, json.loads(message.data))

    async def _receive(self, socket: web.WebSocketResponse, frame: JSON) -> None:
        op, data = frame["op"], frame.get("d")
        if op == HEARTBEAT:
            await _send(socket, {"op": ACK})
        elif op == IDENTIFY:
            await self._identify(socket, data)
        elif op == RESUME:
            await self._resume(socket, data)
        elif not any(session.socket is socket for session in self.sessions):
            await socket.close(code=NOT_AUTHENTICATED)

    async def _identify(self, socket: web.WebSocketResponse, data: Any) -> None:
        number, count = data.get("shard") or (0, 1)
        session = Session(data["intents"], (number, count), socket=socket)
        if data["token"] != self._welcome.token:
            await socket.close(code=AUTHENTICATION_FAILED)
            return
        if session.intents & limits.PRIVILEGED_INTENTS and not self.privileged_intents:
            await socket.close(code=DISALLOWED_INTENTS)
            return
        await session.send("READY", self._welcome.ready(session))
        for guild in self._welcome.guilds(session):
            await session.send("GUILD_CREATE", guild)
        self.sessions.append(session)
        await self._announce()

    async def _resume(self, socket: web.WebSocketResponse, data: Any) -> None:
        for session in self._known(data["session_id"]):
            session.socket = socket
            self.resumes += 1
            for frame in [event for event in session.events if event["s"] > data["seq"]]:
                await _send(socket, frame)
            await session.send("RESUMED", {})
            await self._announce()
            return
        await _send(socket, {"op": INVALID_SESSION, "d": False})

    def _known(self, session_id: str) -> Iterator[Session]:
        return (session for session in self.sessions if session.id == session_id and not session.ended)

    async def _tell(self, frame: JSON) -> None:
        for session in self.live:
            await _send(session.socket, frame)

    async def _announce(self) -> None:
        async with self._changed:
            self._changed.notify_all()


async def _send(socket: web.WebSocketResponse | None, frame: JSON) -> None:
    """A client that has just died is not there to be told."""
    if socket is not None and not socket.closed:
        with suppress(ConnectionError):
            await socket.send_str(json.dumps(frame))


def _overrun(text: str, sent: deque[float]) -> int:
    """The close code that an over-long or over-frequent frame earns, or 0."""
    now = time.monotonic()
    crowded = len(sent) == sent.maxlen and now - sent[0] < limits.GATEWAY_EVENTS_SECONDS
    sent.append(now)
    if len(text.encode()) > limits.GATEWAY_EVENT_BYTES:
        return DECODE_ERROR
    return RATE_LIMITED if crowded else 0
