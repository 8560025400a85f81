"""/schedule history: what became of the last thirty posts, in words, within every platform's limits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from adapters.discord import render as discord
from adapters.slack import render as slack
from bot.chat.reply import Reply
from bot.chat.text import flatten
from bot.store.tables import due
from tests.fakes import place
from tests.talk import Talk, text_of


async def history(talk: Talk) -> Reply:
    return await talk.say("grace", "/schedule history 1", manager=True)


async def lines(talk: Talk) -> list[str]:
    """Summary first, then one line a post."""
    reply = await history(talk)
    return [text_of(reply).splitlines()[0], *text_of(reply).splitlines()[2:-1]]


async def daily_at_one(talk: Talk) -> None:
    await talk.say("grace", "/schedule add what:fact time:13:00", manager=True)


async def test_nothing_was_due_yet(talk: Talk) -> None:
    await daily_at_one(talk)
    assert "Nothing was due yet." in text_of(await history(talk))


async def test_posts_on_time_late_by_hand_and_missed_after_an_outage(talk: Talk) -> None:
    await daily_at_one(talk)
    await talk.pass_time(hours=1)
    await talk.pass_time(days=3, hours=2)
    shown = await talk.say("grace", "/schedule test 1", manager=True)
    await talk.press("grace", shown, "Post it now", manager=True)
    await talk.pass_time()
    assert await lines(talk) == [
        "3 of 5 posted, 1 late, 1 by hand, 2 missed",
        "Thu 5 Mar, 15:00 posted by hand",
        "Thu 5 Mar, 13:00 posted late, at 15:00",
        "Wed 4 Mar, 13:00 missed: it was too late when I could post again",
        "Tue 3 Mar, 13:00 missed: it was too late when I could post again",
        "Mon 2 Mar, 13:00 posted on time",
    ]


async def test_a_post_that_is_being_tried_again_says_how_often_and_why(talk: Talk) -> None:
    await daily_at_one(talk)
    talk.board.lose = 3
    for step in (60, 1, 1):
        await talk.pass_time(minutes=step)
    summary, line = await lines(talk)
    assert summary == "0 of 1 posted, 1 under way"
    assert line.startswith("Mon 2 Mar, 13:00 being tried again, ")
    assert line.endswith("tries so far: the connection was cut")
    listing = text_of(await talk.say("grace", "/schedule list", manager=True))
    assert "The post of Mon 2 Mar, 13:00 is being tried again, " in listing
    for _ in range(20):
        await talk.pass_time(minutes=2)
    assert (await lines(talk))[0] == "1 of 1 posted"


async def test_a_refused_post_says_why(talk: Talk) -> None:
    await daily_at_one(talk)
    talk.board.refuse = "The channel is gone. Choose another with /schedule change."
    await talk.pass_time(hours=1)
    assert await lines(talk) == [
        "0 of 1 posted, 1 failed",
        "Mon 2 Mar, 13:00 failed: The channel is gone. Choose another with /schedule change.",
    ]


async def test_a_post_still_to_come_is_no_history(talk: Talk) -> None:
    await daily_at_one(talk)
    await talk.say("grace", "/schedule change 1 time:10:00", manager=True)
    assert "Nothing was due yet." in text_of(await history(talk))


async def test_thirty_posts_with_long_reasons_fit_on_every_platform(talk: Talk) -> None:
    await daily_at_one(talk)
    first = datetime(2024, 11, 3, 13, tzinfo=UTC)
    rows = [
        {
            "key": f"s1/{(first + timedelta(days=day)).date()}/0",
            "kind": "post",
            "community_id": 1,
            "schedule_id": 1,
            "platform": "test",
            "channel": "general",
            "place": {},
            "payload": {},
            "due_at": first + timedelta(days=day),
            "state": "missed",
            "attempts": 3,
            "trouble": "It may have been posted, and the history can't be read. *Give* me _Read_ Message History. " * 3,
        }
        for day in range(40)
    ]
    await talk.write(lambda connection: connection.execute(sa.insert(due), rows))
    reply = await history(talk)
    found = await lines(talk)
    assert found[0] == "0 of 30 posted, 30 missed"
    assert len(found) == 31
    assert all(len(line) < 150 for line in found)
    embed = discord.card(reply).payload["embeds"][0]
    assert "Wed 13 Nov 2024" in embed["description"]
    assert len(embed["description"]) <= 4096
    assert sum(len(str(value)) for value in (embed["title"], embed["description"], embed["author"]["name"])) <= 6000
    blocks: Any = slack.message(reply)["blocks"]
    sections = [block["text"]["text"] for block in blocks if block["type"] == "section"]
    assert all(len(text) <= 3000 for text in sections)
    assert "Wed 13 Nov 2024" in "".join(sections)


async def test_it_is_for_managers_and_for_ones_own_group(talk: Talk) -> None:
    await daily_at_one(talk)
    assert "Only managers" in text_of(await talk.say("ana", "/schedule history 1"))
    elsewhere = await talk.say("eve", "/schedule history 1", manager=True, where=place("elsewhere"))
    assert "There is no schedule “1” here" in text_of(elsewhere)


async def test_a_test_of_a_post_says_where_it_could_not_be_posted(talk: Talk) -> None:
    await talk.say("grace", "/schedule add fact 13:00", manager=True)
    talk.board.refuse = "Give me Send Messages."
    shown = await talk.say("grace", "/schedule test 1", manager=True)
    assert "Give me Send Messages." in flatten(shown.fields[0].text)
