"""Timed work on a bad day: late, missed, refused, cut off, sent without an answer."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.chat.text import flatten
from bot.outbox import delivery, outbox
from bot.store.tables import due
from tests.talk import Talk


async def daily_at_one(talk: Talk) -> None:
    await talk.say("grace", "/schedule add what:fact time:13:00", manager=True)


async def states(talk: Talk) -> dict[str, str]:
    rows = await talk.read(lambda connection: connection.execute(sa.select(due.c.key, due.c.state)).all())
    return {row.key: row.state for row in rows}


async def test_down_at_one_and_up_at_half_past_two_posts_once_and_says_so(talk: Talk) -> None:
    await daily_at_one(talk)
    await talk.pass_time(hours=2.5)
    await talk.pass_time(minutes=1)
    assert len(talk.board.posts) == 1
    assert "Posted late: it was due at 13:00" in flatten(talk.board.shown[0].note)


async def test_after_a_long_pause_there_is_no_flood_and_the_missed_ones_are_on_record(talk: Talk) -> None:
    await daily_at_one(talk)
    await talk.pass_time(days=4.5)
    assert talk.board.posts == {}
    assert set((await states(talk)).values()) == {"missed"}
    listing = await talk.say("grace", "/schedule list", manager=True)
    assert "missed" in flatten(listing.fields[0].text)


async def test_a_cut_connection_is_tried_again_later(talk: Talk) -> None:
    await daily_at_one(talk)
    talk.board.lose = 2
    await talk.pass_time(hours=1)
    assert talk.board.posts == {}
    await talk.pass_time(minutes=1)
    await talk.pass_time(minutes=1)
    assert len(talk.board.posts) == 1


async def test_a_post_whose_answer_never_came_is_found_and_not_sent_again(talk: Talk) -> None:
    await daily_at_one(talk)
    talk.board.swallow = 1
    await talk.pass_time(hours=1)
    await talk.pass_time(minutes=2)
    assert len(talk.board.posts) == 1
    assert list((await states(talk)).values()) == ["sent"]


async def test_a_crash_while_sending_is_looked_up_before_anything_is_sent_again(talk: Talk) -> None:
    await daily_at_one(talk)
    await talk.pass_time(hours=1)
    crashed = sa.update(due).values(state="sending", lease_until=talk.clock.now)
    await talk.write(lambda connection: connection.execute(crashed))
    await talk.pass_time(minutes=3)
    assert len(talk.board.posts) == 1
    assert list((await states(talk)).values()) == ["sent"]


async def test_a_place_that_refuses_pauses_the_schedule_and_its_maker_is_told(talk: Talk) -> None:
    await daily_at_one(talk)
    talk.board.refuse = "The channel is gone. Choose another with /schedule add."
    await talk.pass_time(hours=1)
    talk.board.refuse = ""
    await talk.pass_time(minutes=1)
    person, letter = talk.board.letters[0]
    assert person.user == "grace"
    assert "The channel is gone" in flatten(letter.body)
    listing = await talk.say("grace", "/schedule list", manager=True)
    assert "paused" in listing.fields[0].name
    await talk.pass_time(days=1)
    assert talk.board.posts == {}


async def test_a_paused_schedule_rests_and_a_resumed_one_goes_on(talk: Talk) -> None:
    await daily_at_one(talk)
    await talk.say("grace", "/schedule pause 1", manager=True)
    await talk.pass_time(days=1)
    assert talk.board.posts == {}
    await talk.say("grace", "/schedule resume 1", manager=True)
    await talk.pass_time(hours=1)
    assert len(talk.board.posts) == 1


async def test_one_broken_place_does_not_stop_the_others(talk: Talk) -> None:
    await daily_at_one(talk)
    await talk.say("grace", "/schedule add what:fact time:13:00 channel:gone", manager=True)
    talk.board.broken.add("gone")
    await talk.pass_time(hours=1)
    assert len(talk.board.posts) == 1
    assert sorted((await states(talk)).values()) == ["sending", "sent"]


async def test_a_changed_clock_keeps_the_wall_time_and_does_not_double_the_day(talk: Talk) -> None:
    await daily_at_one(talk)
    await talk.pass_time(hours=1)
    await talk.act("grace", "cohort.zone:", manager=True, values={"zone": ("America/New_York",)})
    await talk.pass_time(hours=6)
    assert len(talk.board.posts) == 1
    await talk.pass_time(hours=23)
    assert len(talk.board.posts) == 2


async def test_a_removed_schedule_leaves_its_answers_to_be_shown(talk: Talk) -> None:
    await talk.say("grace", "/schedule add what:question time:13:00", manager=True)
    await talk.pass_time(hours=1)
    asked = await talk.say("grace", "/schedule remove 1", manager=True)
    await talk.press("grace", asked, "Remove it", manager=True)
    await talk.pass_time(hours=24)
    assert len(talk.board.posts) == 1
    assert "The answer" in [field.name for field in talk.board.shown[0].fields]


async def test_where_the_history_is_closed_an_unclear_post_is_left_out_rather_than_doubled(talk: Talk) -> None:
    await daily_at_one(talk)
    talk.board.swallow, talk.board.secret = 1, True
    await talk.pass_time(hours=1)
    await talk.pass_time(minutes=2)
    assert len(talk.board.posts) == 1
    assert list((await states(talk)).values()) == ["missed"]


async def test_the_timer_goes_on_by_itself_and_a_ring_while_it_works_is_not_lost(talk: Talk) -> None:
    talk.outbox.start()
    for _ in range(50):
        talk.core.bell.ring()
        await asyncio.sleep(0)
    await daily_at_one(talk)
    talk.clock.turn(hours=1)
    talk.core.bell.ring()
    await asyncio.wait_for(talk.board.arrived.wait(), 5)
    await talk.outbox.stop()


async def test_a_post_that_arrived_before_a_long_pause_is_found_and_its_answer_follows(talk: Talk) -> None:
    await talk.say("grace", "/schedule add what:question time:13:00", manager=True)
    talk.board.swallow = 1
    await talk.pass_time(hours=1)
    await talk.pass_time(hours=24)
    assert (await states(talk))["s1/2026-03-02/0"] == "sent"
    await talk.pass_time(minutes=1)
    assert "The answer" in [field.name for field in talk.board.shown[0].fields]


async def test_nothing_to_post_is_on_record_as_missed(talk: Talk) -> None:
    await talk.say("grace", "/schedule add what:fact time:13:00 topic:myths", manager=True)
    others = tuple(topic for topic in talk.core.library.for_community(0).topics if topic != "myths")
    await talk.act("grace", "cohort.taught:", manager=True, values={"topics": others})
    await talk.pass_time(hours=1)
    assert talk.board.posts == {}
    assert list((await states(talk)).values()) == ["missed"]


async def test_a_face_that_was_not_connected_sends_without_looking_back(talk: Talk) -> None:
    await daily_at_one(talk)
    chats = dict(talk.core.chats)
    assert isinstance(talk.core.chats, dict)
    talk.core.chats.clear()
    talk.board.secret = True
    await talk.pass_time(hours=1)
    talk.core.chats.update(chats)
    await talk.pass_time(minutes=1)
    assert list((await states(talk)).values()) == ["sent"]


async def test_a_face_that_never_answers_holds_up_nobody(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "PATIENCE", timedelta(milliseconds=20))
    await daily_at_one(talk)
    talk.board.gate = asyncio.Event()
    await talk.pass_time(hours=1)
    assert list((await states(talk)).values()) == ["sending"]
    talk.board.gate = None
    await talk.pass_time(minutes=1)
    assert len(talk.board.posts) == 1


async def test_what_was_never_posted_is_not_counted_as_posted(talk: Talk) -> None:
    await talk.say("grace", "/schedule add what:daily time:13:00", manager=True)
    talk.board.lose = 100
    await talk.pass_time(hours=1)
    home = await talk.say("ana", "/study")
    assert "Today's question" not in [one.label for one in home.buttons]
    await talk.pass_time(hours=7)
    talk.board.lose = 0
    await talk.pass_time(hours=17)
    assert flatten(talk.board.shown[0].note).startswith("Day 1 of ")


async def stopped_while_posting(talk: Talk, *, arrives: bool) -> list[str]:
    """The states of the rows after the outbox was told to stop in the middle of a post."""
    talk.board.gate = asyncio.Event()
    await daily_at_one(talk)
    talk.clock.turn(hours=1)
    talk.outbox.start()
    await asyncio.wait_for(talk.board.asked.wait(), 5)
    stopping = asyncio.create_task(talk.outbox.stop())
    await asyncio.sleep(0.01)
    if arrives:
        talk.board.gate.set()
    await asyncio.wait_for(stopping, 5)
    return list((await states(talk)).values())


async def test_a_stop_lets_the_post_under_way_arrive(talk: Talk) -> None:
    assert await stopped_while_posting(talk, arrives=True) == ["sent"]


async def test_a_stop_does_not_wait_for_ever_and_loses_nothing(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "STOPPING", timedelta(milliseconds=50))
    assert await stopped_while_posting(talk, arrives=False) == ["sending"]
    talk.board.gate = None
    await talk.pass_time(minutes=3)
    assert len(talk.board.posts) == 1


async def test_nothing_is_tried_again_before_its_pause_is_over(talk: Talk) -> None:
    await daily_at_one(talk)
    talk.board.lose = 1
    await talk.pass_time(hours=1)
    for _ in range(5):
        await talk.pass_time(minutes=1 / 60)
    assert talk.board.posts == {}
    await talk.pass_time(minutes=1)
    assert len(talk.board.posts) == 1
