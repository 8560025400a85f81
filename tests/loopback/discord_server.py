"""A small Discord on 127.0.0.1, for tests and for the bench: REST, gateway, and people who use the bot.

    async with DiscordServer() as server:
        ...  # start the bot with server.api_url, server.gateway_url and server.token
        reply = await server.slash(server.user("Ana"), "fact", topic="mech-blood-flow")
        assert "blood flow" in reply.text

On leaving, an AssertionError lists every payload that Discord would refuse or that could ping somebody, and
every request to a route that the server doesn't know.

How discord.py is pointed here (read in 2.7.1):

- REST: `discord.http.Route.BASE = api_url`, a class attribute read whenever a route is made, also for
  interactions and webhooks. Nothing else is needed; set it before `login`.
- Gateway: `discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)`. `Client` always
  connects to it and never asks `GET /gateway/bot`. `AutoShardedClient` asks `GET /gateway/bot` for the number
  of shards and the first URL, unless `shard_count` is given: then it too uses DEFAULT_GATEWAY. Both resume at
  READY's `resume_gateway_url`, and a sharded client starts afresh at DEFAULT_GATEWAY: so set both always.
- Both are class attributes: they hold for the whole process.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from types import TracebackType
from typing import Self

from aiohttp import web

from . import discord_census as census
from . import discord_limits as limits
from .discord_bot_routes import BotRoutes
from .discord_channel_routes import ChannelRoutes
from .discord_door import API, Door
from .discord_faults import Faults
from .discord_gateway import Gateway, Session, Welcome
from .discord_interaction_routes import InteractionRoutes
from .discord_message import Message
from .discord_people import People
from .discord_problem import JSON
from .discord_state import State
from .discord_town import Town
from .discord_world import Channel
from .limited import Limited
from .listener import Listener
from .moments import Watcher
from .tally import Tally


class DiscordServer(People, Town):
    """`tolerate` leaves it to the test to look at `violations` and `unknown_routes`.

    `late` names first responses that came after three seconds; `faults` orders trouble; `gateway` can
    reconnect, invalidate or drop sessions; `watchers` are awaited at three moments of each request.
    """

    def __init__(
        self, *, token: str = "loopback.token", shards: int = 1, tolerate: bool = False, port: int = 0
    ) -> None:
        state = State(token)
        gateway = Gateway(Welcome(token, self._ready, self._guilds_of))
        Town.__init__(self, state, gateway)
        People.__init__(self, state, gateway, self.general)
        self.gateway = gateway
        self.faults = Faults()
        self._door = Door(state, self.faults)
        self._shards = shards
        self._tolerate = tolerate
        self._listener = Listener(port, 0.2)

    @property
    def token(self) -> str:
        return self._state.token

    @property
    def api_url(self) -> str:
        return f"http://{self._listener.address}{API}"

    @property
    def gateway_url(self) -> str:
        return f"ws://{self._listener.address}/gateway"

    @property
    def violations(self) -> list[str]:
        return self._state.violations

    @property
    def unknown_routes(self) -> list[str]:
        return self._state.unknown_routes

    @property
    def late(self) -> list[str]:
        return self._state.late

    @property
    def commands(self) -> list[JSON]:
        """The registered commands as Discord gives them back."""
        return self._state.commands

    @property
    def requests(self) -> list[str]:
        """Every REST request so far, as in "POST /channels/1/messages"."""
        return self._door.requests

    @property
    def arrivals(self) -> Tally:
        """When those requests came."""
        return self._door.arrivals

    @property
    def posts(self) -> Tally:
        """When the bot's messages in channels were made; a twin that a nonce kept away is none."""
        return self._state.posts

    @property
    def watchers(self) -> list[Watcher]:
        return self._door.watchers

    @property
    def limited(self) -> list[Limited]:
        """What `enforce_limits` turned away; ordered 429s are not among them."""
        return self._door.quota.limited

    @property
    def nonce_memory(self) -> float:
        """For how many seconds a nonce keeps its twin away."""
        return self._state.nonce_memory

    @nonce_memory.setter
    def nonce_memory(self, seconds: float) -> None:
        self._state.nonce_memory = seconds

    def enforce_limits(self, on: bool = True) -> None:
        """From now on, or no longer: see `discord_quota`."""
        self._door.quota.enforce(on)

    def judge_every(self, count: int) -> None:
        """Hold only each so manieth message against the rules, none with 0: a check costs a millisecond."""
        self._state.sampling.every = count

    def all_messages(self) -> Iterator[JSON]:
        """The bot's open messages in all channels, in brief: not to be changed."""
        return census.rows(self._state)

    def marks(self) -> Counter[str]:
        """How many of them carry each mark: a top component's `id`, as digits, or a footer's text."""
        return census.marks(self._state)

    def away(self) -> AbstractAsyncContextManager[None]:
        """Meanwhile connections are refused, and those that stood are reset, the gateway's too."""
        return self._listener.away()

    async def until(self, true: Callable[[], bool], what: str, *, patience: float = 5.0) -> None:
        """Wait for something that a request of the bot brings about; `what` names it when it fails."""
        try:
            async with asyncio.timeout(patience), self._door.changed:
                await self._door.changed.wait_for(true)
        except TimeoutError:
            raise AssertionError(f"not within {patience:g} s: {what}") from None

    async def posted(self, channel: Channel, count: int = 1, *, patience: float = 5.0) -> list[Message]:
        """The channel's messages, once there are at least so many."""
        wanted = f"{count} messages in {channel.name}"
        await self.until(lambda: len(self.messages(channel)) >= count, wanted, patience=patience)
        return self.messages(channel)

    async def ready(self, *, patience: float = 10.0) -> None:
        """Until a bot is connected and has registered commands."""
        await self.gateway.connected(patience=patience)
        await self.until(lambda: bool(self.commands), "commands are registered", patience=patience)

    async def __aenter__(self) -> Self:
        bound = self._listener.bind()
        self._state.files_url = f"http://{self._listener.address}/files"
        await self._listener.serve(self._application(), bound)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._door.close()
        await self.gateway.drop(1001)
        await self._listener.close()
        complaint = self._complaint()
        if complaint and error is not None:
            error.add_note(complaint)
        elif complaint:
            raise AssertionError(complaint)

    def _complaint(self) -> str:
        if self._tolerate:
            return ""
        found = [f"Discord would refuse: {fault}" for fault in self.violations]
        return "\n".join(found + [f"no such route here: {route}" for route in self.unknown_routes])

    def _application(self) -> web.Application:
        app = web.Application(middlewares=[self._door.middleware], client_max_size=limits.REQUEST_BYTES)
        for route in [
            *BotRoutes(self._state, self.gateway, self.gateway_url, self._shards).routes(),
            *ChannelRoutes(self._state, self._announce).routes(),
            *InteractionRoutes(self._state, self._announce).routes(),
        ]:
            app.router.add_route(route.method, API + route.path, route.handler)
        app.router.add_get("/gateway", self.gateway.serve)
        app.router.add_get("/files/{file}/{name}", self._file)
        return app

    async def _file(self, request: web.Request) -> web.Response:
        content = self._state.files.get(request.match_info["file"])
        return web.Response(status=404) if content is None else web.Response(body=content)

    def _ready(self, session: Session) -> JSON:
        guilds = [{"id": guild["id"], "unavailable": True} for guild in self._guilds_of(session)]
        bot = self._state.bot
        told: JSON = {"v": 10, "user": bot.json(), "guilds": guilds, "session_id": session.id}
        told |= {"resume_gateway_url": self.gateway_url, "shard": list(session.shard)}
        return told | {"application": {"id": bot.id, "flags": 0}}

    def _guilds_of(self, session: Session) -> list[JSON]:
        joined = [guild for guild in self._state.guilds.values() if guild.joined and session.serves(guild.id)]
        return [guild.create_json(self._state.bot, available_again=True) for guild in joined]
