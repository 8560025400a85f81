"""When a schedule is due: local wall-clock time, once a local date, whatever the zone's clock does."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.people import Place
from bot.schedule.model import EVERY_DAY, Occurrence, Schedule, coming, ended, moment_of, next_due

PLACE = Place("test", "server", "general")


def schedule(at: str = "08:00", zone: str = "Europe/London", days: frozenset[int] = EVERY_DAY) -> Schedule:
    return Schedule(1, 1, PLACE, "daily", None, (time.fromisoformat(at),), days, zone)


def first(plan: Schedule, after: datetime) -> Occurrence:
    found = next_due(plan, after)
    assert found is not None
    return found


def test_it_is_due_today_if_the_time_is_still_to_come() -> None:
    before = datetime(2026, 3, 2, 7, 59, tzinfo=UTC)
    assert first(schedule(), before).moment == datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def test_it_is_due_tomorrow_at_the_very_moment_it_was_due() -> None:
    now = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
    assert first(schedule(), now).moment == datetime(2026, 3, 3, 8, 0, tzinfo=UTC)


def test_eight_stays_eight_when_summer_time_begins() -> None:
    posts = coming(schedule(), datetime(2026, 3, 27, 12, tzinfo=UTC), 3)
    assert [post.moment.hour for post in posts] == [8, 7, 7]


def test_a_time_in_the_spring_gap_comes_at_the_first_moment_after() -> None:
    assert moment_of(date(2026, 3, 29), time(1, 30), ZoneInfo("Europe/London")) == datetime(
        2026, 3, 29, 1, 0, tzinfo=UTC
    )


def test_a_time_in_the_autumn_overlap_comes_once_at_the_first_of_two() -> None:
    posts = coming(schedule("01:30"), datetime(2026, 10, 24, 12, tzinfo=UTC), 2)
    assert [post.moment for post in posts] == [
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 26, 1, 30, tzinfo=UTC),
    ]


def test_a_gap_at_midnight_belongs_to_the_date_that_it_opens() -> None:
    post = first(schedule("00:15", "Africa/Cairo"), datetime(2026, 4, 23, 12, tzinfo=UTC))
    assert post.date == date(2026, 4, 24)
    assert post.moment.astimezone(ZoneInfo("Africa/Cairo")).time() == time(1, 0)


def test_a_date_that_a_zone_never_had_has_no_post() -> None:
    assert moment_of(date(2011, 12, 30), time(8), ZoneInfo("Pacific/Apia")) is None
    posts = coming(schedule("08:00", "Pacific/Apia"), datetime(2011, 12, 29, 12, tzinfo=UTC), 3)
    assert [post.date.day for post in posts] == [29, 31, 1]


def test_only_the_chosen_weekdays() -> None:
    posts = coming(schedule(days=frozenset({0, 3})), datetime(2026, 3, 2, 12, tzinfo=UTC), 4)
    assert [post.date.strftime("%a") for post in posts] == ["Thu", "Mon", "Thu", "Mon"]


def test_the_key_has_no_time_in_it_so_a_changed_time_cannot_double_a_date() -> None:
    now = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
    assert first(schedule("08:00"), now).key(7) == first(schedule("09:00"), now).key(7) == "s7/2026-03-02/0"


def test_several_times_a_day_are_numbered_in_their_order() -> None:
    plan = replace(schedule(), times=(time(8), time(20)))
    posts = coming(plan, datetime(2026, 3, 2, 12, tzinfo=UTC), 3)
    assert [(post.date.day, post.slot, post.moment.hour) for post in posts] == [(2, 1, 20), (3, 0, 8), (3, 1, 20)]


def test_two_times_in_one_gap_are_both_posted_at_its_end() -> None:
    plan = replace(schedule(), times=(time(1), time(1, 30)))
    posts = coming(plan, datetime(2026, 3, 28, 12, tzinfo=UTC), 2)
    assert [(post.slot, post.moment) for post in posts] == [
        (0, datetime(2026, 3, 29, 1, tzinfo=UTC)),
        (1, datetime(2026, 3, 29, 1, tzinfo=UTC)),
    ]


def test_dates_of_ones_own_and_public_holidays_are_left_out() -> None:
    plan = replace(schedule(), skipped=frozenset({date(2026, 4, 2)}), holidays="GB-ENG")
    posts = coming(plan, datetime(2026, 4, 1, 12, tzinfo=UTC), 3)
    assert [post.date.day for post in posts] == [4, 5, 7]


def test_the_last_date_has_its_post_and_nothing_comes_after() -> None:
    plan = replace(schedule(), until=date(2026, 6, 12))
    posts = coming(plan, datetime(2026, 6, 10, 12, tzinfo=UTC), 9)
    assert [post.date.day for post in posts] == [11, 12]
    assert next_due(plan, posts[-1].moment) is None
    assert not ended(plan, datetime(2026, 6, 12, 6, tzinfo=UTC))
    assert ended(plan, datetime(2026, 6, 12, 8, tzinfo=UTC))


def test_it_ends_where_every_date_is_left_out() -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    years = frozenset(now.date() + timedelta(days=day) for day in range(4 * 366))
    assert next_due(replace(schedule(), skipped=years), now) is None
    assert next_due(schedule(days=frozenset()), now) is None
    two_years = frozenset(day for day in years if day < date(2028, 3, 2))
    assert first(replace(schedule(), skipped=two_years), now).date == date(2028, 3, 2)


ZONES = (
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "America/Asuncion",
    "Asia/Kathmandu",
)


@given(
    zone=st.sampled_from(ZONES),
    minutes=st.integers(0, 24 * 60 - 1),
    start=st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)),
)
def test_no_local_date_is_missed_or_doubled(zone: str, minutes: int, start: datetime) -> None:
    at = time(minutes // 60, minutes % 60)
    plan = Schedule(1, 1, PLACE, "daily", None, (at,), EVERY_DAY, zone)
    posts = coming(plan, start.replace(tzinfo=UTC), 40)
    dates = [post.date for post in posts]
    assert dates == [dates[0] + timedelta(days=step) for step in range(40)]
    assert all(earlier.moment < later.moment for earlier, later in itertools.pairwise(posts))


@pytest.mark.parametrize("zone", ZONES)
def test_walking_from_post_to_post_gives_the_same_as_looking_ahead(zone: str) -> None:
    plan = schedule("02:15", zone)
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    walked = []
    for _ in range(366):
        post = first(plan, moment)
        walked.append(post)
        moment = post.moment
    assert walked == coming(plan, datetime(2026, 1, 1, tzinfo=UTC), 366)
