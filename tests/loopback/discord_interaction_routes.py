"""Routes by which a bot answers an interaction (docs: interactions/receiving-and-responding).

They need no token but the interaction's own. Where the docs are silent the server does what Discord is seen
to do: the first follow-up of a deferred reply takes the place of the "thinking" message.
"""

from __future__ import annotations

import copy
from collections.abc import Awaitable, Callable
from functools import partial

from aiohttp import web

from . import discord_exchange as exchanges
from . import discord_limits as limits
from .discord_body import Body, answer, attached, read_body
from .discord_component_rules import walk
from .discord_errors import refuse
from .discord_exchange import Exchange, Modal
from .discord_message import Message
from .discord_problem import JSON, Problem
from .discord_rules import Where, check_choices, check_message, check_modal
from .discord_snowflake import timestamp
from .discord_state import State


class InteractionRoutes:
    """`announce` is told of every open message made, changed or deleted, by the event's name."""

    def __init__(self, state: State, announce: Callable[[str, Message], Awaitable[None]]) -> None:
        self._state = state
        self._announce = announce

    def routes(self) -> list[web.RouteDef]:
        webhook = "/webhooks/{application}/{token}"
        one = webhook + "/messages/{message}"
        return [
            web.post("/interactions/{interaction}/{token}/callback", self._respond),
            web.post(webhook, self._follow_up),
            web.get(one, self._read),
            web.patch(one, self._edit),
            web.delete(one, self._delete),
        ]

    async def _respond(self, request: web.Request) -> web.Response:
        exchange = self._state.exchanges.get(request.match_info["token"])
        if exchange is None or exchange.id != request.match_info["interaction"]:
            raise refuse(10062)
        latency = exchange.age
        body = await read_body(request)
        self._check_open(exchange, latency)
        response, data = body.payload.get("type"), body.payload.get("data") or {}
        where = f"response {response} to the {exchange}"
        self._state.judge(where, _response_problems(exchange, response, data))
        self._apply(exchange, response, data, body, where)
        exchange.respond(response, latency)
        if exchange.message is not None and response in (exchanges.MESSAGE, exchanges.UPDATE):
            made = response == exchanges.MESSAGE
            await self._announce("MESSAGE_CREATE" if made else "MESSAGE_UPDATE", exchange.message)
        if request.query.get("with_response") in ("true", "1"):
            return answer(_callback_json(exchange, response))
        return web.Response(status=204)

    def _check_open(self, exchange: Exchange, latency: float) -> None:
        if exchange.responded.is_set():
            raise refuse(40060)
        if latency > limits.FIRST_RESPONSE_SECONDS:
            self._state.late.append(f"{exchange}: first response after {latency:.2f} s")
            raise refuse(10062)

    def _apply(self, exchange: Exchange, response: int, data: JSON, body: Body, where: str) -> None:
        if response in (exchanges.MESSAGE, exchanges.DEFERRED):
            exchange.message = self._new_message(exchange, data.get("flags") or 0)
            if response == exchanges.DEFERRED:
                exchange.message.flags |= limits.LOADING
        elif response in (exchanges.UPDATE, exchanges.DEFERRED_UPDATE):
            exchange.message = exchange.source
        elif response == exchanges.CHOICES:
            exchange.choices = data.get("choices") or []
        else:
            exchange.modal = Modal(_numbered(data), exchange.channel, exchange.source)
        if exchange.message is not None:
            exchange.message.write(attached(self._state, where, data, body, exchange.message.attachments))

    async def _follow_up(self, request: web.Request) -> web.Response:
        exchange = self._answered(request)
        body, where = await read_body(request), f"follow-up to the {exchange}"
        self._state.judge_message(where, body.payload, Where.FOLLOW_UP)
        message = exchange.message
        if exchange.kind != "deferred" or not exchange.loading or message is None:
            message = self._new_message(exchange, body.payload.get("flags") or 0)
            exchange.follow_ups.append(message)
        message.write(attached(self._state, where, body.payload, body, []))
        await self._finish(exchange, message, "MESSAGE_CREATE")
        return answer(message.json())

    async def _read(self, request: web.Request) -> web.Response:
        return answer(self._message(request, self._answered(request)).json())

    async def _edit(self, request: web.Request) -> web.Response:
        exchange = self._answered(request)
        message = self._message(request, exchange)
        body, where = await read_body(request), f"edit after the {exchange}"
        self._state.judge_message(where, body.payload, Where.WEBHOOK_EDIT)
        message.write(attached(self._state, where, body.payload, body, message.attachments))
        if not message.flags & limits.LOADING:
            message.edited = timestamp()
        await self._finish(exchange, message, "MESSAGE_UPDATE")
        return answer(message.json())

    async def _delete(self, request: web.Request) -> web.Response:
        exchange = self._answered(request)
        message = self._message(request, exchange)
        message.deleted = True
        await self._finish(exchange, message, "MESSAGE_DELETE")
        return web.Response(status=204)

    async def _finish(self, exchange: Exchange, message: Message, event: str) -> None:
        message.flags &= ~limits.LOADING
        exchange.settle()
        await self._announce(event, message)

    def _answered(self, request: web.Request) -> Exchange:
        """The exchange of the token, which opens the webhook only once there is a first response."""
        exchange = self._state.exchanges.get(request.match_info["token"])
        if exchange is None or not exchange.responded.is_set():
            raise refuse(10015)
        if exchange.age > limits.TOKEN_SECONDS:
            raise refuse(50027)
        return exchange

    def _message(self, request: web.Request, exchange: Exchange) -> Message:
        named = request.match_info["message"]
        known = [exchange.message, *exchange.follow_ups]
        for message in known[:1] if named == "@original" else known:
            if message is not None and not message.deleted and named in ("@original", message.id):
                return message
        raise refuse(10008)

    def _new_message(self, exchange: Exchange, flags: int) -> Message:
        hidden = flags & limits.EPHEMERAL
        message = Message(exchange.channel, self._state.bot, flags=hidden)
        message.reader = exchange.user if hidden else None
        message.extra = exchange.metadata()
        self._state.keep(message)
        return message


def _response_problems(exchange: Exchange, response: int, data: JSON) -> list[Problem]:
    if not exchange.allows(response):
        return [Problem(("type",), f"{response} is no response to this interaction")]
    return CHECKS[response](data)


def _deferral_problems(data: JSON) -> list[Problem]:
    if (data.get("flags") or 0) & ~limits.EPHEMERAL:
        return [Problem(("data", "flags"), "only EPHEMERAL can be set when deferring")]
    return []


CHECKS: dict[int, Callable[[JSON], list[Problem]]] = {
    exchanges.MESSAGE: partial(check_message, where=Where.REPLY),
    exchanges.UPDATE: partial(check_message, where=Where.UPDATE),
    exchanges.DEFERRED: _deferral_problems,
    exchanges.DEFERRED_UPDATE: _deferral_problems,
    exchanges.MODAL: check_modal,
    exchanges.CHOICES: check_choices,
}


def _numbered(modal: JSON) -> JSON:
    """A copy in which every component has an id, as Discord gives it."""
    shown = copy.deepcopy(modal)
    for number, (_, part) in enumerate(walk(shown["components"]), 1):
        part.setdefault("id", number)
    return shown


def _callback_json(exchange: Exchange, response: int) -> JSON:
    """The answer to `with_response=true`, which discord.py always asks for."""
    about: JSON = {"id": exchange.id, "type": exchange.type}
    message = exchange.message
    if message is None:
        return {"interaction": about}
    about |= {"response_message_id": message.id, "response_message_ephemeral": message.ephemeral}
    about["response_message_loading"] = bool(message.flags & limits.LOADING)
    resource: JSON = {"type": response}
    if response != exchanges.DEFERRED_UPDATE:
        resource["message"] = message.json()
    return {"interaction": about, "resource": resource}
