"""Keeping to what a platform permits, before it has to say so. Pure: the time is handed in."""

from __future__ import annotations

from collections import deque

CATCHING_UP = 0.2
"""Seconds that may be made up for after a hold-up, by twice the pace."""


class Pace:
    """At most `count` requests in any `seconds`, spread evenly; `now` is any clock that never runs backwards.

    Spread out, because a burst would hold up whoever waits for an answer meanwhile. `share` is the part of the budget
    that is ours; it may change at any time.
    """

    def __init__(self, count: int, seconds: float) -> None:
        self._count = count
        self._seconds = seconds
        self._given: deque[float] = deque(maxlen=count)
        self._next = 0.0
        self._closed_until = 0.0

    def reserve(self, now: float, share: float = 1.0) -> float:
        """Takes the next turn and gives the moment at which it comes."""
        moment = self.turn(now, share)
        spacing = self._seconds / self._count / share
        self._next = max(self._next, moment - CATCHING_UP) + spacing
        self._given.append(moment)
        return moment

    def turn(self, now: float, share: float = 1.0) -> float:
        """When a request that is asked for now may go out."""
        mine = max(1, int(self._count * share))
        full = self._given[-mine] + self._seconds if len(self._given) >= mine else now
        apart = self._given[-1] + self._seconds / self._count / 2 if self._given else now
        return max(now, self._next, full, apart, self._closed_until)

    def close(self, until: float) -> None:
        """The platform asked to be left alone; turns that were given are not taken back."""
        self._closed_until = max(self._closed_until, until)
