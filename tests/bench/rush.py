"""What was seen of a rush: thousands of schedules that came due in one minute, and people who asked meanwhile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.bench.callers import Callers
from tests.bench.timetable import Post
from tests.loopback import discord_limits
from tests.loopback.slack_quota import WORKSPACE_BURST, WORKSPACE_RATE

Json = dict[str, Any]

# How many a platform permits at once, and how many a second after that.
PERMITTED = {
    "discord": (discord_limits.GLOBAL_REQUESTS, discord_limits.GLOBAL_REQUESTS / discord_limits.GLOBAL_SECONDS),
    "slack": (WORKSPACE_BURST, WORKSPACE_RATE),
}


@dataclass(frozen=True, slots=True)
class Order:
    """So many posts on each platform. One in so many channels is `troubled`, none with 0.

    Without `settled` they are due before the program starts, which saves up to a minute of waiting.
    """

    posts: Mapping[str, int]
    troubled: int = 0
    settled: bool = True


@dataclass
class Rush:
    """Moments are seconds since the epoch; `cpu` is in seconds, `peak` in MB. `stands` counts messages by key."""

    order: Order
    minute: datetime
    sick: frozenset[str]
    counts: dict[str, Json] = field(default_factory=dict)
    posts: list[Post] = field(default_factory=list)
    stands: Counter[str] = field(default_factory=Counter)
    callers: dict[str, Callers] = field(default_factory=dict)
    cpu: float = 0.0
    peak: float = 0.0

    def healthy(self, platform: str = "") -> list[Post]:
        """Of one platform, or of all."""
        return [one for one in self.posts if self.is_well(one) and platform in ("", one.platform)]

    def is_well(self, post: Post) -> bool:
        return post.channel not in self.sick

    def seconds(self, platform: str) -> float:
        """From the first post on the server till the last one, or with trouble till the last healthy one was noted."""
        first, last = self.counts[platform]["first"], self.counts[platform]["last"]
        return (max(one.done for one in self.healthy(platform)) if self.sick else float(last)) - float(first)

    def least(self, platform: str) -> float:
        """The seconds that the healthy posts and the tries in sick channels take at the permitted pace."""
        at_once, pace = PERMITTED[platform]
        tries = sum(one.tries for one in self.posts if one.platform == platform and not self.is_well(one))
        return max(0.0, len(self.healthy(platform)) + tries - at_once) / pace

    def astray(self) -> list[Post]:
        """Those in a healthy channel that don't stand there exactly once."""
        return [one for one in self.healthy() if self.stands[one.key] != 1]

    def limited(self) -> Counter[str]:
        """The 429s by platform and reason."""
        found = ((name, told["limited"]) for name, told in self.counts.items())
        return Counter({f"{name} {why}": count for name, limited in found for why, count in limited.items()})

    def begun_after(self, platform: str) -> float:
        """Seconds from the minute till the platform's first post."""
        return float(self.counts[platform]["first"]) - self.minute.timestamp()

    def last_cohort(self) -> float:
        """Seconds from the first post till every cohort had its first."""
        firsts: dict[int, float] = {}
        for one in self.healthy():
            if one.done:
                firsts[one.community] = min(one.done, firsts.get(one.community, one.done))
        return max(firsts.values()) - min(firsts.values())

    def poorest_second(self, platform: str) -> int:
        """The fewest posts in a second between the first and the last."""
        by_second = {int(second): count for second, count in self.counts[platform]["by_second"].items()}
        return min((by_second.get(one, 0) for one in range(min(by_second) + 1, max(by_second))), default=0)
