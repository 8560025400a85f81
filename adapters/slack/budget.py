"""What Slack permits the bot in one workspace: whose turn it is, and what is closed because Slack asked for a rest."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterator

from adapters.slack import limits
from adapters.slack.errors import Held
from bot.chat.pace import Pace

POST = "chat.postMessage"
PATIENCE = 2.5
"""Seconds that timed work waits for its turn on the spot. Later turns are promised, so that they hold up nothing else:
four reveals of one cohort that wait would keep its posts waiting too."""

FARTHEST = 60.0
"""Seconds by which what people ask for can put timed work off. Slack counts by the minute."""


class Budget:
    """One for each token. `share` is the part of what Slack permits that this process may use.

    A channel's own pace is kept only while it says something, so that ten thousand channels take no memory.
    """

    def __init__(self, share: Callable[[], float], now: Callable[[], float] = time.monotonic) -> None:
        self._share = share
        self._now = now
        self._methods = {method: Pace(*rate) for method, rate in limits.RATES.items()}
        self._promised = {method: Pace(*rate) for method, rate in limits.RATES.items()}
        self._channels: OrderedDict[str, Pace] = OrderedDict()
        self._closed: dict[str, float] = {}

    def waits(self, method: str, channel: str) -> Iterator[float]:
        """The pauses before a call that can wait, each to be asked for when the one before is over.

        Raises Held instead of the first if its turn is far; then nothing is used up.
        """
        paces = self._paces(method, channel)
        self._refuse_if_far(method, channel, paces)
        for pace in paces:
            now = self._now()
            yield pace.reserve(now, self._share()) - now
        yield self.closed(method, channel)

    def use(self, method: str, channel: str) -> float:
        """For a call that a person waits for. It is counted, and has to wait for nothing but a rest that Slack asked
        for: so many seconds."""
        now, share = self._now(), self._share()
        for pace in self._paces(method, channel):
            if pace.turn(now, share) - now < FARTHEST:
                pace.reserve(now, share)
        return self.closed(method, channel)

    def close(self, method: str, channel: str, seconds: float) -> None:
        """Slack asked for a rest. For posts that is the channel's; a second channel's means the whole workspace."""
        now = self._now()
        self._closed = {name: until for name, until in self._closed.items() if until > now}
        others = [name for name in self._closed if name.startswith(POST)]
        whole = method != POST or any(name != _name(method, channel) for name in others)
        name = method if whole else _name(method, channel)
        self._closed[name] = max(self._closed.get(name, 0.0), now + seconds)

    def closed(self, method: str, channel: str) -> float:
        """Seconds until the rest is over."""
        until = max(self._closed.get(method, 0.0), self._closed.get(_name(method, channel), 0.0))
        return max(0.0, until - self._now())

    def _refuse_if_far(self, method: str, channel: str, paces: list[Pace]) -> None:
        now, share = self._now(), self._share()
        rest = self.closed(method, channel)
        if rest > PATIENCE:
            raise Held(method, rest)
        turns = [pace.turn(now, share) for pace in paces]
        if turns and max(turns) - now > PATIENCE:
            promised = self._promised[method].reserve(turns[-1], share)
            raise Held(method, max(*turns, promised) - now)

    def _paces(self, method: str, channel: str) -> list[Pace]:
        """The channel's own first, since waiting for it must not hold up the other channels."""
        if method not in self._methods:
            return []
        return [*([self._pace_of(channel)] if method == POST else []), self._methods[method]]

    def _pace_of(self, channel: str) -> Pace:
        now = self._now()
        pace = self._channels.pop(channel, None) or Pace(*limits.CHANNEL_POSTS)
        while self._channels and next(iter(self._channels.values())).turn(now, self._share()) <= now:
            self._channels.popitem(last=False)
        self._channels[channel] = pace
        return pace


def _name(method: str, channel: str) -> str:
    return f"{method} {channel}" if method == POST else method
