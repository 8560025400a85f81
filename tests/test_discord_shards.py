"""Gateways by shard: each served by the process that holds it, taken over by another, and never begun too often."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import cast

import pytest

from adapters.discord import limits
from adapters.discord.adapter import DiscordChat
from adapters.discord.identifies import Identifies, TooOften
from bot.chat.people import Place
from bot.chat.reply import Reply
from bot.chat.router import Router
from bot.chat.text import plain
from bot.errors import SetupError
from bot.shift import Shift
from bot.store.database import Database
from tests.discord_toys import Toys, toy_router
from tests.loopback.discord_server import DiscordServer
from tests.test_discord_adapter import LISTED

HELLO = Reply("Hello", plain("Set me up."))


class Duty:
    """Stands in for the shift of one process of several: a test says what it holds."""

    share = 0.5

    def __init__(self) -> None:
        self._held: dict[str, asyncio.Event] = {}
        self._lost: dict[str, asyncio.Event] = {}

    async def hold(self, duty: str, work: Callable[[], Awaitable[None]]) -> None:
        held = self._held.setdefault(duty, asyncio.Event())
        while True:
            await held.wait()
            working, losing = asyncio.ensure_future(work()), asyncio.create_task(self._until_lost(duty))
            try:
                await asyncio.wait({working, losing}, return_when=asyncio.FIRST_COMPLETED)
                if working.done():
                    await working
                    return
            finally:
                working.cancel()
                losing.cancel()
                await asyncio.gather(working, losing, return_exceptions=True)

    def give(self, duty: str) -> None:
        self._lost.setdefault(duty, asyncio.Event()).clear()
        self._held.setdefault(duty, asyncio.Event()).set()

    def take_away(self, duty: str) -> None:
        self._held[duty].clear()
        self._lost[duty].set()

    async def _until_lost(self, duty: str) -> None:
        await self._lost[duty].wait()


@dataclass(frozen=True)
class Process:
    chat: DiscordChat
    toys: Toys
    duty: Duty


@asynccontextmanager
async def processes(server: DiscordServer, folder: Path, count: int, shards: int = 1) -> AsyncIterator[list[Process]]:
    """So many bots on one Discord, started and standing by."""
    async with AsyncExitStack() as stack:
        made = []
        for number in range(count):
            toys, duty = Toys(), Duty()
            (own := folder / str(number)).mkdir()
            real = await stack.enter_async_context(toy_router(own, toys))
            core = replace(real.core, shift=cast("Shift", duty), store=_as_shared(real.core.store))
            made.append(Process(_chat(server, Router(core), shards), toys, duty))
        for process in made:
            await process.chat.start()
            stack.push_async_callback(process.chat.stop)
        yield made


def _chat(server: DiscordServer, router: Router, shards: int = 1) -> DiscordChat:
    return DiscordChat(
        router,
        token=server.token,
        api_url=server.api_url,
        gateway_url=server.gateway_url,
        welcome=lambda locale: HELLO,
        shards=shards,
    )


def _as_shared(store: Database) -> Database:
    store.shared = True
    return store


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "IDENTIFIES_APART", 0.0)
    monkeypatch.setattr(limits, "GATEWAY_PAUSE", 0.05)


async def none_live(server: DiscordServer) -> None:
    async with asyncio.timeout(3):
        while server.gateway.live:  # noqa: ASYNC110, the server has no event for it
            await asyncio.sleep(0.01)


async def test_who_stands_by_sends_and_receives_nothing(tmp_path: Path) -> None:
    async with DiscordServer() as server, processes(server, tmp_path, 2) as (first, second):
        assert server.gateway.sessions == []
        first.duty.give("discord/0")
        await server.gateway.connected()
        place = Place("discord", server.home.id, server.general.id)
        await second.chat.post(place, HELLO, "k")
        assert (await server.slash(server.user("Ana"), "card")).ephemeral
        assert (len(first.toys.visits), len(second.toys.visits)) == (1, 0)
        assert len([request for request in server.requests if request.startswith("PUT")]) == 1


async def test_a_lost_duty_ends_the_gateway_at_once_and_another_goes_on(tmp_path: Path) -> None:
    async with DiscordServer() as server, processes(server, tmp_path, 2) as (first, second):
        ana = server.user("Ana")
        first.duty.give("discord/0")
        await server.gateway.connected()
        card = await server.slash(ana, "card")
        started = time.monotonic()
        first.duty.take_away("discord/0")
        await none_live(server)
        assert time.monotonic() - started < 1.5
        second.duty.give("discord/0")
        await server.gateway.connected()
        assert (await server.press(ana, card, "Next")).message is card.message
        assert (len(first.toys.visits), len(second.toys.visits)) == (1, 1)
        first.duty.give("discord/0")
        second.duty.take_away("discord/0")
        await server.gateway.connected()


async def test_both_for_a_moment_answer_and_greet_once(tmp_path: Path) -> None:
    """As while the holder has lost its duty, and does not know it yet."""
    async with DiscordServer() as server, processes(server, tmp_path, 2) as (first, second):
        for process in (first, second):
            process.duty.give("discord/0")
        await server.gateway.connected(2)
        await asyncio.sleep(LISTED)
        guild = server.guild("New", joined=False)
        hall = server.channel(guild, "hall")
        await server.join(guild)
        await server.posted(hall)
        assert (await server.slash(server.user("Ana"), "card")).ephemeral
        await asyncio.sleep(0.2)
        assert len(server.messages(hall)) == 1
        assert {visit.event for visit in first.toys.visits} == {visit.event for visit in second.toys.visits}


async def test_each_shard_is_its_own_gateway_and_its_own_duty(tmp_path: Path) -> None:
    async with DiscordServer(shards=2) as server:
        other = server.guild("Odd", id=str((int(server.home.id) >> 22 ^ 1) << 22))
        rooms = [server.general, server.channel(other, "odd")]
        async with processes(server, tmp_path, 2, shards=2) as (first, second):
            first.duty.give("discord/0")
            second.duty.give("discord/1")
            await server.gateway.connected(2)
            assert {session.shard for session in server.gateway.live} == {(0, 2), (1, 2)}
            for room in rooms:
                assert (await server.slash(server.user("Ana"), "card", in_channel=room)).ephemeral
            assert (len(first.toys.visits), len(second.toys.visits)) == (1, 1)


async def test_one_process_alone_serves_all_shards_from_the_start(tmp_path: Path) -> None:
    async with DiscordServer(shards=3) as server, toy_router(tmp_path, Toys()) as router:
        router.core.store.shared = False
        chat = _chat(server, router, shards=3)
        await chat.start()
        assert {session.shard for session in server.gateway.live} == {(0, 3), (1, 3), (2, 3)}
        await chat.stop()
        await none_live(server)


async def test_what_ends_one_gateway_for_good_is_told_to_who_waits(tmp_path: Path) -> None:
    async with DiscordServer() as server, processes(server, tmp_path, 1) as (only,):
        waiting = asyncio.create_task(only.chat.wait())
        only.duty.give("discord/0")
        await server.gateway.connected()
        await server.gateway.drop(4010)
        with pytest.raises(SetupError, match="NEEDLEWISE_DISCORD_SHARDS"):
            await asyncio.wait_for(waiting, 5)


async def test_a_gateway_that_cannot_be_connected_at_first_is_tried_again(tmp_path: Path) -> None:
    """discord.py itself ends with an error of its own there."""
    async with DiscordServer() as server, processes(server, tmp_path, 1) as (only,):
        async with server.away():
            only.duty.give("discord/0")
            await asyncio.sleep(0.3)
        await server.gateway.connected()
        assert (await server.slash(server.user("Ana"), "card")).ephemeral


@pytest.mark.parametrize("trouble", ["invalid", "dropped", "away"])
async def test_a_gateway_comes_back_and_nothing_is_answered_twice(tmp_path: Path, trouble: str) -> None:
    async with DiscordServer() as server, processes(server, tmp_path, 1) as (only,):
        only.duty.give("discord/0")
        await server.gateway.connected()
        begun, resumed = len(server.gateway.sessions), server.gateway.resumes
        if trouble == "invalid":
            await server.gateway.invalidate()
        elif trouble == "dropped":
            await server.gateway.drop(4000)
        else:
            async with server.away():
                await asyncio.sleep(0.1)
        async with asyncio.timeout(15):
            while (len(server.gateway.sessions), server.gateway.resumes) == (begun, resumed):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        await server.gateway.connected()
        assert (await server.slash(server.user("Ana"), "card")).ephemeral
        assert len(only.toys.visits) == 1


def test_identifying_keeps_apart_and_within_the_hour_and_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "IDENTIFIES_APART", 5.0)
    identifies = Identifies(1, lambda: 0.5)
    now, moments = 1000.0, []
    while now < 1000.0 + limits.IDENTIFIES_SECONDS:
        now += identifies.wait(now)
        identifies.note(now)
        moments.append(now)
    assert min(after - before for before, after in pairwise(moments)) >= 5
    assert len([moment for moment in moments if moment < 4600]) <= limits.IDENTIFIES_AN_HOUR + 2
    assert len(moments) <= limits.IDENTIFIES / 2 + 1


async def test_who_identified_too_often_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "IDENTIFIES_AN_HOUR", 0)
    identifies = Identifies(1, lambda: 1.0)
    await identifies.turn()
    await identifies.turn()
    with pytest.raises(TooOften):
        await identifies.turn()
