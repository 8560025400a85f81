"""Keeping to what a platform permits, before it has to say so. Pure: the time is handed in."""

from __future__ import annotations

from bisect import insort
from collections import deque

CATCHING_UP = 0.2
"""Seconds that may be made up for; nobody waits much longer than this where there is a turn to be had."""


class Pace:
    """At most `count` requests in any `seconds`, spread evenly; `now` is any clock that never runs backwards.

    Spread out, because a burst would hold up whoever waits for an answer meanwhile; what a hold-up of the program has
    cost is made up for by twice the pace, within the limit. `share` is the part of the budget that is ours, above 0
    and at most 1; it may change at any time.

    Whoever asks for a `turn` and waits for it says with `take` when the request really went, which may be later, and
    with `went` if it was later still. `reserve` is both at once, for who can't come back to say so.
    """

    def __init__(self, count: int, seconds: float) -> None:
        self._count = count
        self._seconds = seconds
        self._taken: deque[float] = deque(maxlen=count)
        self._next = 0.0
        self._closed_until = 0.0

    def turn(self, now: float, share: float = 1.0) -> float:
        """When a request may go, if it is the next one."""
        mine = max(1, int(self._count * share))
        full = self._taken[-mine] + self._seconds if len(self._taken) >= mine else now
        apart = self._taken[-1] + self._seconds / self._count / 2 if self._taken else now
        return max(now, self._next, full, apart, self._closed_until)

    def take(self, moment: float, share: float = 1.0) -> None:
        """A request goes at that moment, which is not before its turn."""
        self._next = max(self._next, moment - CATCHING_UP) + self._seconds / self._count / share
        self._taken.append(moment)

    def went(self, taken: float, moment: float) -> None:
        """The request that was taken for to go at `taken` went at `moment`: a connection had to be made first."""
        if moment > taken and taken in self._taken:
            self._taken.remove(taken)
            insort(self._taken, moment)

    def reserve(self, now: float, share: float = 1.0) -> float:
        """Takes the next turn and gives the moment at which it comes."""
        moment = self.turn(now, share)
        self.take(moment, share)
        return moment

    def away(self, now: float, ahead: int, share: float = 1.0) -> float:
        """Seconds until the turn of a request that so many others are ahead of: an estimate."""
        return self.turn(now, share) - now + ahead * self._seconds / self._count / share

    def close(self, until: float) -> None:
        """The platform asked to be left alone; turns that were taken are not taken back."""
        self._closed_until = max(self._closed_until, until)
