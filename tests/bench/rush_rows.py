"""A rush as lines of the table: once without trouble, once with half as many posts and one channel in a hundred sick.

The floor of a time is the least that the documented limits permit; tries in sick channels take their part of it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench.crowd import rush
from tests.bench.row import Aim, Row
from tests.bench.rush import Order, Rush

SLACK_PART = 10
"""One post on Slack for so many on Discord: what the permitted pace takes in the same time."""
TROUBLED = 100
PACE = Aim(ratio=1 / 0.95)
NONE = Aim(most=0)
PROMPT = Aim(most=500)
NAMES = {"discord": "Discord", "slack": "Slack"}


async def rush_rows(folder: Path, posts: int, *, settled: bool = True) -> list[Row]:
    whole = {"discord": posts, "slack": max(1, posts // SLACK_PART)}
    half = {name: max(1, count // 2) for name, count in whole.items()}
    orders = {"rush": Order(whole, settled=settled), "rush with trouble": Order(half, TROUBLED, settled)}
    rows: list[Row] = []
    for number, (title, order) in enumerate(orders.items()):
        part = folder / f"rush{number}"
        part.mkdir()
        seen = await rush(part, order)
        print("\n".join(f"{title}: {line}" for line in notes(seen)), file=sys.stderr)
        rows += _rows(title, seen)
    return rows


def notes(seen: Rush) -> Iterator[str]:
    """What the table has no room for."""
    for platform, name in NAMES.items():
        posts, callers = seen.healthy(platform), seen.callers[platform]
        yield (
            f"{len(posts)} posts on {name}, {seen.least(platform) / seen.seconds(platform):.1%} of the permitted pace, "
            f"the first {seen.begun_after(platform):.1f} s after its minute, "
            f"{seen.poorest_second(platform)} in the poorest second; "
            f"{len(callers.took)} calls, half of them heard within {callers.quantile(50) * 1000:.0f} ms"
        )
        if callers.failed:
            yield f"{len(callers.failed)} calls failed, the first: {callers.failed[0]}"
    if seen.limited():
        yield "429s: " + ", ".join(f"{count} {why}" for why, count in sorted(seen.limited().items()))


def _rows(title: str, seen: Rush) -> Iterator[Row]:
    for platform, name in NAMES.items():
        yield Row(f"{title}, {name}", "s", [seen.seconds(platform)], [seen.least(platform)], PACE)
    yield Row(f"{title}, each cohort's first post", "s", [seen.last_cohort()])
    yield Row(f"{title}, 429s", "", [float(seen.limited().total())], aim=NONE)
    yield Row(f"{title}, lost or doubled", "posts", [float(len(seen.astray()))], aim=NONE)
    for platform, name in NAMES.items():
        callers = seen.callers[platform]
        yield Row(f"{title}, {name} ack, p99", "ms", [callers.quantile(99) * 1000], aim=PROMPT)
        yield Row(f"{title}, {name} ack, slowest", "ms", [max(callers.took, default=0.0) * 1000])
    yield Row(f"{title}, CPU a post", "ms", [seen.cpu / len(seen.healthy()) * 1000])
    yield Row(f"{title}, most memory, RSS", "MB", [seen.peak])
