"""Slack's rate limits, enforced (docs.slack.dev/apis/web-api/rate-limits and the page of each method).

- chat.postMessage: a message a second in each channel after a burst of three. Slack says "short bursts" and no number.
- chat.postMessage in the whole workspace: five a second after a burst of ten, so 300 a minute. Slack says "several
  hundred messages per minute".
- Every other method: as many in any minute as its tier says, all at once too. Where a page says "special", as of
  auth.test, 600. Opening a Socket Mode connection, uploads and response_urls are not limited here.

A call that is turned away uses up nothing.
"""

from __future__ import annotations

import math
import time

from aiohttp import web

from tests.loopback.limited import Limited
from tests.loopback.pace import Pace, Refilled, Sliding
from tests.loopback.slack_problem import SlackProblem

POST = "chat.postMessage"
CHANNEL_RATE, CHANNEL_BURST = 1.0, 3
WORKSPACE_RATE, WORKSPACE_BURST = 5.0, 10
MINUTE = 60.0
TIER_3, TIER_4, SPECIAL = 50, 100, 600
TIERS = {
    "auth.test": SPECIAL,
    "bots.info": TIER_3,
    "chat.delete": TIER_3,
    "chat.postEphemeral": TIER_4,
    "chat.update": TIER_3,
    "conversations.history": TIER_3,
    "conversations.info": TIER_3,
    "conversations.members": TIER_4,
    "conversations.open": TIER_3,
    "conversations.replies": TIER_3,
    "team.info": TIER_3,
    "users.info": TIER_4,
    "views.open": TIER_4,
    "views.publish": TIER_4,
    "views.push": TIER_4,
    "views.update": TIER_4,
}


class Quota:
    """Off until `on` is set. `limited` lists what was turned away; the reason is `channel`, `workspace` or `tier`."""

    def __init__(self) -> None:
        self.on = False
        self.limited: list[Limited] = []
        self._start()

    def enforce(self, on: bool) -> None:
        """Switching on begins with nothing used up."""
        self.on = on
        self._start()

    def _start(self) -> None:
        self._workspace = Refilled(WORKSPACE_RATE, WORKSPACE_BURST)
        self._channels: dict[str, Refilled] = {}
        self._tiers = {method: Sliding(most, MINUTE) for method, most in TIERS.items()}

    def turn_away(self, method: str, channel: str) -> web.Response | None:
        """The 429, if there must be one; else the call is counted."""
        now, paces = time.monotonic(), self._paces(method, channel) if self.on else {}
        wait, reason = max(((pace.wait(now), reason) for reason, pace in paces.items()), default=(0.0, ""))
        if wait:
            self.limited.append(Limited(reason, f"{method} {channel}".rstrip(), wait, time.time()))
            return limited_answer(math.ceil(wait))
        for pace in paces.values():
            pace.take(now)
        return None

    def _paces(self, method: str, channel: str) -> dict[str, Pace]:
        if method == POST:
            own = self._channels.setdefault(channel, Refilled(CHANNEL_RATE, CHANNEL_BURST))
            return {"channel": own, "workspace": self._workspace}
        return {"tier": self._tiers[method]} if method in self._tiers else {}


def limited_answer(retry_after: int) -> web.Response:
    """The wait is told in whole seconds."""
    limited = SlackProblem("ratelimited").as_json()
    return web.json_response(limited, status=429, headers={"Retry-After": str(retry_after)})
