"""The troubles that a test can order. `method` may be `response_url`, or `*` for any; `channel` picks one channel."""

from __future__ import annotations

from random import Random
from typing import Literal

from tests.loopback.slack_people import Channel
from tests.loopback.slack_troubles import Kind, Trouble, Troubles

RESETS: dict[str, Kind] = {"before": "reset", "half": "half", "after": "lost"}


class Mishaps:
    def __init__(self) -> None:
        self.troubles = Troubles()

    def rate_limit(self, method: str, *, retry_after: int = 1, times: int = 1, channel: Channel | None = None) -> None:
        """429."""
        self._plan(method, Trouble("limited", number=retry_after), times, channel)

    def break_down(self, method: str, *, status: int = 503, times: int = 1, channel: Channel | None = None) -> None:
        self._plan(method, Trouble("broken", number=status), times, channel)

    def refuse(self, method: str, code: str, *, times: int = 1, channel: Channel | None = None) -> None:
        """Any error of Slack's, for instance `account_inactive`."""
        self._plan(method, Trouble("refused", code=code), times, channel)

    def swallow(
        self,
        method: str,
        *,
        how: Literal["silent", "dropped"] = "silent",
        times: int = 1,
        channel: Channel | None = None,
    ) -> None:
        """Does the work without an answer. After `dropped` slack_sdk sends the same once more by itself."""
        self._plan(method, Trouble(how), times, channel)

    def slow(
        self, method: str, *, seconds: float, late: bool = False, times: int = 1, channel: Channel | None = None
    ) -> None:
        """Answers only after so many seconds. The work is done at once, or with `late` just before the answer."""
        self._plan(method, Trouble("late" if late else "slow", seconds=seconds), times, channel)

    def reset(
        self,
        method: str,
        *,
        when: Literal["before", "half", "after"] = "before",
        times: int = 1,
        channel: Channel | None = None,
    ) -> None:
        """Resets the connection: nothing done, done and half of the answer sent, or done and none of it sent."""
        self._plan(method, Trouble(RESETS[when]), times, channel)

    def sometimes(
        self,
        method: str,
        kind: Kind,
        chance: float,
        dice: Random,
        *,
        channel: Channel | None = None,
        seconds: float = 0.3,
        status: int = 503,
        retry_after: int = 1,
        code: str = "internal_error",
    ) -> None:
        """One in so many such calls meets the trouble, until `troubles.clear()`."""
        number = retry_after if kind == "limited" else status
        trouble = Trouble(kind, code, number, seconds)
        self.troubles.sometimes(method, trouble, chance, dice, channel.id if channel else "")

    def _plan(self, method: str, trouble: Trouble, times: int, channel: Channel | None) -> None:
        self.troubles.plan(method, trouble, times, channel.id if channel else "")
