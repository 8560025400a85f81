"""The login, which is all that sending needs."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import discord
from discord.http import HTTPClient, Route
from discord.webhook.async_ import async_context

from adapters.discord import limits
from adapters.discord.addresses import point_to, restore
from adapters.discord.errors import ending
from adapters.discord.exchange import Exchange
from adapters.discord.hook import Hook, Wire
from adapters.discord.sender import Guards, Sender

log = logging.getLogger(__name__)

Json = Mapping[str, Any]


@dataclass(slots=True)
class Session:
    """Made by `login`, ended by `close`; a new start is a new session.

    `http` sends what was planned, `urgent` what a person waits for.
    """

    exchange: Exchange
    http: Sender
    urgent: Sender
    wire: Wire
    me: Json = field(default_factory=dict)
    about: Json = field(default_factory=dict)
    closing: bool = False
    _restore: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)

    @classmethod
    async def login(cls, token: str, guards: Guards, api_url: str | None, gateway_url: str | None) -> Session:
        """Raises SetupError with the remedy if the token is refused or Discord can't be reached."""
        agent = HTTPClient(asyncio.get_running_loop()).user_agent
        exchange = Exchange(token, agent)
        web = aiohttp.ClientSession(
            headers={"User-Agent": agent}, timeout=aiohttp.ClientTimeout(limits.REQUEST_PATIENCE)
        )
        senders = Sender(exchange, guards), Sender(exchange, guards, urgent=True)
        session = cls(exchange, *senders, Wire(web, async_context.get()))
        session._restore.callback(restore, point_to(api_url, gateway_url))
        try:
            async with asyncio.timeout(limits.START_PATIENCE):
                session.me = await session.urgent.request(Route("GET", "/users/@me"))
                session.about = dict(await session.urgent.application_info())
        except BaseException as error:
            await session.close()
            raise ending(error) from error
        return session

    @property
    def user(self) -> str:
        """The bot's own user id."""
        return str(self.me["id"])

    @property
    def name(self) -> str:
        number = self.me.get("discriminator", "0")
        return str(self.me["username"]) + (f"#{number}" if number != "0" else "")

    @property
    def application(self) -> int:
        return int(self.about["id"])

    def hook(self, interaction: discord.Interaction) -> Hook:
        return Hook(self.wire, interaction.application_id, interaction.id, interaction.token)

    async def close(self) -> None:
        self.closing = True
        try:
            await self.exchange.close()
            await self.wire.session.close()
        except Exception as error:
            log.warning("closing the connection to Discord failed: %s", type(error).__name__)
        finally:
            self._restore.close()
