"""The page as a Chat, and who sees what: without a browser."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from adapters.web.actions import Conversation, Shown
from adapters.web.adapter import WebChat
from adapters.web.channel import Channel, Entry
from adapters.web.learners import HERE, Roster, person
from adapters.web.limits import KEPT
from bot.chat.people import Place
from bot.chat.port import Refused
from bot.chat.reply import Reply
from bot.chat.router import Router
from bot.chat.text import flatten, plain
from tests.fakes import MONDAY_NOON, FakeClock
from tests.talk import button, talking
from tests.web_toys import toys_too

ANA, BEN, MANAGER = person("Ana"), person("Ben"), person("Manager")
CARD = Reply("Day 9", plain("Blood flow"))


@pytest_asyncio.fixture
async def router(tmp_path: Path) -> AsyncIterator[Router]:
    async with talking(tmp_path) as talk:
        yield Router(toys_too(talk.core))


@pytest.fixture
def page(router: Router) -> Conversation:
    return Conversation(router, Channel(FakeClock()), Roster())


def titles(page: Conversation, reader: str) -> list[str]:
    return [entry.reply.title for entry in page.channel.seen_by(reader) if entry.reply]


def shown_reply(shown: Shown) -> Reply:
    assert shown.entry is not None
    assert shown.entry.reply is not None
    return shown.entry.reply


async def test_a_post_is_found_by_its_key_and_edited_in_place(router: Router) -> None:
    chat = WebChat(router, "127.0.0.1", 0)
    posted = await chat.post(HERE, CARD, "s1/2026-03-02/0")
    assert await chat.find(HERE, "s1/2026-03-02/0", MONDAY_NOON - timedelta(hours=1)) == posted
    assert await chat.find(HERE, "s2/2026-03-02/0", MONDAY_NOON) is None
    assert await chat.find(HERE, "s1/2026-03-02/0", MONDAY_NOON + timedelta(hours=1)) is None
    await chat.edit(posted, Reply("Day 9, answered"), "s1/2026-03-02/0/reveal")
    assert [entry.reply.title for entry in chat.channel.seen_by("ana") if entry.reply] == ["Day 9, answered"]


async def test_an_edit_of_a_post_from_before_a_restart_shows_it_again(router: Router) -> None:
    posted = await WebChat(router, "127.0.0.1", 0).post(HERE, CARD, "key")
    after = WebChat(router, "127.0.0.1", 0)
    await after.edit(posted, CARD, "key")
    assert [entry.id for entry in after.channel.seen_by("ben")] == [posted.message]


async def test_there_is_one_channel(router: Router) -> None:
    chat = WebChat(router, "127.0.0.1", 0)
    assert (await chat.reach(HERE)).post
    elsewhere = Place("web", "playground", "other")
    reach = await chat.reach(elsewhere)
    assert (reach.post, reach.history) == (False, False)
    assert "#main" in reach.remedy
    with pytest.raises(Refused, match="#main"):
        await chat.post(elsewhere, CARD, "key")


async def test_a_direct_message_is_for_one_learner(router: Router) -> None:
    chat = WebChat(router, "127.0.0.1", 0)
    await chat.direct(BEN, CARD)
    assert len(chat.channel.seen_by("ben")) == 1
    assert chat.channel.seen_by("ana") == []


async def test_a_private_answer_is_for_the_asker_and_a_public_one_for_all(page: Conversation) -> None:
    await page.say(ANA, "/show")
    await page.say(ANA, "/echo hello")
    assert titles(page, "ana") == ["Everything", "Echo"]
    assert titles(page, "ben") == ["Echo"]
    assert [entry.said for entry in page.channel.seen_by("ana") if entry.said] == ["/show", "/echo hello"]


async def test_a_refusal_of_a_public_command_stays_private(page: Conversation) -> None:
    await page.say(ANA, "/echo nothing")
    assert titles(page, "ana") == ["That didn't work"]
    assert titles(page, "ben") == []


async def test_a_refusal_never_replaces_a_card_that_everybody_sees(page: Conversation) -> None:
    shared = page.channel.show("", Reply("For all"))
    await page.press(ANA, "toy.refuse:", {}, shared)
    assert titles(page, "ben") == ["For all"]
    assert titles(page, "ana") == ["For all", "That didn't work"]
    own = page.channel.show("ana", Reply("Mine"))
    await page.press(ANA, "toy.refuse:", {}, own)
    assert titles(page, "ana") == ["For all", "That didn't work", "That didn't work"]


async def test_a_quiz_goes_on_in_its_own_card(page: Conversation) -> None:
    question = await page.say(ANA, "/quiz count:2")
    assert question.entry is not None
    answer = await page.press(ANA, button(shown_reply(question), "A").action, {}, question.entry)
    assert answer.entry is not None
    assert answer.entry.id == question.entry.id
    assert shown_reply(answer).title in ("Right.", "Not quite.")
    assert len(titles(page, "ana")) == 1


async def test_a_command_without_what_it_needs_asks_with_a_form(page: Conversation) -> None:
    shown = await page.say(ANA, "/invite")
    assert shown.form is not None
    assert [field.name for field in shown.form.fields] == ["text"]
    sent = await page.submit(ANA, shown.form, {"text": ("ben",)}, None)
    assert flatten(shown_reply(sent).body) == "ben"


async def test_a_refused_form_comes_back_to_the_form(page: Conversation) -> None:
    card = page.channel.show("ana", Reply("Mine"))
    shown = await page.press(ANA, "toy.ask:", {}, card)
    assert shown.form is not None
    refused = await page.submit(ANA, shown.form, {"name": ("nobody",)}, card)
    assert refused.refusal is not None
    assert titles(page, "ana") == ["Mine"]
    await page.submit(ANA, shown.form, {"name": ("Dora",)}, card)
    assert titles(page, "ana") == ["Saved"]


async def test_only_the_manager_manages(page: Conversation) -> None:
    line = "/schedule add what:daily time:08:00"
    assert shown_reply(await page.say(BEN, line)).title == "That didn't work"
    assert shown_reply(await page.say(MANAGER, line)).title == "Schedule 1 runs"


async def test_the_first_visit_is_greeted_once(page: Conversation) -> None:
    await page.greet(ANA)
    await page.greet(ANA)
    assert len(titles(page, "ana")) == 1


async def test_topics_are_suggested_while_typing(page: Conversation) -> None:
    found = await page.suggest(ANA, "/fact blood")
    assert [suggestion.line for suggestion in found] == ["/fact topic:mech-blood-flow "]


async def test_an_unknown_command_is_answered(page: Conversation) -> None:
    assert "/help" in flatten(shown_reply(await page.say(ANA, "<b>@everyone</b>")).body)


class Broken:
    def added(self, entry: Entry) -> None:
        raise RuntimeError("the page is gone")

    def changed(self, entry: Entry) -> None:
        raise RuntimeError("the page is gone")


def test_one_broken_page_does_not_keep_the_others_from_hearing() -> None:
    channel = Channel(FakeClock())
    heard: list[str] = []

    class Page:
        def added(self, entry: Entry) -> None:
            heard.append(entry.said)

        def changed(self, entry: Entry) -> None: ...

    channel.subscribe(Broken())
    channel.subscribe(Page())
    channel.say("ana", "Ana", "/fact")
    assert heard == ["/fact"]


def test_the_memory_has_an_end() -> None:
    channel = Channel(FakeClock())
    for number in range(KEPT + 5):
        channel.show("", Reply(str(number)))
    assert len(channel.seen_by("ana")) == KEPT
    gone = channel.seen_by("ana")[0]
    channel.show("", Reply("one more"))
    assert channel.change(gone, Reply("late")).id not in {entry.id for entry in channel.seen_by("ana")}


async def test_a_refused_set_up_stays_in_its_form(page: Conversation) -> None:
    shown = await page.say(MANAGER, "/setup London")
    assert shown.form is not None
    filled = {field.name: field.value for field in shown.form.fields} | {"time": ("25:00",)}
    refused = await page.submit(MANAGER, shown.form, filled, None)
    assert refused.refusal is not None
    assert "I can't read the time “25:00”" in flatten(refused.refusal.body)


async def test_an_instructor_is_named_as_they_are_called_here(page: Conversation) -> None:
    for typed, found in (("Ben", True), ("@chidi", True), ("nobody", False)):
        told = flatten(shown_reply(await page.say(MANAGER, f"/cohort instructors add:{typed}")).body)
        assert ("I can't find “@nobody” here." in told) is not found
    assert shown_reply(await page.say(BEN, "/schedule list")).title == "No schedules yet"
