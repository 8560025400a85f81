"""The loopback servers with ten thousand channels and as many messages."""

from __future__ import annotations

from time import process_time
from typing import Any

import aiohttp

from tests.loopback.discord_message import Message
from tests.loopback.discord_server import DiscordServer
from tests.loopback.discord_world import Channel
from tests.loopback.slack_server import SlackServer

MANY = 10_000


async def test_discord_tells_which_marks_there_are() -> None:
    async with DiscordServer() as server, _client(server) as session:
        other = server.channel(server.home, "other")
        row: Any = {"type": 1, "id": 70_001, "components": [{"type": 2, "style": 1, "label": "A", "custom_id": "a"}]}
        bodies: list[tuple[Channel, Any]] = [
            (server.general, {"content": "x", "components": [row]}),
            (other, {"content": "x", "components": [row]}),
            (other, {"embeds": [{"title": "x", "footer": {"text": "abc"}}]}),
        ]
        for channel, body in bodies:
            body |= {"allowed_mentions": {"parse": []}}
            async with session.post(f"{server.api_url}/channels/{channel.id}/messages", json=body) as answer:
                assert answer.status == 200
        assert server.marks() == {"70001": 2, "abc": 1}
        rows = list(server.all_messages())
        assert [one["channel_id"] for one in rows] == [server.general.id, other.id, other.id]
        await server.say(server.user("Ana"), other, "not the bot's")
        server.messages(other)[0].deleted = True
        assert server.marks() == {"70001": 1, "abc": 1}


async def test_discord_has_many_channels_and_finds_what_stands_in_one() -> None:
    async with DiscordServer() as server:
        started = process_time()
        channels = await server.spread(MANY)
        assert len(channels) == len({channel.id for channel in channels}) == MANY
        assert max(len(guild.channels) for guild in server._state.guilds.values()) == 500
        for channel in channels:
            message = Message(channel, server._state.bot, content="x")
            message.write({"embeds": [{"title": "x", "footer": {"text": f"post {channel.id}"}}]})
            server._state.keep(message)
        assert all(len(server.messages(channel)) == 1 for channel in channels)
        assert len(server.marks()) == MANY
        assert process_time() - started < 5


async def test_discord_judges_as_often_as_it_is_told() -> None:
    async with DiscordServer(tolerate=True) as server, _client(server) as session:
        statuses = []
        server.judge_every(3)
        for _ in range(6):
            url = f"{server.api_url}/channels/{server.general.id}/messages"
            async with session.post(url, json={"content": "pings @everyone"}) as answer:
                statuses.append(answer.status)
        assert statuses == [200, 200, 400] * 2
        server.judge_every(0)
        async with session.post(url, json={"content": "pings @everyone"}) as answer:
            assert answer.status == 200


def _client(server: DiscordServer) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(headers={"Authorization": f"Bot {server.token}"})


async def test_slack_tells_which_keys_there_are() -> None:
    async with SlackServer() as server:
        other = server.add_channel("other")
        for channel, key in ((server.general, "a"), (other, "a"), (other, "b")):
            metadata = {"event_type": "needlewise_post", "event_payload": {"key": key}}
            said = {"channel": channel.id, "text": "x", "metadata": metadata}
            assert await _say(server, said) == 200
        server.write(server.add_user("anna"), "not the bot's", other)
        assert server.marks() == {"a": 2, "b": 1}
        assert [row["channel"] for row in server.all_messages()] == [server.general.id, other.id, other.id]


async def test_slack_has_many_channels_and_finds_what_stands_in_one() -> None:
    async with SlackServer() as server:
        started = process_time()
        channels = server.spread(MANY)
        for channel in channels:
            metadata = {"event_type": "needlewise_post", "event_payload": {"key": channel.id}}
            server.state.workspace.post(channel.id, server.bot_user, {"text": "x", "metadata": metadata})
        assert all(len(server.messages(channel)) == 1 for channel in channels)
        assert len(server.marks()) == MANY
        assert process_time() - started < 3


async def test_slack_judges_as_often_as_it_is_told() -> None:
    async with SlackServer(tolerate=True) as server:
        server.judge_every(3)
        for _ in range(6):
            await _say(server, {"channel": server.general.id, "text": "<!channel>"})
        assert len(server.messages()) == 4
        assert len(server.violations) == 2


async def _say(server: SlackServer, said: Any) -> int:
    headers = {"Authorization": f"Bearer {server.bot_token}"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.post(f"{server.api_url}chat.postMessage", json=said) as answer,
    ):
        return answer.status
