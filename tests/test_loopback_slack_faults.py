"""Trouble that the loopback Slack makes on demand, and the moments at which a bot may die."""

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

from tests.loopback.moments import Moment, Unsent
from tests.loopback.slack_answers import NoAnswer
from tests.loopback.slack_people import Channel
from tests.loopback.slack_server import SlackServer
from tests.loopback.slack_troubles import Kind
from tests.loopback.wire import reset

POST = "chat.postMessage"


@pytest_asyncio.fixture
async def server() -> AsyncIterator[SlackServer]:
    async with SlackServer() as running:
        yield running


@pytest_asyncio.fixture
async def session(server: SlackServer) -> AsyncIterator[aiohttp.ClientSession]:
    async with client(server) as made:
        yield made


def client(server: SlackServer) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(headers={"Authorization": f"Bearer {server.bot_token}"})


async def post(session: aiohttp.ClientSession, server: SlackServer, channel: Channel | None = None) -> tuple[int, Any]:
    said = {"channel": (channel or server.general).id, "text": "x" * 200}
    async with session.post(f"{server.api_url}{POST}", json=said) as answer:
        return answer.status, await answer.text()


async def test_a_slow_answer_comes_after_work_done_at_once_or_late(
    server: SlackServer, session: aiohttp.ClientSession
) -> None:
    for late in (False, True):
        server.slow(POST, seconds=0.3, late=late)
        before, started = len(server.messages()), monotonic()
        call = asyncio.create_task(post(session, server))
        await asyncio.sleep(0.15)
        assert len(server.messages()) == before + (not late)
        assert (await call)[0] == 200
        assert monotonic() - started >= 0.3
        assert len(server.messages()) == before + 1


@pytest.mark.parametrize(("when", "left"), [("before", 0), ("after", 1)])
async def test_a_reset_in_place_of_an_answer(
    server: SlackServer, session: aiohttp.ClientSession, when: Literal["before", "after"], left: int
) -> None:
    server.reset(POST, when=when)
    with pytest.raises(aiohttp.ClientOSError, match="reset by peer"):
        await post(session, server)
    assert len(server.messages()) == left
    assert (await post(session, server))[0] == 200


async def test_half_an_answer_and_a_reset(server: SlackServer, session: aiohttp.ClientSession) -> None:
    server.reset(POST, when="half")
    said = {"channel": server.general.id, "text": "x" * 200}
    answer = await session.post(f"{server.api_url}{POST}", json=said)
    assert answer.status == 200
    read = await answer.content.readany()
    assert 0 < len(read) < int(answer.headers["Content-Length"])
    with pytest.raises(ValueError, match=r"Unterminated|Expecting|delimiter"):
        json.loads(read)
    with pytest.raises(aiohttp.ClientError):
        await answer.read()
    assert len(server.messages()) == 1


async def test_only_one_channel_is_in_trouble(server: SlackServer, session: aiohttp.ClientSession) -> None:
    other = server.add_channel("other")
    server.break_down(POST, times=2, channel=other)
    assert [(await post(session, server, place))[0] for place in (server.general, other, server.general, other)] == [
        200,
        503,
        200,
        503,
    ]
    assert (await post(session, server, other))[0] == 200
    server.refuse("*", "is_archived", channel=other)
    assert "is_archived" in (await post(session, server, other))[1]


@pytest.mark.parametrize(("kind", "applied"), [("dropped", True), ("half", True), ("lost", True), ("reset", False)])
async def test_some_trouble_by_the_dice(
    server: SlackServer, session: aiohttp.ClientSession, kind: Kind, applied: bool
) -> None:
    server.sometimes(POST, kind, 0.4, Random(7))
    dice = Random(7)
    expected = [dice.random() >= 0.4 for _ in range(30)]
    assert [await _goes_well(session, server) for _ in range(30)] == expected
    assert server.troubles.struck == {kind: expected.count(False)}
    assert len(server.messages()) == (30 if applied else expected.count(True))
    server.troubles.clear()
    assert await _goes_well(session, server)


async def test_errors_slowness_and_limits_by_the_dice(server: SlackServer, session: aiohttp.ClientSession) -> None:
    for kind, status in (("broken", 502), ("limited", 429), ("slow", 200)):
        server.sometimes(POST, kind, 1.0, Random(1), status=502, seconds=0.2)  # type: ignore[arg-type]
        started = monotonic()
        assert (await post(session, server))[0] == status
        assert (monotonic() - started >= 0.2) == (kind == "slow")
        server.troubles.clear()


async def test_away_means_refused_and_then_back_with_everything(
    server: SlackServer, session: aiohttp.ClientSession
) -> None:
    await post(session, server)
    async with server.away():
        with pytest.raises(aiohttp.ClientConnectorError):
            await post(session, server)
    assert (await post(session, server))[0] == 200
    assert len(server.messages()) == 2


async def test_each_request_has_three_moments(server: SlackServer, session: aiohttp.ClientSession) -> None:
    seen: list[tuple[str, int]] = []

    async def watch(moment: Moment) -> None:
        assert (moment.method, moment.place) == (POST, server.general.id)
        seen.append((moment.stage, len(server.messages())))

    server.watchers.append(watch)
    await post(session, server)
    assert seen == [("before", 0), ("applied", 1), ("answered", 1)]
    server.break_down(POST)
    await post(session, server)
    assert [stage for stage, _ in seen[3:]] == ["before", "answered"]
    server.swallow(POST, how="dropped")
    with pytest.raises(aiohttp.ClientError):
        await post(session, server)
    assert [stage for stage, _ in seen[5:]] == ["before", "applied"]


async def test_an_answer_is_complete_when_it_counts_as_answered(server: SlackServer) -> None:
    """The client has all of it while the server still stands in the watcher."""
    done = asyncio.Event()

    async def hold(moment: Moment) -> None:
        if moment.stage == "answered":
            await done.wait()

    server.watchers.append(hold)
    async with client(server) as session:
        assert (await asyncio.wait_for(post(session, server), 2))[0] == 200
    done.set()


async def test_a_response_url_has_them_too(server: SlackServer, session: aiohttp.ClientSession) -> None:
    seen: list[str] = []

    async def watch(moment: Moment) -> None:
        seen.append(str(moment))

    server.watchers.append(watch)
    anna = server.add_user("anna")
    key = server.state.hooks.new(anna.id, server.general.id)
    async with session.post(f"{server.state.base_url}hooks/{key}", json={"text": "x"}) as answer:
        assert answer.status == 200
    assert seen == ["before response_url", "applied response_url", "answered response_url"]


@pytest.mark.parametrize("stage", ["before", "applied", "answered"])
async def test_a_client_that_dies_does_no_harm(
    server: SlackServer, stage: Literal["before", "applied", "answered"]
) -> None:
    session = client(server)

    async def kill(moment: Moment) -> None:
        if moment.stage == stage:
            connector = session.connector
            assert connector is not None
            for protocol in connector._acquired:
                reset(protocol.transport)
            await asyncio.sleep(0.05)

    server.watchers.append(kill)
    with pytest.raises(aiohttp.ClientError):
        await post(session, server)
    await server.until(lambda: len(server.messages()) == 1)
    server.watchers.clear()
    await session.close()
    async with client(server) as again:
        assert (await post(again, server))[0] == 200
    assert len(server.messages()) == 2


async def test_a_watcher_can_make_a_request_unsent(server: SlackServer, session: aiohttp.ClientSession) -> None:
    async def drop(moment: Moment) -> None:
        raise Unsent

    server.watchers.append(drop)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await post(session, server)
    assert server.messages() == []


async def test_a_dead_socket_mode_client_is_no_longer_written_to(
    server: SlackServer, session: aiohttp.ClientSession
) -> None:
    await session.ws_connect(server.socket.ticket())
    await server.connected()
    serving = server.socket.connections[0]
    assert serving._req is not None
    reset(serving._req.transport)
    with pytest.raises(NoAnswer, match="dead"):
        await server.slash(server.add_user("anna"), "/fact")
    await asyncio.sleep(0.05)
    assert server.socket.connections == []


async def _goes_well(session: aiohttp.ClientSession, server: SlackServer) -> bool:
    try:
        return (await post(session, server))[0] == 200
    except aiohttp.ClientError:
        return False
