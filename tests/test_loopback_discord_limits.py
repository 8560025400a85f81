"""The loopback Discord's limits: off at first, then as documented."""

from __future__ import annotations

import asyncio
import math
from typing import Any

import aiohttp

from tests.loopback import discord_limits as limits
from tests.loopback.discord_server import DiscordServer
from tests.loopback.discord_world import Channel
from tests.loopback.pace import Fixed, Refilled, Sliding
from tests.loopback.tally import Tally

HELLO = {"content": "hello", "allowed_mentions": {"parse": []}}


def client(server: DiscordServer) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(headers={"Authorization": f"Bot {server.token}"})


async def post(
    session: aiohttp.ClientSession, server: DiscordServer, channel: Channel
) -> tuple[int, dict[str, str], Any]:
    async with session.post(f"{server.api_url}/channels/{channel.id}/messages", json=HELLO) as answer:
        return answer.status, dict(answer.headers), await answer.json()


def test_a_sliding_pace_looks_at_any_span() -> None:
    pace = Sliding(2, 1.0)
    for moment in (0.0, 0.9):
        assert pace.wait(moment) == 0
        pace.take(moment)
    assert round(pace.wait(0.95), 6) == 0.05
    assert pace.wait(1.0) == 0
    pace.take(1.0)
    assert round(pace.wait(1.0), 6) == 0.9


def test_a_fixed_pace_begins_with_its_first() -> None:
    pace = Fixed(2, 5.0)
    for moment in (10.0, 14.0):
        assert pace.wait(moment) == 0
        pace.take(moment)
    assert (pace.left(14.0), pace.wait(14.0)) == (0, 1.0)
    assert pace.wait(15.0) == 0
    pace.take(15.0)
    assert (pace.left(15.0), pace.ends(15.0)) == (1, 5.0)


def test_a_refilled_pace_has_a_burst_and_then_its_rate() -> None:
    pace = Refilled(rate=1.0, burst=3)
    for _ in range(3):
        assert pace.wait(0.0) == 0
        pace.take(0.0)
    assert pace.wait(0.0) == 1.0
    assert pace.wait(0.75) == 0.25
    assert pace.wait(1.0) == 0
    pace.take(1.0)
    assert pace.wait(1.0) == 1.0
    assert pace.wait(100.0) == 0


def test_a_tally_finds_the_fullest_span_between_two_seconds() -> None:
    tally = Tally([10.0, 10.75, 11.25, 11.5, 13.0])
    assert tally.by_second() == {10: 2, 11: 2, 13: 1}
    assert tally.most_within(1.0) == 3
    assert (tally.first, tally.last, len(tally)) == (10.0, 13.0, 5)


async def test_nothing_is_limited_unless_it_is_asked_for() -> None:
    async with DiscordServer() as server, client(server) as session:
        answers = [await post(session, server, server.general) for _ in range(60)]
        assert {status for status, _, _ in answers} == {200}
        assert not any("X-RateLimit-Limit" in headers for _, headers, _ in answers)
        assert server.limited == []


async def test_a_channel_takes_five_in_five_seconds_and_says_so() -> None:
    async with DiscordServer() as server, client(server) as session:
        server.enforce_limits()
        other = server.channel(server.home, "other")
        answers = [await post(session, server, server.general) for _ in range(6)]
        assert [status for status, _, _ in answers] == [200] * 5 + [429]
        assert [headers["X-RateLimit-Remaining"] for _, headers, _ in answers] == ["4", "3", "2", "1", "0", "0"]
        assert {headers["X-RateLimit-Limit"] for _, headers, _ in answers} == {"5"}
        assert 4 < float(answers[0][1]["X-RateLimit-Reset-After"]) <= 5
        _, headers, body = answers[-1]
        assert headers["X-RateLimit-Scope"] == "user"
        assert headers["Via"]
        assert headers["Retry-After"] == str(math.ceil(body["retry_after"]))
        assert 4 < body["retry_after"] <= 5
        assert body["global"] is False
        _, elsewhere, _ = await post(session, server, other)
        assert elsewhere["X-RateLimit-Remaining"] == "4"
        assert {headers["X-RateLimit-Bucket"]} == {elsewhere["X-RateLimit-Bucket"]}
        assert [(one.reason, one.where) for one in server.limited] == [
            ("channel", f"POST /channels/{server.general.id}/messages")
        ]
        assert len(server.messages(server.general)) == 5


async def test_a_channel_is_free_again_after_what_the_answer_says(monkeypatch: Any) -> None:
    monkeypatch.setattr(limits, "CHANNEL_SECONDS", 0.3)
    async with DiscordServer() as server, client(server) as session:
        server.enforce_limits()
        for _ in range(5):
            await post(session, server, server.general)
        status, _, body = await post(session, server, server.general)
        assert status == 429
        await asyncio.sleep(body["retry_after"])
        assert (await post(session, server, server.general))[0] == 200


async def test_the_bot_makes_fifty_requests_in_any_second() -> None:
    async with DiscordServer() as server, client(server) as session:
        server.enforce_limits()

        async def look() -> tuple[int, dict[str, str], Any]:
            async with session.get(f"{server.api_url}/users/@me") as answer:
                return answer.status, dict(answer.headers), await answer.json()

        answers = await asyncio.gather(*(look() for _ in range(55)))
        refused = [answer for answer in answers if answer[0] == 429]
        assert len(refused) == 5
        _, headers, body = refused[0]
        assert (headers["X-RateLimit-Scope"], headers["X-RateLimit-Global"], body["global"]) == ("global", "true", True)
        assert 0 < body["retry_after"] <= 1
        assert [one.reason for one in server.limited] == ["global"] * 5

        async with session.post(f"{server.api_url}/interactions/1/token/callback", json={"type": 5}) as free:
            assert free.status == 404
        async with session.post(f"{server.api_url}/webhooks/1/token", json=HELLO) as free:
            assert free.status == 404
        await asyncio.sleep(max(answer[2]["retry_after"] for answer in refused))
        assert (await look())[0] == 200
        assert server.arrivals.most_within(1.0) >= 55
        server.enforce_limits(False)
        assert {(await look())[0] for _ in range(60)} == {200}
