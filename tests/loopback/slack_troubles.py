"""Troubles that a test asks for: refusals, rate limits, outages, slow answers and answers that never come."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Literal

from aiohttp import web

from tests.loopback.slack_problem import SlackProblem
from tests.loopback.slack_quota import limited_answer

# After the first four nothing was done; after the others the work was.
Kind = Literal["refused", "limited", "broken", "reset", "silent", "dropped", "slow", "late", "half", "lost"]


@dataclass(frozen=True)
class Trouble:
    """`number` is the status of `broken` and the Retry-After of `limited`, `seconds` the delay of `slow` and `late`."""

    kind: Kind
    code: str = ""
    number: int = 0
    seconds: float = 0.0

    @property
    def stops(self) -> bool:
        """Whether the method's work is left undone."""
        return self.kind in ("refused", "limited", "broken", "reset")


@dataclass
class _Plan:
    """`left` counts how often it still comes, None for ever; with `dice` only one in so many calls meets it."""

    method: str
    channel: str
    trouble: Trouble
    left: int | None
    chance: float = 1.0
    dice: Random | None = None

    def meets(self, method: str, channel: str) -> bool:
        if self.left == 0 or self.method != method or self.channel not in ("", channel):
            return False
        if self.dice is not None and self.dice.random() >= self.chance:
            return False
        self.left = None if self.left is None else self.left - 1
        return True


@dataclass
class Troubles:
    """`struck` counts what has happened so far, by kind."""

    struck: Counter[str] = field(default_factory=Counter)
    _plans: list[_Plan] = field(default_factory=list)

    def plan(self, method: str, trouble: Trouble, times: int, channel: str = "") -> None:
        """In one channel only, if one is named."""
        self._plans.append(_Plan(method, channel, trouble, times))

    def sometimes(self, method: str, trouble: Trouble, chance: float, dice: Random, channel: str = "") -> None:
        """One in so many of such calls, until `clear`."""
        self._plans.append(_Plan(method, channel, trouble, None, chance, dice))

    def clear(self) -> None:
        self._plans.clear()

    def next(self, method: str, channel: str = "") -> Trouble | None:
        """`*` stands for any method."""
        for name in (method, "*"):
            for plan in self._plans:
                if plan.meets(name, channel):
                    self.struck[plan.trouble.kind] += 1
                    return plan.trouble
        return None


def stop(trouble: Trouble) -> web.Response:
    """The answer in place of the method's work. 429 and Retry-After: Slack docs, "Rate limits"."""
    if trouble.kind == "limited":
        return limited_answer(trouble.number)
    if trouble.kind == "broken":
        return web.Response(status=trouble.number, text="upstream connect error", content_type="text/html")
    return web.json_response(SlackProblem(trouble.code).as_json())
