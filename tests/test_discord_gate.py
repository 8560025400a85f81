"""Whose turn it is: the gate for the whole bot, the buckets for its routes."""

from __future__ import annotations

import asyncio

import pytest
from discord.http import Route

from adapters.discord import limits
from adapters.discord.buckets import Bucket, Buckets
from adapters.discord.gate import Gate
from bot.chat.port import Postponed

NAMED = {"X-RateLimit-Bucket": "abc", "X-RateLimit-Limit": "5", "X-RateLimit-Reset-After": "0.2"}


@pytest.fixture(autouse=True)
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten a second."""
    monkeypatch.setattr(limits, "GLOBAL_REQUESTS", 10)
    monkeypatch.setattr(limits, "GLOBAL_SECONDS", 1.0)


def posting(channel: int) -> Route:
    return Route("POST", "/channels/{channel_id}/messages", channel_id=channel)


async def test_who_waits_for_an_answer_comes_first_the_others_in_their_order() -> None:
    gate, came = Gate(lambda: 1.0), []

    async def pass_through(name: str, *, urgent: bool = False) -> None:
        await gate.turn(5, urgent=urgent)
        came.append(name)

    ordinary = [asyncio.create_task(pass_through(name)) for name in "abcdef"]
    await asyncio.sleep(0)
    await asyncio.gather(*ordinary, pass_through("person", urgent=True))
    assert came == ["a", "person", *"bcdef"]


async def test_a_turn_too_far_away_is_told_at_once() -> None:
    gate = Gate(lambda: 0.1)
    await gate.turn(5)
    waiting = [asyncio.create_task(gate.turn(5)) for _ in range(4)]
    await asyncio.sleep(0)
    with pytest.raises(Postponed, match="as much is being sent") as told:
        await gate.turn(4)
    assert told.value.wait is not None
    assert 3.5 < told.value.wait.total_seconds() < 5.5
    for one in waiting:
        one.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    await gate.turn(1.5)


async def test_nobody_is_kept_waiting_for_a_gate_that_was_closed() -> None:
    gate = Gate(lambda: 1.0)
    await gate.turn(5)
    waiting = [asyncio.create_task(gate.turn(5)) for _ in range(3)]
    await asyncio.sleep(0)
    gate.close(60, "Discord asked to wait")
    for told in await asyncio.gather(*waiting, return_exceptions=True):
        assert isinstance(told, Postponed)
    with pytest.raises(Postponed, match="asked to wait"):
        await gate.turn(5, urgent=True)


async def test_a_request_counts_from_when_it_really_goes() -> None:
    loop, gate = asyncio.get_running_loop(), Gate(lambda: 1.0)
    turns = [await gate.turn(1)]
    await asyncio.sleep(0.3)
    gate.went(turns[0])
    went = loop.time()
    turns += [await gate.turn(2) for _ in range(limits.GLOBAL_REQUESTS)]
    assert turns[-1] >= went + limits.GLOBAL_SECONDS


async def test_an_unknown_route_is_tried_one_by_one_and_then_as_discord_says() -> None:
    loop, buckets = asyncio.get_running_loop(), Buckets()
    first = buckets.of(posting(1), loop.time())
    await first.enter(0.1)
    with pytest.raises(Postponed):
        await first.enter(0.05)
    first.leave(NAMED | {"X-RateLimit-Remaining": "4"}, loop.time())
    buckets.learn(posting(1), first, NAMED)
    assert buckets.of(posting(1), loop.time()) is first
    other = buckets.of(posting(2), loop.time())
    assert other is not first
    for _ in range(5):
        await other.enter(0.1)
    with pytest.raises(Postponed):
        await other.enter(0.05)


async def test_a_window_that_ends_lets_the_next_ones_in() -> None:
    loop, bucket = asyncio.get_running_loop(), Bucket(5)
    await bucket.enter(1)
    bucket.leave(NAMED | {"X-RateLimit-Remaining": "0"}, loop.time())
    started = loop.time()
    with pytest.raises(Postponed):
        await bucket.enter(0.1)
    await asyncio.gather(*(bucket.enter(1) for _ in range(5)))
    assert 0.15 < loop.time() - started < 0.5


async def test_without_an_answer_the_way_is_free_again() -> None:
    loop, bucket = asyncio.get_running_loop(), Bucket(1)
    await bucket.enter(1)
    next_one = asyncio.create_task(bucket.enter(1))
    await asyncio.sleep(0)
    bucket.leave({}, loop.time())
    await asyncio.wait_for(next_one, 0.1)


async def test_ten_thousand_channels_leave_nothing_behind() -> None:
    buckets, now = Buckets(), 0.0
    for channel in range(10_000):
        route, now = posting(channel), now + 0.02
        bucket = buckets.of(route, now)
        await bucket.enter(0)
        bucket.leave(NAMED | {"X-RateLimit-Remaining": "4", "X-RateLimit-Reset-After": "5"}, now)
        buckets.learn(route, bucket, NAMED)
    assert len(buckets) < 600
