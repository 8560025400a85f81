"""The loopback Slack's limits: off at first, then as documented, with a clock that the tests move."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from tests.loopback import slack_quota
from tests.loopback.slack_server import SlackServer


class Clock:
    """Stands still unless it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(slack_quota, "time", made)
    return made


@pytest_asyncio.fixture
async def server() -> AsyncIterator[SlackServer]:
    async with SlackServer() as running:
        yield running


@pytest_asyncio.fixture
async def session(server: SlackServer) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {server.bot_token}"}) as made:
        yield made


async def call(
    session: aiohttp.ClientSession, server: SlackServer, method: str, **args: Any
) -> tuple[int, str | None, Any]:
    async with session.post(f"{server.api_url}{method}", json=args) as answer:
        return answer.status, answer.headers.get("Retry-After"), await answer.json()


async def statuses(
    session: aiohttp.ClientSession, server: SlackServer, count: int, method: str, **args: Any
) -> list[int]:
    return [(await call(session, server, method, **args))[0] for _ in range(count)]


async def test_nothing_is_limited_unless_it_is_asked_for(server: SlackServer, session: aiohttp.ClientSession) -> None:
    general = server.general.id
    assert set(await statuses(session, server, 60, "chat.postMessage", channel=general, text="x")) == {200}
    assert set(await statuses(session, server, 60, "conversations.history", channel=general)) == {200}
    assert server.limited == []


async def test_a_channel_takes_three_and_then_one_a_second(
    server: SlackServer, session: aiohttp.ClientSession, clock: Clock
) -> None:
    server.enforce_limits()
    general, other = server.general.id, server.add_channel("other").id
    assert await statuses(session, server, 4, "chat.postMessage", channel=general, text="x") == [200] * 3 + [429]
    status, wait, body = await call(session, server, "chat.postMessage", channel=general, text="x")
    assert (status, wait, body) == (429, "1", {"ok": False, "error": "ratelimited"})
    assert await statuses(session, server, 1, "chat.postMessage", channel=other, text="x") == [200]
    assert [(one.reason, one.where) for one in server.limited] == [("channel", f"chat.postMessage {general}")] * 2
    clock.now += 2
    assert await statuses(session, server, 3, "chat.postMessage", channel=general, text="x") == [200, 200, 429]
    assert len(server.messages()) == len(server.posts) - 1 == 5


async def test_a_person_and_the_direct_channel_with_them_are_one(
    server: SlackServer, session: aiohttp.ClientSession, clock: Clock
) -> None:
    server.enforce_limits()
    anna = server.add_user("anna")
    direct = server.state.workspace.im(anna.id).id
    assert await statuses(session, server, 3, "chat.postMessage", channel=anna.id, text="x") == [200] * 3
    assert await statuses(session, server, 1, "chat.postMessage", channel=direct, text="x") == [429]


async def test_a_workspace_takes_ten_and_then_five_a_second(
    server: SlackServer, session: aiohttp.ClientSession, clock: Clock
) -> None:
    server.enforce_limits()
    channels = [channel.id for channel in server.spread(400)]

    async def post_all() -> list[int]:
        return [(await call(session, server, "chat.postMessage", channel=one, text="x"))[0] for one in channels[:12]]

    assert await post_all() == [200] * 10 + [429] * 2
    assert {one.reason for one in server.limited} == {"workspace"}
    clock.now += 1
    channels = channels[12:]
    assert await post_all() == [200] * 5 + [429] * 7
    clock.now += 60
    channels = channels[12:]
    assert await post_all() == [200] * 10 + [429] * 2


@pytest.mark.parametrize(
    ("method", "args", "most"),
    [
        ("conversations.history", {"channel": "C0GENERAL"}, 50),
        ("conversations.info", {"channel": "C0GENERAL"}, 50),
        ("users.info", {"user": "U0BOT"}, 100),
        ("auth.test", {}, 600),
    ],
)
async def test_a_method_has_a_tier(
    server: SlackServer,
    session: aiohttp.ClientSession,
    clock: Clock,
    method: str,
    args: dict[str, Any],
    most: int,
) -> None:
    server.enforce_limits()
    assert await statuses(session, server, most, method, **args) == [200] * most
    clock.now += 20.5
    status, wait, _ = await call(session, server, method, **args)
    assert (status, wait) == (429, "40")
    assert [one.reason for one in server.limited] == ["tier"]
    assert (await call(session, server, "team.info"))[0] == 200
    clock.now += 39.5
    assert (await call(session, server, method, **args))[0] == 200


def test_each_method_that_the_server_knows_has_a_limit_or_is_named_as_free() -> None:
    from tests.loopback.slack_api import METHODS

    free = {"files.getUploadURLExternal", "files.completeUploadExternal"}
    assert set(METHODS) - {slack_quota.POST} - free == set(slack_quota.TIERS)


async def test_posting_is_counted_by_second(server: SlackServer, session: aiohttp.ClientSession) -> None:
    await asyncio.gather(
        *(call(session, server, "chat.postMessage", channel=server.general.id, text="x") for _ in range(5))
    )
    assert sum(server.posts.by_second().values()) == len(server.arrivals) == 5
    assert server.posts.first is not None
    assert server.posts.last is not None
    assert server.posts.first <= server.posts.last
