"""Real, unmodified Bolt for Python talks to the loopback Slack: over Socket Mode and over signed HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Literal

import pytest
import pytest_asyncio
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.loopback.slack_answers import NoAnswer
from tests.loopback.slack_running import client_of, refused, running
from tests.loopback.slack_sample import form
from tests.loopback.slack_server import SlackServer


@pytest_asyncio.fixture(params=["socket", "http"])
async def slack(request: pytest.FixtureRequest) -> AsyncIterator[SlackServer]:
    async with SlackServer(patience=2) as server, running(server, request.param):
        yield server


async def test_a_command_is_answered_for_one_person_and_a_press_changes_it(slack: SlackServer) -> None:
    anna = slack.add_user("anna")
    answer = await slack.slash(anna, "/quiz", "count:3")
    assert slack.ephemerals(anna) == [answer.message]
    assert slack.messages() == []

    pressed = await slack.press(anna, answer.message, "pick:a", "a")
    assert pressed.text == "Right, anna"
    assert [message.text for message in slack.ephemerals(anna)] == ["Right, anna"]


async def test_the_text_of_an_acknowledgement_is_shown(slack: SlackServer) -> None:
    anna = slack.add_user("anna")
    assert (await slack.slash(anna, "/plain", "hello")).text == "You said hello"


async def test_a_form_is_opened_looked_up_refused_and_saved(slack: SlackServer) -> None:
    anna = slack.add_user("anna")
    quiz = await slack.slash(anna, "/quiz")
    opened = await slack.press(anna, quiz.message, "form")
    assert opened.view.title == "A note"

    options = await slack.suggest(anna, opened.view, "topic", "nerve")
    assert [option["value"] for option in options] == ["nerve"]
    refused = await slack.submit(anna, opened.view, {"note": "x"})
    assert refused.errors == {"note": "Too short"}
    assert slack.view(anna) is not None

    saved = await slack.submit(anna, opened.view, {"note": "dry needling", "topic": "nerve"}, effect=True)
    assert saved.text == "dry needling on nerve"
    assert slack.view(anna) is None
    assert slack.directs(anna) == [saved.message]


async def test_a_form_can_be_closed(slack: SlackServer) -> None:
    anna = slack.add_user("anna")
    opened = await slack.press(anna, (await slack.slash(anna, "/quiz")).message, "form")
    await slack.close(anna, opened.view)
    await slack.until(lambda: slack.directs(anna), "the word that nothing was saved")
    assert slack.view(anna) is None


async def test_a_message_shortcut_reads_the_message(slack: SlackServer) -> None:
    anna = slack.add_user("anna")
    message = slack.write(anna, "what is a trigger point?")
    assert (await slack.shortcut(anna, "look_this_up", message)).text == "About: what is a trigger point?"


async def test_a_mention_in_a_thread_is_answered_there(slack: SlackServer) -> None:
    anna = slack.add_user("anna")
    parent = slack.write(anna, "morning")
    answer = await slack.mention(anna, "<@BOT> faq does it hurt", thread_ts=parent.ts)
    assert answer.message.thread_ts == parent.ts


async def test_a_direct_message_and_the_home_tab(slack: SlackServer) -> None:
    anna = slack.add_user("anna")
    assert (await slack.direct(anna, "hello")).text == "HELLO"
    await slack.open_home(anna)
    shown = slack.home(anna)
    assert shown is not None
    assert "Which nerve?" in shown.words


async def test_a_redelivery_carries_the_same_event_and_a_retry_number(slack: SlackServer) -> None:
    anna = slack.add_user("anna")
    first = await slack.mention(anna, "<@BOT> hello")
    again = await slack.redeliver(first)
    assert again.payload["event_id"] == first.payload["event_id"]
    assert len(slack.messages()) == 2, "the mention and one reply: the bot saw that it knew the event"


async def test_many_people_at_once_each_get_their_own_answer(slack: SlackServer) -> None:
    people = [slack.add_user(f"learner{number}") for number in range(20)]
    answers = await asyncio.gather(*(slack.slash(person, "/quiz") for person in people))
    assert [answer.message.only_for for answer in answers] == [person.id for person in people]


async def test_silence_is_reported_in_words(slack: SlackServer) -> None:
    slack.delivery.patience = 0.1
    with pytest.raises(NoAnswer, match="nothing came of slash_commands '/mute'"):
        await slack.slash(slack.add_user("anna"), "/mute")


async def test_a_wrong_or_old_signature_is_refused() -> None:
    async with SlackServer() as server, running(server, "http"):
        answer = await server.slash(server.add_user("anna"), "/plain", "hello")
        assert (await server.knock(answer, secret="guessed")).status == 401
        assert (await server.knock(answer, age=301)).status == 401
        assert (await server.knock(answer)).status == 200
        challenge, ack = await server.verify_address()
        assert ack.status == 200
        assert challenge in str(ack.body)


async def test_the_bot_comes_back_after_being_asked_to_leave() -> None:
    async with SlackServer() as server, running(server, "socket"):
        await server.socket.ask_to_leave("refresh_requested")
        await server.connected()
        assert (await server.slash(server.add_user("anna"), "/plain", "back")).text == "You said back"


async def test_every_delivery_goes_to_one_of_several_connections() -> None:
    async with SlackServer() as server, running(server, "socket"), running(server, "socket"):
        await server.connected(2)
        anna = server.add_user("anna")
        for _ in range(4):
            await server.slash(anna, "/plain", "once")
        assert len(server.ephemerals(anna)) == 4


async def test_a_trigger_serves_once_and_for_three_seconds(slack: SlackServer) -> None:
    anna, client = slack.add_user("anna"), client_of(slack)
    used = await slack.press(anna, (await slack.slash(anna, "/quiz")).message, "form")
    trigger = used.payload["trigger_id"]
    assert await refused(client.views_open(trigger_id=trigger, view=form())) == "exchanged_trigger_id"

    fresh = await slack.slash(anna, "/plain", "x")
    slack.pass_time(3.1)
    late = client.views_open(trigger_id=fresh.payload["trigger_id"], view=form())
    assert await refused(late) == "expired_trigger_id"


async def test_a_response_url_serves_five_times(slack: SlackServer) -> None:
    anna = slack.add_user("anna")
    answer = await slack.slash(anna, "/mute", effect=False)
    hook = AsyncWebhookClient(answer.payload["response_url"])
    codes = [(await hook.send(text=f"{number}")).status_code for number in range(6)]
    assert codes == [200] * 5 + [404]
    assert len(answer.effects) == 5


@pytest.mark.parametrize(("transport", "heard"), [("socket", ["0", "1"]), ("http", ["1"])])
async def test_a_retry_is_numbered(transport: Literal["socket", "http"], heard: list[str]) -> None:
    """Socket Mode numbers first deliveries too, so a retry header alone means nothing."""
    async with SlackServer() as server, running(server, transport) as mentions:
        await server.redeliver(await server.mention(server.add_user("anna"), "<@BOT> hello"))
        await asyncio.wait_for(mentions.second.wait(), 2)
        assert mentions.retries == heard


async def test_the_bot_is_deaf_to_itself(slack: SlackServer) -> None:
    anna = slack.add_user("anna")
    answer = await slack.direct(anna, "hello")
    await slack.echo(answer.message)
    assert [message.text for message in slack.directs(anna)] == ["hello", "HELLO"]


async def test_pressing_something_outdated_still_reaches_the_bot(slack: SlackServer) -> None:
    anna = slack.add_user("anna")
    quiz = await slack.slash(anna, "/quiz")
    await slack.press(anna, quiz.message, "pick:a")
    assert (await slack.press(anna, quiz.message, "pick:a")).text == "Right, anna"
