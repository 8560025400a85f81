"""The loopback servers in a process of their own, and how they are steered."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.loopback.apart import Apart, apart


@pytest_asyncio.fixture
async def servers() -> AsyncIterator[Apart]:
    async with apart() as running:
        yield running


async def test_discord_is_filled_limited_and_counted(servers: Apart) -> None:
    ids = (await servers.tell("discord", "channels", count=600))["ids"]
    assert len(set(ids)) == 600
    await servers.tell("discord", "limits", on=True)
    footer = {"allowed_mentions": {"parse": []}, "embeds": [{"title": "x", "footer": {"text": "abc"}}]}
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {servers.discord['token']}"}) as session:
        statuses = []
        for channel in [ids[0]] * 6 + [ids[599]]:
            url = f"{servers.discord['api_url']}/channels/{channel}/messages"
            async with session.post(url, json=footer) as answer:
                statuses.append(answer.status)
    assert statuses == [200] * 5 + [429, 200]
    counts = await servers.tell("discord", "counts")
    assert (counts["posts"], counts["requests"], counts["busiest_second"]) == (6, 7, 7)
    assert (counts["limited"], counts["violations"]) == ({"channel": 1}, 0)
    assert sum(counts["by_second"].values()) == 6
    assert 0 < counts["last"] - counts["first"] < 5
    assert (await servers.tell("discord", "marks"))["all"] == {"abc": 6}


async def test_a_command_on_discord_is_timed_where_the_server_runs(servers: Apart) -> None:
    api, token = servers.discord["api_url"], servers.discord["token"]
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {token}"}) as session:
        me: Any = await (await session.get(f"{api}/users/@me")).json()
        commands = [{"name": "fact", "description": "One fact"}]
        await session.put(f"{api}/applications/{me['id']}/commands", json=commands)
        socket = await session.ws_connect(servers.discord["gateway_url"])
        await socket.send_json({"op": 2, "d": {"token": token, "intents": 1}})
        await _next(socket, "GUILD_CREATE")
        asked = asyncio.create_task(servers.tell("discord", "slash", line="fact"))
        about = await _next(socket, "INTERACTION_CREATE")
        await asyncio.sleep(0.2)
        hello = {"type": 4, "data": {"content": "hello", "allowed_mentions": {"parse": []}}}
        await session.post(f"{api}/interactions/{about['id']}/{about['token']}/callback", json=hello)
        assert 0.2 <= (await asked)["acknowledged"] < 1
        assert (await servers.tell("discord", "counts"))["connected"] == 1


async def test_slack_is_filled_limited_and_counted(servers: Apart) -> None:
    ids = (await servers.tell("slack", "channels", count=20))["ids"]
    await servers.tell("slack", "limits", on=True)
    await servers.tell("slack", "judge_every", count=0)
    metadata = {"event_type": "needlewise_post", "event_payload": {"key": "k"}}
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {servers.slack['bot_token']}"}) as session:
        for channel in [ids[0]] * 5 + [ids[19]]:
            said = {"channel": channel, "text": "<!channel>", "metadata": metadata}
            await session.post(f"{servers.slack['api_url']}chat.postMessage", json=said)
    counts = await servers.tell("slack", "counts")
    assert (counts["posts"], counts["limited"], counts["violations"]) == (4, {"channel": 2}, 0)
    assert (await servers.tell("slack", "marks"))["all"] == {"k": 4}


async def test_a_command_on_slack_is_timed_where_the_server_runs(
    servers: Apart, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    given = servers.slack
    app = AsyncApp(client=AsyncWebClient(token=given["bot_token"], base_url=given["api_url"]))

    @app.command("/fact")
    async def fact(ack: Any) -> None:
        await asyncio.sleep(0.2)
        await ack("a fact")

    handler = AsyncSocketModeHandler(app, given["app_token"])
    await handler.connect_async()  # type: ignore[no-untyped-call]
    assert 0.2 <= (await servers.tell("slack", "slash", line="fact"))["acknowledged"] < 1
    await handler.close_async()  # type: ignore[no-untyped-call]


async def test_what_can_not_be_done_is_said(servers: Apart) -> None:
    with pytest.raises(AssertionError, match="no command"):
        await servers.tell("discord", "slash", line="fact")
    with pytest.raises(AssertionError, match="no bot is connected"):
        await servers.tell("slack", "slash", line="fact")
    with pytest.raises(AssertionError, match="nothing here does"):
        await servers.tell("slack", "__init__")


async def test_the_process_ends_with_its_block_and_may_leave_a_platform_out() -> None:
    async with apart(discord=None) as servers:
        pid = servers.pid
        assert not servers.discord
        with pytest.raises(AssertionError, match="nothing here does"):
            await servers.tell("discord", "counts")
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


async def _next(socket: aiohttp.ClientWebSocketResponse, event: str) -> Any:
    async with asyncio.timeout(5):
        while (frame := await socket.receive_json()).get("t") != event:
            """Something else comes first."""
    return frame["d"]


async def test_a_channel_can_be_made_to_fail_or_to_answer_late(servers: Apart) -> None:
    for platform, given in (("discord", servers.discord), ("slack", servers.slack)):
        told = await servers.tell(platform, "channels", count=3)
        late, broken, well = told["ids"]
        assert len(told["spaces"]) == 3
        await servers.tell(platform, "trouble", channels=[late], seconds=0.3)
        await servers.tell(platform, "trouble", channels=[broken])
        token = f"Bot {given['token']}" if platform == "discord" else f"Bearer {given['bot_token']}"
        async with aiohttp.ClientSession(headers={"Authorization": token}) as session:
            took, statuses = [], []
            for channel in (late, broken, well):
                begun = asyncio.get_running_loop().time()
                url = f"{given['api_url']}/channels/{channel}/messages" if platform == "discord" else ""
                said: Any = {"embeds": [{"title": "x"}], "allowed_mentions": {"parse": []}}
                body = said if url else {"channel": channel, "text": "x"}
                async with session.post(url or f"{given['api_url']}chat.postMessage", json=body) as answer:
                    statuses.append(answer.status)
                took.append(asyncio.get_running_loop().time() - begun)
        assert statuses == [200, 500, 200]
        assert took[0] >= 0.3 > max(took[1:])


async def test_servers_on_discord_are_as_large_as_asked_for(servers: Apart) -> None:
    told = await servers.tell("discord", "channels", count=50, each=20)
    assert sorted(Counter(told["spaces"]).values()) == [10, 20, 20]
