"""Slack in trouble: what the outbox is told of each, and that nothing is doubled or lost by it."""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import pytest

from adapters.slack import client
from adapters.slack.adapter import SlackChat
from bot.chat.codec import encode
from bot.chat.people import MessageRef, Person, Place
from bot.chat.port import Postponed, Refused, Unclear
from bot.chat.reply import File, Reply
from bot.chat.text import plain
from tests.loopback.slack_people import BOT_USER, TEAM, Channel
from tests.loopback.slack_server import SlackServer
from tests.slack_toys import Town, Toys, general, post_card, running, shown, toy_router

CARD = Reply("Day 9", plain("Blood flow"))
KEY = "7/2026-03-02/0"
HALF_A_MINUTE = timedelta(seconds=30)


def an_hour_ago() -> datetime:
    return datetime.now(UTC) - timedelta(hours=1)


def place_of(channel: Channel) -> Place:
    return Place("slack", TEAM, channel.id)


async def found(town: Town) -> MessageRef | None:
    return await town.chat.find(general(town), KEY, an_hour_ago())


async def test_no_connection_puts_off_what_would_be_sent_and_leaves_a_look_back_unclear(town: Town) -> None:
    posted = await town.chat.post(general(town), CARD, "earlier")
    ana = Person("slack", TEAM, town.server.add_user("ana").id, "ana")
    async with town.server.away():
        with pytest.raises(Postponed, match="can't be reached"):
            await town.chat.post(general(town), CARD, KEY)
        with pytest.raises(Postponed):
            await town.chat.edit(posted, CARD, KEY)
        with pytest.raises(Postponed):
            await town.chat.direct(ana, CARD)
        with pytest.raises(Unclear) as caught:
            await found(town)
        assert not isinstance(caught.value, Postponed), "the post itself may stand"
    assert town.server.marks()[KEY] == 0


async def test_before_the_start_and_after_the_end_nothing_is_sent(tmp_path: Path) -> None:
    async with SlackServer() as server, toy_router(tmp_path, Toys()) as router:
        here = place_of(server.general)
        chat = SlackChat(router, bot_token=server.bot_token, app_token=server.app_token, api_url=server.api_url)
        with pytest.raises(Postponed):
            await chat.post(here, CARD, KEY)
        await chat.start()
        await chat.stop()
        with pytest.raises(Postponed):
            await chat.post(here, CARD, KEY)
        assert server.calls("chat.postMessage") == []


@pytest.mark.parametrize(("when", "applied"), [("before", 0), ("half", 1), ("after", 1)])
async def test_a_reset_connection_is_unclear(
    town: Town, when: Literal["before", "half", "after"], applied: int
) -> None:
    town.server.reset("chat.postMessage", when=when)
    with pytest.raises(Unclear) as caught:
        await town.chat.post(general(town), CARD, KEY)
    assert not isinstance(caught.value, Postponed)
    assert town.server.marks()[KEY] == applied
    assert (await found(town) is None) == (applied == 0)


@pytest.mark.parametrize("late", [False, True])
async def test_an_answer_slower_than_patience_is_unclear(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, late: bool
) -> None:
    monkeypatch.setattr(client, "CALL_SECONDS", 0.3)
    async with SlackServer() as server, toy_router(tmp_path, Toys()) as router, running(server, router) as chat:
        here = place_of(server.general)
        server.slow("chat.postMessage", seconds=0.6, late=late)
        with pytest.raises(Unclear) as caught:
            await chat.post(here, CARD, KEY)
        assert not isinstance(caught.value, Postponed)
        assert (await chat.find(here, KEY, an_hour_ago()) is None) == late, "not yet there, if Slack is late"
        await server.until(lambda: server.marks()[KEY], "the late post")


@pytest.mark.parametrize("said", [[], ["x"], "words", None, {"ok": True}, {"ok": True, "messages": None}])
async def test_a_garbled_answer_is_unclear(town: Town, monkeypatch: pytest.MonkeyPatch, said: object) -> None:
    right = town.server.api._answer

    def garbled(method: str, args: Any, token: str) -> Any:
        answer = right(method, args, token)
        return said if method in ("chat.postMessage", "conversations.history") else answer

    monkeypatch.setattr(town.server.api, "_answer", garbled)
    for call in (town.chat.post(general(town), CARD, KEY), found(town)):
        with pytest.raises(Unclear) as caught:
            await call
        assert not isinstance(caught.value, Postponed)
    assert town.server.marks()[KEY] == 1


async def test_a_page_in_place_of_an_answer_is_unclear(town: Town) -> None:
    for status in (200, 403, 502):
        town.server.break_down("chat.postMessage", status=status)
        with pytest.raises(Unclear):
            await town.chat.post(general(town), CARD, KEY)


async def test_an_outage_that_goes_on_is_unclear_each_time_and_over_when_it_is_over(town: Town) -> None:
    town.server.break_down("*", status=500, times=6)
    posted = MessageRef(general(town), "1.0")
    for _ in range(2):
        for call in (town.chat.post(general(town), CARD, KEY), town.chat.edit(posted, CARD, KEY), found(town)):
            with pytest.raises(Unclear):
                await call
    await town.chat.post(general(town), CARD, KEY)
    assert town.server.marks()[KEY] == 1


async def test_a_limit_closes_the_channel_that_it_was_said_of(town: Town) -> None:
    other = town.server.add_channel("other")
    town.server.rate_limit("chat.postMessage", retry_after=30, channel=town.server.general)
    for _ in range(3):
        with pytest.raises(Postponed) as caught:
            await town.chat.post(general(town), CARD, KEY)
        assert caught.value.wait is not None
        assert timedelta(seconds=29) < caught.value.wait <= HALF_A_MINUTE
    assert len(town.server.calls("chat.postMessage")) == 1, "Slack is left alone"
    await town.chat.post(place_of(other), CARD, KEY)


async def test_a_limit_closes_a_method_and_no_other(town: Town) -> None:
    posted = await town.chat.post(general(town), CARD, KEY)
    town.server.rate_limit("chat.update", retry_after=30)
    for _ in range(2):
        with pytest.raises(Postponed) as caught:
            await town.chat.edit(posted, CARD, KEY)
        assert caught.value.wait is not None
        assert caught.value.wait > timedelta(seconds=29)
    assert len(town.server.calls("chat.update")) == 1
    assert await found(town) == posted
    town.server.rate_limit("conversations.history", retry_after=30)
    for _ in range(2):
        with pytest.raises(Unclear) as unclear:
            await found(town)
        assert not isinstance(unclear.value, Postponed)
        assert unclear.value.wait is not None
        assert unclear.value.wait > timedelta(seconds=29)
    assert len(town.server.calls("conversations.history")) == 2


async def test_a_person_is_answered_another_way_while_a_method_is_closed(town: Town) -> None:
    anna = town.server.add_user("anna")
    posted = await post_card(town)
    town.server.rate_limit("chat.update", retry_after=30)
    await town.server.press(anna, posted, encode("toy.more", 4))
    now = town.server.now(posted)
    assert now is not None
    assert now.words.startswith("Question 4")


async def test_a_share_that_was_not_taken_may_be_tried_again(town: Town) -> None:
    anna = town.server.add_user("anna")
    panel = (await town.server.slash(anna, "/quiz")).view
    town.server.rate_limit("chat.postMessage", retry_after=30)
    said = await town.server.press(anna, panel, encode("toy.share"))
    assert said.view.title == "Not posted"
    assert "limits how often" in shown(town, anna)


async def test_timed_work_keeps_the_pace_and_gets_no_429(town: Town) -> None:
    town.server.enforce_limits()
    rooms = [place_of(room) for room in town.server.spread(15)]
    slots = asyncio.Semaphore(town.chat.at_once)

    async def post(place: Place, key: str) -> None:
        async with slots:
            await again(lambda: town.chat.post(place, CARD, key))

    await asyncio.gather(*(post(rooms[number % 15], str(number)) for number in range(30)))
    assert town.server.limited == []
    assert town.server.marks() == {str(number): 1 for number in range(30)}
    assert town.server.posts.most_within(1.0) <= 10


async def test_reveals_do_not_hold_up_posts_and_find_their_turn(town: Town) -> None:
    town.server.enforce_limits()
    rooms = [place_of(room) for room in town.server.spread(14)]
    posted = [await town.chat.post(room, CARD, room.channel) for room in rooms]
    told = []
    started = asyncio.get_running_loop().time()
    for result in await asyncio.gather(*(town.chat.edit(one, CARD, "k") for one in posted), return_exceptions=True):
        assert result is None or isinstance(result, Postponed)
        if isinstance(result, Postponed) and result.wait:
            told.append(result.wait)
    assert asyncio.get_running_loop().time() - started < 3
    assert all(earlier < later for earlier, later in itertools.pairwise(told))
    await town.chat.post(rooms[0], CARD, KEY)
    assert town.server.limited == []


async def again(call: Callable[[], Awaitable[object]]) -> None:
    """As the outbox does: waits as long as it is told."""
    while True:
        try:
            await call()
            return
        except Postponed as trouble:
            await asyncio.sleep((trouble.wait or HALF_A_MINUTE).total_seconds())


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("user_disabled", "This person's account is closed."),
        ("cannot_dm_bot", "A bot can't be sent direct messages."),
        ("user_not_found", "Slack doesn't know this person any more."),
        ("messages_tab_disabled", "Switch its Messages Tab on"),
    ],
)
async def test_closed_direct_messages_are_refused(town: Town, code: str, said: str) -> None:
    ana = Person("slack", TEAM, town.server.add_user("ana").id, "ana")
    town.server.refuse("conversations.open", code)
    with pytest.raises(Refused, match=said):
        await town.chat.direct(ana, CARD)


async def test_a_file_that_can_not_follow_a_direct_message_does_not_double_it(town: Town) -> None:
    ana = town.server.add_user("ana")
    town.server.refuse("files.getUploadURLExternal", "internal_error")
    await town.chat.direct(Person("slack", TEAM, ana.id, "ana"), Reply("Hello", files=(File("a.txt", b"x"),)))
    assert [message.words for message in town.server.directs(ana)] == ["Hello"]


async def test_a_channel_that_closes_is_refused_with_its_reason(town: Town) -> None:
    room = town.server.add_channel("room")
    await town.chat.post(place_of(room), CARD, "first")
    room.archived = True
    with pytest.raises(Refused, match="archived"):
        await town.chat.post(place_of(room), CARD, KEY)
    room.archived = False
    room.members.discard(BOT_USER)
    with pytest.raises(Refused, match="/invite @needlewise"):
        await town.chat.post(place_of(room), CARD, KEY)
    with pytest.raises(Refused, match="/invite @needlewise"):
        await town.chat.find(place_of(room), KEY, an_hour_ago())
    del town.server.state.workspace.channels[room.id]
    with pytest.raises(Refused, match="/invite @needlewise"):
        await town.chat.post(place_of(room), CARD, KEY)
    assert town.server.marks()[KEY] == 0


async def test_a_revoked_app_is_refused_everywhere(town: Town) -> None:
    posted = await town.chat.post(general(town), CARD, KEY)
    town.server.api.account_inactive = True
    for call in (town.chat.post(general(town), CARD, "k"), town.chat.edit(posted, CARD, KEY), found(town)):
        with pytest.raises(Refused, match="Install the app again"):
            await call


async def test_a_missing_history_scope_is_refused_by_name(town: Town) -> None:
    town.server.scopes.discard("channels:history")
    with pytest.raises(Refused, match="lacks the scope channels:history"):
        await found(town)


async def test_a_cohort_that_comes_at_once_is_answered_while_slack_asks_for_a_rest(town: Town) -> None:
    """Their profiles and their windows count, and a rest that Slack asks for is kept by all of them."""
    town.server.rate_limit("users.info", retry_after=30)
    people = [town.server.add_user(f"learner{number}") for number in range(10)]
    answers = await asyncio.gather(*(town.server.slash(one, "/study") for one in people))
    assert all(f"Hello {one.name}." in answer.message.words for one, answer in zip(people, answers, strict=True))
    assert len(town.server.calls("users.info")) <= 10
    asked = len(town.server.calls("users.info"))
    await town.server.slash(town.server.add_user("late"), "/study")
    assert len(town.server.calls("users.info")) == asked


async def test_too_much_said_since_is_refused_and_not_taken_for_absent(town: Town) -> None:
    await town.chat.post(general(town), CARD, KEY)
    anna = town.server.add_user("anna")
    for number in range(1001):
        town.server.write(anna, f"message {number}")
    with pytest.raises(Refused, match="Too much was said"):
        await found(town)
    assert len(town.server.calls("conversations.history")) == 5


@pytest.mark.parametrize("code", ["invalid_blocks", "msg_too_long", "msg_blocks_too_long"])
async def test_a_fault_of_ours_is_called_one_and_pauses_nothing(
    town: Town, caplog: pytest.LogCaptureFixture, code: str
) -> None:
    town.server.refuse("chat.postMessage", code)
    with pytest.raises(Postponed, match="a fault of Needlewise"):
        await town.chat.post(general(town), CARD, KEY)
    assert [code in record.getMessage() for record in caplog.records if record.levelno == logging.ERROR] == [True]
