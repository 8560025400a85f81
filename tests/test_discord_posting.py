"""The Discord adapter over the loopback server: posts, looking them up, permissions, starting and stopping."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from discord.gateway import DiscordWebSocket
from discord.http import Route

from adapters.discord import doctor, limits
from adapters.discord.adapter import DiscordChat
from adapters.discord.reach import permissions
from bot.chat.codec import encode
from bot.chat.people import MessageRef, Person, Place
from bot.chat.port import Postponed, Reach, Refused, Unclear
from bot.chat.reply import Button, File, Reply
from bot.chat.router import Router
from bot.chat.text import plain
from bot.errors import SetupError
from tests.discord_toys import Toys, running, toy_router
from tests.loopback import discord_limits as discords
from tests.loopback.discord_server import DiscordServer

KEY = "7/2026-03-02/0"
CARD = Reply("A fact", plain("Blood flow rises."), buttons=(Button("Quiz me", encode("toy.next", 1)),))
BARE = Reply("A fact", plain("Blood flow rises."))


@dataclass(frozen=True)
class Town:
    server: DiscordServer
    chat: DiscordChat
    router: Router

    @property
    def general(self) -> Place:
        return Place("discord", self.server.home.id, self.server.general.id)

    @property
    def posts(self) -> int:
        return len(self.server.messages(self.server.general))


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with DiscordServer() as server, toy_router(tmp_path, Toys()) as router, running(server, router) as chat:
        yield Town(server, chat, router)


def before() -> datetime:
    return datetime.now(UTC) - timedelta(minutes=1)


async def test_a_post_says_its_title_and_pings_nobody(town: Town) -> None:
    posted = await town.chat.post(town.general, CARD, KEY)
    (message,) = town.server.messages(town.server.general)
    assert posted == MessageRef(town.general, message.id)
    assert message.content == "**A fact**"
    assert message.buttons == {"Quiz me": "toy.next:1"}


async def test_the_same_post_twice_within_minutes_is_one_message(town: Town) -> None:
    assert await town.chat.post(town.general, CARD, KEY) == await town.chat.post(town.general, CARD, KEY)
    await town.chat.post(town.general, CARD, "7/2026-03-03/0")
    assert town.posts == 2


@pytest.mark.parametrize("reply", [CARD, BARE])
async def test_a_post_is_found_again_by_its_key(town: Town, reply: Reply) -> None:
    await town.chat.post(town.general, reply, "another")
    posted = await town.chat.post(town.general, reply, KEY)
    assert await town.chat.find(town.general, KEY, before()) == posted
    assert await town.chat.find(town.general, "7/2026-03-09/0", before()) is None
    assert await town.chat.find(town.general, KEY, datetime.now(UTC) + timedelta(minutes=10)) is None


async def test_a_post_is_found_among_many_messages_and_after_an_edit(town: Town) -> None:
    ana = town.server.user("Ana")
    for number in range(130):
        await town.server.say(ana, town.server.general, str(number))
    posted = await town.chat.post(town.general, CARD, KEY)
    await town.chat.edit(posted, BARE, KEY)
    assert await town.chat.find(town.general, KEY, before()) == posted
    message = town.server.messages(town.server.general)[-1]
    assert message.buttons == {}
    assert message.edited is not None


async def test_a_history_that_may_not_be_read_is_no_proof_that_nothing_was_posted(town: Town) -> None:
    await town.chat.post(town.general, CARD, KEY)
    await town.server.deny(town.server.general, discords.READ_MESSAGE_HISTORY)
    with pytest.raises(Refused, match="Read Message History"):
        await town.chat.find(town.general, KEY, before())


async def test_pictures_are_posted_and_taken_away_by_an_edit(town: Town) -> None:
    shown = Reply("Graph", files=(File("graph.png", b"png", "It rises"),))
    posted = await town.chat.post(town.general, shown, KEY)
    (message,) = town.server.messages(town.server.general)
    assert message.attachments[0]["description"] == "It rises"
    await town.chat.edit(posted, BARE, KEY)
    assert message.attachments == []


@pytest.mark.parametrize(("code", "remedy"), [(50013, "Give it Send Messages"), (50001, "Give it View Channel")])
async def test_a_forbidden_channel_is_refused_with_its_remedy(town: Town, code: int, remedy: str) -> None:
    await town.server.forbid(town.server.general, code)
    with pytest.raises(Refused, match=remedy):
        await town.chat.post(town.general, CARD, KEY)


async def test_what_is_gone_is_refused(town: Town) -> None:
    posted = await town.chat.post(town.general, CARD, KEY)
    with pytest.raises(Refused, match="message is not there"):
        await town.chat.edit(MessageRef(town.general, "1"), CARD, KEY)
    await town.server.delete_channel(town.server.general)
    for attempt in (town.chat.post(town.general, CARD, "b"), town.chat.edit(posted, CARD, KEY)):
        with pytest.raises(Refused, match="channel is gone"):
            await attempt
    with pytest.raises(Refused, match="no place on Discord"):
        await town.chat.post(Place("discord", "x", "general"), CARD, "c")


async def test_a_post_without_an_answer_is_unclear_and_can_be_found(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "REQUEST_PATIENCE", 0.3)
    town.server.faults.silent("POST", "/channels/*/messages")
    with pytest.raises(Unclear, match="didn't answer"):
        await town.chat.post(town.general, CARD, KEY)
    found = await town.chat.find(town.general, KEY, before())
    assert found is not None
    town.server.faults.cut("POST", "/channels/*/messages")
    with pytest.raises(Unclear, match="didn't answer"):
        await town.chat.post(town.general, CARD, "b")
    town.server.faults.error("POST", "/channels/*/messages", status=503)
    with pytest.raises(Unclear, match="503"):
        await town.chat.post(town.general, CARD, "c")


async def test_a_short_rate_limit_is_waited_for_and_a_long_one_is_told(town: Town) -> None:
    town.server.faults.rate_limit("POST", "/channels/*/messages", retry_after=0.2)
    await town.chat.post(town.general, CARD, KEY)
    town.server.faults.rate_limit("PATCH", "/channels/*/messages/*", retry_after=90)
    with pytest.raises(Unclear) as told:
        await town.chat.edit(MessageRef(town.general, "1"), CARD, KEY)
    assert isinstance(told.value, Postponed)
    assert told.value.wait is not None
    assert timedelta(seconds=89) < told.value.wait <= timedelta(seconds=90)


async def test_a_direct_message_reaches_who_takes_them(town: Town) -> None:
    ana, ben = town.server.user("Ana"), town.server.user("Ben", dms_open=False)
    await town.chat.direct(Person("discord", "", ana.id, "Ana"), CARD)
    (message,) = town.server.messages(town.server.dm(ana))
    assert "Blood flow rises." in message.text
    town.server.dm(ben)
    with pytest.raises(Refused, match="takes no direct messages"):
        await town.chat.direct(Person("discord", "", ben.id, "Ben"), CARD)


async def test_reach_names_what_is_missing(town: Town) -> None:
    assert await town.chat.reach(town.general) == Reach(post=True, history=True)
    await town.server.deny(town.server.general, discords.READ_MESSAGE_HISTORY)
    assert await town.chat.reach(town.general) == Reach(
        post=True, history=False, remedy="Give the bot Read Message History in this channel."
    )
    await town.server.deny(town.server.general, discords.SEND_MESSAGES | discords.EMBED_LINKS)
    assert await town.chat.reach(town.general) == Reach(
        post=False, history=True, remedy="Give the bot Send Messages, Embed Links in this channel."
    )
    await town.server.deny(town.server.general, discords.VIEW_CHANNEL)
    seen = await town.chat.reach(town.general)
    assert (seen.post, seen.history) == (False, False)
    assert "View Channel" in seen.remedy


async def test_reach_is_for_a_channel_of_the_same_server(town: Town) -> None:
    elsewhere = Place("discord", "1", town.server.general.id)
    assert (await town.chat.reach(elsewhere)).post is False
    assert (await town.chat.reach(Place("discord", town.server.home.id, "1"))).remedy.startswith("The channel is gone")
    ana = town.server.dm(town.server.user("Ana"))
    assert (await town.chat.reach(Place("discord", "", ana.id))).post is True


def test_permissions_are_worked_out_in_discords_order() -> None:
    guild = {"id": "1", "owner_id": "9", "roles": [role("1", 0b0011), role("2", 0b0100), role("3", 0b1000)]}
    member = {"roles": ["2"]}
    assert permissions(guild, member, [], "7").value == 0b0111
    rules = [rule("1", allow=0b1000, deny=0b0001), rule("2", allow=0b0001, deny=0b1000), rule("7", 1, deny=0b0010)]
    assert permissions(guild, member, rules, "7").value == 0b0101
    assert permissions(guild, member, [rule("3", deny=0b1111)], "7").value == 0b0111
    assert permissions(guild, member, rules, "9").administrator
    assert permissions({**guild, "roles": [role("1", 1 << 3)]}, member, rules, "7").send_messages


async def test_the_login_alone_is_enough_to_post(tmp_path: Path) -> None:
    async with DiscordServer() as server, toy_router(tmp_path, Toys()) as router:
        chat = DiscordChat(router, token=server.token, api_url=server.api_url, gateway_url=server.gateway_url)
        with pytest.raises(Unclear, match="not connected"):
            await chat.post(Place("discord", server.home.id, server.general.id), CARD, KEY)
        await chat.login()
        await chat.post(Place("discord", server.home.id, server.general.id), CARD, KEY)
        assert server.gateway.sessions == []
        assert server.commands == []
        await chat.stop()


async def test_commands_are_registered_once_and_again_when_they_differ(tmp_path: Path) -> None:
    async with DiscordServer() as server, toy_router(tmp_path, Toys()) as router:
        for groups in ({}, {}, {"me": "About you"}):
            chat = DiscordChat(
                router, token=server.token, api_url=server.api_url, gateway_url=server.gateway_url, groups=groups
            )
            await chat.start()
            await chat.stop()
        assert len([request for request in server.requests if request.startswith("PUT ")]) == 2


async def test_no_privileged_intent_is_asked_for(town: Town) -> None:
    assert [session.intents for session in town.server.gateway.sessions] == [1]


async def test_a_wrong_token_is_said_with_its_remedy(tmp_path: Path) -> None:
    async with DiscordServer() as server, toy_router(tmp_path, Toys()) as router:
        chat = DiscordChat(router, token="wrong", api_url=server.api_url, gateway_url=server.gateway_url)
        with pytest.raises(SetupError, match="DISCORD_TOKEN was refused; create a new one in the Developer Portal"):
            await chat.start()
        await chat.stop()


async def test_an_address_where_nobody_listens_is_said(tmp_path: Path) -> None:
    async with toy_router(tmp_path, Toys()) as router:
        chat = DiscordChat(router, token="a.b.c", api_url="http://127.0.0.1:9", gateway_url="ws://127.0.0.1:9")
        with pytest.raises(SetupError, match="can't be reached"):
            await chat.start()


@pytest.mark.parametrize(("code", "remedy"), [(4004, "DISCORD_TOKEN was refused"), (4014, "refused the intents")])
async def test_an_end_for_good_is_told_to_who_waits(town: Town, code: int, remedy: str) -> None:
    waiting = asyncio.create_task(town.chat.wait())
    await town.server.gateway.drop(code)
    with pytest.raises(SetupError, match=remedy):
        await asyncio.wait_for(waiting, 5)


async def test_stopping_ends_the_waiting_and_gives_the_addresses_back(town: Town) -> None:
    assert town.server.api_url == Route.BASE
    waiting = asyncio.create_task(town.chat.wait())
    await asyncio.sleep(0)
    started = time.monotonic()
    await town.chat.stop()
    await asyncio.wait_for(waiting, 1)
    assert time.monotonic() - started < 2
    assert Route.BASE == "https://discord.com/api/v10"
    assert str(DiscordWebSocket.DEFAULT_GATEWAY) == "wss://gateway.discord.gg/"
    with pytest.raises(Unclear, match="not connected"):
        await town.chat.post(town.general, CARD, KEY)
    await town.chat.stop()


async def test_answers_under_way_are_finished_before_the_end(tmp_path: Path) -> None:
    toys = Toys()
    toys.pause = 0.3
    async with DiscordServer() as server, toy_router(tmp_path, toys) as router, running(server, router) as chat:
        asked = asyncio.create_task(server.slash(server.user("Ana"), "card"))
        await asyncio.sleep(0.1)
        await chat.stop()
        assert (await asked).ephemeral


async def test_the_doctor_signs_in_and_shows_how_to_invite() -> None:
    async with DiscordServer() as server:
        (finding,) = await doctor.examine(server.token, server.api_url)
        assert not finding.wrong
        assert "scope=bot+applications.commands" in finding.text
        (finding,) = await doctor.examine("wrong", server.api_url)
        assert finding.wrong
        assert server.gateway.sessions == []
    assert Route.BASE == "https://discord.com/api/v10"


def role(id: str, able: int) -> dict[str, str]:
    return {"id": id, "permissions": str(able)}


def rule(id: str, kind: int = 0, *, allow: int = 0, deny: int = 0) -> dict[str, object]:
    return {"id": id, "type": kind, "allow": str(allow), "deny": str(deny)}
