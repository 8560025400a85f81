"""The loopback Slack's Web API as slack_sdk sees it: errors, troubles, pages and the rules at the end."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.loopback.slack_running import client_of, refused
from tests.loopback.slack_server import SlackServer


@pytest_asyncio.fixture
async def silent() -> AsyncIterator[SlackServer]:
    """A server without a bot."""
    async with SlackServer(patience=0.2, tolerate=True) as server:
        yield server


async def test_broken_rules_are_refused_and_fail_the_test_at_its_end() -> None:
    server = SlackServer()
    await server.__aenter__()
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}]
    call = client_of(server).chat_postMessage(channel=server.general.id, text="x", blocks=blocks)
    assert await refused(call) == "invalid_blocks"
    with pytest.raises(AssertionError, match="3001 characters, at most 3000"):
        await server.__aexit__(None, None, None)


async def test_an_unknown_method_fails_the_test_at_its_end() -> None:
    server = SlackServer()
    await server.__aenter__()
    call = client_of(server).reactions_add(channel="C1", name="brain", timestamp="1")
    assert await refused(call) == "unknown_method"
    with pytest.raises(AssertionError, match=r"unknown method reactions\.add"):
        await server.__aexit__(None, None, None)


async def test_nobody_is_pinged_unless_it_is_allowed(silent: SlackServer) -> None:
    anna, client = silent.add_user("anna"), client_of(silent)
    for text in ("<!channel> up", "<!here|here>", "<!subteam^S1>", f"<@{anna.id}>"):
        assert await refused(client.chat_postMessage(channel=silent.general.id, text=text)) == "invalid_blocks"
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
    assert [(file.name, file.data, file.title) for file in silent.files(anna)] == [("answers.csv", b"a,b", "Answers")]


async def test_history_comes_in_pages_from_the_newest(silent: SlackServer) -> None:
    client, general = client_of(silent), silent.general.id
    sent = [(await client.chat_postMessage(channel=general, text=str(number)))["ts"] for number in range(5)]
    pages = [page["messages"] async for page in await client.conversations_history(channel=general, limit=2)]
    assert [[message["text"] for message in page] for page in pages] == [["4", "3"], ["2", "1"], ["0"]]
    since = await client.conversations_history(channel=general, oldest=sent[2])
    assert [message["ts"] for message in since["messages"]] == [sent[4], sent[3]]


async def test_replies_stay_in_their_thread(silent: SlackServer) -> None:
    client, general = client_of(silent), silent.general.id
    parent = (await client.chat_postMessage(channel=general, text="parent"))["ts"]
    await client.chat_postMessage(channel=general, text="reply", thread_ts=parent)
    assert len((await client.conversations_history(channel=general))["messages"]) == 1
    thread = await client.conversations_replies(channel=general, ts=parent)
    assert [message["text"] for message in thread["messages"]] == ["parent", "reply"]


async def test_an_edit_keeps_the_blocks_that_it_leaves_out(silent: SlackServer) -> None:
    client, general = client_of(silent), silent.general.id
    blocks = [{"type": "divider"}]
    posted = await client.chat_postMessage(channel=general, text="one", blocks=blocks)
    await client.chat_update(channel=general, ts=posted["ts"], text="two")
    assert [block["type"] for block in silent.messages()[0].blocks] == ["divider"]
    await client.chat_update(channel=general, ts=posted["ts"], text="three", blocks=[])
    assert silent.messages()[0].blocks == []


async def test_what_only_one_person_sees_can_not_be_edited(silent: SlackServer) -> None:
    anna, client = silent.add_user("anna"), client_of(silent)
    sent = await client.chat_postEphemeral(channel=silent.general.id, user=anna.id, text="psst")
    call = client.chat_update(channel=silent.general.id, ts=sent["message_ts"], text="changed")
    assert await refused(call) == "message_not_found"


async def test_a_person_is_shown_with_zone_and_on_request_locale(silent: SlackServer) -> None:
    anna, client = silent.add_user("anna", tz="Asia/Tokyo", locale="ja-JP", admin=True), client_of(silent)
    brief = (await client.users_info(user=anna.id))["user"]
    assert (brief["tz"], brief["tz_offset"], brief["is_admin"]) == ("Asia/Tokyo", 9 * 3600, True)
    assert "locale" not in brief
    assert (await client.users_info(user=anna.id, include_locale=True))["user"]["locale"] == "ja-JP"
