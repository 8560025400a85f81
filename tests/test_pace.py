"""The pace that keeps to a platform's limits: never more than is permitted, and hardly less."""

from __future__ import annotations

import random
from bisect import bisect_left
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.pace import Pace

COUNT, SECONDS = 10, 1.0

gaps = st.floats(0, 3) | st.just(0.0)
shares = st.floats(0.01, 1)
late = st.floats(0, 0.4) | st.just(0.0)


def most(times: list[float], seconds: float) -> int:
    """The most in any span of that length, its end left out. Adding up may round a hair's breadth off."""
    return max(bisect_left(times, begin + seconds - 1e-9) - index for index, begin in enumerate(times))


@given(st.lists(st.tuples(gaps, shares, late), min_size=1, max_size=120))
def test_never_more_than_permitted_however_they_come(asked: list[tuple[float, float, float]]) -> None:
    """Also if the share changes each time, and if each goes later than its turn came."""
    pace, now, went = Pace(COUNT, SECONDS), 0.0, []
    for gap, share, delay in asked:
        now = max(pace.turn(now + gap, share), now + gap) + delay
        pace.take(now, share)
        went.append(now)
    assert went == sorted(went)
    assert most(went, SECONDS) <= COUNT


@given(st.lists(st.tuples(gaps, shares), min_size=1, max_size=120))
def test_turns_reserved_ahead_keep_to_it_too(asked: list[tuple[float, float]]) -> None:
    pace, now, turns = Pace(COUNT, SECONDS), 0.0, []
    for gap, share in asked:
        now += gap
        turns.append(pace.reserve(now, share))
        assert turns[-1] >= now
    assert most(turns, SECONDS) <= COUNT


@pytest.mark.parametrize("stall", [0.0, 0.05, 0.15])
@pytest.mark.parametrize("share", [1.0, 0.5, 0.1])
def test_hold_ups_cost_next_to_nothing(stall: float, share: float) -> None:
    """A program that stands still for up to 150 ms in each second keeps 95 of a hundred."""
    pace, dice, now, went = Pace(50, SECONDS), random.Random(1), 0.0, []
    while now < 60:
        now = max(now, pace.turn(now, share)) + dice.random() / 1000
        if stall and now % 1 < stall:
            now += dice.random() * (stall - now % 1)
        pace.take(now, share)
        went.append(now)
    assert len(went) / 60 >= 0.95 * 50 * share
    assert most(went, SECONDS) <= max(1, 50 * share)


def test_they_are_spread_so_that_nobody_waits_long_for_a_turn() -> None:
    pace = Pace(50, SECONDS)
    turns = [pace.reserve(5.0) for _ in range(300)]
    steps = [after - before for before, after in pairwise(turns)]
    assert turns[0] == 5.0
    assert max(steps) <= 0.23
    assert min(steps) >= 0.0099


def test_nothing_goes_while_the_platform_wants_to_be_left_alone() -> None:
    pace = Pace(COUNT, SECONDS)
    pace.close(8.0)
    pace.close(3.0)
    assert pace.turn(1.0) == 8.0
    assert pace.away(1.0, ahead=10) == pytest.approx(8.0)


def test_a_newcomer_with_a_tiny_share_still_gets_its_turn() -> None:
    pace = Pace(COUNT, SECONDS)
    assert pace.reserve(1.0, 0.01) == 1.0
    assert pace.reserve(1.0, 0.01) == pytest.approx(11.0, abs=0.6)
    assert pace.reserve(11.0, 1.0) <= 21.1


def test_what_went_later_than_its_turn_counts_from_then() -> None:
    """As the first ones, which have to make connections."""
    pace, now, turns, went = Pace(COUNT, SECONDS), 0.0, list[float](), list[float]()
    for number in range(3 * COUNT):
        now = max(now, pace.turn(now))
        pace.take(now)
        turns.append(now)
        went.append(now + (0.15 if number < 3 else 0.0))
        if number == 3:
            for taken, moment in zip(turns[:3], went, strict=False):
                pace.went(taken, moment)
    assert most(sorted(went), SECONDS) <= COUNT
    pace.went(turns[0], now)
    assert pace.turn(now) < now + SECONDS
