"""Real, unmodified Bolt for Python talks to the loopback Slack: over Socket Mode and over signed HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.loopback.slack_answers import NoAnswer
from tests.loopback.slack_server import SlackServer

pytestmark = pytest.mark.asyncio

HELLO = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "*Which nerve?*"}},
    {
        "type": "actions",
        "elements": [
            {
                "type": "button",
                "action_id": "pick:a",
                "value": "a",
                "text": {"type": "plain_text", "text": "A"},
            },
            {"type": "button", "action_id": "form", "text": {"type": "plain_text", "text": "Write"}},
        ],
    },
]


def plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def form() -> dict[str, Any]:
    """A modal with a field to type in and one that looks things up."""
    find = {
        "type": "external_select",
        "action_id": "topic",
        "min_query_length": 1,
        "placeholder": plain("Topic"),
    }
    note = {"type": "plain_text_input", "action_id": "note"}
    return {
        "type": "modal",
        "callback_id": "note_form",
        "title": plain("A note"),
        "submit": plain("Save"),
        "notify_on_close": True,
        "blocks": [
            {"type": "input", "block_id": "note", "label": plain("Note"), "element": note},
            {
                "type": "input",
                "block_id": "topic",
                "optional": True,
                "label": plain("Topic"),
                "element": find,
            },
        ],
    }


def tiny_bot(client: AsyncWebClient, secret: str) -> AsyncApp:
    """One listener of each kind that the real adapter has."""
    app = AsyncApp(client=client, signing_secret=secret)
    seen: list[str] = []

    @app.command("/quiz")
    async def quiz(ack: Any, respond: Any) -> None:
        await ack()
        await respond(text="Which nerve?", blocks=HELLO)

    @app.command("/plain")
    async def in_the_ack(ack: Any, command: Any) -> None:
        await ack(f"You said {command['text']}")

    @app.command("/mute")
    async def mute(ack: Any) -> None:
        await ack()

    @app.action("pick:a")
    async def pick(ack: Any, respond: Any, body: Any) -> None:
        await ack()
        await respond(text=f"Right, {body['user']['name']}", replace_original=True)

    @app.action("form")
    async def open_form(ack: Any, body: Any, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=form())

    @app.options("topic")
    async def topics(ack: Any, payload: Any) -> None:
        await ack(options=[{"text": plain(payload["value"].title()), "value": payload["value"]}])

    @app.view("note_form")
    async def save(ack: Any, body: Any, view: Any, client: AsyncWebClient) -> None:
        note = view["state"]["values"]["note"]["note"]["value"]
        topic = view["state"]["values"]["topic"]["topic"]["selected_option"]
        if len(note) < 3:
            await ack(response_action="errors", errors={"note": "Too short"})
            return
        await ack()
        await client.chat_postMessage(
            channel=body["user"]["id"], text=f"{note} on {topic and topic['value']}"
        )

    @app.view_closed("note_form")
    async def give_up(ack: Any, body: Any, client: AsyncWebClient) -> None:
        await ack()
        await client.chat_postMessage(channel=body["user"]["id"], text="Not saved")

    @app.shortcut("look_this_up")
    async def look_up(ack: Any, shortcut: Any, respond: Any) -> None:
        await ack()
        await respond(text=f"About: {shortcut['message']['text']}")

    @app.event("app_mention")
    async def mentioned(body: Any, event: Any, say: Any) -> None:
        if body["event_id"] not in seen:
            seen.append(body["event_id"])
            await say(text="It can ache for a day.", thread_ts=event.get("thread_ts") or event["ts"])

    @app.event("message")
    async def direct(event: Any, say: Any) -> None:
        await say(text=event["text"].upper())

    @app.event("app_home_opened")
    async def home(event: Any, client: AsyncWebClient) -> None:
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": HELLO})

    return app


@asynccontextmanager
async def running(server: SlackServer, transport: str) -> AsyncIterator[AsyncApp]:
    client = AsyncWebClient(token=server.bot_token, base_url=server.api_url)
    app = tiny_bot(client, server.signing_secret)
    async with AsyncExitStack() as stack:
        if transport == "socket":
            handler = AsyncSocketModeHandler(app, server.app_token, ping_interval=1)
            stack.push_async_callback(handler.close_async)
            await handler.connect_async()  # type: ignore[no-untyped-call]
            await server.connected()
        else:
            await serve(app, server, stack)
        yield app


async def serve(app: AsyncApp, server: SlackServer, stack: AsyncExitStack) -> None:
    async def events(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    application = web.Application()
    application.router.add_post("/slack/events", events)
    runner = web.AppRunner(application, shutdown_timeout=0.5)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.use_http(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")


@pytest_asyncio.fixture(params=["socket", "http"])
async def slack(request: pytest.FixtureRequest) -> AsyncIterator[SlackServer]:
    async with SlackServer(patience=2) as server, running(server, request.param):
        yield server


@pytest_asyncio.fixture
async def silent() -> AsyncIterator[SlackServer]:
    """A server without a bot, for the Web API alone."""
    async with SlackServer(patience=0.2, tolerate=True) as server:
        yield server


def client_of(server: SlackServer) -> AsyncWebClient:
    return AsyncWebClient(token=server.bot_token, base_url=server.api_url)


async def refused(call: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response.get("error"))


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
    assert shown is not None and "Which nerve?" in shown.words


async def test_a_redelivery_carries_the_same_event_and_a_retry_number(slack: SlackServer) -> None:
    anna = slack.add_user("anna")
    first = await slack.mention(anna, "<@BOT> hello")
    again = await slack.redeliver(first)
    assert again.ack is not None and again.payload["event_id"] == first.payload["event_id"]
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
        assert ack.status == 200 and challenge in str(ack.body)


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


async def test_broken_rules_are_refused_and_fail_the_test_at_its_end() -> None:
    with pytest.raises(AssertionError, match="3001 characters, at most 3000"):
        async with SlackServer() as server:
            text = {"type": "mrkdwn", "text": "x" * 3001}
            blocks = [{"type": "section", "text": text}]
            client = client_of(server)
            code = await refused(client.chat_postMessage(channel=server.general.id, text="x", blocks=blocks))
            assert code == "invalid_blocks"


async def test_an_unknown_method_fails_the_test_at_its_end() -> None:
    with pytest.raises(AssertionError, match=r"unknown method reactions\.add"):
        async with SlackServer() as server:
            call = client_of(server).reactions_add(channel="C1", name="brain", timestamp="1")
            assert await refused(call) == "unknown_method"


async def test_nobody_is_pinged_unless_it_is_allowed(silent: SlackServer) -> None:
    anna, client = silent.add_user("anna"), client_of(silent)
    for text in ("<!channel> up", "<!here|here>", "<!subteam^S1>", f"<@{anna.id}>"):
        assert (
            await refused(client.chat_postMessage(channel=silent.general.id, text=text)) == "invalid_blocks"
        )
    silent.may_ping.add(anna.id)
    assert (await client.chat_postMessage(channel=silent.general.id, text=f"<@{anna.id}>"))["ok"]


async def test_troubles_come_when_they_are_asked_for(silent: SlackServer) -> None:
    client = client_of(silent)
    general = silent.general.id
    silent.rate_limit("chat.postMessage", retry_after=7)
    with pytest.raises(SlackApiError) as limited:
        await client.chat_postMessage(channel=general, text="one")
    assert limited.value.response.status_code == 429
    assert limited.value.response.headers["Retry-After"] == "7"

    silent.refuse("*", "account_inactive")
    assert await refused(client.auth_test()) == "account_inactive"
    silent.break_down("chat.postMessage", status=503)
    with pytest.raises(SlackApiError):
        await client.chat_postMessage(channel=general, text="two")
    assert silent.messages() == []


async def test_a_swallowed_answer_leaves_its_message_behind(silent: SlackServer) -> None:
    impatient = AsyncWebClient(token=silent.bot_token, base_url=silent.api_url, timeout=1)
    silent.swallow("chat.postMessage")
    with pytest.raises(TimeoutError):
        await impatient.chat_postMessage(channel=silent.general.id, text="lost?")
    assert [message.text for message in silent.messages()] == ["lost?"]


async def test_a_dropped_connection_makes_slack_sdk_post_twice(silent: SlackServer) -> None:
    silent.swallow("chat.postMessage", how="dropped")
    await client_of(silent).chat_postMessage(channel=silent.general.id, text="twice")
    assert [message.text for message in silent.messages()] == ["twice", "twice"]


async def test_tokens_scopes_and_membership_are_looked_at(silent: SlackServer) -> None:
    client = client_of(silent)
    stranger = AsyncWebClient(token="xoxb-other", base_url=silent.api_url)
    assert await refused(stranger.auth_test()) == "invalid_auth"
    assert "chat:write" in (await client.auth_test()).headers["x-oauth-scopes"]

    silent.scopes.discard("channels:history")
    assert await refused(client.conversations_history(channel=silent.general.id)) == "missing_scope"
    outside, old = silent.add_channel("outside", bot=False), silent.add_channel("old", archived=True)
    assert await refused(client.chat_postMessage(channel=outside.id, text="x")) == "not_in_channel"
    assert await refused(client.chat_postMessage(channel=old.id, text="x")) == "is_archived"
    assert await refused(client.chat_postMessage(channel="C404", text="x")) == "channel_not_found"


async def test_metadata_is_read_back_only_when_asked_for(silent: SlackServer) -> None:
    client, general = client_of(silent), silent.general.id
    metadata = {"event_type": "needlewise_post", "event_payload": {"key": "7/2026-03-01/0"}}
    await client.chat_postMessage(channel=general, text="fact", metadata=metadata)
    assert "metadata" not in (await client.conversations_history(channel=general))["messages"][0]
    full = await client.conversations_history(channel=general, include_all_metadata=True)
    assert full["messages"][0]["metadata"] == metadata


async def test_an_upload_arrives_as_a_file(silent: SlackServer) -> None:
    anna, client = silent.add_user("anna"), client_of(silent)
    direct = (await client.conversations_open(users=anna.id))["channel"]["id"]
    await client.files_upload_v2(channel=direct, filename="answers.csv", content="a,b", title="Answers")
    assert [(file.name, file.data, file.title) for file in silent.files(anna)] == [
        ("answers.csv", b"a,b", "Answers")
    ]


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
    from slack_sdk.webhook.async_client import AsyncWebhookClient

    anna = slack.add_user("anna")
    answer = await slack.slash(anna, "/mute", effect=False)
    hook = AsyncWebhookClient(answer.payload["response_url"])
    codes = [(await hook.send(text=f"{number}")).status_code for number in range(6)]
    assert codes == [200] * 5 + [404]
    assert len(answer.effects) == 5
