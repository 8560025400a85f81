"""Slack as a Chat: posting, finding, editing, what the bot may do where, and starting and stopping."""

from __future__ import annotations

import asyncio
import logging
import socket
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from adapters.slack import client
from adapters.slack import socket as slack_socket
from adapters.slack.adapter import SlackChat
from adapters.slack.doctor import examine
from bot.chat.people import Person, Place
from bot.chat.port import Chat, Postponed, Refused, Unclear
from bot.chat.reply import File, Reply
from bot.chat.text import person, plain
from bot.errors import SetupError
from tests.loopback.slack_people import TEAM
from tests.loopback.slack_server import SlackServer
from tests.slack_toys import Town, Toys, general, post_card, running, toy_router

CARD = Reply("Day 9", plain("Blood flow"))
KEY = "7/2026-03-02/0"


def an_hour_ago() -> datetime:
    return datetime.now(UTC) - timedelta(hours=1)


async def test_a_post_carries_its_key_and_is_found_by_it(town: Town) -> None:
    chat: Chat = town.chat
    posted = await chat.post(general(town), CARD, KEY)
    message = town.server.messages()[-1]
    assert posted.message == message.ts
    assert message.metadata == {"event_type": "needlewise_post", "event_payload": {"key": KEY}}
    assert await chat.find(general(town), KEY, an_hour_ago()) == posted
    assert await chat.find(general(town), "8/2026-03-02/0", an_hour_ago()) is None
    assert await chat.find(general(town), KEY, datetime.now(UTC) + timedelta(hours=1)) is None


async def test_a_post_in_a_thread_is_found_there(town: Town) -> None:
    parent = town.server.write(town.server.add_user("anna"), "morning")
    place = Place("slack", TEAM, town.server.general.id, parent.ts)
    posted = await town.chat.post(place, CARD, KEY)
    assert town.server.messages()[-1].thread_ts == parent.ts
    assert await town.chat.find(place, KEY, an_hour_ago()) == posted


async def test_a_post_is_found_behind_a_page_of_others(town: Town) -> None:
    posted = await town.chat.post(general(town), CARD, KEY)
    anna = town.server.add_user("anna")
    for number in range(250):
        town.server.write(anna, f"message {number}")
    assert await town.chat.find(general(town), KEY, an_hour_ago()) == posted


async def test_an_edit_keeps_the_key(town: Town) -> None:
    posted = await town.chat.post(general(town), CARD, KEY)
    await town.chat.edit(posted, Reply("Day 9, answered"), KEY)
    message = town.server.messages()[-1]
    assert message.words == "Day 9, answered"
    assert await town.chat.find(general(town), KEY, an_hour_ago()) == posted


async def test_a_picture_is_added_below_the_post_with_its_description(town: Town) -> None:
    picture, other = File("flow.png", b"\x89PNG", alt="Flow over time"), File("data.bin", b"1")
    posted = await town.chat.post(general(town), Reply("Day 9", files=(picture, other)), KEY)
    assert [(file.name, file.alt_text) for file in town.server.files(town.server.general)] == [
        ("flow.png", "Flow over time")
    ]
    assert town.server.messages()[-1].thread_ts == posted.message


async def test_somebody_is_written_to_directly(town: Town) -> None:
    anna = town.server.add_user("anna")
    to = Person("slack", TEAM, anna.id, "anna")
    await town.chat.direct(to, Reply("A notice", person(anna.id, anna.id), files=(File("a.txt", b"x"),)))
    assert [message.words for message in town.server.directs(anna)] == ["A notice\nanna", ""]
    assert [file.data for file in town.server.files(anna)] == [b"x"]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("not_in_channel", "The bot is not in this channel. Type /invite @needlewise there."),
        ("channel_not_found", "The bot is not in this channel. Type /invite @needlewise there."),
        ("is_archived", "The channel is archived. Unarchive it, or choose another one."),
        ("account_inactive", "Slack refuses the bot's token (account_inactive)."),
        ("restricted_action_read_only_channel", "Only some may post in this channel."),
        ("team_access_not_granted", "The app was not granted this workspace."),
        ("org_login_required", "The workspace is being moved to an Enterprise organisation."),
        ("ekm_access_denied", "The admins of the workspace keep the bot out (ekm_access_denied)."),
        ("a_new_one", "Slack refused: a_new_one."),
    ],
)
async def test_a_final_no_is_refused_with_what_to_do(town: Town, code: str, said: str) -> None:
    town.server.refuse("chat.postMessage", code)
    with pytest.raises(Refused, match=said.split("(")[0]):
        await town.chat.post(general(town), CARD, KEY)


async def test_a_missing_scope_is_named(town: Town) -> None:
    town.server.scopes.discard("chat:write")
    with pytest.raises(Refused, match="lacks the scope chat:write"):
        await town.chat.post(general(town), CARD, KEY)


async def test_a_rate_limit_puts_the_post_off_and_says_how_long(town: Town) -> None:
    town.server.rate_limit("chat.postMessage", retry_after=30)
    with pytest.raises(Postponed) as caught:
        await town.chat.post(general(town), CARD, KEY)
    assert caught.value.wait == timedelta(seconds=30)
    assert len(town.server.calls("chat.postMessage")) == 1


@pytest.mark.parametrize("status", [500, 503])
async def test_an_outage_is_unclear(town: Town, status: int) -> None:
    town.server.break_down("chat.postMessage", status=status)
    with pytest.raises(Unclear):
        await town.chat.post(general(town), CARD, KEY)
    town.server.refuse("chat.postMessage", "internal_error")
    with pytest.raises(Unclear, match="internal_error"):
        await town.chat.post(general(town), CARD, KEY)


async def test_a_dropped_connection_is_unclear_and_never_posts_twice(town: Town) -> None:
    town.server.swallow("chat.postMessage", how="dropped")
    with pytest.raises(Unclear):
        await town.chat.post(general(town), CARD, KEY)
    assert len(town.server.messages()) == 1
    assert await town.chat.find(general(town), KEY, an_hour_ago()) is not None


async def test_a_silent_slack_is_unclear(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "CALL_SECONDS", 0.3)
    async with SlackServer() as server, toy_router(tmp_path, Toys()) as router, running(server, router) as chat:
        server.swallow("chat.postMessage")
        with pytest.raises(Unclear, match="TimeoutError"):
            await chat.post(Place("slack", TEAM, server.general.id), CARD, KEY)
        assert await chat.find(Place("slack", TEAM, server.general.id), KEY, an_hour_ago()) is not None


async def test_what_can_be_repeated_is_left_to_the_outbox(town: Town) -> None:
    posted = await town.chat.post(general(town), CARD, KEY)
    town.server.swallow("chat.update", how="dropped")
    with pytest.raises(Unclear):
        await town.chat.edit(posted, Reply("Again"), KEY)
    town.server.rate_limit("chat.update", retry_after=1)
    with pytest.raises(Postponed):
        await town.chat.edit(posted, Reply("And again"), KEY)
    await town.chat.edit(posted, Reply("And again"), KEY)
    assert town.server.messages()[-1].words == "And again"


async def test_reach_tells_what_is_missing_and_how_to_mend_it(town: Town) -> None:
    outside = town.server.add_channel("outside", bot=False)
    old = town.server.add_channel("old", archived=True)
    hidden = town.server.add_channel("hidden", bot=False, private=True)
    reach = town.chat.reach
    assert (await reach(general(town))).remedy == ""
    assert (await reach(general(town))).post is True
    for channel in (outside, hidden):
        missing = await reach(Place("slack", TEAM, channel.id))
        assert (missing.post, missing.history) == (False, False)
        assert "/invite @needlewise" in missing.remedy
    archived = await reach(Place("slack", TEAM, old.id))
    assert (archived.post, archived.history) == (False, True)
    assert "archived" in archived.remedy


async def test_reach_reads_the_granted_scopes(town: Town) -> None:
    town.server.scopes.discard("channels:history")
    blind = await town.chat.reach(general(town))
    assert (blind.post, blind.history) == (True, False)
    assert "channels:history" in blind.remedy
    direct = await town.chat.reach(Place("slack", TEAM, "D0123"))
    assert (direct.post, direct.history) == (True, True)


async def test_the_bot_needs_no_more_than_its_manifest_asks_for(town: Town) -> None:
    from adapters.slack.doctor import SCOPES

    town.server.scopes.clear()
    town.server.scopes.update(SCOPES)
    anna = town.server.add_user("anna", admin=True)
    private = town.server.add_channel("private", anna, private=True)
    for place in (general(town), Place("slack", TEAM, private.id)):
        posted = await town.chat.post(place, Reply("Day 9", files=(File("a.png", b"x", alt="A"),)), KEY)
        assert await town.chat.find(place, KEY, an_hour_ago()) == posted
        assert (await town.chat.reach(place)).remedy == ""
    await town.server.slash(anna, "/study", "me export")
    await town.server.open_home(anna)
    await town.server.direct(anna, "study")


async def test_health_is_told_over_http(tmp_path: Path) -> None:
    async with SlackServer() as server, toy_router(tmp_path, Toys()) as router, running(server, router, "http") as chat:
        address = f"http://127.0.0.1:{chat.port}/healthz"
        assert await asyncio.to_thread(lambda: urlopen(address).read()) == b"ok"


async def test_a_forged_or_old_request_is_refused(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with SlackServer() as server, toy_router(tmp_path, Toys()) as router, running(server, router, "http") as chat:
        answer = await server.slash(server.add_user("anna"), "/faq", "am I pregnant")
        assert (await server.knock(answer, secret="guessed")).status == 401
        assert (await server.knock(answer, age=301)).status == 401
        challenge, ack = await server.verify_address()
        assert challenge in str(ack.body)
        assert await asyncio.to_thread(knock_with_nonsense, chat.port) == 400
        assert "pregnant" not in caplog.text


def knock_with_nonsense(port: int) -> int:
    nonsense = Request(f"http://127.0.0.1:{port}/slack/events", b"{", {"Content-Type": "application/json"})
    try:
        return int(urlopen(nonsense).status)
    except HTTPError as error:
        return error.code


async def test_an_event_that_is_not_ours_is_acknowledged(town: Town) -> None:
    joined = {"type": "member_joined_channel", "user": "U1", "channel": town.server.general.id}
    answer = await town.server.event(town.server.add_user("anna"), joined)
    assert answer.ack is not None
    assert answer.ack.status == 200


async def test_the_connection_comes_back_and_ends_for_good_when_slack_says_so(tmp_path: Path) -> None:
    async with SlackServer() as server, toy_router(tmp_path, Toys()) as router, running(server, router) as chat:
        await server.socket.ask_to_leave("refresh_requested")
        await server.connected()
        assert "Home" in (await server.slash(server.add_user("anna"), "/study")).message.words
        ended = asyncio.create_task(chat.wait())
        await asyncio.sleep(0.05)
        assert not ended.done()
        await server.socket.ask_to_leave("link_disabled")
        await asyncio.wait_for(ended, 2)


async def test_an_address_that_leads_nowhere_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slack_socket, "CONNECT_SECONDS", 0.4)
    monkeypatch.setattr(slack_socket, "PING_SECONDS", 0.2)
    async with SlackServer() as server, toy_router(tmp_path, Toys()) as router, running(server, router):
        given = server.api.open_socket
        dead = iter(["ws://127.0.0.1:9/nowhere"])
        monkeypatch.setattr(server.api, "open_socket", lambda: next(dead, None) or given())
        await server.socket.ask_to_leave("refresh_requested")
        await server.connected()
        assert "Home" in (await server.slash(server.add_user("anna"), "/study")).message.words


async def test_a_revoked_app_token_ends_it_for_good(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with SlackServer() as server, toy_router(tmp_path, Toys()) as router, running(server, router) as chat:
        server.refuse("apps.connections.open", "token_revoked", times=3)
        await server.socket.ask_to_leave("warning")
        await asyncio.wait_for(chat.wait(), 2)
        assert "token_revoked" in caplog.text


async def test_stopping_takes_less_than_two_seconds_and_waits_for_what_is_under_way(tmp_path: Path) -> None:
    toys = Toys()
    async with SlackServer() as server, toy_router(tmp_path, toys) as router, running(server, router) as chat:
        anna = server.add_user("anna")
        toys.pause = 0.3
        await server.slash(anna, "/faq", "does it hurt", effect=False)
        started = time.monotonic()
        await chat.stop()
        assert time.monotonic() - started < 2
        assert "You asked" in server.ephemerals(anna)[0].words


async def test_stopping_gives_up_what_takes_too_long(tmp_path: Path) -> None:
    toys = Toys()
    async with SlackServer() as server, toy_router(tmp_path, toys) as router, running(server, router) as chat:
        toys.pause = 30
        await server.slash(server.add_user("anna"), "/faq", "does it hurt", effect=False)
        started = time.monotonic()
        await chat.stop()
        assert time.monotonic() - started < 2


async def test_wrong_tokens_are_named_with_their_remedy(tmp_path: Path) -> None:
    async with SlackServer() as server, toy_router(tmp_path, Toys()) as router:
        address = server.api_url
        wrong = [
            (SlackChat(router, bot_token="xoxb-no", app_token="xapp-no", api_url=address), "SLACK_BOT_TOKEN"),
            (SlackChat(router, bot_token=server.bot_token, app_token="xapp-no", api_url=address), "SLACK_APP_TOKEN"),
            (SlackChat(router, bot_token="x", signing_secret="y", api_url="http://127.0.0.1:9/"), "can't be reached"),
        ]
        for chat, named in wrong:
            with pytest.raises(SetupError, match=named):
                await chat.start()
            await chat.stop()
        with pytest.raises(SetupError, match="SLACK_APP_TOKEN"):
            SlackChat(router, bot_token="x")


async def test_a_taken_port_is_named_with_its_setting(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        async with SlackServer() as server, toy_router(tmp_path, Toys()) as router:
            port = taken.getsockname()[1]
            chat = SlackChat(router, bot_token=server.bot_token, signing_secret="s", api_url=server.api_url, port=port)
            with pytest.raises(SetupError, match="NEEDLEWISE_SLACK_PORT"):
                await chat.start()


async def test_the_doctor_looks_at_both_tokens_and_the_scopes() -> None:
    async with SlackServer() as server:
        fine = await examine(server.bot_token, server.app_token, server.api_url)
        assert not any(finding.wrong for finding in fine)
        server.scopes.discard("users:read")
        assert any("users:read" in finding.text for finding in await examine(server.bot_token, None, server.api_url))
        wrong = await examine("xoxb-no", "xapp-no", server.api_url)
        assert all(finding.wrong for finding in wrong)


async def test_logs_hold_neither_tokens_nor_words(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    anna = town.server.add_user("anna")
    await town.server.slash(anna, "/faq", "am I pregnant")
    await town.server.mention(anna, "<@BOT> faq am I pregnant")
    await post_card(town)
    town.server.break_down("response_url", status=500)
    await town.server.slash(anna, "/faq", "am I pregnant")
    ours = "\n".join(
        record.getMessage() for record in caplog.records if not record.name.startswith(("aiosqlite", "asyncio"))
    )
    assert "pregnant" not in ours
    assert town.server.bot_token not in ours
    assert town.server.app_token not in ours


@pytest.mark.parametrize("code", ["ratelimited", "internal_error", "team_added_to_org"])
async def test_a_passing_trouble_at_the_start_does_not_blame_the_token(tmp_path: Path, code: str) -> None:
    async with SlackServer() as server, toy_router(tmp_path, Toys()) as router:
        server.refuse("auth.test", code, times=2)
        chat = SlackChat(router, bot_token=server.bot_token, app_token=server.app_token, api_url=server.api_url)
        with pytest.raises(SetupError, match="can't be reached"):
            await chat.start()
        server.troubles.clear()
        server.refuse("auth.test", code, times=2)
        [finding] = await examine(server.bot_token, None, server.api_url)
        assert "can't be reached" in finding.text
