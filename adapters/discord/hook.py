"""The address of one interaction: where its first response, its edits and its follow-ups go.

discord.py's own webhook adapter sends them, which keeps to the limits of each interaction and needs no token. It is
used with payloads as they are, because discord.py's responses want a View, and keep it in memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import aiohttp
from discord.http import Route
from discord.webhook.async_ import AsyncWebhookAdapter

from adapters.discord.attachments import parameters
from adapters.discord.render import Message

Json = dict[str, Any]

MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, SUGGESTIONS, MODAL = 4, 5, 6, 7, 8, 9
HIDDEN = 1 << 6
_EMPTY = Message({})


@dataclass(frozen=True, slots=True)
class Wire:
    """What all interactions share: the connection and discord.py's sender."""

    session: aiohttp.ClientSession
    sender: AsyncWebhookAdapter


@dataclass(frozen=True, slots=True)
class Hook:
    """Raises discord.HTTPException or what the network raises."""

    wire: Wire
    application: int
    interaction: int
    token: str

    async def respond(self, kind: int, message: Message = _EMPTY, *, hidden: bool = False) -> None:
        """The first response, due within three seconds."""
        data = message.payload | ({"flags": HIDDEN} if hidden else {})
        payload: Json = {"type": kind} | ({"data": data} if data else {})
        path = "/interactions/{webhook_id}/{webhook_token}/callback"
        route = Route("POST", path, webhook_id=self.interaction, webhook_token=self.token)
        await self._send(route, Message(payload, message.files))

    async def edit(self, message: Message) -> None:
        """Puts the message in place of the first response."""
        await self._send(self._route("PATCH", "/messages/@original"), message)

    async def take_back(self) -> None:
        await self._send(self._route("DELETE", "/messages/@original"), _EMPTY)

    async def follow_up(self, message: Message, *, hidden: bool) -> None:
        """One more message, which may be hidden although the first response isn't."""
        payload = message.payload | ({"flags": HIDDEN} if hidden else {})
        await self._send(self._route("POST", ""), Message(payload, message.files))

    def _route(self, method: str, path: str) -> Route:
        path = "/webhooks/{webhook_id}/{webhook_token}" + path
        return Route(method, path, webhook_id=self.application, webhook_token=self.token)

    async def _send(self, route: Route, message: Message) -> None:
        form = parameters(message.payload, message.files)
        payload = None if form.multipart or not message.payload else message.payload
        await self.wire.sender.request(
            route, self.wire.session, payload=payload, multipart=form.multipart, files=form.files
        )
