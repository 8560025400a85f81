"""Routes of channels and the messages in them (docs: resources/channel, resources/message)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

from . import discord_limits as limits
from .discord_body import Body, answer, attached, read_body
from .discord_errors import refuse
from .discord_message import Message
from .discord_problem import Problem
from .discord_rules import Where
from .discord_snowflake import timestamp
from .discord_state import State
from .discord_world import Channel


class ChannelRoutes:
    """`announce` is told of every message made, changed or deleted, by the event's name."""

    def __init__(self, state: State, announce: Callable[[str, Message], Awaitable[None]]) -> None:
        self._state = state
        self._announce = announce

    def routes(self) -> list[web.RouteDef]:
        one = "/channels/{channel}/messages/{message}"
        return [
            web.get("/channels/{channel}", self._channel),
            web.get("/channels/{channel}/messages", self._history),
            web.post("/channels/{channel}/messages", self._create),
            web.get(one, self._read),
            web.patch(one, self._edit),
            web.delete(one, self._delete),
        ]

    async def _channel(self, request: web.Request) -> web.Response:
        return answer(self._named(request).json(self._state.bot))

    async def _history(self, request: web.Request) -> web.Response:
        channel = self._named(request)
        limit = int(request.query.get("limit", limits.HISTORY_DEFAULT))
        if not 1 <= limit <= limits.HISTORY_MOST:
            self._state.judge(f"GET {request.path}", [Problem(("limit",), "is not within 1 and 100")])
        if channel.denied & limits.READ_MESSAGE_HISTORY:
            return answer([])
        page = _page(self._state.history(channel), request.query, limit)
        return answer([message.json() for message in reversed(page)])

    async def _create(self, request: web.Request) -> web.Response:
        channel, where = self._named(request), f"POST {request.path}"
        body = await read_body(request)
        self._state.judge_message(where, body.payload, Where.CHANNEL)
        _check_right_to_send(channel, body)
        payload, nonce = body.payload, body.payload.get("nonce")
        if payload.get("enforce_nonce") and (twin := self._state.twin(channel, str(nonce))):
            return answer(twin.json())
        message = Message(channel, self._state.bot, nonce=nonce)
        message.write(attached(self._state, where, payload, body, []))
        self._state.keep(message)
        self._state.posts.note()
        if nonce is not None:
            self._state.remember_nonce(message)
        await self._announce("MESSAGE_CREATE", message)
        return answer(message.json())

    async def _read(self, request: web.Request) -> web.Response:
        return answer(self._message(request).json())

    async def _edit(self, request: web.Request) -> web.Response:
        message, where = self._message(request), f"PATCH {request.path}"
        body = await read_body(request)
        self._state.judge_message(where, body.payload, Where.EDIT)
        if message.author is not self._state.bot:
            raise refuse(50005)
        message.write(attached(self._state, where, body.payload, body, message.attachments))
        message.edited = timestamp()
        await self._announce("MESSAGE_UPDATE", message)
        return answer(message.json())

    async def _delete(self, request: web.Request) -> web.Response:
        message = self._message(request)
        if message.author is not self._state.bot:
            raise refuse(50013)
        message.deleted = True
        await self._announce("MESSAGE_DELETE", message)
        return web.Response(status=204)

    def _named(self, request: web.Request) -> Channel:
        return self._state.channel(request.match_info["channel"])

    def _message(self, request: web.Request) -> Message:
        return self._state.message(request.match_info["message"], self._named(request))


def _check_right_to_send(channel: Channel, body: Body) -> None:
    if channel.recipient is not None and not channel.recipient.dms_open:
        raise refuse(50007)
    needed = limits.SEND_MESSAGES
    needed |= limits.EMBED_LINKS if body.payload.get("embeds") else 0
    needed |= limits.ATTACH_FILES if body.uploads else 0
    if channel.denied & needed:
        raise refuse(50013)


def _page(messages: list[Message], query: Mapping[str, str], limit: int) -> list[Message]:
    """The part of the history that `after` or `before` asks for, oldest first."""
    if after := query.get("after"):
        return [message for message in messages if int(message.id) > int(after)][:limit]
    before = query.get("before")
    return [message for message in messages if before is None or int(message.id) < int(before)][-limit:]
