"""A client's process that is killed in the middle of its request, and discord.py under the limits."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from typing import Any

import discord
import pytest
from discord.http import Route

from tests.loopback import discord_limits as limits
from tests.loopback.discord_server import DiscordServer
from tests.loopback.moments import Moment
from tests.loopback.slack_server import SlackServer

STAGES = ["before", "applied", "answered"]
CLIENT = """
import json, sys, time, urllib.request
url, token, body = sys.argv[1:]
headers = {"Authorization": token, "Content-Type": "application/json"}
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
opener.open(urllib.request.Request(url, body.encode(), headers)).read()
time.sleep(60)
"""


async def killed(watchers: list[Any], stage: str, *request: str) -> None:
    """A process makes the request and is killed by the server's watcher at that stage."""
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", CLIENT, *request)

    async def kill(moment: Moment) -> None:
        if moment.stage == stage:
            child.send_signal(signal.SIGKILL)
            await child.wait()

    watchers.append(kill)
    assert await asyncio.wait_for(child.wait(), 10) == -signal.SIGKILL
    watchers.clear()


@pytest.mark.parametrize("stage", STAGES)
async def test_discord_goes_on_after_a_kill(stage: str) -> None:
    async with DiscordServer() as server:
        url = f"{server.api_url}/channels/{server.general.id}/messages"
        body = json.dumps({"content": "hello", "allowed_mentions": {"parse": []}})
        await killed(server.watchers, stage, url, f"Bot {server.token}", body)
        assert len(await server.posted(server.general)) == 1


@pytest.mark.parametrize("stage", STAGES)
async def test_slack_goes_on_after_a_kill(stage: str) -> None:
    async with SlackServer() as server:
        body = json.dumps({"channel": server.general.id, "text": "hello"})
        await killed(server.watchers, stage, f"{server.api_url}chat.postMessage", f"Bearer {server.bot_token}", body)
        await server.until(server.messages)
        assert len(server.messages()) == 1


async def test_discord_py_reads_the_headers_and_is_never_turned_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CHANNEL_SECONDS", 0.4)
    async with DiscordServer() as server, discord.Client(intents=discord.Intents.none()) as bot:
        monkeypatch.setattr(Route, "BASE", server.api_url)
        server.enforce_limits()
        await bot.login(server.token)
        quiet = discord.AllowedMentions.none()
        for channel in (server.general, server.channel(server.home, "other")):
            place = bot.get_partial_messageable(int(channel.id))
            for number in range(12):
                await place.send(str(number), allowed_mentions=quiet)
        assert server.limited == []
        assert len(server.posts) == 24
        assert server.posts.most_within(0.4) <= 10


async def test_discord_py_waits_out_a_limit_that_it_could_not_foresee(monkeypatch: pytest.MonkeyPatch) -> None:
    async with DiscordServer() as server, discord.Client(intents=discord.Intents.none()) as bot:
        monkeypatch.setattr(Route, "BASE", server.api_url)
        await bot.login(server.token)
        server.enforce_limits()
        user = server.user("Ana")
        await asyncio.gather(*(bot.fetch_user(int(user.id)) for _ in range(60)))
        assert {one.reason for one in server.limited} == {"global"}
