"""The Discord adapter over the loopback server: commands, presses, forms, and answers that take their time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from adapters.discord import limits
from adapters.discord.adapter import DiscordChat
from bot.chat.codec import encode
from bot.chat.people import MessageRef, Person, Place
from bot.chat.reply import Button, Reply
from bot.chat.text import plain
from tests.discord_toys import Toys, running, toy_router
from tests.loopback.discord_server import DiscordServer

# discord.py takes a server that joins while READY's own servers are being listed for one of these.
LISTED = 0.3


@dataclass(frozen=True)
class Town:
    server: DiscordServer
    toys: Toys
    chat: DiscordChat

    @property
    def general(self) -> Place:
        return Place("discord", self.server.home.id, self.server.general.id)


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    toys = Toys()
    async with DiscordServer() as server, toy_router(tmp_path, toys) as router, running(server, router) as chat:
        yield Town(server, toys, chat)


@pytest.fixture
def slow(town: Town, monkeypatch: pytest.MonkeyPatch) -> Town:
    """Answers take longer than the first response may wait."""
    monkeypatch.setattr(limits, "FIRST_RESPONSE_PATIENCE", 0.05)
    town.toys.pause = 0.2
    return town


async def test_a_private_command_is_answered_to_the_asker_at_once(town: Town) -> None:
    ana = town.server.user("Ana", locale="de", manager=True)
    answer = await town.server.slash(ana, "card", topic="twitch", count=3)
    assert (answer.kind, answer.ephemeral) == ("message", True)
    assert "topic=twitch, count=3" in answer.text
    assert answer.latency < 1
    assert town.server.messages(town.server.general) == []
    assert town.toys.last.person == Person("discord", "", ana.id, "Ana", "de", manager=True)
    assert town.toys.last.place == town.general
    assert town.toys.last.event == f"discord-{answer.id}"


async def test_people_and_channels_come_as_their_ids(town: Town) -> None:
    ana = town.server.user("Ana")
    answer = await town.server.slash(ana, "card", who=ana, where=town.server.general, level="hard")
    assert f"level=hard, who={ana.id}, where={town.server.general.id}" in answer.text
    assert town.toys.last.person.manager is False


async def test_a_direct_message_has_no_space(town: Town) -> None:
    ana = town.server.user("Ana", manager=True)
    await town.server.slash(ana, "me settings", in_channel=town.server.dm(ana))
    assert town.toys.last.place == Place("discord", "", town.server.dm(ana).id)
    assert town.toys.last.person.manager is False


async def test_a_public_answer_is_for_the_channel_and_its_refusal_is_not(town: Town) -> None:
    ana = town.server.user("Ana")
    assert not (await town.server.slash(ana, "public")).ephemeral
    town.toys.refuse = True
    refusal = await town.server.slash(ana, "public")
    assert refusal.ephemeral
    assert "Not today." in refusal.text


async def test_an_unknown_action_and_a_bug_are_answered_in_private(town: Town) -> None:
    ana = town.server.user("Ana")
    posted = await town.chat.post(town.general, Reply("Old", buttons=(Button("Go", encode("gone", 1)),)), "k")
    (card,) = town.server.messages(town.server.general)
    pressed = await town.server.press(ana, card, "Go")
    assert pressed.ephemeral
    assert "older version" in pressed.text
    assert card.id == posted.message
    assert "Something went wrong on our side" in (await town.server.slash(ana, "score")).text


async def test_a_panel_is_private_and_its_presses_update_it(town: Town) -> None:
    ana = town.server.user("Ana")
    panel = await town.server.slash(ana, "quiz")
    assert panel.ephemeral
    turned = await town.server.press(ana, panel, "Next")
    assert (turned.kind, turned.message) == ("update", panel.message)
    assert town.toys.last.message is None, "an ephemeral message can't be edited later"
    other = await town.server.press(ana, panel, "Panel")
    assert other.ephemeral
    assert other.message is not panel.message


async def test_a_press_on_a_posted_card_updates_it_and_knows_it(town: Town) -> None:
    posted = await town.chat.post(town.general, Reply("Card", buttons=(Button("Next", encode("toy.next", 2)),)), "k")
    (card,) = town.server.messages(town.server.general)
    await town.server.press(town.server.user("Ana"), card, "Next")
    assert "Card 2" in card.text
    assert town.toys.last.message == posted == MessageRef(town.general, card.id)


async def test_a_refusal_never_replaces_a_card_that_others_see(town: Town) -> None:
    ana = town.server.user("Ana")
    await town.chat.post(town.general, Reply("Card", buttons=(Button("Next", encode("toy.next")),)), "k")
    (card,) = town.server.messages(town.server.general)
    town.toys.refuse = True
    pressed = await town.server.press(ana, card, "Next")
    assert pressed.ephemeral
    assert "Not today." not in card.text


async def test_sharing_from_a_private_card_makes_a_public_message(town: Town) -> None:
    ana = town.server.user("Ana")
    card = await town.server.slash(ana, "card")
    shared = await town.server.press(ana, card, "Share")
    assert not shared.ephemeral
    assert town.server.messages(town.server.general) == [shared.message]


async def test_a_menu_brings_its_choice(town: Town) -> None:
    ana = town.server.user("Ana")
    card = await town.server.slash(ana, "card")
    assert "local twitch" in (await town.server.select(ana, card, encode("toy.pick"), ["local twitch"])).text


async def test_a_form_from_a_button_updates_the_card_it_was_opened_from(town: Town) -> None:
    ana = town.server.user("Ana")
    card = await town.server.slash(ana, "card")
    form = await town.server.press(ana, card, "Name")
    assert form.kind == "modal"
    filled = {"name": "Ana", "kind": "clinic", "where": town.server.general}
    saved = await town.server.submit(ana, form, filled)
    assert (saved.kind, saved.message) == ("update", card.message)
    assert f"name=Ana, kind=clinic, where={town.server.general.id}" in saved.text


async def test_a_form_from_a_command_is_answered_in_private(town: Town) -> None:
    ana = town.server.user("Ana", manager=True)
    form = await town.server.slash(ana, "setup")
    saved = await town.server.submit(ana, form, {"name": "Ana", "kind": "student"})
    assert (saved.kind, saved.ephemeral) == ("message", True)
    assert "A name is needed." in (await town.server.submit(ana, form, {"name": "", "kind": "student"})).text


async def test_who_may_not_have_the_form_is_told_so_in_private(town: Town) -> None:
    refusal = await town.server.slash(town.server.user("Ben"), "setup")
    assert (refusal.kind, refusal.ephemeral) == ("message", True)
    assert "Only managers" in refusal.text


async def test_a_slow_form_is_waited_for_because_it_cannot_be_deferred(slow: Town) -> None:
    assert (await slow.server.slash(slow.server.user("Ana", manager=True), "setup")).kind == "modal"


async def test_a_button_for_a_command_that_needs_words_asks_for_them(town: Town) -> None:
    ana = town.server.user("Ana")
    form = await town.server.press(ana, await town.server.slash(ana, "card"), "Ask")
    assert form.kind == "modal"
    answer = await town.server.submit(ana, form, {"question": "Does it hurt?"})
    assert "You asked: Does it hurt?" in answer.text


async def test_a_repeated_delivery_is_acknowledged_and_says_nothing(town: Town) -> None:
    ana = town.server.user("Ana")
    card = await town.server.slash(ana, "card")
    pressed = await town.server.press(ana, card, "Once", settle=False)
    assert pressed.kind == "deferred update"
    assert "Never shown" not in card.text


async def test_suggestions_come_while_typing_and_rather_none_than_late(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = town.server.user("Ana")
    shown = await town.server.suggest(ana, "me settings", "topic", "tw")
    assert shown.choices == [{"name": "Local Twitch", "value": "local twitch"}]
    monkeypatch.setattr(limits, "SUGGEST_PATIENCE", 0.1)
    assert (await town.server.suggest(ana, "card", "topic", "slow")).choices == []


async def test_a_message_is_looked_up_from_its_menu(town: Town) -> None:
    ana = town.server.user("Ana")
    message = await town.server.say(ana, town.server.general, "Does needling hurt?")
    answer = await town.server.message_command(ana, "Look this up", message)
    assert answer.ephemeral
    assert "You asked: Does needling hurt?" in answer.text
    empty = await town.server.say(ana, town.server.general, "")
    assert (await town.server.message_command(ana, "Look this up", empty)).kind == "modal"


async def test_files_come_with_the_answer(town: Town) -> None:
    answer = await town.server.slash(town.server.user("Ana"), "me export")
    assert [file["filename"] for file in answer.shown.attachments] == ["data.json", "week.png"]
    assert answer.shown.attachments[1]["description"] == "Points by day"


async def test_a_slow_answer_is_deferred_and_filled_in(slow: Town) -> None:
    ana = slow.server.user("Ana")
    private = await slow.server.slash(ana, "card")
    assert (private.kind, private.ephemeral) == ("deferred", True)
    assert private.latency < 0.2
    public = await slow.server.slash(ana, "public")
    assert (public.kind, public.ephemeral) == ("deferred", False)
    turned = await slow.server.press(ana, private, "Next")
    assert (turned.kind, turned.message) == ("deferred update", private.message)
    export = await slow.server.slash(ana, "me export")
    assert len(export.shown.attachments) == 2


async def test_a_slow_refusal_of_a_public_answer_is_private_all_the_same(slow: Town) -> None:
    slow.toys.refuse = True
    refusal = await slow.server.slash(slow.server.user("Ana"), "public", settle=False)
    await slow.server.until(lambda: bool(refusal.follow_ups), "the refusal")
    assert refusal.follow_ups[0].ephemeral
    assert refusal.shown.deleted


async def test_a_slow_refusal_leaves_the_posted_card_alone(slow: Town) -> None:
    await slow.chat.post(slow.general, Reply("Card", buttons=(Button("Next", encode("toy.next")),)), "k")
    (card,) = slow.server.messages(slow.server.general)
    slow.toys.refuse = True
    pressed = await slow.server.press(slow.server.user("Ana"), card, "Next")
    assert pressed.kind == "deferred update"
    assert pressed.follow_ups[0].ephemeral
    assert "Not today." not in card.text


async def test_a_slow_repeated_delivery_takes_its_deferral_back(slow: Town) -> None:
    ana = slow.server.user("Ana")
    card = await slow.server.slash(ana, "card")
    pressed = await slow.server.press(ana, card, "Once", settle=False)
    assert pressed.kind == "deferred update"


async def test_a_card_that_discord_refuses_is_sent_as_words(town: Town) -> None:
    town.server.faults.error("POST", "/interactions/*/callback", status=400)
    answer = await town.server.slash(town.server.user("Ana"), "card")
    assert answer.shown.content == "**Card**\nNothing."


async def test_a_form_that_discord_refuses_is_opened_without_its_presets(town: Town) -> None:
    town.server.faults.error("POST", "/interactions/*/callback", status=400)
    form = await town.server.slash(town.server.user("Ana", manager=True), "setup")
    assert form.kind == "modal"
    assert form.modal is not None
    assert "value" not in form.modal.payload["components"][0]["component"]


async def test_what_goes_wrong_with_one_answer_stays_with_it(town: Town) -> None:
    ana = town.server.user("Ana")
    town.server.faults.error("POST", "/interactions/*/callback", status=403, times=1)
    with pytest.raises(AssertionError, match="no first response"):
        await town.server.slash(ana, "card")
    assert (await town.server.slash(ana, "card")).ephemeral


async def test_presses_from_before_a_restart_still_work(tmp_path: Path) -> None:
    toys = Toys()
    async with DiscordServer() as server, toy_router(tmp_path, toys) as router:
        ana = server.user("Ana", manager=True)
        async with running(server, router):
            card = await server.slash(ana, "card")
            form = await server.slash(ana, "setup")
        async with running(server, router):
            assert (await server.press(ana, card, "Next")).message is card.message
            assert "Saved" in (await server.submit(ana, form, {"name": "Ana", "kind": "clinic"})).text
        assert len([request for request in server.requests if request.startswith("PUT")]) == 1


async def test_a_lost_gateway_is_resumed(town: Town) -> None:
    ana = town.server.user("Ana")
    await town.server.gateway.reconnect()
    async with asyncio.timeout(5):
        while not town.server.gateway.resumes:  # noqa: ASYNC110, the server has no event for it
            await asyncio.sleep(0.01)
    assert (await town.server.slash(ana, "card")).ephemeral


async def test_one_answer_after_another_for_many_people(town: Town) -> None:
    people = [town.server.user(f"student{number}") for number in range(50)]
    answers = await asyncio.gather(*(town.server.slash(who, "card") for who in people))
    assert all(answer.ephemeral for answer in answers)
    assert {visit.person.user for visit in town.toys.visits} == {who.id for who in people}


async def test_a_new_server_is_greeted_where_the_bot_may_write(tmp_path: Path) -> None:
    hello = Reply("Hello", plain("Set me up."), buttons=(Button("Set up", encode("toy.form")),))
    async with DiscordServer() as server, toy_router(tmp_path, Toys()) as router, running(server, router, hello):
        guild = server.guild("New", joined=False)
        closed, hall = server.channel(guild, "closed"), server.channel(guild, "hall")
        closed.denied = 1 << 11
        await asyncio.sleep(LISTED)
        await server.join(guild)
        (card,) = await server.posted(hall)
        assert "Hello" in card.text
        assert server.messages(closed) == []
        assert (await server.press(server.user("Ana"), card, "Set up")).kind == "modal"


async def test_a_server_without_a_channel_to_write_in_is_not_greeted(tmp_path: Path) -> None:
    hello = Reply("Hello")
    async with DiscordServer() as server, toy_router(tmp_path, Toys()) as router, running(server, router, hello):
        await asyncio.sleep(LISTED)
        await server.join(server.guild("Silent", joined=False))
        assert (await server.slash(server.user("Ana"), "card")).ephemeral
