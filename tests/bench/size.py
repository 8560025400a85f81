"""How much is measured: enough for a number, or just enough to see that the bench runs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """`starts` and `rounds` are pairs of ours and floor; `exchanges` are those of one round, one a learner.

    `settled` interactions come before the first look at memory, `grown` more until the last one, with `looks` at
    equal steps in between. `answers` are those of each of the `learners` in one round.
    Scheduled posts are looked at on so many `dates` in one of so many zones (`every_zone`).
    `lines` are typed letter by letter in each round; five times as many questions are looked up among `entries`.
    `posts` are those of the rush; unless it `settles`, they are due before the program starts.
    """

    starts: int
    rounds: int
    exchanges: int
    settled: int
    grown: int
    looks: int
    learners: int
    answers: int
    dates: int
    every_zone: int
    lines: int
    posts: int
    entries: tuple[int, ...] = (100, 1_000, 10_000)
    settles: bool = True


FULL = Size(
    starts=7,
    rounds=7,
    exchanges=50,
    settled=500,
    grown=4500,
    looks=9,
    learners=50,
    answers=8,
    dates=2557,
    every_zone=1,
    lines=40,
    posts=10_000,
)
QUICK = Size(
    starts=1,
    rounds=1,
    exchanges=3,
    settled=10,
    grown=10,
    looks=2,
    learners=4,
    answers=2,
    dates=9,
    every_zone=60,
    lines=2,
    posts=60,
    entries=(20,),
    settles=False,
)
