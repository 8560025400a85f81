"""Stored schedules: what is queued when they come due, after a sleep, a pause, a change."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.outbox import store as outbox
from bot.outbox.model import PENDING, Due
from bot.schedule import store
from bot.schedule.model import EVERY_DAY, Schedule
from bot.schedule.planner import AT_ONCE, UNKNOWN, SchedulePlanner
from bot.store.database import Database
from bot.store.tables import due, schedule
from tests.databases import database_in
from tests.fakes import MONDAY_NOON, SERVER
from tests.talk import CATCH_UP, Talk
from tests.test_postgres_writes import opened

TODAY = MONDAY_NOON.date()
HOUR = timedelta(hours=1)


async def scheduled(talk: Talk, times: str, **values: Any) -> Schedule:
    await talk.say("grace", "/study", manager=True)
    at = tuple(time.fromisoformat(one) for one in times.split())
    plan = Schedule(0, 1, SERVER, "fact", None, at, EVERY_DAY, "UTC", **values)
    return await talk.write(lambda connection: store.add(connection, plan, talk.clock.now))


async def found(talk: Talk, plan: Schedule) -> Schedule:
    stored = await talk.read(lambda connection: store.find(connection, 1, plan.id))
    assert stored is not None
    return stored


async def change(talk: Talk, plan: Schedule) -> Schedule:
    return await talk.write(lambda connection: store.change(connection, plan, talk.clock.now))


async def pause(talk: Talk, plan: Schedule) -> None:
    await talk.write(lambda connection: store.pause(connection, plan.id, ""))


async def states(talk: Talk) -> dict[str, str]:
    rows = await talk.read(lambda connection: connection.execute(sa.select(due.c.key, due.c.state)).all())
    return {row.key.partition("/")[2]: row.state for row in rows}


async def channels(talk: Talk) -> list[str]:
    places = await talk.read(lambda connection: connection.scalars(sa.select(due.c.place)).all())
    return [place["channel"] for place in places]


async def test_after_a_sleep_the_latest_of_several_is_sent_and_the_others_are_on_record(talk: Talk) -> None:
    await scheduled(talk, "13:00 14:00 15:00")
    await talk.pass_time(hours=4)
    assert await states(talk) == {
        "2026-03-02/0": "missed",
        "2026-03-02/1": "missed",
        "2026-03-02/2": "sent",
    }


async def test_two_times_that_share_a_moment_are_both_sent(talk: Talk) -> None:
    talk.clock.set(datetime(2026, 3, 28, 22, tzinfo=UTC))
    await scheduled(talk, "01:00 01:30")
    await talk.write(lambda connection: store.move_to_zone(connection, 1, "Europe/London", talk.clock.now))
    await talk.pass_time(hours=5)
    assert await states(talk) == {"2026-03-29/0": "sent", "2026-03-29/1": "sent"}


async def test_a_long_sleep_leaves_thirty_on_record(talk: Talk) -> None:
    await scheduled(talk, "00:00 06:00 18:00")
    await talk.pass_time(days=30, hours=3)
    assert list((await states(talk)).values()).count("missed") == 30
    assert talk.board.posts == {}


async def test_planning_goes_on_until_nothing_more_is_due(talk: Talk) -> None:
    plan = await scheduled(talk, "13:00")
    now = talk.clock.now

    def many(connection: sa.Connection) -> list[bool]:
        for _ in range(AT_ONCE):
            store.add(connection, plan, now)
        planner = SchedulePlanner(CATCH_UP)
        return [planner.plan(connection, now + HOUR) for _ in range(3)]

    assert await talk.write(many) == [True, False, False]
    rows = await talk.read(lambda connection: connection.scalar(sa.select(sa.func.count()).select_from(due)))
    assert rows == AT_ONCE + 1


async def test_an_ended_schedule_waits_for_nothing_and_is_not_paused(talk: Talk) -> None:
    plan = await scheduled(talk, "13:00", until=TODAY)
    await talk.pass_time(hours=1)
    stored = await found(talk, plan)
    assert (stored.next_due_at, stored.paused) == (None, None)
    assert len(talk.board.posts) == 1
    await talk.pass_time(days=1)
    assert len(talk.board.posts) == 1


async def test_a_time_that_has_gone_by_does_not_cost_today_its_post(talk: Talk) -> None:
    plan = await scheduled(talk, "20:00")
    changed = await change(talk, replace(plan, times=(time(8),)))
    assert changed.next_due_at == datetime(2026, 3, 3, 8, tzinfo=UTC)
    await talk.pass_time(hours=8)
    assert await states(talk) == {"2026-03-02/0": "sent"}
    await talk.pass_time(hours=12)
    assert await states(talk) == {"2026-03-02/0": "sent", "2026-03-03/0": "sent"}


async def test_a_date_that_had_its_post_gets_no_other_at_a_later_time(talk: Talk) -> None:
    plan = await scheduled(talk, "13:00")
    await talk.pass_time(hours=1)
    changed = await change(talk, replace(plan, times=(time(20),)))
    assert changed.next_due_at == datetime(2026, 3, 3, 20, tzinfo=UTC)
    await talk.pass_time(hours=8)
    assert await states(talk) == {"2026-03-02/0": "sent"}


async def test_the_evening_is_posted_after_the_morning_was_taken_away(talk: Talk) -> None:
    plan = await scheduled(talk, "13:00 20:00")
    await talk.pass_time(hours=1)
    await change(talk, replace(plan, times=(time(20),)))
    await talk.pass_time(hours=7.5)
    assert await states(talk) == {"2026-03-02/0": "sent", "2026-03-02/1": "sent"}


async def test_a_kept_post_survives_a_pause_that_ends_before_it(talk: Talk) -> None:
    plan = await scheduled(talk, "20:00")
    moved = await change(talk, replace(plan, times=(time(8),)))
    await pause(talk, moved)
    await talk.pass_time(hours=1)
    await change(talk, moved)
    await talk.pass_time(hours=7)
    assert await states(talk) == {"2026-03-02/0": "sent"}


async def test_a_kept_post_whose_moment_fell_into_a_pause_is_not_made_up_for(talk: Talk) -> None:
    plan = await scheduled(talk, "20:00")
    moved = await change(talk, replace(plan, times=(time(8),)))
    await pause(talk, moved)
    await talk.pass_time(hours=9)
    assert talk.board.posts == {}
    await change(talk, moved)
    await talk.pass_time(hours=1)
    assert await states(talk) == {}


async def test_what_was_tried_before_a_pause_goes_on_after_it(talk: Talk) -> None:
    plan = await scheduled(talk, "13:00")
    await talk.pass_time(hours=1)
    waits = sa.update(due).values(state=PENDING, done_at=None, attempts=1)
    await talk.write(lambda connection: connection.execute(waits))
    await pause(talk, plan)
    await talk.pass_time(minutes=10)
    assert list((await states(talk)).values()) == ["held"]
    await change(talk, plan)
    await talk.pass_time(minutes=1)
    assert list((await states(talk)).values()) == ["sent"]


async def test_skipping_today_drops_what_is_queued_and_leaves_a_pause_alone(talk: Talk) -> None:
    plan = await scheduled(talk, "20:00")
    moved = await change(talk, replace(plan, times=(time(8),)))
    await pause(talk, moved)
    paused = await found(talk, moved)
    skipped = await talk.write(lambda connection: store.skip(connection, paused, TODAY, talk.clock.now))
    assert (skipped.paused, skipped.next_due_at, skipped.skipped) == ("", None, frozenset({TODAY}))
    assert await states(talk) == {}
    assert await found(talk, moved) == skipped


async def test_an_end_in_the_past_drops_what_is_queued(talk: Talk) -> None:
    plan = await scheduled(talk, "20:00")
    moved = await change(talk, replace(plan, times=(time(8),)))
    ended = await change(talk, replace(moved, until=date(2026, 3, 1)))
    assert ended.next_due_at is None
    await talk.pass_time(hours=9)
    assert await states(talk) == {}


async def test_a_removed_schedule_sends_nothing_that_it_had_kept(talk: Talk) -> None:
    plan = await scheduled(talk, "20:00")
    await change(talk, replace(plan, times=(time(8),)))
    await talk.write(lambda connection: store.remove(connection, plan.id))
    await talk.pass_time(hours=9)
    assert await states(talk) == {}


async def tried(talk: Talk) -> Schedule:
    """A schedule whose post of today is between two tries, and may have been sent."""
    plan = await scheduled(talk, "13:00")
    talk.board.lose = 1
    await talk.pass_time(hours=1)
    assert list((await states(talk)).values()) == ["sending"]
    return plan


async def test_a_post_between_two_tries_rests_while_its_schedule_is_paused(talk: Talk) -> None:
    plan = await tried(talk)
    await pause(talk, plan)
    for _ in range(3):
        await talk.pass_time(minutes=20)
    assert talk.board.posts == {}
    await change(talk, plan)
    await talk.pass_time(minutes=20)
    assert list((await states(talk)).values()) == ["sent"]


async def test_a_post_between_two_tries_goes_with_its_schedule(talk: Talk) -> None:
    plan = await tried(talk)
    await talk.write(lambda connection: store.remove(connection, plan.id))
    await talk.pass_time(minutes=20)
    assert talk.board.posts == {}
    assert list((await states(talk)).values()) == ["missed"]


async def test_a_post_that_never_arrived_is_not_sent_a_day_late(talk: Talk) -> None:
    await tried(talk)
    await talk.pass_time(hours=7)
    assert talk.board.posts == {}
    assert list((await states(talk)).values()) == ["missed"]


async def test_a_post_that_was_turned_away_follows_its_schedule_to_another_channel(talk: Talk) -> None:
    plan = await scheduled(talk, "13:00")
    talk.board.postpone = 1
    await talk.pass_time(hours=1)
    await change(talk, replace(plan, place=replace(SERVER, channel="other")))
    assert await channels(talk) == ["other"]


async def test_a_schedule_whose_zone_nobody_knows_stops_itself_alone(talk: Talk) -> None:
    strange = await scheduled(talk, "13:00")
    await scheduled(talk, "13:00")
    lost = sa.update(schedule).where(schedule.c.id == strange.id).values(zone="Mars/Olympus")
    await talk.write(lambda connection: connection.execute(lost))
    await talk.pass_time(hours=1)
    assert list((await states(talk)).values()) == ["sent"]
    assert (await found(talk, strange)).paused == UNKNOWN


async def test_a_post_made_by_hand_is_not_held_back(talk: Talk) -> None:
    plan = await scheduled(talk, "20:00")
    by_hand = Due(f"s{plan.id}/test/x", "post", 1, plan.id, SERVER, {"what": "fact", "topic": None}, MONDAY_NOON)
    await talk.write(lambda connection: outbox.add(connection, by_hand))
    await pause(talk, plan)
    await talk.pass_time(minutes=1)
    await change(talk, plan)
    assert await states(talk) == {"test/x": "sent"}


@pytest.mark.postgres
async def test_two_processes_that_plan_at_once_share_the_work(talk: Talk, tmp_path: Path) -> None:
    plan, now = await scheduled(talk, "13:00"), talk.clock.now
    await talk.write(lambda connection: [store.add(connection, plan, now) for _ in range(2 * AT_ONCE)])
    rounds = []
    async with opened(*[database_in(tmp_path, "talk")] * 2) as stores:

        async def work_off(database: Database) -> None:
            more, planner = True, SchedulePlanner(CATCH_UP)
            while more:
                more = await database.write(lambda connection: planner.plan(connection, now + HOUR), locks=True)
                rounds.append(database)

        await asyncio.gather(*(work_off(database) for database in stores))
    queued = await talk.read(lambda connection: connection.scalars(sa.select(due.c.key)).all())
    assert len(queued) == len(set(queued)) == 2 * AT_ONCE + 1
    assert set(rounds) == set(stores)
    assert (await found(talk, plan)).next_due_at == datetime(2026, 3, 3, 13, tzinfo=UTC)
