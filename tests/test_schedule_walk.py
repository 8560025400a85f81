"""Schedules at random, on a real database: time passes, somebody changes them, the network fails, the program stops
and starts. Whatever happened, each local date was posted once, or is on record as missed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.schedule_life import Life, Step, born, world

ZONES = (
    "Europe/London",
    "America/New_York",
    "Asia/Tokyo",
    "Africa/Cairo",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "America/Nuuk",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
)
# Shortly before clocks change, among them those of Cairo and Nuuk around midnight.
STARTS = (datetime(2026, 3, 26, tzinfo=UTC), datetime(2026, 4, 22, tzinfo=UTC), datetime(2026, 10, 23, tzinfo=UTC))

half_hours = st.integers(0, 47).map(lambda number: time(number // 2, number % 2 * 30))
once_a_day = st.tuples(half_hours)
up_to_three = st.sets(half_hours, min_size=1, max_size=3).map(lambda found: tuple(sorted(found)))
minutes = st.one_of(st.integers(1, 90), st.integers(1, 48).map(lambda halves: halves * 30), st.integers(1440, 6000))
passing = st.tuples(st.just("pass"), minutes)
moving = st.tuples(st.just("zone"), st.sampled_from(ZONES))
trouble = st.one_of(st.just(("restart", None)), st.tuples(st.just("lose"), st.integers(1, 3)))
leaving_out = st.one_of(st.tuples(st.just("skip"), st.integers(0, 2)), st.tuples(st.just("until"), st.integers(-1, 3)))
halting = st.sampled_from([("pause", None), ("resume", None)])


def explore(
    folder: Path,
    times: st.SearchStrategy[tuple[time, ...]],
    steps: st.SearchStrategy[Step],
    check: Callable[[Life], None],
    examples: int,
) -> None:
    with world(folder) as (runner, talk):

        async def live(start: datetime, at: tuple[time, ...], zone: str, walk: list[Step]) -> Life:
            life = await born(talk, start, at, zone)
            for step in walk:
                await life.step(*step)
            await life.end()
            return life

        @settings(max_examples=examples, deadline=None)
        @given(st.sampled_from(STARTS), times, st.sampled_from(ZONES), st.lists(steps, min_size=1, max_size=25))
        def one_life(start: datetime, at: tuple[time, ...], zone: str, walk: list[Step]) -> None:
            check(runner.run(live(start, at, zone, walk)))

        one_life()


def test_while_it_runs_every_local_date_is_posted_once_whatever_is_changed(tmp_path: Path) -> None:
    def check(life: Life) -> None:
        life.check()
        life.check_every_date()
        assert len(life.records) == len({one.date for one in life.records})

    steps = st.one_of(passing, passing, moving, st.tuples(st.just("times"), once_a_day), trouble)
    explore(tmp_path, once_a_day, steps, check, 80)


def test_several_times_a_day_leave_no_date_without_a_post_and_none_with_too_many(tmp_path: Path) -> None:
    def check(life: Life) -> None:
        life.check()
        life.check_every_date()

    steps = st.one_of(passing, passing, moving, st.tuples(st.just("times"), up_to_three), trouble)
    explore(tmp_path, up_to_three, steps, check, 80)


def test_pauses_dates_left_out_and_several_times_a_day_bring_nothing_twice(tmp_path: Path) -> None:
    steps = st.one_of(passing, passing, moving, st.tuples(st.just("times"), up_to_three), trouble, halting, leaving_out)
    explore(tmp_path, up_to_three, steps, Life.check, 80)
