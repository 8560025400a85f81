"""What the outbox is told when Discord or the way to it fails, and that nothing is posted twice for it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from adapters.discord import history, limits
from adapters.discord.adapter import DiscordChat
from adapters.discord.exchange import asked_wait
from bot.chat.codec import encode
from bot.chat.people import MessageRef, Person, Place
from bot.chat.port import Postponed, Refused, Unclear
from bot.chat.reply import Button, File, Reply
from bot.chat.text import plain
from tests.discord_toys import Toys, toy_router
from tests.loopback import discord_limits as discords
from tests.loopback.discord_server import DiscordServer
from tests.loopback.moments import Moment

KEY = "7/2026-03-02/0"
CARD = Reply("A fact", plain("Blood flow rises."), buttons=(Button("Quiz me", encode("toy.next", 1)),))
POSTING = ("POST", "/channels/*/messages")
EDITING = ("PATCH", "/channels/*/messages/*")


class Town:
    """A bot that has logged in, and no gateway."""

    def __init__(self, server: DiscordServer, chat: DiscordChat) -> None:
        self.server = server
        self.chat = chat
        self.general = self.place(server.general)

    def place(self, channel: Any) -> Place:
        return Place("discord", channel.guild.id, channel.id)

    @property
    def posts(self) -> int:
        return len(self.server.messages(self.server.general))

    @property
    def tries(self) -> int:
        return len([request for request in self.server.requests if request.startswith("POST /channels/")])

    async def post(self, key: str = KEY) -> MessageRef:
        return await self.chat.post(self.general, CARD, key)


@asynccontextmanager
async def logged_in(folder: Path) -> AsyncIterator[Town]:
    async with DiscordServer() as server, toy_router(folder, Toys()) as router:
        chat = DiscordChat(router, token=server.token, api_url=server.api_url, gateway_url=server.gateway_url)
        await chat.login()
        try:
            yield Town(server, chat)
        finally:
            await chat.stop()


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with logged_in(tmp_path) as found:
        yield found


async def unmoved(moment: Moment) -> None:
    """Watches."""


def before() -> datetime:
    return datetime.now(UTC) - timedelta(minutes=1)


def seconds(trouble: Unclear) -> float:
    assert trouble.wait is not None
    return trouble.wait.total_seconds()


@pytest.mark.parametrize("scope", ["user", "shared"])
async def test_a_limit_of_one_channel_holds_up_that_channel_alone(town: Town, scope: str) -> None:
    town.server.faults.rate_limit(*POSTING, retry_after=40.5, scope=scope)
    with pytest.raises(Postponed) as told:
        await town.post()
    assert 39 < seconds(told.value) <= 40.5
    with pytest.raises(Postponed):
        await town.post("another")
    assert (town.tries, town.posts) == (1, 0)
    ana = town.server.user("Ana")
    await town.chat.direct(Person("discord", "", ana.id, "Ana"), CARD)
    assert (await town.chat.reach(town.general)).post


async def test_a_limit_of_the_whole_bot_holds_up_everything_without_asking_again(town: Town) -> None:
    town.server.faults.rate_limit(*POSTING, retry_after=40, scope="global")
    with pytest.raises(Postponed, match="asked to wait"):
        await town.post()
    asked = len(town.server.requests)
    for call in (town.post("b"), town.chat.reach(town.general), town.chat.find(town.general, KEY, before())):
        with pytest.raises(Postponed, match="asked to wait") as told:
            await call
        assert 39 < seconds(told.value) <= 40
    assert len(town.server.requests) == asked


async def test_short_limits_are_waited_for_and_the_message_comes_once(town: Town) -> None:
    town.server.faults.rate_limit(*POSTING, retry_after=0.25, scope="global")
    town.server.faults.rate_limit(*POSTING, retry_after=0.15, scope="shared")
    started = time.monotonic()
    shown = Reply("Graph", files=(File("graph.png", b"png", "It rises"),))
    await town.chat.post(town.general, shown, KEY)
    assert 0.4 <= time.monotonic() - started < 2
    assert (town.tries, town.posts) == (3, 1)
    (message,) = town.server.messages(town.server.general)
    assert message.attachments[0]["size"] == 3


async def test_a_limit_that_never_ends_is_left_to_the_outbox(town: Town) -> None:
    town.server.faults.rate_limit(*POSTING, retry_after=0.05, times=9)
    with pytest.raises(Postponed):
        await town.post()
    assert (town.tries, town.posts) == (3, 0)


def test_how_long_to_wait_is_read_from_whatever_says_so() -> None:
    assert asked_wait({"retry_after": 1.337}, {"Retry-After": "2"}) == 1.337
    assert asked_wait("<html>", {"Retry-After": "0.5"}) == 0.5
    assert asked_wait({}, {"X-RateLimit-Reset-After": "3.25"}) == 3.25
    for nonsense in ("", "soon", "-1", "nan", "inf", "1e12"):
        assert asked_wait(None, {"Retry-After": nonsense}) is None


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_a_server_error_is_unclear_and_not_repeated_behind_the_outboxs_back(town: Town, status: int) -> None:
    town.server.faults.error(*POSTING, status=status)
    started = time.monotonic()
    with pytest.raises(Unclear, match=str(status)) as told:
        await town.post()
    assert not isinstance(told.value, Postponed)
    assert time.monotonic() - started < 0.5
    assert town.tries == 1
    await town.post()
    assert town.posts == 1


@pytest.mark.parametrize("status", [400, 403, 404])
async def test_a_refusal_that_is_not_discords_own_pauses_no_schedule(town: Town, status: int) -> None:
    """Cloudflare's page, or a proxy's, says nothing about the channel."""
    town.server.faults.error(*POSTING, status=status, page=True)
    with pytest.raises(Unclear, match=str(status)):
        await town.post()
    await town.post()
    assert town.posts == 1


async def test_what_only_looks_is_asked_again(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "REPEAT_PAUSE", 0.05)
    await town.post()
    town.server.faults.error("GET", "/channels/*/messages", status=502)
    town.server.faults.cut("GET", "/channels/*/messages")
    assert await town.chat.find(town.general, KEY, before()) is not None
    town.server.faults.error("GET", "/channels/*/messages", status=502, times=9)
    with pytest.raises(Unclear, match="502"):
        await town.chat.find(town.general, KEY, before())


@pytest.mark.parametrize("trouble", ["slow", "cut", "half", "after", "silent"])
async def test_an_answer_that_got_lost_is_unclear_and_the_next_try_is_the_same_message(
    town: Town, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    monkeypatch.setattr(limits, "REQUEST_PATIENCE", 0.3)
    faults = town.server.faults
    if trouble == "slow":
        faults.slow(*POSTING, seconds=0.6)
    elif trouble in ("cut", "silent"):
        getattr(faults, trouble)(*POSTING)
    else:
        faults.reset(*POSTING, when="half" if trouble == "half" else "after")
    with pytest.raises(Unclear, match="didn't answer") as told:
        await town.post()
    assert not isinstance(told.value, Postponed)
    assert await town.post() == await town.chat.find(town.general, KEY, before())
    assert town.posts == 1


async def test_a_late_message_is_found_once_nonces_are_forgotten(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "REQUEST_PATIENCE", 0.3)
    town.server.faults.slow(*POSTING, seconds=0.5, late=True)
    # With somebody watching, a request is read in full before it is slow.
    town.server.watchers.append(unmoved)
    with pytest.raises(Unclear):
        await town.post()
    assert await town.chat.find(town.general, KEY, before()) is None
    await asyncio.sleep(0.4)
    town.server.forget_nonces()
    assert await town.chat.find(town.general, KEY, before()) is not None
    assert town.posts == 1


async def test_a_reset_before_anything_was_done_loses_nothing(town: Town) -> None:
    town.server.faults.reset(*POSTING, when="before")
    with pytest.raises(Unclear):
        await town.post()
    await town.post()
    assert town.posts == 1


async def test_where_no_connection_can_be_made_nothing_was_sent(town: Town) -> None:
    async with town.server.away():
        with pytest.raises(Unclear):
            await town.post()
        with pytest.raises(Postponed, match="can't be reached"):
            await town.post()
        with pytest.raises(Postponed, match="can't be reached"):
            await town.chat.reach(town.general)
    await town.post()
    assert town.posts == 1


async def test_what_is_closed_sends_nothing(town: Town) -> None:
    await town.chat.stop()
    with pytest.raises(Postponed, match="not connected"):
        await town.post()


async def test_a_reset_token_is_no_channels_fault_and_is_not_tried_on_and_on(town: Town) -> None:
    town.server.faults.error(*POSTING, status=401, times=9)
    with pytest.raises(Postponed, match="DISCORD_TOKEN was refused") as told:
        await town.post()
    assert seconds(told.value) == 600
    for key in "abc":
        with pytest.raises(Postponed, match="DISCORD_TOKEN was refused"):
            await town.post(key)
    assert town.tries == 1


async def test_many_refusals_make_the_bot_pause_before_discord_shuts_it_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "TROUBLES", 3)
    monkeypatch.setattr(limits, "TROUBLES_SECONDS", 0.8)
    async with logged_in(tmp_path) as town:
        server = town.server
        await server.forbid(server.general)
        for number in range(3):
            with pytest.raises(Refused):
                await town.post(str(number))
        with pytest.raises(Postponed, match="refused too much"):
            await town.post()
        await server.deny(server.general, 0)
        await asyncio.sleep(0.8)
        await town.post()


async def test_who_leaves_or_shuts_the_door_is_told_for_good(town: Town) -> None:
    guild = town.server.guild("Away", joined=False)
    hall = town.server.channel(guild, "hall")
    await town.server.join(guild)
    posted = await town.chat.post(town.place(hall), CARD, KEY)
    await town.server.leave(guild)
    for call in (town.chat.post(town.place(hall), CARD, "b"), town.chat.edit(posted, CARD, KEY)):
        with pytest.raises(Refused):
            await call
    assert not (await town.chat.reach(town.place(hall))).post
    ben = town.server.user("Ben", dms_open=False)
    with pytest.raises(Refused):
        await town.chat.direct(Person("discord", "", ben.id, "Ben"), CARD)


async def test_an_edit_is_told_as_exactly(town: Town) -> None:
    posted = await town.post()
    town.server.faults.error(*EDITING, status=500)
    with pytest.raises(Unclear, match="500"):
        await town.chat.edit(posted, CARD, KEY)
    await town.chat.edit(posted, CARD, KEY)


async def test_too_much_said_since_is_no_proof_that_nothing_was_posted(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "PAGES", 1)
    ana = town.server.user("Ana")
    for number in range(100):
        await town.server.say(ana, town.server.general, str(number))
    await town.post()
    with pytest.raises(Refused, match="More than 100 messages"):
        await town.chat.find(town.general, KEY, before())
    assert await town.chat.find(town.general, KEY, datetime.now(UTC) + timedelta(minutes=5)) is None


async def test_many_posts_at_once_keep_to_discords_limits(town: Town) -> None:
    """Fifty a second for the bot, and somebody who waits comes first.

    The server stands still whenever the bot does, and then takes two for one moment: that may cost one 429.
    """
    server, chat = town.server, town.chat
    channels, room = await server.spread(100), asyncio.Semaphore(chat.at_once)
    await asyncio.sleep(1)
    server.judge_every(0)
    server.enforce_limits()

    async def post(number: int) -> None:
        async with room:
            await chat.post(town.place(channels[number]), CARD, str(number))

    started = time.monotonic()
    posting = asyncio.gather(*(post(number) for number in range(100)))
    await asyncio.sleep(0.5)
    await chat.reach(town.general)
    answered = time.monotonic() - started
    await posting
    assert len(server.limited) <= 1
    assert answered < 1.5
    assert 1.9 < time.monotonic() - started < 4
    assert len(server.posts) == 100


async def test_a_channel_takes_five_at_a_time_and_the_sixth_waits_for_its_turn(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(discords, "CHANNEL_SECONDS", 1.0)
    town.server.enforce_limits()
    started = time.monotonic()
    await asyncio.gather(*(town.post(str(number)) for number in range(7)))
    assert 0.8 < time.monotonic() - started < 2
    assert (town.server.limited, town.posts) == ([], 7)
