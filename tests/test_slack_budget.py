"""The pace that the bot keeps on Slack, by a clock of its own."""

from __future__ import annotations

import heapq
import random
from collections import Counter
from collections.abc import Callable

import pytest

from adapters.slack.budget import PATIENCE, POST, Budget
from adapters.slack.errors import Held

UPDATE = "chat.update"


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Caller:
    """Calls when its turn comes; `went` are the moments."""

    def __init__(self, share: Callable[[], float] = lambda: 1.0) -> None:
        self.clock = Clock()
        self.budget = Budget(share, self.clock)
        self.went: list[float] = []

    def call(self, method: str, channel: str = "") -> None:
        """Raises Held."""
        for wait in self.budget.waits(method, channel):
            self.clock.now += wait
        self.went.append(self.clock.now)

    def most_within(self, seconds: float) -> int:
        return max(sum(begin <= moment < begin + seconds for moment in self.went) for begin in self.went)


def test_posts_go_to_many_channels_at_five_a_second() -> None:
    caller = Caller()
    for number in range(600):
        caller.call(POST, f"C{number}")
    assert caller.most_within(60) <= 300
    assert caller.went[-1] - caller.went[0] < 600 / 300 * 62 + 1


def test_a_second_post_in_a_channel_comes_a_second_later_and_holds_up_no_other() -> None:
    caller = Caller()
    caller.call(POST, "C1")
    waits = caller.budget.waits(POST, "C1")
    assert 0.5 < next(waits) <= 1
    caller.call(POST, "C2")
    assert caller.went[1] - caller.went[0] < 0.3


def test_three_hundred_reveals_at_once_each_come_again_in_their_turn() -> None:
    """Each is a little later than it was told."""
    caller, chance = Caller(), random.Random(1)
    waiting = [(caller.clock.now, number) for number in range(300)]
    tries = 0
    while waiting:
        moment, number = heapq.heappop(waiting)
        caller.clock.now = max(caller.clock.now, moment)
        tries += 1
        try:
            caller.went.append(caller.clock.now + sum(caller.budget.waits(UPDATE, "")))
        except Held as held:
            heapq.heappush(waiting, (caller.clock.now + held.wait + 2 * chance.random(), number))
    assert caller.most_within(60) <= 50
    assert 300 / (max(caller.went) - min(caller.went)) * 60 > 45
    assert tries < 3 * 300


def test_several_processes_keep_to_their_part() -> None:
    caller = Caller(lambda: 0.25)
    for _ in range(3):
        try:
            caller.call(UPDATE)
        except Held as held:
            caller.clock.now += held.wait
            caller.call(UPDATE)
    assert caller.went[2] - caller.went[1] > 4


def test_a_turn_on_the_spot_is_as_far_as_ones_part_asks_for() -> None:
    apart = []
    for share in (1.0, 0.2):
        caller = Caller(lambda part=share: part)  # type: ignore[misc]
        for number in range(6):
            caller.call(POST, f"C{number}")
        apart.append(caller.went[-1] - caller.went[0])
    assert 4 < apart[1] / apart[0] < 6


def test_a_person_waits_for_nothing_but_a_rest_and_timed_work_gives_way() -> None:
    caller = Caller()
    assert [caller.budget.use(UPDATE, "C1") for _ in range(10)] == [0.0] * 10
    with pytest.raises(Held):
        caller.call(UPDATE)
    caller.budget.close(UPDATE, "C1", 7)
    assert caller.budget.use(UPDATE, "C1") == 7


def test_a_crowd_does_not_put_timed_work_off_for_more_than_a_minute_or_so() -> None:
    caller = Caller()
    for _ in range(5000):
        caller.budget.use("views.update", "")
    with pytest.raises(Held) as caught:
        caller.call("views.update")
    assert caught.value.wait < 65


def test_a_rest_closes_the_method_and_for_posts_the_channel() -> None:
    caller = Caller()
    caller.budget.close(UPDATE, "C1", 30)
    with pytest.raises(Held) as caught:
        caller.call(UPDATE, "C2")
    assert caught.value.wait == 30
    caller.budget.close(POST, "C1", 30)
    caller.call(POST, "C2")
    with pytest.raises(Held):
        caller.call(POST, "C1")
    caller.clock.now += 30
    caller.call(POST, "C1")


def test_a_second_channel_that_is_to_rest_means_the_workspace() -> None:
    caller = Caller()
    caller.budget.close(POST, "C1", 30)
    caller.budget.close(POST, "C1", 20)
    caller.call(POST, "C3")
    caller.budget.close(POST, "C2", 10)
    with pytest.raises(Held):
        caller.call(POST, "C3")


def test_a_short_rest_is_waited_for() -> None:
    caller = Caller()
    caller.budget.close(UPDATE, "", PATIENCE - 1)
    caller.call(UPDATE)
    assert caller.went == [100 + PATIENCE - 1]


def test_methods_without_a_number_only_rest() -> None:
    caller = Caller()
    for _ in range(100):
        caller.call("auth.test")
    assert Counter(caller.went) == {100.0: 100}
    caller.budget.close("auth.test", "", 9)
    with pytest.raises(Held):
        caller.call("auth.test")


def test_channels_that_rest_are_forgotten() -> None:
    caller = Caller()
    for number in range(10_000):
        caller.call(POST, f"C{number}")
    assert len(caller.budget._channels) < 20
