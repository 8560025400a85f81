"""/schedule preview: the next seven posts are those that are then posted, and showing them changes nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from bot.store.tables import due, event, metadata
from tests.fakes import SERVER, person, place
from tests.talk import Talk, text_of


async def boss(talk: Talk, line: str) -> str:
    return text_of(await talk.say("grace", line, manager=True))


async def counts(talk: Talk) -> dict[str, int]:
    def look(connection: sa.Connection) -> dict[str, int]:
        tables = [table for table in metadata.sorted_tables if table is not event]
        return {one.name: connection.scalar(sa.select(sa.func.count()).select_from(one)) or 0 for one in tables}

    return await talk.read(look)


async def posted(talk: Talk, number: int) -> list[str]:
    """What a schedule has posted, each as the preview says it."""
    mine = (due.c.schedule_id == number, due.c.kind == "post", due.c.state == "sent")
    query = sa.select(due.c.due_at, due.c.payload).where(*mine).order_by(due.c.due_at)
    shelf = talk.core.library.for_community(1)
    lines = []
    for row in await talk.read(lambda connection: connection.execute(query).all()):
        fact, question = shelf.fact(row.payload["fact"] or ""), shelf.question(row.payload["question"] or "")
        item = fact or question
        assert item is not None
        told = fact.title if fact else question.stem[:60] if question else ""
        lines.append(
            f"{row.due_at:%a} {row.due_at.day} {row.due_at:%b}, {row.due_at:%H:%M} {shelf.title(item.topic)}: {told}"
        )
        if fact and question:
            lines.append(f"Asks: {question.stem[:60]}")
    return lines


async def test_what_is_previewed_is_what_is_then_posted_among_all_the_other_schedules(talk: Talk) -> None:
    for line in (
        "what:daily time:08:00,20:00 holidays:England",
        "what:fact time:13:00",
        "what:question time:13:00 channel:other",
        "what:daily time:08:00 topic:myths days:weekdays",
        "what:fact time:20:00 days:fri",
    ):
        await boss(talk, f"/schedule add {line}")
    await talk.pass_time(hours=1.5)
    previews = {number: await boss(talk, f"/schedule preview {number}") for number in (1, 2, 3, 4)}
    before = {number: len(await posted(talk, number)) for number in previews}
    for _ in range(24 * 10):
        await talk.pass_time(hours=1)
    for number, preview in previews.items():
        lines = (await posted(talk, number))[before[number] :]
        heads = [line for line in lines if not line.startswith("Asks")][:7]
        last = lines.index(heads[-1])
        for line in lines[: last + 1]:
            assert line in preview
        assert len([line for line in preview.splitlines() if any(line.startswith(head[:18]) for head in heads)]) == 7


async def test_a_queued_post_comes_before_those_of_a_preview(talk: Talk) -> None:
    await boss(talk, "/schedule add fact 13:00")
    await boss(talk, "/schedule add fact 18:00")
    talk.board.lose = 1
    await talk.pass_time(hours=1)
    preview = await boss(talk, "/schedule preview 2")
    for _ in range(24 * 8):
        await talk.pass_time(hours=1)
    for line in (await posted(talk, 2))[:7]:
        assert line in preview


async def test_nothing_is_posed_or_counted_by_a_preview(talk: Talk) -> None:
    await boss(talk, "/schedule add daily 13:00")
    await boss(talk, "/schedule add daily 14:00")
    await boss(talk, "/schedule pause 2")
    before = await counts(talk)
    first = await boss(talk, "/schedule preview 1")
    await boss(talk, "/schedule preview 2")
    assert await counts(talk) == before
    assert await boss(talk, "/schedule preview 1") == first
    assert "Schedule 2: paused" in await boss(talk, "/schedule list")


async def test_holidays_and_dates_left_out_are_named_between_the_posts(talk: Talk) -> None:
    talk.clock.set(datetime(2026, 3, 30, 12, tzinfo=UTC))
    await boss(talk, '/schedule add fact 9 days:weekdays holidays:England skip:"8 - 13 Apr, 15 Apr"')
    lines = (await boss(talk, "/schedule preview 1")).splitlines()
    days = [line.split(",")[0] if ":" not in line.split(",")[0] else line for line in lines if line[:3] in DAYS]
    assert days == [
        "Tue 31 Mar",
        "Wed 1 Apr",
        "Thu 2 Apr",
        "Fri 3 Apr: no post (Good Friday)",
        "Mon 6 Apr: no post (Easter Monday)",
        "Tue 7 Apr",
        "Wed 8 Apr – Mon 13 Apr: no post (left out)",
        "Tue 14 Apr",
        "Wed 15 Apr: no post (left out)",
        "Thu 16 Apr",
        "Fri 17 Apr",
    ]


DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


async def test_the_end_is_named(talk: Talk) -> None:
    await boss(talk, '/schedule add fact 9 until:"5 March"')
    told = await boss(talk, "/schedule preview 1")
    assert "That is the end: its last date is 5 March 2026." in told
    assert told.count(", 09:00 ") == 3
    await talk.pass_time(days=10)
    assert "Nothing comes any more." in await boss(talk, "/schedule preview 1")


async def test_of_a_paused_schedule_it_says_what_would_come(talk: Talk) -> None:
    await boss(talk, "/schedule add fact 13:00")
    running = await boss(talk, "/schedule preview 1")
    await boss(talk, "/schedule pause 1")
    paused = await boss(talk, "/schedule preview 1")
    assert paused == f"It is paused. If you resumed it now:\n{running}"


async def test_times_follow_the_zone_through_the_change_to_summer_time(talk: Talk) -> None:
    talk.clock.set(datetime(2026, 3, 26, 12, tzinfo=UTC))
    await talk.act("grace", "cohort.zone:", manager=True, values={"zone": ("Europe/London",)})
    await boss(talk, "/schedule add fact 01:30")
    told = await boss(talk, "/schedule preview 1")
    assert "Sat 28 Mar, 01:30" in told
    assert "Sun 29 Mar, 02:00" in told
    assert "Mon 30 Mar, 01:30" in told


async def test_a_topic_that_has_nothing_left_says_so(talk: Talk) -> None:
    await boss(talk, "/schedule add fact 13:00 topic:myths")
    others = tuple(topic for topic in talk.core.library.for_community(0).topics if topic != "myths")
    await talk.act("grace", "cohort.taught:", manager=True, values={"topics": others})
    assert "nothing to post, no item of the pack fits" in await boss(talk, "/schedule preview 1")


async def test_it_is_for_managers_and_for_ones_own_group(talk: Talk) -> None:
    await boss(talk, "/schedule add fact 13:00")
    assert "Only managers" in text_of(await talk.say("ana", "/schedule preview 1"))
    elsewhere = await talk.say("eve", "/schedule preview 1", manager=True, where=place("elsewhere"))
    assert "There is no schedule “1” here" in text_of(elsewhere)
    assert await talk.router.suggest("schedule preview", "id", "", person("ana"), SERVER) == ()


async def test_twenty_schedules_with_a_year_behind_them_are_all_played(talk: Talk) -> None:
    await boss(talk, "/schedule add daily 8 days:mon")
    for hour in range(1, 20):
        await boss(talk, f"/schedule add daily {hour % 24}:30,{hour % 24}:40,{hour % 24}:50,23:{hour:02}")
    past = [
        {
            "key": f"s{number}/{datetime(2025, 3, 1, tzinfo=UTC).date() + timedelta(days=day)}/0",
            "kind": "post",
            "community_id": 1,
            "schedule_id": number,
            "platform": "test",
            "channel": "general",
            "place": {},
            "payload": {"what": "daily", "topic": None, "day": 1, "fact": "mech-blood-flow", "question": None},
            "due_at": datetime(2025, 3, 1, tzinfo=UTC) + timedelta(days=day),
            "state": "sent",
            "attempts": 1,
        }
        for number in range(1, 21)
        for day in range(365)
    ]
    await talk.write(lambda connection: connection.execute(sa.insert(due), past))
    told = await boss(talk, "/schedule preview 1")
    assert told.count(", 08:00 ") == 7
