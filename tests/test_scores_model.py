"""Points, streaks, ranks and periods; and /score, which shows them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from bot.scores.model import RIGHT, WRONG, Past, Row, Streak, period_start, points, ranked, streak
from bot.scores.progress import OTHER, Count, by_topic
from bot.store.tables import posed
from tests.fakes import MONDAY_NOON
from tests.play import play
from tests.talk import Talk, text_of

NOW = MONDAY_NOON
HOUR = timedelta(hours=1)
TODAY = date(2026, 3, 2)


def days_ago(*numbers: int) -> set[date]:
    return {TODAY - timedelta(days=number) for number in numbers}


@pytest.mark.parametrize(
    ("outcome", "context", "late", "earlier", "worth"),
    [
        (RIGHT, "quiz", False, [], 10),
        (WRONG, "quiz", False, [], 0),
        (RIGHT, "quiz", False, [Past(NOW - HOUR, "quiz")], 0),
        (RIGHT, "quiz", False, [Past(NOW - 24 * HOUR, "quiz")], 5),
        (RIGHT, "quiz", False, [Past(NOW - 90 * HOUR, "quiz"), Past(NOW - HOUR, "quiz")], 0),
        (RIGHT, "daily", True, [], 0),
        (RIGHT, "daily", False, [Past(NOW - HOUR, "quiz")], 10),
        (RIGHT, "daily", False, [Past(NOW - 48 * HOUR, "daily")], 5),
    ],
)
def test_what_an_answer_is_worth(outcome: str, context: str, late: bool, earlier: list[Past], worth: int) -> None:
    assert points(outcome, context, late, NOW, earlier) == worth


@pytest.mark.parametrize(
    ("answered", "posted", "expected"),
    [
        (set(), set(), Streak(0, False)),
        (days_ago(0), set(), Streak(1, True)),
        (days_ago(0, 1, 2), days_ago(0, 1, 2), Streak(3, True)),
        (days_ago(1, 2), days_ago(0, 1, 2), Streak(2, False)),
        (days_ago(0, 2, 3), days_ago(0, 1, 2, 3), Streak(1, True)),
        (days_ago(0, 3), days_ago(0, 3), Streak(2, True)),
    ],
    ids=["nothing", "first day", "in a row", "today still open", "a day missed", "a day without a post is no gap"],
)
def test_streaks(answered: set[date], posted: set[date], expected: Streak) -> None:
    assert streak(answered, posted, TODAY) == expected


def test_equal_points_share_a_rank_and_the_next_is_skipped() -> None:
    rows = [Row(1, "Zoe", 20), Row(2, "ana", 20), Row(3, "Ben", 5), Row(4, "Cy", 30)]
    assert [(one.rank, one.row.name) for one in ranked(rows)] == [(1, "Cy"), (2, "ana"), (2, "Zoe"), (4, "Ben")]


def test_the_week_begins_on_monday_at_midnight_also_when_the_clock_has_changed() -> None:
    """London went to summer time on Sunday 29 March 2026, so this week's Monday still began in winter time."""
    sunday = datetime(2026, 3, 29, 20, 0, tzinfo=ZoneInfo("Europe/London"))
    week, month = period_start("week", sunday), period_start("month", sunday)
    assert week is not None
    assert month is not None
    assert week.astimezone(UTC) == datetime(2026, 3, 23, tzinfo=UTC)
    assert month.astimezone(UTC) == datetime(2026, 3, 1, tzinfo=UTC)
    april = period_start("month", datetime(2026, 4, 30, tzinfo=ZoneInfo("Europe/London")))
    assert april is not None
    assert april.astimezone(UTC) == datetime(2026, 3, 31, 23, tzinfo=UTC)
    assert period_start("all", sunday) is None


def test_topics_come_weakest_first_and_what_left_the_pack_last() -> None:
    items = [Count("a1", 1, 1), Count("a2", 1, 2), Count("b1", 0, 1), Count("gone", 0, 3)]
    topics = {"a1": "flow", "a2": "flow", "b1": "twitch"}
    assert by_topic(items, topics.get) == (Count("twitch", 0, 1), Count("flow", 2, 3), Count(OTHER, 0, 3))


async def test_score_before_the_first_answer_is_an_invitation(talk: Talk) -> None:
    card = await talk.say("student1", "/score")
    assert card.title == "Your progress starts with one answer"
    question = await talk.press("student1", card, "Quiz me")
    assert "Question 1 of 5" in text_of(question)


async def test_score_tells_points_share_streak_and_topics(talk: Talk) -> None:
    await play(talk, "student1", right=3, wrong=1, topic="mech-blood-flow")
    text = text_of(await talk.say("student1", "/score"))
    assert "30 points this week, 30 in all." in text
    assert "3 of 4 answered right (75%)." in text
    assert "Blood flow: 3 of 4 right (75%) ▰▰▰▰" in text
    assert "Streak: 1 day. Today counts already." in text
    assert "Mon 2 Mar" in text


async def test_last_weeks_points_are_in_the_total_only_and_the_streak_can_still_be_kept(talk: Talk) -> None:
    talk.clock.turn(days=-1)
    await play(talk, "student1", right=1)
    talk.clock.turn(days=1)
    text = text_of(await talk.say("student1", "/score"))
    assert "0 points this week, 10 in all." in text
    assert "Streak: 1 day. Answer one today to keep it." in text


async def test_practice_goes_to_the_weakest_topic(talk: Talk) -> None:
    await play(talk, "student1", right=1, topic="mech-blood-flow")
    await play(talk, "student1", right=0, wrong=1, topic="mech-biochemical")
    question = await talk.press("student1", await talk.say("student1", "/score"), "Practise: Pain chemistry")
    assert "Pain chemistry" in text_of(question)


async def test_answers_to_items_that_left_the_pack_still_count(talk: Talk) -> None:
    await play(talk, "student1", right=1)
    await talk.write(lambda connection: connection.execute(sa.update(posed).values(item_id="left-the-pack")))
    text = text_of(await talk.say("student1", "/score"))
    assert "Other (no longer in the pack): 1 of 1 right (100%)" in text


async def test_scores_are_ones_own(talk: Talk) -> None:
    await play(talk, "student1", right=2)
    card = await talk.say("student2", "/score")
    assert card.title == "Your progress starts with one answer"


async def test_moving_to_another_zone_breaks_no_streak(talk: Talk) -> None:
    """13:00 in London is the next day in Auckland, so each day's post lies a day later than its answer."""
    await talk.say("grace", "/schedule add what:fact time:13:00", manager=True)
    await talk.say("student1", "/me settings zone:London")
    for _ in range(5):
        await talk.pass_time(hours=1)
        await play(talk, "student1", right=1)
        await talk.pass_time(hours=23)
    await talk.say("student1", "/me settings zone:Auckland")
    assert "Streak: 5 days. Answer one today to keep it." in text_of(await talk.say("student1", "/score"))
    for hours in (1, 48):
        await talk.pass_time(hours=hours)
    assert "No streak" in text_of(await talk.say("student1", "/score"))
