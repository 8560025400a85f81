"""What people do on the loopback server: the half of `DiscordServer` that tests talk to.

Each deed waits for the bot's first response within Discord's three seconds and, with `settle` (the default),
also for the end of a deferral: an edit, a follow-up or a deletion.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Mapping
from typing import Any

from . import discord_exchange as exchanges
from . import discord_limits as limits
from .discord_arguments import find_command, resolved_people, slash_data
from .discord_command_rules import MESSAGE as MESSAGE_COMMAND
from .discord_component_rules import BUTTON
from .discord_exchange import Exchange, Modal
from .discord_form import chosen, filled
from .discord_gateway import Gateway
from .discord_message import Message
from .discord_problem import JSON
from .discord_state import State
from .discord_world import Channel, User

Answered = Message | Exchange
DM_CONTEXT = 1


class People:
    """`patience` is how many seconds a deferred answer may take to be finished."""

    def __init__(self, state: State, gateway: Gateway, lobby: Channel) -> None:
        self._state = state
        self._gateway = gateway
        self._lobby = lobby
        self.patience = 10.0

    async def slash(
        self,
        user: User,
        line: str,
        /,
        *,
        in_channel: Channel | None = None,
        settle: bool = True,
        options: Mapping[str, Any] | None = None,
        **named: Any,
    ) -> Exchange:
        """Send `/line` with its options; `options` is for names that are no Python names or are taken here."""
        channel = in_channel or self._lobby
        values = {**named, **(options or {})}
        self._check_context(line.split()[0], channel)
        data = slash_data(self._state.commands, line, values, bot=self._state.bot, viewer=user)
        return await self._do(Exchange(exchanges.COMMAND, user, channel, data), settle)

    async def suggest(
        self,
        user: User,
        line: str,
        option: str,
        typed: str,
        /,
        *,
        in_channel: Channel | None = None,
        **named: Any,
    ) -> Exchange:
        """Type into an option with autocomplete; the suggestions are in `choices`."""
        values, bot = {**named, option: typed}, self._state.bot
        data = slash_data(self._state.commands, line, values, bot=bot, viewer=user, focused=option)
        return await self._do(Exchange(exchanges.SUGGEST, user, in_channel or self._lobby, data), True)

    async def message_command(self, user: User, name: str, on: Answered, *, settle: bool = True) -> Exchange:
        """Choose an app command in a message's menu."""
        message = _message(on)
        command = find_command(self._state.commands, name, MESSAGE_COMMAND)
        data: JSON = {"id": command["id"], "name": name, "type": MESSAGE_COMMAND, "target_id": message.id}
        data["resolved"] = {"messages": {message.id: message.json()}}
        return await self._do(Exchange(exchanges.COMMAND, user, message.channel, data), settle)

    async def press(self, user: User, on: Answered, custom_id: str, *, settle: bool = True) -> Exchange:
        """Press a button, named by its custom_id or its label."""
        message = _message(on)
        button = _component(user, message, custom_id)
        assert button["type"] == BUTTON, f"{custom_id!r} is no button"
        assert button.get("custom_id"), f"{custom_id!r} is a link"
        data: JSON = {"custom_id": button["custom_id"], "component_type": BUTTON, "id": button["id"]}
        return await self._do(self._on_message(user, message, data), settle)

    async def select(
        self, user: User, on: Answered, custom_id: str, values: Iterable[Any], *, settle: bool = True
    ) -> Exchange:
        """Choose values (texts, `User`s or `Channel`s) in a select of a message."""
        message, picked = _message(on), list(values)
        select = _component(user, message, custom_id)
        assert select["type"] != BUTTON, f"{custom_id!r} is a button"
        data: JSON = {"custom_id": custom_id, "component_type": select["type"], "id": select["id"]}
        data["values"] = chosen(custom_id, select, picked)
        data |= resolved_people(picked, self._state.bot, user)
        return await self._do(self._on_message(user, message, data), settle)

    async def submit(
        self, user: User, form: Modal | Exchange, values: Mapping[str, Any], *, settle: bool = True
    ) -> Exchange:
        """Fill in a modal and send it; `values` maps custom_ids to texts, choices, `User`s or `Channel`s."""
        modal = form.modal if isinstance(form, Exchange) else form
        assert modal is not None, f"{form}: the response is no modal"
        data: JSON = {"custom_id": modal.custom_id, "components": filled(modal.payload, values)}
        data |= resolved_people(_flat(values.values()), self._state.bot, user)
        exchange = Exchange(exchanges.FORM, user, modal.channel, data, source=modal.source)
        return await self._do(exchange, settle)

    def _on_message(self, user: User, message: Message, data: JSON) -> Exchange:
        return Exchange(exchanges.COMPONENT, user, message.channel, data, source=message)

    def _check_context(self, name: str, channel: Channel) -> None:
        command = find_command(self._state.commands, name)
        contexts = command.get("contexts") or ([0, 1, 2] if command["dm_permission"] else [0])
        offered = channel.guild is not None or DM_CONTEXT in contexts
        assert offered, f"/{name} is not offered in direct messages: its contexts are {contexts}"

    async def _do(self, exchange: Exchange, settle: bool) -> Exchange:
        guild = exchange.channel.guild
        self._state.know(exchange.user)
        self._state.exchanges[exchange.token] = exchange
        event = exchange.json(self._state.bot)
        exchange.started = time.monotonic()
        told = await self._gateway.dispatch("INTERACTION_CREATE", event, guild_id=guild.id if guild else None)
        assert told, f"{exchange}: no bot is connected to receive it"
        await self._within(limits.FIRST_RESPONSE_SECONDS, exchange.responded, f"{exchange}: no first response")
        if settle:
            await self._within(self.patience, exchange.settled, f"{exchange}: deferred and never finished")
        return exchange

    async def _within(self, seconds: float, event: asyncio.Event, complaint: str) -> None:
        try:
            async with asyncio.timeout(seconds):
                await event.wait()
        except TimeoutError:
            refused = "; ".join(self._state.violations[-3:])
            hint = f"; the server refused: {refused}" if refused else ""
            raise AssertionError(f"{complaint} within {seconds:g} s{hint}") from None


def _message(on: Answered) -> Message:
    return on.shown if isinstance(on, Exchange) else on


def _component(user: User, message: Message, custom_id: str) -> JSON:
    assert not message.deleted, "the message was deleted"
    assert message.reader in (None, user), f"{user.name} cannot see this message: it is only for another user"
    component = message.component(custom_id)
    assert component is not None, f"no {custom_id!r} on the message; it has the buttons {message.buttons}"
    assert not component.get("disabled"), f"{custom_id!r} is disabled"
    return component


def _flat(values: Iterable[Any]) -> list[Any]:
    return [one for value in values for one in (value if isinstance(value, list | tuple) else [value])]
