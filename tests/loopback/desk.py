"""What a bench asks of a server that runs in another process: one deed a request, JSON in and out."""

from __future__ import annotations

import time
from collections import Counter
from random import Random
from typing import Any

from . import discord_limits
from .discord_server import DiscordServer
from .discord_world import User as DiscordUser
from .slack_people import TEAM
from .slack_people import User as SlackUser
from .slack_server import SlackServer
from .slack_troubles import Trouble

JSON = dict[str, Any]
_SHOWN = 20
ALWAYS = 1.0


class Desk:
    """The deeds that both platforms share. Each is a coroutine named after what is asked for."""

    DEEDS: tuple[str, ...] = ("limits", "judge_every", "channels", "counts", "marks", "slash", "trouble")

    def __init__(self, server: DiscordServer | SlackServer) -> None:
        self._both = server

    async def limits(self, on: bool = True) -> JSON:
        self._both.enforce_limits(on)
        return {}

    async def judge_every(self, count: int) -> JSON:
        self._both.judge_every(count)
        return {}

    async def counts(self) -> JSON:
        """Times are seconds since the epoch, `cpu` those that this process has used, both servers together."""
        server, posts, arrivals = self._both, self._both.posts, self._both.arrivals
        told: JSON = {"posts": len(posts), "first": posts.first, "last": posts.last, "by_second": posts.by_second()}
        told |= {"requests": len(arrivals), "busiest_second": arrivals.most_within(1.0)}
        told |= {"limited": Counter(one.reason for one in server.limited), "cpu": time.process_time()}
        faults = [str(fault) for fault in server.violations]
        return told | {"violations": len(faults), "first_violations": faults[:_SHOWN]}

    async def marks(self) -> JSON:
        """`all` counts messages by their marks: see `marks` of the two servers."""
        return {"all": self._both.marks()}


class DiscordDesk(Desk):
    DEEDS = (*Desk.DEEDS, "nonce_memory")

    def __init__(self, server: DiscordServer) -> None:
        super().__init__(server)
        self._server = server
        self._users: dict[str, DiscordUser] = {}

    async def channels(self, count: int, each: int = discord_limits.GUILD_CHANNELS) -> JSON:
        """`each` is how many one server has; `spaces` are the servers, one for each of the `ids`."""
        made = await self._server.spread(count, each)
        return {"ids": [one.id for one in made], "spaces": [one.guild.id for one in made if one.guild]}

    async def trouble(self, channels: list[str], seconds: float = 0, status: int = 500) -> JSON:
        """From now on every post there gets a server error, or if `seconds` are given, is done and answered so late."""
        kind = "slow" if seconds else "error"
        for one in channels:
            where, dice = ("POST", f"/channels/{one}/messages"), Random()
            self._server.faults.sometimes(*where, kind, ALWAYS, dice, seconds=seconds, status=status)
        return {}

    async def nonce_memory(self, seconds: float) -> JSON:
        self._server.nonce_memory = seconds
        return {}

    async def slash(self, line: str, user: str = "Ana", channel: str | None = None, settle: bool = True) -> JSON:
        """`line` is without the slash; `acknowledged` is the seconds from the event to the first response."""
        place = self._server.find_channel(channel) if channel else None
        who = self._users.get(user) or self._server.user(user, manager=True)
        self._users[user] = who
        exchange = await self._server.slash(who, line, in_channel=place, settle=settle)
        return {"acknowledged": exchange.latency}

    async def counts(self) -> JSON:
        live, server = len(self._server.gateway.live), self._server
        return {**await super().counts(), "connected": live, "unknown": server.unknown_routes, "late": server.late}


class SlackDesk(Desk):
    def __init__(self, server: SlackServer) -> None:
        super().__init__(server)
        self._server = server
        self._users: dict[str, SlackUser] = {}

    async def channels(self, count: int) -> JSON:
        made = self._server.spread(count)
        return {"ids": [one.id for one in made], "spaces": [TEAM for _ in made]}

    async def trouble(self, channels: list[str], seconds: float = 0, status: int = 500) -> JSON:
        """As on Discord."""
        trouble = Trouble("slow", seconds=seconds) if seconds else Trouble("broken", number=status)
        for one in channels:
            self._server.troubles.sometimes("chat.postMessage", trouble, ALWAYS, Random(), one)
        return {}

    async def slash(self, line: str, user: str = "ana", channel: str | None = None, settle: bool = True) -> JSON:
        """`line` is as in "fact topic:x", without the slash; `acknowledged` is the seconds that the bot took."""
        place = self._server.state.workspace.channels[channel] if channel else None
        who = self._users.get(user) or self._server.add_user(user, admin=True)
        self._users[user] = who
        command, _, text = line.partition(" ")
        answer = await self._server.slash(who, f"/{command}", text, place, effect=settle)
        return {"acknowledged": answer.ack.seconds if answer.ack else None}

    async def counts(self) -> JSON:
        server = self._server
        return {**await super().counts(), "connected": len(server.socket.connections), "unknown": server.api.unknown}
