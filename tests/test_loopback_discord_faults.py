"""Trouble that the loopback Discord makes on demand, and the moments at which a bot may die."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from random import Random
from time import monotonic
from typing import Any, Literal

import aiohttp
import pytest
import pytest_asyncio

from tests.loopback.discord_server import DiscordServer
from tests.loopback.moments import Moment, Unsent
from tests.loopback.wire import reset

POSTS = ("POST", "/channels/*/messages")


@pytest_asyncio.fixture
async def server() -> AsyncIterator[DiscordServer]:
    """Strict: whatever breaks the server fails the test at its end."""
    async with DiscordServer() as running:
        yield running


@pytest_asyncio.fixture
async def session(server: DiscordServer) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {server.token}"}) as made:
        yield made


async def post(session: aiohttp.ClientSession, server: DiscordServer, **more: Any) -> tuple[int, Any]:
    body = {"content": "hello", "allowed_mentions": {"parse": []}, **more}
    async with session.post(f"{server.api_url}/channels/{server.general.id}/messages", json=body) as answer:
        return answer.status, await answer.json()


def posted(server: DiscordServer) -> int:
    return len(server.messages(server.general))


async def test_how_long_a_nonce_is_remembered_can_be_set(server: DiscordServer, session: aiohttp.ClientSession) -> None:
    assert server.nonce_memory == 180
    server.nonce_memory = 0.2
    marked = {"nonce": "n", "enforce_nonce": True}
    first, twin = await post(session, server, **marked), await post(session, server, **marked)
    assert first[1]["id"] == twin[1]["id"]
    await asyncio.sleep(0.25)
    assert (await post(session, server, **marked))[1]["id"] != first[1]["id"]
    assert len(server.posts) == posted(server) == 2


async def test_a_slow_answer_comes_after_work_done_at_once_or_late(
    server: DiscordServer, session: aiohttp.ClientSession
) -> None:
    for late in (False, True):
        server.faults.slow(*POSTS, seconds=0.3, late=late)
        before, started = posted(server), monotonic()
        call = asyncio.create_task(post(session, server))
        await asyncio.sleep(0.15)
        assert posted(server) == before + (not late)
        assert (await call)[0] == 200
        assert monotonic() - started >= 0.3
        assert posted(server) == before + 1


async def test_a_reset_before_anything_is_done(server: DiscordServer, session: aiohttp.ClientSession) -> None:
    server.faults.reset(*POSTS)
    with pytest.raises(aiohttp.ClientOSError, match="reset by peer"):
        await post(session, server)
    assert posted(server) == 0
    assert (await post(session, server))[0] == 200


async def test_a_reset_after_the_work(server: DiscordServer, session: aiohttp.ClientSession) -> None:
    server.faults.reset(*POSTS, when="after")
    with pytest.raises(aiohttp.ClientOSError, match="reset by peer"):
        await post(session, server)
    assert posted(server) == 1


async def test_half_an_answer_and_a_reset(server: DiscordServer, session: aiohttp.ClientSession) -> None:
    server.faults.reset(*POSTS, when="half")
    body = {"content": "hello", "allowed_mentions": {"parse": []}}
    answer = await session.post(f"{server.api_url}/channels/{server.general.id}/messages", json=body)
    assert answer.status == 200
    read = await answer.content.readany()
    assert 0 < len(read) < int(answer.headers["Content-Length"])
    with pytest.raises(ValueError, match=r"Unterminated|Expecting|delimiter"):
        json.loads(read)
    with pytest.raises(aiohttp.ClientError):
        await answer.read()
    assert posted(server) == 1


async def test_only_one_channel_is_in_trouble(server: DiscordServer, session: aiohttp.ClientSession) -> None:
    other = server.channel(server.home, "other")
    server.faults.error("POST", f"/channels/{other.id}/messages", times=100)
    assert (await post(session, server))[0] == 200
    body = {"content": "hello", "allowed_mentions": {"parse": []}}
    async with session.post(f"{server.api_url}/channels/{other.id}/messages", json=body) as answer:
        assert answer.status == 502
    assert server.messages(other) == []


@pytest.mark.parametrize(("kind", "applied"), [("cut", True), ("lost", True), ("half", True), ("reset", False)])
async def test_some_trouble_by_the_dice(
    server: DiscordServer, session: aiohttp.ClientSession, kind: str, applied: bool
) -> None:
    server.faults.sometimes(*POSTS, kind, 0.4, Random(7))
    dice = Random(7)
    expected = [dice.random() >= 0.4 for _ in range(30)]
    assert [await _goes_well(session, server) for _ in range(30)] == expected
    assert server.faults.struck == {kind: expected.count(False)}
    assert posted(server) == (30 if applied else expected.count(True))
    server.faults.clear()
    assert await _goes_well(session, server)


async def test_errors_and_slowness_by_the_dice(server: DiscordServer, session: aiohttp.ClientSession) -> None:
    server.faults.sometimes(*POSTS, "error", 1.0, Random(1), status=503)
    assert (await post(session, server))[0] == 503
    server.faults.clear()
    server.faults.sometimes("*", "/channels/*", "slow", 1.0, Random(1), seconds=0.2)
    started = monotonic()
    assert (await post(session, server))[0] == 200
    assert monotonic() - started >= 0.2


async def test_away_means_refused_and_then_back_with_everything(
    server: DiscordServer, session: aiohttp.ClientSession
) -> None:
    await post(session, server)
    server.faults.silent(*POSTS)
    hanging = asyncio.create_task(post(session, server))
    await server.posted(server.general, 2)
    async with server.away():
        with pytest.raises(aiohttp.ClientOSError):
            await hanging
        with pytest.raises(aiohttp.ClientConnectorError, match=r"refused|Connect call failed"):
            await post(session, server)
    assert (await post(session, server))[0] == 200
    assert posted(server) == 3


async def test_each_request_has_three_moments(server: DiscordServer, session: aiohttp.ClientSession) -> None:
    seen: list[tuple[str, int]] = []

    async def watch(moment: Moment) -> None:
        assert (moment.method, moment.place) == ("POST", f"/channels/{server.general.id}/messages")
        seen.append((moment.stage, posted(server)))

    server.watchers.append(watch)
    await post(session, server)
    await server.until(lambda: len(seen) == 3, "three moments")
    assert seen == [("before", 0), ("applied", 1), ("answered", 1)]
    server.faults.error(*POSTS)
    await post(session, server)
    assert [stage for stage, _ in seen[3:]] == ["before", "answered"]
    server.faults.cut(*POSTS)
    with pytest.raises(aiohttp.ClientError):
        await post(session, server)
    assert [stage for stage, _ in seen[5:]] == ["before", "applied"]


async def test_an_answer_is_complete_when_it_counts_as_answered(server: DiscordServer) -> None:
    """The client has all of it while the server still stands in the watcher."""
    done = asyncio.Event()

    async def hold(moment: Moment) -> None:
        if moment.stage == "answered":
            await done.wait()

    server.watchers.append(hold)
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {server.token}"}) as session:
        status, body = await asyncio.wait_for(post(session, server), 2)
    assert (status, body["content"]) == (200, "hello")
    done.set()


@pytest.mark.parametrize("stage", ["before", "applied", "answered"])
async def test_a_client_that_dies_does_no_harm(
    server: DiscordServer, stage: Literal["before", "applied", "answered"]
) -> None:
    session = aiohttp.ClientSession(headers={"Authorization": f"Bot {server.token}"})

    async def kill(moment: Moment) -> None:
        if moment.stage == stage:
            _die(session)
            await asyncio.sleep(0.05)

    server.watchers.append(kill)
    with pytest.raises(aiohttp.ClientError):
        await post(session, server)
    await server.posted(server.general)
    server.watchers.clear()
    await session.close()
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {server.token}"}) as again:
        assert (await post(again, server))[0] == 200
    assert server.violations == []


async def test_a_watcher_can_make_a_request_unsent(server: DiscordServer, session: aiohttp.ClientSession) -> None:
    async def drop(moment: Moment) -> None:
        raise Unsent

    server.watchers.append(drop)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await post(session, server)
    assert posted(server) == 0


async def test_a_file_arrives_whole_although_a_watcher_read_before(
    server: DiscordServer, session: aiohttp.ClientSession
) -> None:
    async def watch(moment: Moment) -> None:
        """Makes the server read ahead."""

    server.watchers.append(watch)
    form = aiohttp.FormData()
    form.add_field("payload_json", json.dumps({"content": "file", "allowed_mentions": {"parse": []}}))
    form.add_field("files[0]", b"x" * 300_000, filename="a.bin")
    async with session.post(f"{server.api_url}/channels/{server.general.id}/messages", data=form) as answer:
        assert (await answer.json())["attachments"][0]["size"] == 300_000


async def test_a_gateway_client_that_has_just_died_is_passed_over(
    server: DiscordServer, session: aiohttp.ClientSession
) -> None:
    socket = await session.ws_connect(server.gateway_url)
    await socket.send_json({"op": 2, "d": {"token": server.token, "intents": 1 << 9}})
    await server.gateway.connected()
    serving = server.gateway.sessions[0].socket
    assert serving is not None
    assert serving._req is not None
    reset(serving._req.transport)
    await server.say(server.user("Ana"), server.general, "anybody there?")
    assert (await post(session, server))[0] == 200


async def _goes_well(session: aiohttp.ClientSession, server: DiscordServer) -> bool:
    try:
        return (await post(session, server))[0] == 200
    except aiohttp.ClientError:
        return False


def _die(session: aiohttp.ClientSession) -> None:
    """All its connections end at once, as when its process is killed."""
    connector = session.connector
    assert connector is not None
    for protocol in connector._acquired:
        reset(protocol.transport)
    for pooled in connector._conns.values():
        for protocol, _ in pooled:
            reset(protocol.transport)
